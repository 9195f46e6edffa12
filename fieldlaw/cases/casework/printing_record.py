"""The inspection record and the evidence list, worded from the events of a case.

The record depends on what it prints and on nothing else: the opening of the case, the steps before 现场笔录
(at which it is drawn up), the standing answers to its items, the readings and gaps, the evidence of its
items, and the party's opinion. Signatures, prints, reviews, findings, later steps and evidence that no item
names leave it as it is, so that its pages can be signed one after the other. Its chain code is that of the
last of the events that it prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.imaging import image, measured
from fieldlaw.cases.casework.imaging_intake import derived_from
from fieldlaw.cases.casework.imaging_layers import clock_errors
from fieldlaw.cases.casework.imaging_words import clock_words
from fieldlaw.cases.casework.reading_files import BY_HAND, FROM_FILE
from fieldlaw.cases.documents.fonts import register
from fieldlaw.cases.documents.model import (
    EvidenceItem,
    InspectionRecordInput,
    ItemEntry,
    Notice,
    Officer,
    ReadingEntry,
)
from fieldlaw.cases.records.measurement import UNCHECKED, Crc, Detector
from fieldlaw.cases.records.steps import STEPS, step_id
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.documents.fonts import Fonts
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
_MOST_LINES = 12  # that the list names one by one
_ON_SITE = STEPS[: STEPS.index("现场笔录")]
_NOTED = ("亮证告知", "申请回避")  # the steps whose notes the record prints
EXPIRED = "检定过期，不作定案依据"


@dataclass(frozen=True)
class Press:
    """What documents are made with.

    Attributes:
        bureau: the name on the cover.
        fonts: the folder of the four faces.
        checklists: checklists by id.
        law: the law packs with the calendar in use, for the checks of a dossier; without any it has none.
        drivers: by model of instrument what a reader must know of how its readings come about.
    """

    bureau: str
    fonts: Path
    checklists: Mapping[str, Pack]
    law: Callable[[], tuple[Pack, ...]] = tuple
    drivers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def faces(self) -> Fonts:
        """The registered faces.

        Raises:
            FontsMissing: a font file is not there.
        """
        return register(self.fonts)

    def checklist(self, log: CaseLog) -> Pack:
        """The checklist of a case.

        Raises:
            NoChecklistError: it is not on this machine.
        """
        name = opened_event(log).body["checklist"]
        if name not in self.checklists:
            raise NoChecklistError(name)
        return self.checklists[name]


class NoChecklistError(KnownError):
    """The checklist of a case is not on this machine."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"本机没有这次检查用的清单 {name}，笔录排不出来。", "载入这份清单，或换原来的电脑。", "答复都在。"
        )


class DisputedCaseError(KnownError):
    """Two people answered differently and nobody has picked; a record cannot print both as one.

    Attributes:
        item: the item of the checklist; empty when something else is disputed.
    """

    def __init__(self, what: str, item: str = "") -> None:
        super().__init__(
            f"{what} 有两种答复，还没有选定，不能打印。", "先在检查页选定一个。", "两种答复都在。"
        )
        self.item = item


def say_time(text: str) -> str:
    """A wall clock time as documents print it."""
    return f"{say_day(text)} {text[11:16]}"


def say_day(text: str) -> str:
    """The day of a wall clock time as documents print it."""
    return f"{text[:4]}年{int(text[5:7])}月{int(text[8:10])}日"


def opened_event(log: CaseLog) -> Event:
    """The event that opened the case.

    Raises:
        DisputedCaseError: there is none, or two.
    """
    opened = log.file.only("case_opened")
    if opened is None:
        raise DisputedCaseError("立案信息")
    return opened


def _value(body: dict[str, Any]) -> str:
    if body["value"] is None:
        return _QUALITY.get(body["quality"], str(body["quality"]))
    return str(body["value"])


def disputed_items(log: CaseLog, checklist: Pack) -> tuple[str, ...]:
    """The items of the checklist for which different answers stand."""
    return tuple(row["id"] for row in checklist.rows("items") if len(_different(log, row["id"])) > 1)


def unanswered_items(log: CaseLog, checklist: Pack) -> tuple[str, ...]:
    """The items that the record prints as 未查."""
    ids = [row["id"] for row in checklist.rows("items")]
    return tuple(item for item in ids if {answer for answer, _note in _different(log, item)} <= {"unknown"})


