"""`demo`: one case from the plant gate to the dossier, with no screen.

Everything is real but the plant: two profiles, a simulated analyzer on a pseudo-terminal, a local centre,
images that a simulated camera writes (or real ones with --images).
"""

from __future__ import annotations

import hashlib
import os
import queue
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework import checking, deciding, inspecting, looking, opening, printing, reviewing
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.measurement import CalibrationState, Measurement, Quality
from fieldlaw.cases.records.steps import STEPS, step_id
from fieldlaw.cases.store import profile
from fieldlaw.cases.store.centre import Centre, write_centre
from fieldlaw.cases.store.clocks import moment, now
from fieldlaw.cli import bureau as demo_bureau
from fieldlaw.cli.penmanship import sign_record
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import last_calendar, national_law
from fieldlaw.devices.analyzers.phx42 import Phx42Analyzer
from fieldlaw.devices.driver_words import driver_words
from fieldlaw.devices.link import SerialLink
from fieldlaw.devices.session import AnalyzerSession, GapRecorded, Measured
from fieldlaw.devices.simulated.camera import radiometric_jpeg
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42
from fieldlaw.devices.thermal.info import describe
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES
from fieldlaw.sync.client import Client
from fieldlaw.sync.cycle import run_once
from fieldlaw.sync.server import directory
from fieldlaw.sync.server.app import create_app
from fieldlaw.sync.server.serve import LocalServer

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from fieldlaw.cases.packs.records import Pack

    _Sync = Callable[[Desk], None]

BUREAU = "示例市生态环境局"
REVIEWER = "赵敏"
CENTRE_URL = "http://127.0.0.1:8470"
TASK = opening.Task(
    number="示检〔2026〕1125-01",
    unit="示例汽车销售服务有限公司",
    credit_code="91140100MA0EXAMPL7",
    address="示例区迎新路18号",
    basis="双随机任务 26-04",
    party="张三（厂长）",
    officers=(("王立新", "示 0217"), ("李志强", "示 0233")),
)
CALIBRATION = CalibrationState("示检定字 2026-0117", "2027-01-16", None)
_PATIENCE = 30.0
_ANSWERS = (
    ("A01", "no", "2 号喷烤漆房门敞开时正在喷漆，未密闭。"),
    ("A03", "no", "喷漆时光氧设备的风机没有开。"),
    ("A09", "yes", ""),
    ("A13", "yes", ""),
)
_NOTES = {"亮证告知": "已出示，对方确认", "申请回避": "不申请回避"}
_BEFORE = STEPS[:6]  # done before the walk keeps readings and images; the rest after


