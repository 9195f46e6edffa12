"""The dossier of a case: everything worded from events, laid out, hashed, and noted in the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.documents.dossier import Built, build_dossier
from fieldlaw.cases.documents.fonts import register
from fieldlaw.cases.documents.model import (
    AssessmentText,
    DossierInput,
    EvidenceItem,
    InspectionRecordInput,
    ItemEntry,
    Marks,
    Notice,
    Officer,
    RangeRow,
    ReadingEntry,
    ReviewEntry,
)
from fieldlaw.cases.ledger import chain
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.steps import step_id
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

_ANSWERS = {"yes": "合规", "no": "不合规", "not_applicable": "不适用", "unknown": "未查"}
_QUALITY = {
    "unlit": "未点火", "warming": "预热中", "overrange": "超量程", "underrange": "低于量程", "fault": "故障",
    "comm": "通信中断", "unknown": "无数据",
}  # fmt: skip
_MEDIA = {"photo": "照片", "thermal": "热像", "video": "视频", "paper": "书证"}
_NOTICES = (
    ("身份", "执法人员已出示执法证件，说明来意。"),
    ("回避", "你有权申请执法人员回避。是否申请？"),
    ("义务", "你应当如实回答询问，协助检查，不得阻挠；你有权陈述和申辩。"),
)
_WAN = 1_000_000  # fen in 万元


class DisputedCaseError(KnownError):
    """Two people answered differently and nobody has picked; a record cannot print both as one."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} 有两种答复，还没有选定，不能打印。", "先在检查页选定一个。", "两种答复都在。"
        )


def _time(text: str) -> str:
    return f"{text[:4]}年{int(text[5:7])}月{int(text[8:10])}日 {text[11:16]}"


def _value(body: dict[str, Any]) -> str:
    if body["value"] is None:
        return _QUALITY.get(body["quality"], str(body["quality"]))
    return str(body["value"])


def _answer(log: CaseLog, item: str) -> Event | None:
    values = log.file.values("item_answered", item)
    if len({(e.body["answer"], e.body["note"]) for e in values}) > 1:
        raise DisputedCaseError(item)
    return values[0] if values else None


def _items(log: CaseLog, checklist: Pack) -> tuple[ItemEntry, ...]:
    evidence = list(enumerate(log.file.all("evidence_added"), start=1))
    entries = []
    for row in checklist.rows("items"):
        given = _answer(log, row["id"])
        answer, note = (given.body["answer"], given.body["note"]) if given else ("unknown", "")
        numbers = tuple(n for n, e in evidence if e.body["item"] == row["id"])
        entries.append(ItemEntry(row["id"], row["statement"], _ANSWERS[answer], note, numbers))
    return tuple(entries)


def _readings(log: CaseLog) -> tuple[ReadingEntry, ...]:
    return tuple(
        ReadingEntry(
            no=str(n),
            point=e.body["point"],
            value=_value(dict(e.body)),
            unit=e.body["unit"],
            instrument=f"{e.body['device']}（{e.body['detector']}）",
            calibration=f"{e.body['calibration']['certificate']}，有效期至{e.body['calibration']['valid_until']}",
        )
        for n, e in enumerate(log.file.all("measurement_kept"), start=1)
    )


def _gaps(log: CaseLog) -> str:
    gaps = log.file.all("reading_gap")
    said = "；".join(
        f"{g.body['device']} 于 {g.body['after'][11:19]} 至 {g.body['before'][11:19]} 断开" for g in gaps
    )
    return f"检查中仪器有断档：{said}，断开期间没有读数。" if said else ""


def _head(log: CaseLog) -> str:
    tips = chain.tips(e.envelope for e in log.events)
    return max(tips.values(), key=lambda tip: tip.seq).event.hex()


def _done(log: CaseLog, step: str) -> str:
    """That a step was done, and when."""
    done = log.file.values("step_done", step_id(step))
    return f"已办（{_time(done[-1].moment.wall)}）" if done else "未记录"


def _said(log: CaseLog, step: str) -> str:
    """What was noted at a step; that it was done, and when, where nothing was noted."""
    done = log.file.values("step_done", step_id(step))
    return str(done[-1].body["note"]) if done and done[-1].body["note"] else _done(log, step)


