"""现场检查（勘察）笔录: form rows, body on the grid, a strip of signature fields at the foot of every page.

The fields of a page are named: PARTY, `officer_slot(0)` and so on, WITNESS and OPINION on the last page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.flow import BASE, SMALL, Flow
from fieldlaw.cases.documents.fonts import SANS_BOLD, SERIF, Fonts
from fieldlaw.cases.documents.lines import break_lines
from fieldlaw.cases.documents.page import (
    BOTTOM,
    CELL,
    LEFT,
    PITCH,
    RIGHT,
    TOP,
    WIDTH,
    Place,
    Sheet,
)
from fieldlaw.cases.documents.signature import finish

if TYPE_CHECKING:
    from fieldlaw.cases.documents.model import InspectionRecordInput, ItemEntry, ReadingEntry, Signature

TITLE: Final = "现场检查（勘察）笔录"
FOOT: Final = 3 * PITCH
PARTY: Final = "party"
WITNESS: Final = "witness"
OPINION: Final = "opinion"
LABEL: Final = 29 * mm
FORM: Final = (LABEL, 49 * mm, LABEL, 49 * mm)
READINGS: Final = (13 * mm, 31 * mm, 26 * mm, 24 * mm, 30 * mm, 32 * mm)
READINGS_HEAD: Final = ("序号", "点位", "数值（或\n未取得原因）", "单位", "仪器及编号", "校准情况")
OPINION_LINE: Final = 18.0
OPINION_LEAST: Final = 2.5 * PITCH
FIELD_HIGH: Final = 1.02 * PITCH
HASH_SHOWN: Final = 8
DATE_TEXT: Final = "　　年　　月　　日"


def officer_slot(number: int) -> str:
    """The name of the field of an officer, counted from 0."""
    return f"officer{number}"


def build(record: InspectionRecordInput, fonts: Fonts, signatures: tuple[Signature, ...] = ()) -> list[Sheet]:
    """Lay out the record.

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
    flow.form(FORM, _form_rows(record))
    _notices(flow, record)
    _items(flow, record.items)
    _readings(flow, record.readings)
    _closing(flow, record)
    dates = {one.page: one.date for one in signatures if one.slot == PARTY}

    def foot(sheet: Sheet, page: int) -> None:
        _foot(sheet, fonts, record, (page, dates.get(page, DATE_TEXT)))

    return finish(flow.sheets, fonts, signatures, foot)


def _foot(sheet: Sheet, fonts: Fonts, record: InspectionRecordInput, about: tuple[int, str]) -> None:
    """The strip that every page carries: the party's field and its date, then those of the officers."""
    page, date = about
    sheet.rule(LEFT, BOTTOM - FOOT + 8.0, RIGHT, BOTTOM - FOOT + 8.0)
    y = BOTTOM - 1.7 * PITCH
    _field(sheet, fonts, (page, PARTY), (LEFT, y, 96 * mm), "当事人签名：")
    _blank(sheet, fonts, LEFT + 102 * mm, y, "日期：", WIDTH - 102 * mm)
    sheet.text(LEFT + 102 * mm + 3.2 * SMALL, y, date, SERIF, SMALL)
    y, wide = BOTTOM - 0.42 * PITCH, WIDTH / max(len(record.officers), 1)
    for number, officer in enumerate(record.officers):
        x = LEFT + number * wide
        room = wide - (10.0 if number + 1 < len(record.officers) else 0.0)
        _field(sheet, fonts, (page, officer_slot(number)), (x, y, room), "执法人员签名：")
        recorder = "·记录人" if officer.name == record.recorder else ""
        sheet.text(x, y + 13.0, f"{officer.name}{recorder}·执法证号 {officer.certificate}", SERIF, 7.5)


