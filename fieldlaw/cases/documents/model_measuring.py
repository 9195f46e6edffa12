"""What the record of a round of measuring is made from: frozen, complete, already worded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class G7Row:
    """A row of the form of GB 20952 table G.7.

    Attributes:
        value: the net value in μmol/mol; a dash where none may be used.
        passes: 达标 or 不达标, or why neither can be said.
    """

    no: str
    point: str
    value: str
    passes: str


@dataclass(frozen=True)
class Entry:
    """One line of a block: its label and what stands there."""

    label: str
    text: str


@dataclass(frozen=True)
class Block:
    """A step of the procedure or a point, in full: its name, its lines."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class MeasuringRecord:
    """Everything that the record of a round prints.

    Attributes:
        id: the round.
        head: the head of the form, as it is worded there: label and entry in turns for each row.
        rows: the points that count, in the order of measuring.
        remarks: what the reader must know before he signs; the first sums up.
        operator, checker, escort: who is to sign; empty where nobody was named.
        checks: the steps of the instruments.
        points: every reading of every point, also one that no longer counts.
        notes: what the names of the columns mean, and on what the record rests.
        chain_head: the code of the last event that it prints.
    """

    id: str
    doc_number: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[G7Row, ...]
    remarks: tuple[str, ...]
    operator: str
    checker: str
    escort: str
    checks: tuple[Block, ...]
    points: tuple[Block, ...]
    notes: tuple[str, ...]
    chain_head: str
