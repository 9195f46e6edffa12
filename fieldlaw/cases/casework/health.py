"""Is this machine fit for a day in the field: database component, key slots, key ring, fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.documents import fonts
from fieldlaw.cases.store import engine, ring, vault
from fieldlaw.cases.store.folder import holds_profile
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path


def _slots(folder: Path) -> tuple[str, str, str]:
    if not holds_profile(folder):
        return ("slots", "没有数据", "")
    try:
        kinds = sorted(slot["slot"] for slot in vault.read_slots(folder))
    except vault.SlotsDamagedError as error:
        return ("slots", error.what, error.way_out)
    return ("slots", " ".join(kinds), "再设一个密钥槽" if len(kinds) < 2 and ring.system_is_real() else "")


def _database() -> tuple[str, str, str]:
    try:
        engine.check_library()
    except engine.CannotOpenDatabaseError as error:
        return ("database", error.what, error.way_out)
    return ("database", "SQLCipher", "")


def _fonts(folder: Path) -> tuple[str, str, str]:
    try:
        fonts.register(folder)
    except KnownError as error:
        return ("fonts", error.what, error.way_out)
    return ("fonts", "齐全", "")


def examine(profile: Path, font_folder: Path) -> list[tuple[str, str, str]]:
    """Return (check, result, hint); an empty hint means that all is well."""
    ring_found = ring.system_is_real()
    ring_row = ("keyring", "有" if ring_found else "没有可用的系统密钥环，用口令解锁", "")
    return [_database(), _slots(profile), ring_row, _fonts(font_folder)]