def _field(
    sheet: Sheet, fonts: Fonts, name: tuple[int, str], where: tuple[float, float, float], label: str
) -> None:
    """A label, the line to sign on, and the place over that line; `where`: left, baseline, width."""
    x, y, width = where
    _blank(sheet, fonts, x, y, label, width)
    left = x + fonts.width(label, SERIF, SMALL) + 2.0
    high = FIELD_HIGH
    sheet.places.append(Place(*name, left, y + 2.0 - high, x + width - left, high))


def _blank(sheet: Sheet, fonts: Fonts, x: float, y: float, label: str, width: float) -> None:
    """A label and the line to write on."""
    sheet.text(x, y, label, SERIF, SMALL)
    sheet.rule(x + fonts.width(label, SERIF, SMALL), y + 3.0, x + width, y + 3.0)


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
    """Closing text, 以下空白, and the opinion, kept on one page when one page can hold them."""
    flow.clear()
    block = _opinion_height(flow, record.opinion) + 2.5 * PITCH
    height = (len(flow.grid(record.closing)) + 1) * PITCH + block
    if not flow.fits(height) and height <= flow.end - TOP:
        _rest_is_blank(flow)
        flow.turn()
    flow.body(record.closing)
    flow.sheet.text(LEFT + 2 * CELL, flow.y + BASE, "（以下空白）", SERIF, CELL)
    flow.y += PITCH
    flow.need(block)
    _opinion_box(flow, record.opinion)
    _witness(flow)
    _chain(flow, record.chain_head)


def _rest_is_blank(flow: Flow) -> None:
    """Say that the rest of a page is empty on purpose, so that nothing can be written in later."""
    if flow.fits(PITCH):
        flow.sheet.text(LEFT + 2 * CELL, flow.y + BASE, "（本页以下空白，续下页）", SERIF, CELL)


def _opinion_lines(flow: Flow, opinion: str) -> list[str]:
    """The party's opinion in lines that fit its box."""
    measure = flow.measure(WIDTH - 12.0, SMALL)
    return [line.text for line in break_lines(opinion, measure)] if opinion else []


def _opinion_height(flow: Flow, opinion: str) -> float:
    """Height of the box: room to write by hand, or more when a longer opinion was typed."""
    return max(OPINION_LEAST, (len(_opinion_lines(flow, opinion)) + 2) * OPINION_LINE)


def _opinion_box(flow: Flow, opinion: str) -> None:
    """The box for what the party says after reading."""
    high = _opinion_height(flow, opinion)
    y = flow.y + 0.2 * PITCH
    flow.sheet.box(LEFT, y, WIDTH, high - 0.2 * PITCH)
    flow.sheet.text(LEFT + 6.0, y + 16.0, "当事人阅后意见：", SANS_BOLD, SMALL)
    inside = Place(len(flow.sheets), OPINION, LEFT + 6.0, y + 22.0, WIDTH - 12.0, high - 0.2 * PITCH - 27.0)
    flow.sheet.places.append(inside)
    for number, line in enumerate(_opinion_lines(flow, opinion)):
        flow.sheet.text(LEFT + 6.0, y + 36.0 + number * OPINION_LINE, line, SERIF, SMALL)
    flow.y += high


def _witness(flow: Flow) -> None:
    """The line for a witness, needed when the party does not sign, and what it is for."""
    y = flow.y + 1.15 * PITCH
    where = (LEFT, y, 70 * mm)
    _field(flow.sheet, flow.fonts, (len(flow.sheets), WITNESS), where, "见证人签名：")
    note = "当事人拒绝签名或者不在场的，注明原因，请见证人签名。"
    flow.sheet.text(RIGHT - flow.fonts.width(note, SERIF, 9.0), y, note, SERIF, 9.0)
    flow.y += 1.5 * PITCH


def _chain(flow: Flow, head: str) -> None:
    """The first characters of the code of the last event that is printed, to compare with the program."""
    words = f"证据链首码：{head[:HASH_SHOWN]}"
    flow.sheet.text(RIGHT - flow.fonts.width(words, SERIF, 9.0), flow.y + 9.0, words, SERIF, 9.0)
    flow.y += PITCH
