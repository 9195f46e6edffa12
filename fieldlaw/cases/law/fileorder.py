"""Where each document lies in the file: main volume or sub-volume, and at which place (办法 art. 79)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.packs.records import Pack, Row

MAIN, SUB = "main", "sub"
VOLUMES = {MAIN: "正卷", SUB: "副卷"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A document at its place.

    Attributes:
        volume: MAIN, or SUB, which the party does not see.
        place: the number within the volume.
        name: what lies at that place.
        known: the rules name the document; False where it lies among the rest.
    """

    document: str
    volume: str
    place: int
    name: str
    source: str
    known: bool = True


def in_file_order(documents: Iterable[str], packs: Iterable[Pack]) -> tuple[Placed, ...]:
    """The documents of a file in their order: the main volume first; what no rule names lies last in it.

    Args:
        documents: ids of documents; those at one place keep the order in which they are given.
        packs: the packs with the places; without any, all documents stay in the main volume as given.
    """
    rows = [row for pack in packs for row in pack.rows("file_places")]
    of = {name: row for row in rows for name in row["holds"]}
    rest = max((row for row in rows if row["volume"] == MAIN), key=lambda row: row["place"], default=None)
    placed = [_placed(name, of.get(name), rest) for name in documents]
    return tuple(sorted(placed, key=lambda one: (one.volume != MAIN, one.place)))


def _placed(document: str, row: Row | None, rest: Row | None) -> Placed:
    if row is not None:
        return Placed(document, row["volume"], row["place"], row["name"], row["source"])
    if rest is not None:
        return Placed(document, MAIN, rest["place"], rest["name"], rest["source"], known=False)
    return Placed(document, MAIN, 0, "", "", known=False)
