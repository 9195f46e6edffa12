"""What a person notes of a proceeding: an event, a span that does not count, an extension."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Noted:
    """An event of the proceeding.

    Attributes:
        event: its id in the deadlines pack.
        at: the day, or the moment with its zone; None while the day of service is not known.
        occurrence: the first, second … time that it happens.
        how: the way of service (its id in the pack); empty where nothing is served.
        document: title or number of the document; may be empty.
        proof: evidence id of the receipt or record; may be empty.
        note: what else is to be said; the reason where the order is unusual.
    """

    event: str
    at: str | None
    occurrence: int = 1
    how: str = ""
    document: str = ""
    proof: str = ""
    note: str = ""


@dataclass(frozen=True)
class Stop:
    """A span that does not count, both days included; `last` None while it lasts (else as `Noted`)."""

    stop: str
    first: str
    last: str | None = None
    occurrence: int = 1
    document: str = ""
    proof: str = ""
    note: str = ""


@dataclass(frozen=True)
class Extended:
    """An approved extension: of which deadline, on which ground, by how much, who approved and when.

    `days` counts in the unit of the deadline.
    """

    deadline: str
    extension: str
    days: int
    approved_by: str
    approved_on: str
    occurrence: int = 1
    turn: int = 1
    document: str = ""
    proof: str = ""
    note: str = ""