def _different(log: CaseLog, item: str) -> set[tuple[str, str]]:
    return {(e.body["answer"], e.body["note"]) for e in log.file.values("item_answered", item)}


def _answer(log: CaseLog, item: str) -> Event | None:
    values = log.file.values("item_answered", item)
    if len(_different(log, item)) > 1:
        raise DisputedCaseError(item, item)
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


def _calibration(body: dict[str, Any]) -> str:
    """The certificate; one that had run out on the day of the reading is said to have."""
    held = body["calibration"]
    until = f"有效期至{held['valid_until']}" if held["valid_until"] else "没有登记有效期"
    words = f"{held['certificate'] or '没有登记检定证书'}，{until}"
    expired = bool(held["valid_until"]) and held["valid_until"] < body["taken_at"][:10]
    return f"{words}。{EXPIRED}" if expired else words


def _readings(log: CaseLog) -> tuple[ReadingEntry, ...]:
    return tuple(
        ReadingEntry(
            no=str(n),
            point=e.body["point"] or "没有写点位",
            value=_value(dict(e.body)),
            unit=e.body["unit"],
            instrument=f"{e.body['device']}（{e.body['detector']}）",
            calibration="。".join((_calibration(dict(e.body)), *_how(log, e.body))),
        )
        for n, e in enumerate(log.file.all("measurement_kept"), start=1)
    )


def _how(log: CaseLog, body: Mapping[str, Any]) -> Iterator[str]:
    """How the reading came here, where that has to be known of it: the line is what goes without saying."""
    origin, number = body.get("origin"), _number_of(log, str(body.get("evidence", "")))
    if origin == FROM_FILE:
        yield f"仪器记录文件（{number}）第 {body['line']} 行"
    elif origin == BY_HAND:
        photo = f"屏幕见{number}" if body["evidence"] else "没有屏幕照片"
        yield f"人工录入（{body['note'].rstrip('。')}），{photo}"
    elif body["crc"] == Crc.ABSENT.value:
        yield UNCHECKED
    if body["detector"] == Detector.PID.value:
        yield "PID 读数，只用来找漏点"


def _number_of(log: CaseLog, evidence: str) -> str:
    named = (e.body["number"] for e in log.file.all("evidence_added") if e.body["evidence"] == evidence)
    return str(next(named, "证据清单里没有"))


def _gaps(log: CaseLog) -> str:
    gaps = log.file.all("reading_gap")
    said = "；".join(
        f"{g.body['device']} 于 {g.body['after'][11:19]} 至 {g.body['before'][11:19]} 断开" for g in gaps
    )
    return f"检查中仪器有断档：{said}，断开期间没有读数。" if said else ""


def _done(log: CaseLog, step: str) -> str:
    """That a step was done, and when."""
    done = log.file.values("step_done", step_id(step))
    return f"已办（{say_time(done[-1].moment.wall)}）" if done else "未记录"


def _noted(log: CaseLog, step: str) -> tuple[Event, ...]:
    return tuple(e for e in log.file.values("step_noted", step_id(step)) if e.body["note"])


def _said(log: CaseLog, step: str) -> str:
    """What was noted at a step; that it was done, and when, where nothing was noted."""
    noted = _noted(log, step)
    if noted:
        return "；".join(str(e.body["note"]) for e in noted)
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


def _steps(log: CaseLog) -> list[Event]:
    """The steps on site, up to the one at which the record is drawn up."""
    wanted = {step_id(step) for step in _ON_SITE}
    return [e for e in log.file.all("step_done") if e.body["step"] in wanted]


def given_opinion(log: CaseLog) -> Event | None:
    """What the party said after reading, as written last."""
    held = log.file.all("party_opinion")
    return held[-1] if held else None


def printed_events(log: CaseLog, checklist: Pack) -> tuple[Event, ...]:
    """The events that the record prints."""
    ids = [row["id"] for row in checklist.rows("items")]
    answers = [e for item in ids for e in log.file.values("item_answered", item)]
    proofs = [e for e in log.file.all("evidence_added") if e.body["item"] in ids]
    readings = [*log.file.all("measurement_kept"), *log.file.all("reading_gap")]
    opinion = given_opinion(log)
    notes = [e for step in _NOTED for e in _noted(log, step)]
    held = [*log.file.values("case_opened"), *_steps(log), *notes, *answers, *readings, *proofs]
    return tuple(held + ([opinion] if opinion else []))


