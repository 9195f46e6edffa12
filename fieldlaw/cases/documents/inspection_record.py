"""现场检查（勘察）笔录: form rows, body on the grid, a signature line on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.flow import BASE, Flow
from fieldlaw.cases.documents.fonts import SANS_BOLD, SERIF, Fonts
from fieldlaw.cases.documents.page import (
    BOTTOM,
    CELL,
    LEFT,
    PITCH,
    RIGHT,
    TOP,
    WIDTH,
    Sheet,
    number_corners,
)

if TYPE_CHECKING:
    from fieldlaw.cases.documents.model import InspectionRecordInput, ItemEntry, ReadingEntry

TITLE: Final = "现场检查（勘察）笔录"
FOOT: Final = 1.5 * PITCH
SMALL: Final = 12.0
LABEL: Final = 29 * mm
FORM: Final = (LABEL, 49 * mm, LABEL, 49 * mm)
READINGS: Final = (12 * mm, 34 * mm, 30 * mm, 20 * mm, 30 * mm, 30 * mm)
READINGS_HEAD: Final = ("序号", "点位", "数值（或\n未取得原因）", "单位", "仪器及编号", "校准情况")
REVIEW_HEIGHT: Final = 3 * PITCH
BLOCK: Final = REVIEW_HEIGHT + 4.5 * PITCH
HASH_SHOWN: Final = 8
DATE_TEXT: Final = "年　　月　　日"


def build(record: InspectionRecordInput, fonts: Fonts) -> list[Sheet]:
    """Lay out the record.

    Args:
        record: everything it prints.
        fonts: the registered faces.

    Returns:
        Its pages, not yet drawn.
    """
    flow = Flow(fonts, FOOT, lambda sheet: _foot(sheet, fonts))
    flow.title(TITLE)
    _number_line(flow, record.doc_number)
    flow.form(FORM, _form_rows(record))
    _notices(flow, record)
    _items(flow, record.items)
    _readings(flow, record.readings)
    _closing(flow, record)
    number_corners(flow.sheets, fonts)
    return flow.sheets


def _foot(sheet: Sheet, fonts: Fonts) -> None:
    """The signature line that every page carries."""
    y = BOTTOM - 6.0
    _blank(sheet, fonts, LEFT, y, "被检查人（现场负责人）签名：", 92 * mm)
    words = f"日期：　　　　{DATE_TEXT}"
    sheet.text(RIGHT - fonts.width(words, SERIF, SMALL), y, words, SERIF, SMALL)


def _blank(sheet: Sheet, fonts: Fonts, x: float, y: float, label: str, width: float) -> None:
    """A label and the line to write on."""
    sheet.text(x, y, label, SERIF, SMALL)
    sheet.rule(x + fonts.width(label, SERIF, SMALL), y + 3.0, x + width, y + 3.0)


def _number_line(flow: Flow, number: str) -> None:
    """The document number, right."""
    x = RIGHT - flow.fonts.width(number, SERIF, SMALL)
    flow.sheet.text(x, flow.y + 12.0, number, SERIF, SMALL)
    flow.y += 22.0


def _form_rows(record: InspectionRecordInput) -> list[tuple[str, ...]]:
    """The head of the form."""
    officers = "；".join(f"{o.name}（执法证号 {o.certificate}）" for o in record.officers)
    return [
        ("被检查单位", record.unit_name),
        ("统一社会\n信用代码", record.credit_code, "现场负责人\n（在场人）", record.party_present),
        ("住所（地址）", record.address),
        ("检查时间", f"{record.time_start} 至 {record.time_end}"),
        ("检查地点", record.place),
        ("检查人", officers),
        ("记录人", record.recorder),
    ]


def _notices(flow: Flow, record: InspectionRecordInput) -> None:
    """What was read to the party, and the answers."""
    flow.heading("一、告知事项")
    for notice in record.notices:
        flow.body(f"【{notice.topic}】{notice.text}\n答：{notice.answer}")


def _items(flow: Flow, items: tuple[ItemEntry, ...]) -> None:
    """What was found, item by item."""
    flow.heading("二、现场检查情况")
    for item in items:
        flow.body(item_text(item))


def item_text(item: ItemEntry) -> str:
    """One item as a paragraph, with the evidence it rests on."""
    note = f"{item.note.rstrip('。')}。" if item.note else ""
    proof = f"（证据{'、'.join(map(str, item.evidence))}）" if item.evidence else ""
    return f"{item.no}. {item.statement}：{item.answer.rstrip('。')}。{note}{proof}"


def _readings(flow: Flow, readings: tuple[ReadingEntry, ...]) -> None:
    """The readings as a table; a line says so when there are none."""
    rows = [(r.no, r.point, r.value, r.unit, r.instrument, r.calibration) for r in readings]
    flow.heading("三、现场监测读数", flow.lead(READINGS, READINGS_HEAD, rows))
    if not rows:
        flow.body("本次检查未做现场监测。")
        return
    flow.table(READINGS, READINGS_HEAD, rows)


def _closing(flow: Flow, record: InspectionRecordInput) -> None:
    """Closing text, 以下空白, and the signatures, kept on one page when one page can hold them."""
    flow.clear()
    height = (len(flow.grid(record.closing)) + 1) * PITCH + BLOCK
    if not flow.fits(height) and height <= flow.end - TOP:
        _rest_is_blank(flow)
        flow.turn()
    flow.body(record.closing)
    flow.sheet.text(LEFT + 2 * CELL, flow.y + BASE, "（以下空白）", SERIF, CELL)
    flow.y += PITCH
    flow.need(BLOCK)
    _review_box(flow)
    _signatures(flow)
    _chain(flow, record.chain_head)


def _rest_is_blank(flow: Flow) -> None:
    """Say that the rest of a page is empty on purpose, so that nothing can be written in later."""
    if flow.fits(PITCH):
        flow.sheet.text(LEFT + 2 * CELL, flow.y + BASE, "（本页以下空白，续下页）", SERIF, CELL)


def _review_box(flow: Flow) -> None:
    """The box for the opinion that the party writes by hand."""
    y = flow.y + 0.25 * PITCH
    flow.sheet.box(LEFT, y, WIDTH, REVIEW_HEIGHT - 0.25 * PITCH)
    flow.sheet.text(LEFT + 6.0, y + 17.0, "审阅意见（由被检查人手写）：", SANS_BOLD, SMALL)
    flow.y += REVIEW_HEIGHT


def _signatures(flow: Flow) -> None:
    """Lines for the party, both officers, the recorder and a witness."""
    half = WIDTH / 2
    pairs = (("被检查人签名：", "日期："), ("检查人签名：", "检查人签名："), ("记录人签名：", "见证人签名："))
    for left, right in pairs:
        y = flow.y + PITCH
        _blank(flow.sheet, flow.fonts, LEFT, y, left, half - 10.0)
        _blank(flow.sheet, flow.fonts, LEFT + half, y, right, half)
        flow.y += PITCH


def _chain(flow: Flow, head: str) -> None:
    """The first eight characters of the evidence chain's head, to compare with the program."""
    note = "被检查人拒绝签名或者不在场的，由检查人注明原因，请见证人签名。"
    flow.sheet.text(LEFT, flow.y + PITCH * 0.95, note, SERIF, 9.0)
    words = f"证据链首码：{head[:HASH_SHOWN]}"
    x = RIGHT - flow.fonts.width(words, SERIF, 9.0)
    flow.sheet.text(x, flow.y + PITCH * 0.95, words, SERIF, 9.0)
    flow.y += 1.5 * PITCH
