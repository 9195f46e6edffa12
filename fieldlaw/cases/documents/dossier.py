"""The case file: cover, contents, record, evidence, assessment, review opinions, checks in one PDF.

Page numbers count every sheet of the file from the cover on, so the number on paper, the contents and the
page shown by a PDF reader agree. Cover and contents carry no number.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents import (
    assessment,
    checks_sheet,
    evidence_list,
    heat_report,
    inspection_record,
    measuring_record,
)
from fieldlaw.cases.documents.flow import Flow
from fieldlaw.cases.documents.fonts import SERIF, SERIF_BOLD, Fonts
from fieldlaw.cases.documents.model import DossierInput, Marks
from fieldlaw.cases.documents.page import LEFT, TOP, WIDTH, Place, Sheet, number_corners, number_feet, paint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.documents.model import (
        AssessmentText,
        EvidenceItem,
        InspectionRecordInput,
        ReviewEntry,
        Signature,
        SignedMeasuring,
    )
    from fieldlaw.cases.documents.model_heat import HeatReport

CONTENTS_WIDTHS: Final = (16 * mm, 22 * mm, 82 * mm, 18 * mm, 18 * mm)
CONTENTS_HEAD: Final = ("序号", "卷", "文书名称", "起页", "止页")
REVIEW_WIDTHS: Final = (26 * mm, 24 * mm, 36 * mm, 70 * mm)
REVIEW_HEAD: Final = ("环节", "审核人", "时间", "意见")
REVIEW_TITLE: Final = "审核意见"


@dataclass(frozen=True)
class Part:
    """One document of the file and the pages it takes, both counted from 1."""

    kind: str
    title: str
    first: int
    last: int
    volume: str = ""


@dataclass(frozen=True)
class Built:
    """A finished PDF; `places` are the fields of its pages."""

    data: bytes
    pages: int
    sha256: str
    documents: tuple[Part, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Chapter:
    """A laid-out document before its place in the file is known."""

    kind: str
    title: str
    sheets: list[Sheet]
    volume: str = ""


def build_record(
    record: InspectionRecordInput,
    fonts: Fonts,
    marks: Marks | None = None,
    signatures: tuple[Signature, ...] = (),
) -> Built:
    """The inspection record alone."""
    sheets = inspection_record.build(record, fonts, signatures)
    return _single(_Chapter("record", inspection_record.TITLE, sheets), fonts, marks)


def build_measuring(source: SignedMeasuring, fonts: Fonts, marks: Marks | None = None) -> Built:
    """The record of a round of measuring alone."""
    return _single(_measuring(source, fonts), fonts, marks)


def _measuring(source: SignedMeasuring, fonts: Fonts) -> _Chapter:
    sheets = measuring_record.build(source.record, fonts, source.signatures)
    return _Chapter(source.document, source.title, sheets)


def build_heat(report: HeatReport, fonts: Fonts, marks: Marks | None = None) -> Built:
    """The report page of an infrared image alone."""
    sheets = heat_report.build(report, fonts)
    return _single(_Chapter("heat", report.title, sheets), fonts, marks)


def build_evidence(items: tuple[EvidenceItem, ...], fonts: Fonts, marks: Marks | None = None) -> Built:
    """The evidence list alone."""
    sheets = evidence_list.build(items, fonts)
    return _single(_Chapter("evidence", evidence_list.TITLE, sheets), fonts, marks)


def build_assessment(text: AssessmentText, fonts: Fonts, marks: Marks | None = None) -> Built:
    """The assessment alone."""
    return _single(_Chapter("assessment", text.title, assessment.build(text, fonts)), fonts, marks)


def build_dossier(source: DossierInput, fonts: Fonts, marks: Marks | None = None) -> Built:
    """The whole file.

    Args:
        source: all parts, the order in which they lie, and which volumes are wanted.
        fonts: the registered faces.
        marks: draft and practice marks.

    Returns:
        The PDF, its page count and hash, and the pages of each document.

    Raises:
        MissingGlyph: when a character cannot be printed; nothing is drawn then.
    """
    chapters = _in_order(_chapters(source, fonts), source)
    parts = tuple(_number(chapters, first=3))
    sheets = [_cover(source, fonts), _contents(parts, fonts)]
    sheets += [sheet for chapter in chapters for sheet in chapter.sheets]
    return _finish(sheets, parts, fonts, marks, source.title)


def _chapters(source: DossierInput, fonts: Fonts) -> list[_Chapter]:
    """Lay out every document of the file in order."""
    record = inspection_record.build(source.record, fonts, source.signatures)
    text = source.assessment
    chapters = [
        _Chapter("record", inspection_record.TITLE, record),
        *(_measuring(one, fonts) for one in source.measuring),
        _Chapter("evidence", evidence_list.TITLE, evidence_list.build(source.evidence, fonts)),
        _Chapter("assessment", text.title, assessment.build(text, fonts)),
    ]
    if source.reviews:
        chapters.append(_Chapter("reviews", REVIEW_TITLE, _reviews(source.reviews, fonts)))
    if source.checks is not None:  # beside the opinions of the review: the side volume
        sheets = checks_sheet.build(source.checks, fonts)
        chapters.append(_Chapter("checks", checks_sheet.TITLE, sheets))
    return chapters


def _in_order(chapters: list[_Chapter], source: DossierInput) -> list[_Chapter]:
    """The documents of the wanted volumes in the order of the file; as they come where none is told."""
    if not source.order:
        return chapters
    held = {chapter.kind: chapter for chapter in chapters}
    wanted = (one for one in source.order if source.volume in ("", one.volume) and one.kind in held)
    return [replace(held[one.kind], volume=one.volume) for one in wanted]


def _number(chapters: Iterable[_Chapter], first: int) -> Iterable[Part]:
    """Give each document its pages."""
    for chapter in chapters:
        last = first + len(chapter.sheets) - 1
        yield Part(chapter.kind, chapter.title, first, last, chapter.volume)
        first = last + 1


def _cover(source: DossierInput, fonts: Fonts) -> Sheet:
    """The cover: bureau, title, unit, number, date."""
    flow = Flow(fonts)
    flow.y = TOP + 34 * mm
    _centred(flow, source.bureau, SERIF, 18.0)
    flow.y += 14 * mm
    flow.title(source.title)
    flow.y = TOP + 118 * mm
    record = source.record
    rows = (
        ("文书编号", record.doc_number),
        ("被检查单位", record.unit_name),
        ("检查时间", record.time_start),
    )
    flow.form((34 * mm, 122 * mm), [*rows, ("制作日期", source.made_on)])
    flow.sheet.numbered = False
    return flow.sheet


def _centred(flow: Flow, text: str, face: str, size: float) -> None:
    """One centred line."""
    x = LEFT + (WIDTH - flow.fonts.width(text, face, size)) / 2
    flow.sheet.text(x, flow.y + size, text, face, size)
    flow.y += size * 1.5


def _contents(parts: tuple[Part, ...], fonts: Fonts) -> Sheet:
    """The contents page."""
    flow = Flow(fonts)
    _centred(flow, "目　　录", SERIF_BOLD, 22.0)
    flow.y += 12.0
    rows = [(str(n), p.volume, p.title, str(p.first), str(p.last)) for n, p in enumerate(parts, start=1)]
    flow.table(CONTENTS_WIDTHS, CONTENTS_HEAD, rows)
    flow.sheet.numbered = False
    return flow.sheet


def _reviews(reviews: tuple[ReviewEntry, ...], fonts: Fonts) -> list[Sheet]:
    """The opinions given on the way up."""
    flow = Flow(fonts)
    flow.title(REVIEW_TITLE)
    flow.y += 6.0
    flow.table(REVIEW_WIDTHS, REVIEW_HEAD, [(r.stage, r.by, r.time, r.opinion) for r in reviews])
    number_corners(flow.sheets, fonts)
    return flow.sheets


def _single(chapter: _Chapter, fonts: Fonts, marks: Marks | None) -> Built:
    """Finish a document that stands alone."""
    return _finish(chapter.sheets, tuple(_number([chapter], first=1)), fonts, marks, chapter.title)


def _finish(
    sheets: list[Sheet], parts: tuple[Part, ...], fonts: Fonts, marks: Marks | None, title: str
) -> Built:
    """Number, draw and hash."""
    number_feet(sheets, fonts)
    data = paint(sheets, fonts, marks or Marks(), title)
    numbered = list(enumerate(sheets, start=1))
    places = tuple(replace(place, page=page) for page, sheet in numbered for place in sheet.places)
    return Built(data, len(sheets), hashlib.sha256(data).hexdigest(), parts, places)
