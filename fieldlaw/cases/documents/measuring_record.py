"""密封点检测记录 after GB 20952-2020 table G.7, then the checks of the instruments and every point in full.

Every page carries three fields at its foot: OPERATOR, CHECKER, ESCORT.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.flow import PAD_X, ROW_PITCH, SMALL, Flow, spaced
from fieldlaw.cases.documents.fonts import SANS_BOLD, SERIF, Fonts
from fieldlaw.cases.documents.lines import Line, break_lines
from fieldlaw.cases.documents.page import (
    BOTTOM,
    LEFT,
    PITCH,
    RIGHT,
    TOP,
    WIDTH,
    Place,
    Sheet,
    Text,
)
from fieldlaw.cases.documents.signature import finish

if TYPE_CHECKING:
    from fieldlaw.cases.documents.model import Signature
    from fieldlaw.cases.documents.model_measuring import Block, MeasuringRecord

TITLE: Final = "密封点检测记录"
OPERATOR, CHECKER, ESCORT = "operator", "checker", "escort"
FOOT: Final = 2.8 * PITCH
NAME_SIZE: Final = 7.5
FINE: Final = 9.0
FINE_PITCH, FINE_PAD, FINE_GAP = 13.0, 4.0, 5.0
HANG: Final = 15 * mm
NAME: Final = "name"  # stands where a label stands, for the line that names a block
LABEL: Final = 27 * mm
FORM: Final = (LABEL, 51 * mm, LABEL, 51 * mm)
POINTS: Final = (12 * mm, 52 * mm, 24 * mm, 68 * mm)
POINTS_HEAD: Final = ("序号", "测漏点", "泄漏浓度\nμmol/mol", "是否达标\n（不能判定的，写理由）")
FIELDS: Final = (
    (OPERATOR, "检测人：", 44 * mm),
    (CHECKER, "复核人：", 44 * mm),
    (ESCORT, "企业陪检人：", 68 * mm),  # the words of a refusal stand there
)
HASH_SHOWN: Final = 8
NO_POINTS: Final = "这次检测没有测点。"


def build(record: MeasuringRecord, fonts: Fonts, signatures: tuple[Signature, ...] = ()) -> list[Sheet]:
    """Lay out the record of a round.

    Args:
        record: everything it prints.
        fonts: the registered faces.
        signatures: what stands in the signature fields; the text does not depend on them.

    Returns:
        Its pages with the places of their fields, not yet drawn.
    """
    flow = Flow(fonts, FOOT)
    flow.title(TITLE)
    flow.number(record.doc_number)
    flow.form(FORM, record.head)
    _rows(flow, record)
    flow.turn()
    _blocks(flow, "仪器检查记录", record.checks, "没有做仪器检查。")
    _blocks(flow, "逐点记录", record.points, NO_POINTS)
    _notes(flow, record)
    return finish(flow.sheets, fonts, signatures, lambda sheet, page: _foot(sheet, fonts, record, page))


def _rows(flow: Flow, record: MeasuringRecord) -> None:
    """The points as the form has them, and what has to be said of them."""
    rows = [(row.no, row.point, row.value, row.passes) for row in record.rows]
    flow.table(POINTS, POINTS_HEAD, rows or [("", NO_POINTS, "", "")])
    flow.y += 6.0
    for number, remark in enumerate(record.remarks):
        flow.small(remark, SANS_BOLD if number == 0 else SERIF)


def _blocks(flow: Flow, heading: str, blocks: tuple[Block, ...], nothing: str) -> None:
    """Framed blocks one under the other; each stays on one page where a page can hold it."""
    first = _height(_lines(flow, blocks[0])) if blocks else FINE_PITCH
    flow.heading(heading, min(first, flow.end - TOP - 2 * PITCH))
    if not blocks:
        flow.small(nothing)
    for block in blocks:
        _block(flow, _lines(flow, block))


def _lines(flow: Flow, block: Block) -> list[tuple[str, Line]]:
    """The lines of a block, each with its label on the first one; the name comes first, with no label."""
    name = flow.measure(WIDTH - 2 * PAD_X, FINE, SANS_BOLD)
    rows = [(NAME, line) for line in break_lines(block.title, name)]
    inside = flow.measure(WIDTH - 2 * PAD_X - HANG, FINE)
    for entry in block.entries:
        for number, line in enumerate(break_lines(entry.text, inside)):
            rows.append((entry.label if number == 0 else "", line))
    return rows


def _height(rows: list[tuple[str, Line]]) -> float:
    return len(rows) * FINE_PITCH + 2 * FINE_PAD + FINE_GAP


def _block(flow: Flow, rows: list[tuple[str, Line]]) -> None:
    """Set a block; one that is taller than a page goes on over its end."""
    height = _height(rows)
    flow.need(height if height <= flow.end - TOP else 6 * FINE_PITCH)
    while rows:
        room = int((flow.end - flow.y - 2 * FINE_PAD) / FINE_PITCH)
        part, rows = rows[:room], rows[room:]
        high = len(part) * FINE_PITCH + 2 * FINE_PAD
        flow.sheet.box(LEFT, flow.y, WIDTH, high)
        for number, (label, line) in enumerate(part):
            _line(flow, flow.y + FINE_PAD + number * FINE_PITCH + 9.5, label, line)
        flow.y += high + FINE_GAP
        if rows:
            flow.turn()


def _line(flow: Flow, y: float, label: str, line: Line) -> None:
    """One line of a block: the name over the whole width, else the label and what stands beside it."""
    x, face = LEFT + PAD_X, SANS_BOLD
    if label != NAME:
        flow.sheet.text(x, y, label, SANS_BOLD, FINE)
        x, face = x + HANG, SERIF
    flow.sheet.marks.append(Text(x, y, spaced(Line(line.text, line.used)), face, FINE))


def _notes(flow: Flow, record: MeasuringRecord) -> None:
    """What the columns mean, the chain code, 以下空白."""
    chain = f"证据链首码：{record.chain_head[:HASH_SHOWN]}"
    flow.need(5 * ROW_PITCH)
    for note in (*record.notes, chain, "（以下空白）"):
        flow.small(note)


def _foot(sheet: Sheet, fonts: Fonts, record: MeasuringRecord, page: int) -> None:
    """The strip that every page carries: three fields, each with the name of whom it is for."""
    sheet.rule(LEFT, BOTTOM - FOOT + 8.0, RIGHT, BOTTOM - FOOT + 8.0)
    names = (record.operator, record.checker, record.escort)
    x, y = LEFT, BOTTOM - 0.42 * PITCH
    for (slot, label, wide), name in zip(FIELDS, names, strict=True):
        room = wide - (0.0 if slot == ESCORT else 8.0)
        left = x + fonts.width(label, SERIF, SMALL)
        sheet.text(x, y, label, SERIF, SMALL)
        sheet.rule(left, y + 3.0, x + room, y + 3.0)
        sheet.text(x, y + 13.0, name, SERIF, NAME_SIZE)
        high = FOOT - 8.0 - 0.42 * PITCH - 4.0
        sheet.places.append(Place(page, slot, left + 2.0, y + 2.0 - high, x + room - left - 2.0, high))
        x += wide
