"""What a document is made from: frozen, complete, already worded. Times arrive as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldlaw.cases.documents.model_measuring import MeasuringRecord


@dataclass(frozen=True)
class Officer:
    """An inspector and the number of the certificate shown."""

    name: str
    certificate: str


@dataclass(frozen=True)
class Notice:
    """A notice read to the party (身份、回避、义务) and the answer given."""

    topic: str
    text: str
    answer: str


@dataclass(frozen=True)
class ItemEntry:
    """One checked item; evidence holds the numbers in the evidence list."""

    no: str
    statement: str
    answer: str
    note: str = ""
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReadingEntry:
    """One reading; value holds the reason when there is no value."""

    no: str
    point: str
    value: str
    unit: str
    instrument: str
    calibration: str


@dataclass(frozen=True)
class InspectionRecordInput:
    """Everything the inspection record prints."""

    doc_number: str
    unit_name: str
    credit_code: str
    address: str
    time_start: str
    time_end: str
    place: str
    officers: tuple[Officer, ...]
    recorder: str
    party_present: str
    notices: tuple[Notice, ...]
    items: tuple[ItemEntry, ...]
    readings: tuple[ReadingEntry, ...]
    closing: str
    chain_head: str
    opinion: str = ""


@dataclass(frozen=True)
class Signature:
    """What stands in a signature field of one page of the record.

    Attributes:
        page: the page, from 1.
        slot: the name of the field (see `inspection_record`).
        date: the day on which it was given, in words.
        strokes: the lines of the pen; points in thousandths of the pad's width, y downward.
        words: what stands there when nobody signed: refusal or absence, with the reason.
    """

    page: int
    slot: str
    date: str
    strokes: tuple[tuple[tuple[int, int], ...], ...] = ()
    words: str = ""


@dataclass(frozen=True)
class SignedMeasuring:
    """The record of a round with what stands in its fields: its id in the case, what it is called."""

    document: str
    title: str
    record: MeasuringRecord
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True)
class EvidenceItem:
    """One piece of evidence: what, when, where, by whom, and its full SHA-256."""

    no: int
    title: str
    kind: str
    time: str
    place: str
    by: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ReviewEntry:
    """An opinion given while the case went up: who, when, what."""

    stage: str
    by: str
    time: str
    opinion: str


@dataclass(frozen=True)
class RangeRow:
    """One range of outcome: what it concerns, from, to, and where it stands in law."""

    subject: str
    lower: str
    upper: str
    basis: str


@dataclass(frozen=True)
class AssessmentText:
    """What the law makes of the facts.

    Attributes:
        refusal: set when the program declines to conclude.
        warning: set when the rules used are not verified.
        amounts: each fine in figures and capitals.
        discretion: what the decision says of the use of discretion.
    """

    title: str
    lines: tuple[str, ...]
    ranges: tuple[RangeRow, ...] = ()
    refusal: str = ""
    warning: str = ""
    amounts: tuple[str, ...] = ()
    discretion: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckEntry:
    """One check: its number, what it looks for, what it came to, why, the number of its source."""

    number: str
    text: str
    result: str
    reason: str
    source: str


@dataclass(frozen=True)
class ScoreEntry:
    """What a document comes to: whether it is in the file, its points and the full points."""

    document: str
    state: str
    points: str
    full: str


@dataclass(frozen=True)
class AnswerEntry:
    """What a person answered: the fact, the answer, who and when, on what it rests."""

    fact: str
    answer: str
    by: str
    note: str


@dataclass(frozen=True)
class ChecksText:
    """The checks before review as they stood at a moment.

    Attributes:
        made_at: up to when the case was looked at.
        counts: how many passed, failed, have to be asked.
        sources: where the rules stand; a check names its place among them.
        answers: what people answered, where the case says nothing itself.
        total: the score, or why there is none.
        remarks: what the score leaves out.
        packs: the packs that were used: id, edition, short hash.
    """

    made_at: str
    counts: str
    checks: tuple[CheckEntry, ...]
    sources: tuple[str, ...]
    answers: tuple[AnswerEntry, ...]
    score: tuple[ScoreEntry, ...]
    total: str
    remarks: tuple[str, ...]
    packs: tuple[str, ...]


@dataclass(frozen=True)
class Filed:
    """A document at its place in the file: the name of its volume."""

    kind: str
    volume: str


@dataclass(frozen=True)
class DossierInput:
    """All parts of a case file.

    Attributes:
        measuring: the records of the rounds of measuring.
        order: where each document lies, in the order of the file; as they come where it is empty.
        volume: the only volume that is wanted; empty for the whole file.
    """

    title: str
    bureau: str
    made_on: str
    record: InspectionRecordInput
    evidence: tuple[EvidenceItem, ...]
    assessment: AssessmentText
    reviews: tuple[ReviewEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    checks: ChecksText | None = None
    measuring: tuple[SignedMeasuring, ...] = ()
    order: tuple[Filed, ...] = ()
    volume: str = ""


@dataclass(frozen=True)
class Marks:
    """What lies across every page: 草稿 for a draft, 练习用 for practice."""

    draft: bool = False
    practice: bool = False
