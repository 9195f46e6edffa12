"""The packs that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.packs.records import Pack

_LAW = RESOURCES / "law"


@dataclass(frozen=True)
class Packs:
    """Checklists by their id; the law packs of the house, which hold everywhere; the calendars."""

    checklists: Mapping[str, Pack]
    law: tuple[Pack, ...]
    calendars: tuple[Pack, ...]

    @cached_property
    def measuring(self) -> tuple[Pack, ...]:
        """Leak limits, the numbers of the measuring procedure, correction factors.

        Raises:
            KnownError: a pack is damaged; it is named.
        """
        return (*load_folder(RESOURCES / "thresholds"), *load_folder(RESOURCES / "factors"))

    @cached_property
    def outside(self) -> tuple[Pack, ...]:
        """The other law packs, of other places or not in use: to look at and to train with, for no case.

        Read when they are first wanted.

        Raises:
            KnownError: a pack is damaged; it is named.
        """
        house = {pack.header.sha256 for pack in self.law}
        return tuple(pack for pack in load_folder(_LAW) if pack.header.sha256 not in house)


def bundled() -> Packs:
    """Read the bundled packs.

    Raises:
        KnownError: a pack is damaged; it is named.
    """
    lists = {pack.header.id: pack for pack in load_folder(RESOURCES / "checklists")}
    return Packs(lists, load_folder(_LAW / "national"), load_folder(RESOURCES / "calendars"))
