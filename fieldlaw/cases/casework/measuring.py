"""A round of measuring on site: begun, its steps and points kept, taken back, ended. Each is one event.

Nothing is ever changed: what is done again is kept beside what it stands in place of. The verdict of a point
is taken from the packs when the point is kept, with the row and the hash of the pack that it came from.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import fieldlaw
from fieldlaw.cases.casework.comparing_rounds import BEGUN, ENDED, KEPT, PLANNED, RAW, STEP
from fieldlaw.cases.casework.desk import Desk, read, read_in, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError, Note, add_evidence, next_number
from fieldlaw.cases.casework.pinning import packs_to_keep
from fieldlaw.cases.casework.reviewing import SHORTEST_REASON
from fieldlaw.cases.law.factors import Corrected, Device, corrected
from fieldlaw.cases.law.threshold import UNDECIDABLE, Question, judge
from fieldlaw.cases.law.threshold_rows import threshold_book
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.cases.records.procedure import DRIFT, PASSED, POINT, SPAN
from fieldlaw.cases.records.procedure_body import read_step, step_body
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.measuring import MeasuredPoint, PlannedPoint, RawFile, RoundPlan
    from fieldlaw.cases.records.procedure import StepResult
    from fieldlaw.cases.store.unit_of_work import UnitOfWork

STREAM = "仪器原始流"
TAKEN_BACK = (PLANNED, STEP, KEPT, RAW, ENDED)
_WRITTEN = Changes(frozenset({Kind.MEASUREMENTS, Kind.OUTBOX}))


class RoundError(KnownError):
    """What was to be kept of a round cannot be so."""

    def __init__(self, why: str, way_out: str) -> None:
        super().__init__(f"没有记下：{why}。", way_out, "已记的都在，没有变化。")


@dataclass(frozen=True)
class Begun:
    """The id of a new round, and what changed."""

    round: str
    changes: Changes


def begin_round(desk: Desk, case: str, plan: RoundPlan, packs: Sequence[Pack]) -> Begun:
    """Begin a round; the pack of thresholds goes into the case with it.

    Args:
        desk: where the person works.
        case: the case.
        plan: what was chosen.
        packs: packs with thresholds among them.

    Raises:
        ClosedInspectionError: the case has been approved.
        UnknownIdError: no pack has the standard or the region.
        RoundError: no instrument or operator was named.
    """
    book = threshold_book(packs)
    book.known(plan.standard, next(iter(book.media)), plan.region)
    if not plan.instruments or not plan.operator.strip():
        raise RoundError("没有选仪器或检测人", "选好再开始。")
    used = {row.pack for row in book.limits if row.standard == plan.standard}
    with desk.profile.work() as work:
        log = _open(desk, work, case)
        name = desk.fresh(8).hex()
        body = {
            **vars(plan),
            "instruments": list(plan.instruments),
            "round": name,
            "edition": book.standards[plan.standard].number,
            "begun_at": desk.clock().wall,
            "limits": bytes.fromhex(next(iter(used), "")),
            "program": fieldlaw.__version__,
        }
        write_in(desk, work, log, [*packs_to_keep(log, packs, used), Draft(BEGUN, body)])
    return Begun(name, _WRITTEN)


def plan_points(
    desk: Desk, case: str, round_id: str, points: Sequence[PlannedPoint], source: tuple[str, bytes]
) -> Changes:
    """Keep the list of points that a round has to visit.

    Args:
        desk: where the person works.
        case: the case.
        round_id: the round.
        points: the points; no tag twice.
        source: name and SHA-256 of the file that they came from; empty where they were typed.

    Raises:
        RoundError: a tag twice, or no such open round.
    """
    tags = [point.tag for point in points]
    doubled = sorted({tag for tag in tags if tags.count(tag) > 1})
    if doubled:
        raise RoundError(f"密封点编码重复：{'、'.join(doubled[:5])}", "改好清单再导入。")
    body = {"points": [asdict(point) for point in points], "source": source[0], "sha256": source[1]}
    return _write(desk, case, round_id, PLANNED, body | {"by": desk.profile.person.name})


def keep_step(desk: Desk, case: str, round_id: str, result: StepResult) -> Changes:
    """Keep what came of a step, also one that failed or was left.

    Raises:
        RoundError: it is a point, or there is no such open round.
        ClosedInspectionError: the case has been approved.
    """
    if result.step == POINT:
        raise RoundError("测点要连同密封点一起记", "从测点页记。")
    return _write(desk, case, round_id, STEP, _step(desk, result))


def _step(desk: Desk, result: StepResult) -> dict[str, Any]:
    return {"step": result.step, "result": step_body(result), "by": desk.profile.person.name}


def keep_point(desk: Desk, case: str, round_id: str, point: MeasuredPoint, packs: Sequence[Pack]) -> Changes:
    """Keep a point with its verdict; one with too short a dwell is kept without a verdict.

    Raises:
        RoundError: no such open round, a tag that was measured before without a reason, or no such evidence.
        ClosedInspectionError: the case has been approved.
        UnknownIdError: no pack has the medium or the substance.
    """
    with desk.profile.work() as work:
        log = _open(desk, work, case)
        begun = _begun(log, round_id)
        _check_point(log, round_id, point)
        verdict = _verdict(log, begun, point, packs)
        correction = _correction(point, packs)
        used = {pack for pack in (verdict["pack"], correction.get("pack")) if pack}
        body = {
            "round": round_id,
            "point": desk.fresh(8).hex(),
            "tag": point.planned.tag,
            "component": asdict(point.planned.component),
            "medium": point.planned.medium,
            "probe": point.probe.strip(),
            "result": step_body(point.result),
            "verdict": verdict,
            "correction": correction,
            "links": [asdict(link) for link in point.links],
            "instead_of": point.instead_of,
            "reason": point.reason.strip(),
            "by": desk.profile.person.name,
        }
        write_in(desk, work, log, [*packs_to_keep(log, packs, used), Draft(KEPT, body)])
    return _WRITTEN


def keep_raw(desk: Desk, case: str, round_id: str, raw: RawFile, data: bytes | None = None) -> Changes:
    """Keep the raw stream that the round rests on: its SHA-256, and as evidence the bytes of its file.

    Args:
        desk: where the person works.
        case: the case.
        round_id: the round.
        raw: what the file is.
        data: its bytes; None where the file is gone and only its hash is known.

    Raises:
        RoundError: no such open round, or the bytes are not those that were written.
        ClosedInspectionError: the case has been approved.
        DiskFullError: no room; the case is unchanged.
    """
    body = {"round": round_id, **vars(raw)}
    if data is None:
        return _write(desk, case, round_id, RAW, dict(vars(raw)))
    _begun(read(desk, case), round_id)
    return add_evidence(desk, case, data, stream_note(desk, case, raw, data), lambda _: [Draft(RAW, body)])


def stream_note(desk: Desk, case: str, raw: RawFile, data: bytes) -> Note:
    """What is written to a raw stream that is kept as evidence.

    Raises:
        RoundError: the bytes are not those that were written.
    """
    if hashlib.sha256(data).digest() != raw.sha256:
        raise RoundError(
            f"原始数据流 {raw.file} 和写入时的 SHA-256 对不上", "文件留在原处，请保留并报告信息化人员。"
        )
    title, by = raw.file.rpartition("/")[2], desk.profile.person.name  # it begins with the instrument
    number = next_number(read(desk, case), STREAM)
    return Note(number, title, "application/octet-stream", "", by, raw.begun)


def take_back(desk: Desk, case: str, event: bytes, reason: str) -> Changes:
    """Take back something of a round; it stays in the log with the reason.

    Raises:
        KeyError: no such event, or it has been taken back.
        RoundError: the reason is too short.
        ClosedInspectionError: the case has been approved.
    """
    _check_reason("撤回", reason)
    with desk.profile.work() as work:
        log = _open(desk, work, case)
        held = {e.id: e for kind in TAKEN_BACK for e in log.file.all(kind)}
        body = {"event": held[event].id, "reason": reason.strip()}
        write_in(desk, work, log, [Draft("withdrawn", body)])
    return _WRITTEN


def end_round(
    desk: Desk, case: str, round_id: str, drift: StepResult | None = None, reason: str = ""
) -> Changes:
    """End a round with the drift check of the day; without one a reason is needed.

    A failed check ends the round as well: its points then wait to be measured again.

    Raises:
        RoundError: neither a drift check nor a reason, or no such open round.
        ClosedInspectionError: the case has been approved.
    """
    with desk.profile.work() as work:
        log = _open(desk, work, case)
        _begun(log, round_id)
        done = [e for e in _of(log, STEP, round_id) if e.body["step"] == DRIFT]
        if drift is None and not done:
            _check_reason("没有做日终漂移就结束", reason)
        steps = [Draft(STEP, {"round": round_id, **_step(desk, drift)})] if drift else []
        by = desk.profile.person.name
        body = {"round": round_id, "ended_at": desk.clock().wall, "reason": reason.strip(), "by": by}
        write_in(desk, work, log, [*steps, Draft(ENDED, body)])
    return _WRITTEN


# --- what is checked before


def _open(desk: Desk, work: UnitOfWork, case: str) -> CaseLog:
    log = read_in(desk, work, case)
    if log.file.all("case_approved"):
        raise ClosedInspectionError
    return log


def _begun(log: CaseLog, round_id: str) -> Event:
    begun = log.file.values(BEGUN, round_id)
    if not begun:
        raise RoundError(f"案件里没有检测 {round_id}", "先开始一次检测。")
    if log.file.values(ENDED, round_id):
        raise RoundError("这次检测已经结束", "撤回“结束”并写明理由，或另开一次检测。")
    return begun[0]


def _write(desk: Desk, case: str, round_id: str, kind: str, body: dict[str, Any]) -> Changes:
    with desk.profile.work() as work:
        log = _open(desk, work, case)
        _begun(log, round_id)
        write_in(desk, work, log, [Draft(kind, {"round": round_id, **body})])
    return _WRITTEN


def _of(log: CaseLog, kind: str, round_id: str) -> list[Event]:
    return [e for e in log.file.all(kind) if e.body["round"] == round_id]


def _check_reason(what: str, reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise RoundError(f"{what}的理由不足 {SHORTEST_REASON} 个字", "写明理由再试。")


def _check_point(log: CaseLog, round_id: str, point: MeasuredPoint) -> None:
    held = {e.body["point"]: e for e in _of(log, KEPT, round_id)}
    tag, detector = point.planned.tag, point.result.tool.detector
    if point.result.step != POINT or point.result.subject != tag:
        raise RoundError("读数不是这个密封点的", "重新选点再测。")
    if point.instead_of:
        if point.instead_of not in held or held[point.instead_of].body["tag"] != tag:
            raise RoundError("要代替的那次读数不在这次检测里", "重新选一次。")
        _check_reason("重测", point.reason)
    elif any(_same(e, tag, detector) for e in held.values()):
        raise RoundError(f"{tag} 已经测过", "要重测的，写明理由；两次读数都会留着。")
    known = {e.body["evidence"] for e in log.file.all("evidence_added")}
    if any(link.evidence not in known for link in point.links):
        raise RoundError("案件里没有所附的照片或热像", "在本案证据里选。")


def _same(event: Event, tag: str, detector: str) -> bool:
    return bool(event.body["tag"] == tag and event.body["result"]["tool"]["detector"] == detector)


def _verdict(log: CaseLog, begun: Event, point: MeasuredPoint, packs: Sequence[Pack]) -> dict[str, Any]:
    result, chosen = point.result, begun.body
    peak = result.figure("peak")
    asked = Question(
        chosen["standard"],
        point.planned.medium,
        peak,
        result.figure("background"),
        chosen["region"],
        Detector(result.tool.detector),
        result.tool.unit,
        Quality.OK,
        _gas(log, chosen["round"], result),
    )
    told = judge(asked, packs, result.ended.day).as_json()
    if result.marks:
        told["warnings"].append("procedure_marks")
        told["says"] += result.marks
    if result.outcome == PASSED:
        return told
    code = "reading_missing" if peak is None else "dwell_short"
    says = [result.reason, *told["says"]]
    return told | {"verdict": UNDECIDABLE, "warnings": [code, *told["warnings"]], "says": says}


def _correction(point: MeasuredPoint, packs: Sequence[Pack]) -> dict[str, Any]:
    """The reading of a photoionisation detector by the factor of its lamp, or why there is none."""
    peak, tool = point.result.figure("peak"), point.result.tool
    if not point.substance or peak is None:
        return {}
    found = Corrected(None, "没有登记灯的能量")
    if tool.lamp_ev:
        found = corrected(peak, point.substance, Device(tool.model, Decimal(tool.lamp_ev)), packs)
    row = found.factor
    return {
        "substance": point.substance,
        "value": None if found.value is None else f"{found.value:f}",
        "reason": found.reason,
        "verified": found.is_verified,
        "factor": f"{row.factor:f}" if row else None,
        "row": row.id if row else None,
        "source": f"{row.table}，{row.edition}，{row.source}" if row else None,
        "pack": row.pack if row else None,
    }


def _gas(log: CaseLog, round_id: str, result: StepResult) -> str:
    """The gas that the instrument was last checked with in this round, else what its entry says."""
    spans = [read_step(e.body["result"]) for e in _of(log, STEP, round_id) if e.body["step"] == SPAN]
    own = [s.cylinder.substance for s in spans if s.cylinder and s.tool.key == result.tool.key]
    return own[-1] if own else result.tool.calibration_gas