def _notices(log: CaseLog) -> tuple[Notice, ...]:
    """The three notices; a note made at a step answers one question only."""
    identity, recusal, duty = _NOTICES
    return (
        Notice(*identity, _said(log, "亮证告知")),
        Notice(*recusal, _said(log, "申请回避")),
        Notice(*duty, _done(log, "亮证告知")),
    )


def _record(log: CaseLog, checklist: Pack) -> InspectionRecordInput:
    opened = log.file.only("case_opened")
    if opened is None:
        raise DisputedCaseError("立案信息")
    body, steps = opened.body, [e.moment.wall for e in log.file.all("step_done")]
    officers = tuple(Officer(name, number) for name, number in body["officers"])
    return InspectionRecordInput(
        doc_number=body["number"],
        unit_name=body["unit"],
        credit_code=body["credit_code"],
        address=body["address"],
        time_start=_time(steps[0] if steps else opened.moment.wall),
        time_end=_time(steps[-1] if steps else opened.moment.wall),
        place=body["address"],
        officers=officers,
        recorder=officers[-1].name,
        party_present=body["party"],
        notices=_notices(log),
        items=_items(log, checklist),
        readings=_readings(log),
        closing=_gaps(log) + "检查情况如上，已当场向被检查单位告知。",
        chain_head=_head(log),
    )


def _evidence(log: CaseLog) -> tuple[EvidenceItem, ...]:
    return tuple(
        EvidenceItem(
            no=n,
            title=f"{e.body['number']} {e.body['title']}",
            kind=_MEDIA.get(e.body["media"], "电子数据"),
            time=_time(e.body["taken_at"]),
            place=e.body["place"],
            by=e.body["by"],
            sha256=e.body["sha256"].hex(),
            size=e.body["size"],
        )
        for n, e in enumerate(log.file.all("evidence_added"), start=1)
    )


def _wan(fen: int) -> str:
    return f"{fen / _WAN:.2f} 万元" if fen % (_WAN // 100) else f"{fen // _WAN} 万元"


def _range(statute: dict[str, Any]) -> RangeRow | None:
    if not statute.get("range_fen"):
        return None
    low, high = statute["range_fen"]
    basis = f"{statute['law']} {statute['article']}{statute['clause']}"
    return RangeRow("适用" if statute["applies"] else "对照", _wan(low), _wan(high), basis)


def _assessment(log: CaseLog) -> AssessmentText:
    lines: list[str] = []
    ranges: list[RangeRow] = []
    refusal = ""
    for event in log.file.all("assessment_made"):
        result = event.body["result"]
        lines += result["explanation"]
        ranges += [row for s in result["statutes"] if (row := _range(s)) is not None]
        if result["outcome"] == "refused":
            refusal = "暂不计算金额：本机没有在用的裁量基准。载入规则包，或请法制科提供。"
    return AssessmentText("法律适用", tuple(lines) or ("还没有做法律判断。",), tuple(ranges), refusal)


def _reviews(log: CaseLog) -> tuple[ReviewEntry, ...]:
    rows = []
    for event in log.events:
        body, at = event.body, _time(event.moment.wall)
        if event.kind == "item_returned":
            rows.append(ReviewEntry("退回此项", body["by"], at, f"{body['item']}：{body['reason']}"))
        elif event.kind == "case_approved":
            rows.append(ReviewEntry("通过", body["by"], at, body["opinion"]))
    return tuple(rows)


def build(desk: Desk, case: str, checklist: Pack, bureau: str, fonts: Path) -> Built:
    """Lay out the dossier of a case. The same events give the same bytes.

    Raises:
        MissingGlyph: a character that no bundled font has; nothing is made.
        DisputedCaseError: two answers stand for one item.
    """
    log = read(desk, case)
    record = _record(log, checklist)
    made_on = log.events[-1].moment.wall
    source = DossierInput(
        title="行政检查案卷",
        bureau=bureau,
        made_on=_time(made_on),
        record=record,
        evidence=_evidence(log),
        assessment=_assessment(log),
        reviews=_reviews(log),
    )
    approved = bool(log.file.all("case_approved"))
    return build_dossier(source, register(fonts), Marks(draft=not approved))


def print_dossier(desk: Desk, case: str, built: Built) -> None:
    """Note in the case which dossier left the program."""
    body = {
        "document": "dossier",
        "title": "行政检查案卷",
        "pages": built.pages,
        "sha256": bytes.fromhex(built.sha256),
    }
    write(desk, case, Draft("document_printed", body))
