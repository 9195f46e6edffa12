"""The packs that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.packs.records import Pack


@dataclass(frozen=True)
class Packs:
    """Checklists by their id; the law packs."""

    checklists: Mapping[str, Pack]
    law: tuple[Pack, ...]


def bundled() -> Packs:
    """Read the bundled packs.

    Raises:
        KnownError: a pack is damaged; it is named.
    """
    lists = {pack.header.id: pack for pack in load_folder(RESOURCES / "checklists")}
    return Packs(lists, tuple(load_folder(RESOURCES / "law" / "national")))
