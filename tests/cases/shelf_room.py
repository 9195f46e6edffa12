"""A profile, trusted signers, and a shelf of packs over it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.casework.packshelf import Shelf
from fieldlaw.cases.casework.packtrust import (
    add_signer,
)
from fieldlaw.cases.law.assess import assess
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.packs import FOLDER
from tests.cases.signing_cases import NATIONAL, SHANXI, STRAW, Jurist, headed, signed_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = Moment("2026-11-25T10:42:07+08:00", 1, "boot", None)
AUTHOR, REVIEWER, STRANGER = Jurist("甲"), Jurist("乙"), Jurist("丙")
GOOD = signed_bytes(SHANXI, AUTHOR, REVIEWER)


def open_desk(tmp_path: Path) -> Iterator[Desk]:
    held = profile.create(
        tmp_path / "p", profile.Person("王立新", "执法人员"), "words", os.urandom, vault.FLOOR
    )
    yield Desk(held, lambda: NOW, os.urandom)
    held.close()


def open_shelf(desk: Desk) -> Shelf:
    """Author and reviewer are trusted; the statutes are of the house."""
    for who in (AUTHOR, REVIEWER):
        add_signer(desk, who.entry)
    made = Shelf(desk, (NATIONAL,), lambda: (headed(SHANXI, id="elsewhere"),))
    made.renew()
    return made


def put(folder: Path, data: bytes, name: str = "太原.pack") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def kept(desk: Desk) -> list[str]:
    folder = desk.profile.folder / FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def amount(shelf: Shelf) -> int | None:
    """What a real case gives; without a benchmark only the facts of the statute are asked."""
    fits = any(
        one.header.kind == "benchmark" and "太原市" in one.content["places"] for one in shelf.law.packs
    )
    plain = STRAW if fits else {**STRAW, "facts": {"burned": "yes"}}
    answer = assess(plain, shelf.law.packs, signed=shelf.law.verified)
    assert (answer.amount_fen is None) == (answer.outcome == "refused")
    return answer.amount_fen
