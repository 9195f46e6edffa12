"""What lies in the folder of a profile. Imports nothing heavy: the window asks before all else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SLOT_FILES = ("slots.json", "slots.copy.json")
DATABASE_FILE = "fieldlaw.db"


def holds_profile(folder: Path) -> bool:
    """True when a profile, or what is left of one, lies in the folder."""
    return any((folder / name).exists() for name in (*SLOT_FILES, DATABASE_FILE))