def printed_heads(log: CaseLog, checklist: Pack) -> dict[str, bytes]:
    """The last of the events that the record prints, for each author (hex)."""
    return last_of_each(printed_events(log, checklist))


def last_of_each(events: Iterable[Event]) -> dict[str, bytes]:
    """The last of some events for each author (hex)."""
    last: dict[str, Event] = {}
    for event in events:
        author = event.envelope.author.hex()
        if author not in last or last[author].envelope.seq < event.envelope.seq:
            last[author] = event
    return {author: event.id for author, event in last.items()}


def _end(log: CaseLog, steps: list[str]) -> str:
    """When the work on site ended: the last step done there, or a reading or gap that came after it."""
    read_at = [str(e.body["taken_at"]) for e in log.file.all("measurement_kept")]
    back = [str(e.body["before"]) for e in log.file.all("reading_gap")]
    return max((*steps, *read_at, *back), key=datetime.fromisoformat)


def record_of(log: CaseLog, checklist: Pack) -> InspectionRecordInput:
    """Everything that the record prints.

    Raises:
        DisputedCaseError: two answers stand for one item.
    """
    opened = opened_event(log)
    body, steps = opened.body, [e.moment.wall for e in _steps(log)]
    officers = tuple(Officer(name, number) for name, number in body["officers"])
    opinion = given_opinion(log)
    last = max(printed_events(log, checklist), key=lambda e: (e.envelope.seq, e.id))
    return InspectionRecordInput(
        doc_number=body["number"],
        unit_name=body["unit"],
        credit_code=body["credit_code"],
        address=body["address"],
        time_start=say_time(steps[0] if steps else opened.moment.wall),
        time_end=say_time(_end(log, steps or [opened.moment.wall])),
        place=body["address"],
        officers=officers,
        recorder=officers[-1].name,
        party_present=body["party"],
        notices=_notices(log),
        items=_items(log, checklist),
        readings=_readings(log),
        closing=_gaps(log) + "检查情况如上，已当场向被检查单位告知。",
        chain_head=last.id.hex(),
        opinion=str(opinion.body["text"]) if opinion else "",
    )


def _used(log: CaseLog, evidence: str) -> Iterator[str]:
    """What readings rest on a piece of evidence: lines of a log file, or the photo of a screen."""
    held = [e.body for e in log.file.all("measurement_kept") if e.body.get("evidence") == evidence]
    if any(e.body["evidence"] == evidence for e in log.file.all("log_imported")):
        lines = sorted(body["line"] for body in held if body["origin"] == FROM_FILE)
        shown = "、".join(map(str, lines[:_MOST_LINES])) + (" 等" if len(lines) > _MOST_LINES else "")
        yield f"仪器记录文件，取出读数 {len(lines)} 条" + (f"：第 {shown} 行" if lines else "")
    typed = [body for body in held if body["origin"] == BY_HAND]
    if typed:
        yield f"人工录入读数的屏幕（{typed[0]['note'].rstrip('。')}）"
    yield from _heat(log, evidence)


def _media(media: str) -> str:
    """The kind of a piece of evidence in words."""
    plain = {"image": "照片", "video": "视频"}.get(media.partition("/")[0], "电子数据")
    return _MEDIA.get(media, plain)


def _heat(log: CaseLog, evidence: str) -> Iterator[str]:
    """What was measured on an infrared image, how its clock was off, what it was made of."""
    regions = [e.body for e in measured(log, evidence) if e.body.get("high") is not None]
    if regions:
        yield "测温：" + "、".join(f"{body['label']} 最高 {body['high']} ℃" for body in regions)
    for event in clock_errors(log, evidence):
        yield clock_words(event.body["error_s"])
    made = derived_from(log, evidence)
    if made is not None:
        of = image(log, made.body["of"]).body["number"]
        yield f"由{of}第 {made.body['frame'] + 1} 帧生成：{made.body['method']}"


def evidence_of(log: CaseLog) -> tuple[EvidenceItem, ...]:
    """The evidence list."""
    return tuple(
        EvidenceItem(
            no=n,
            title=f"{e.body['number']} {e.body['title']}",
            kind="，".join((_media(e.body["media"]), *_used(log, e.body["evidence"]))),
            time=say_time(e.body["taken_at"]),
            place=e.body["place"],
            by=e.body["by"],
            sha256=e.body["sha256"].hex(),
            size=e.body["size"],
        )
        for n, e in enumerate(log.file.all("evidence_added"), start=1)
    )
