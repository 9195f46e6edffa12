"""A demo bureau for the window: besides the finished case one under way, one waiting for review, an analyzer.

All firms and people are invented; everything is written by the same use cases as in the field.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import deciding, equipment, inspecting, opening
from fieldlaw.cases.casework.proceeding import note_event
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.proceeding import Noted
from fieldlaw.cases.records.steps import STEPS, step_id
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cli import demo_round
from fieldlaw.devices.simulated.camera import radiometric_jpeg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack

INSTRUMENT = "FID-02"
TCP_PORT = 4011
_OFFICERS = (("王立新", "示 0217"), ("李志强", "示 0233"))
_NOTED = (
    ("lead_received", 12, "信访线索 1187"),
    ("filing_decided", 8, ""),
    ("filed", 8, "示环立〔2026〕57号"),
)
UNDER_WAY = opening.Task(
    "示检〔2026〕1125-02", "示例名车行有限公司", "91140100MA0EXAMPM5", "示例区滨河东路6号",
    "双随机任务 26-04", "赵六（店长）", _OFFICERS,
)  # fmt: skip
WAITING = opening.Task(
    "示检〔2026〕1124-03", "示例汽车维修服务有限公司", "91140100MA0EXAMPN3", "示例区胜利街52号",
    "信访线索 1187", "钱七（值班经理）", _OFFICERS,
)  # fmt: skip


def where(out: Path) -> str:
    """Where the demo analyzer waits: a path, or TCP on a system without pseudo-terminals."""
    return f"socket://127.0.0.1:{TCP_PORT}" if sys.platform == "win32" else str(out / INSTRUMENT)


def equip(desk: Desk, out: Path) -> None:
    """Enter the demo analyzer in the equipment list."""
    tool = Instrument(INSTRUMENT, "phx42", where(out), "SIM-0042", "示检定字 2026-0117", "2027-01-16")
    equipment.save_instrument(desk, tool)


def _steps(desk: Desk, case: str, count: int) -> None:
    for step in STEPS[:count]:
        inspecting.finish_step(desk, case, step_id(step))


def start_one(now: Desk, checklist: Pack) -> str:
    """An inspection that was left in the middle, after a finished round of measuring."""
    desk, clock = demo_round.earlier(now)
    case = opening.open_case(desk, UNDER_WAY, checklist)
    _steps(desk, case, 5)
    inspecting.answer_item(desk, case, "A01", "no", "调漆间门开着，正在调漆。")
    for item in ("A02", "A03", "A09"):
        inspecting.answer_item(desk, case, item, "yes")
    _add_image(desk, case, ("热像1", "调漆间排风口", "调漆间", "A01"))
    demo_round.measure(desk, case, clock)
    return case


def _add_image(desk: Desk, case: str, told: tuple[str, str, str, str]) -> None:
    """An infrared image of the simulated camera; told are its number, title, place and item."""
    number, title, place, item = told
    by, at = desk.profile.person.name, desk.clock().wall
    note = inspecting.Note(number, title, "thermal", place, by, at, item)
    inspecting.add_evidence(desk, case, radiometric_jpeg(1_780_000_000), note)


def prepare_one(desk: Desk, checklist: Pack, law: Sequence[Pack]) -> str:
    """An inspection that is ready to be handed in, with a finding and what the law makes of it."""
    case = opening.open_case(desk, WAITING, checklist)
    for number in range(1, 16):
        inspecting.answer_item(desk, case, f"A{number:02d}", "no" if number == 3 else "yes")
    inspecting.answer_item(desk, case, "A03", "no", "光氧灯管 12 根只亮 7 根。")
    _add_image(desk, case, ("热像1", "光氧设备，5 根灯管没有发热", "喷漆房顶部", "A03"))
    _steps(desk, case, len(STEPS))
    today = date.fromisoformat(moment().wall[:10])
    seen = (today - timedelta(days=9)).isoformat()
    request = {
        "violation": "voc_uncontrolled", "jurisdiction": "太原市", "party": {"kind": "legal_person"},
        "act": {"start": seen, "end": seen}, "found": seen, "decided": today.isoformat(),
        "facts": {"not_treated": "yes"},
    }  # fmt: skip
    deciding.record_finding(desk, case, "1", "废气处理设施没有正常运行", request, ["A03"])
    deciding.assess_finding(desk, case, "1", law)
    for event, days, document in _NOTED:
        day = (today - timedelta(days=days)).isoformat()
        note_event(desk, case, Noted(event, day, 1, "", document=document), law)
    return case