@dataclass
class _Times:
    """Seconds that each step of the walk took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - start, 3)


def _desk(folder: Path, name: str, role: str) -> Desk:
    made = profile.create(folder, profile.Person(name, role), "demo", os.urandom)
    return Desk(made, moment, os.urandom)


def _introduce(*desks: Desk) -> None:
    for one in desks:
        for other in desks:
            keys, person = other.profile.keys, other.profile.person
            one.profile.know(profile.Peer(keys.author, keys.recipient, person.name, person.role))


def _wait(events: queue.Queue[Any], wanted: Callable[[Any], bool]) -> Any:
    end = time.monotonic() + _PATIENCE
    while (left := end - time.monotonic()) > 0:
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            break
        if wanted(event):
            return event
    raise KnownError("模拟仪器没有应答。", "再运行一次；仍不行请交信息员。")


def _lit(event: Any) -> bool:
    return isinstance(event, Measured) and event.measurement.quality is Quality.OK


def _unlit(event: Any) -> bool:
    return isinstance(event, Measured) and event.measurement.quality is Quality.UNLIT


def _read_analyzer(desk: Desk, case: str) -> None:
    events: queue.Queue[Any] = queue.Queue()

    def keep(taken: Measurement, point: str) -> None:
        inspecting.keep_measurement(desk, case, taken, inspecting.Spot(point, "A10"), CALIBRATION)

    with SimulatedPhx42(ignite_seconds=1.0) as device:
        analyzer = Phx42Analyzer("FID-02", report_ms=200)
        session = AnalyzerSession(
            analyzer, lambda: SerialLink(device.path), now, time.monotonic, events.put, backoff=(0.1,)
        )
        session.start()
        try:
            keep(_wait(events, _unlit).measurement, "开机，未点火")
            session.ignite()
            keep(_wait(events, _lit).measurement, "2 号房门缝")
            device.unplug()
            device.replug()
            gap = _wait(events, lambda e: isinstance(e, GapRecorded))
            inspecting.keep_gap(desk, case, "FID-02", gap.after.isoformat(), gap.before.isoformat())
            keep(_wait(events, _lit).measurement, "风管软连接处")
        finally:
            session.stop()


def _images(folder: str | None) -> list[tuple[str, bytes]]:
    if folder is None:
        return [("模拟热像", radiometric_jpeg(int(time.time())))]
    names = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in {".jpg", ".fff", ".seq"})
    if not names:
        raise KnownError(f"{folder} 里没有热像。", "换一个有 .jpg、.fff 或 .seq 的文件夹。")
    return [(path.name, path.read_bytes()) for path in names]


def _title(name: str, data: bytes) -> str:
    """What the evidence list says of an image; a damaged one is kept and said to be damaged."""
    try:
        found = describe(data)
    except KnownError as error:
        return f"{name}：{error.what}"
    if not found["radiometric"] or found["temperature_c"] is None:
        return f"{name}：不可测温，作普通图片保存"
    heat = found["temperature_c"]
    return f"{name}：{heat['min']:.1f} 至 {heat['max']:.1f} ℃"


def _keep_images(desk: Desk, case: str, folder: str | None) -> None:
    for number, (name, data) in enumerate(_images(folder), start=1):
        note = inspecting.Note(
            f"热像{number}", _title(name, data), "thermal", "2 号喷烤漆房", "王立新", moment().wall, "A01"
        )
        inspecting.add_evidence(desk, case, data, note)


def _inspect(desk: Desk, checklist: Pack, images: str | None, times: _Times) -> str:
    case = opening.open_case(desk, TASK, checklist)
    for step in _BEFORE:
        inspecting.finish_step(desk, case, step_id(step), _NOTES.get(step, ""))
    for item, answer, note in _ANSWERS:
        inspecting.answer_item(desk, case, item, answer, note)
    with times.step("instrument"):
        _read_analyzer(desk, case)
    with times.step("images"):
        _keep_images(desk, case, images)
    for step in STEPS[len(_BEFORE) :]:
        inspecting.finish_step(desk, case, step_id(step))
    return case


def _decide(desk: Desk, case: str) -> None:
    today = moment().wall[:10]
    request = {
        "violation": "voc_uncontrolled",
        "jurisdiction": "太原市",
        "party": {"kind": "legal_person"},
        "act": {"start": today, "end": today},
        "found": today,
        "decided": today,
        "facts": {"not_closed": "yes", "not_treated": "yes"},
    }
    deciding.record_finding(desk, case, "1", "喷漆作业未密闭、废气未经处理", request, ["A01", "A03"])
    deciding.assess_finding(desk, case, "1", national_law())


def _review(officer: Desk, reviewer: Desk, case: str, press: printing.Press, sync: _Sync) -> None:
    sign_record(officer, case, press)
    reviewing.ask_review(officer, case, REVIEWER)
    sync(officer)
    sync(reviewer)
    reviewing.return_item(reviewer, case, "A03", "写明风机停开的依据，如面板显示")
    sync(reviewer)
    sync(officer)
    inspecting.answer_item(officer, case, "A03", "no", "控制面板显示风机电流为零，已拍照。")
    sign_record(officer, case, press)  # the text has changed: what was signed has fallen
    sync(officer)
    sync(reviewer)
    check = checking.checker(reviewer, press.law, press)
    reviewing.approve(reviewer, case, "事实清楚，证据齐全，同意。", check)
    sync(reviewer)
    sync(officer)


def walk(out: Path, images: str | None, *, bureau: bool = False) -> dict[str, Any]:
    """Walk one case from the gate to the dossier; everything that it makes lies in `out`.

    Args:
        out: an empty or absent folder.
        images: a folder of infrared images; made ones when None.
        bureau: add a case under way, one that waits for review, and an analyzer to connect to.
    """
    times, start = _Times(), time.monotonic()
    checklist = load_pack(RESOURCES / "checklists" / "A.yaml")
    with times.step("profiles"):
        officer = _desk(out / "inspector", "王立新", "执法人员")
        reviewer = _desk(out / "supervisor", REVIEWER, "审核人")
        _introduce(officer, reviewer)
    with times.step("inspection"):
        case = _inspect(officer, checklist, images, times)
    _decide(officer, case)
    with times.step("sync_and_review"):
        packs = (*national_law(), last_calendar())
        lists = {checklist.header.id: checklist}
        press = printing.Press(BUREAU, RESOURCES / "fonts", lists, lambda: packs, driver_words())
        extra = (lambda: furnish(out, officer, checklist, press)) if bureau else None

        def reviewed(sync: _Sync) -> None:
            _review(officer, reviewer, case, press, sync)

        accepted, complete = _with_centre(out / "centre", (officer, reviewer), reviewed, extra)
    with times.step("dossier"):
        built = printing.build(officer, case, press)
        path = out / "dossier.pdf"
        path.write_bytes(built.data)
        printing.print_dossier(officer, case, built)
    found = looking.verify(officer, case)
    events = len(read(officer, case).events)
    for desk in (officer, reviewer):
        desk.profile.close()
    times.seconds["total"] = round(time.monotonic() - start, 3)
    kinds = [{"kind": "dossier", "path": str(path), "sha256": hashlib.sha256(built.data).hexdigest()}]
    return {
        "case": case,
        "events": events,
        "documents": kinds,
        "server": {"accepted": accepted, "complete": complete},
        "verify": {"ok": found["ok"], "problems": found["problems"]},
        "seconds": times.seconds,
    }


def furnish(out: Path, officer: Desk, checklist: Pack, press: printing.Press) -> None:
    """Add what the demo bureau has besides the finished case."""
    demo_bureau.equip(officer, out)
    demo_bureau.start_one(officer, checklist)
    law = national_law()
    waiting = demo_bureau.prepare_one(officer, checklist, law)
    sign_record(officer, waiting, press)
    reviewing.ask_review(officer, waiting, REVIEWER)


def _with_centre(
    data: Path, desks: tuple[Desk, Desk], reviewed: Callable[[_Sync], None], extra: Callable[[], None] | None
) -> tuple[int, bool]:
    key = directory.init(data, os.urandom)
    for desk in desks:
        directory.enrol(data, desk.profile.keys.author, desk.profile.person.name)
        write_centre(desk.profile.folder, Centre(CENTRE_URL, key))
    app = create_app(data, directory.signing_key(data), lambda: moment().wall)
    outcomes: list[Any] = []
    with LocalServer(app) as server:

        def sync(desk: Desk) -> None:
            with Client(server.url, desk.profile.keys, key) as client:
                outcomes.append(run_once(desk.profile, client))
            looking.rebuild(desk)

        reviewed(sync)
        if extra:
            extra()
            for desk in desks:
                sync(desk)
    return sum(o.pushed for o in outcomes), outcomes[-1].complete


def _demo(call: argparse.Namespace) -> int:
    out = Path(call.out) if call.out else Path(tempfile.mkdtemp(prefix="fieldlaw-demo-"))
    if out.exists() and any(out.iterdir()):
        raise KnownError(f"{out} 不是空文件夹。", "换一个空文件夹。", "里面的东西没有动。")
    answer = walk(out, call.images, bureau=call.bureau)
    emit(answer, as_json=call.json)
    return 0 if answer["verify"]["ok"] else 1


def add_to(rooms: Any) -> None:
    """Add the subcommand."""
    act = rooms.add_parser("demo", help="不开窗口走完一个案件：从进厂到案卷")
    act.add_argument("--out")
    act.add_argument("--images")
    act.add_argument("--bureau", action="store_true", help="另加两个案件和一台仪器，供窗口演示")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_demo)
