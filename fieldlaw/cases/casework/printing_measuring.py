"""The record of a round of measuring, worded from the events of a case: one document for each round.

It depends on what it prints and on nothing else: the opening of the case, the events of its round, and the
evidence that its points name. Its id is `measuring:` and the round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.casework.comparing_rounds import BEGUN, ENDED, KEPT, PLANNED, RAW, STEP
from fieldlaw.cases.casework.measuring_export import NOTE, form_g7, state_of
from fieldlaw.cases.casework.measuring_views import judge_points, round_in, round_names
from fieldlaw.cases.casework.pinning import kept_packs
from fieldlaw.cases.casework.printing_measured import Known, point_block, step_blocks
from fieldlaw.cases.casework.printing_record import opened_event, say_time
from fieldlaw.cases.documents.measuring_record import TITLE
from fieldlaw.cases.documents.model_measuring import G7Row, MeasuringRecord
from fieldlaw.cases.law.threshold import UNDECIDABLE
from fieldlaw.cases.law.threshold_round import ROUND_WORDS
from fieldlaw.cases.law.threshold_rows import threshold_book
from fieldlaw.cases.records.measurement import UNCHECKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.measuring_views import PointView, RoundView
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.procedure import Tool

MEASURING = "measuring"  # the id under which the rules of the file know all of these records
_PREFIX = f"{MEASURING}:"
_KINDS = (BEGUN, PLANNED, STEP, KEPT, RAW, ENDED)
PASSES, FAILS = "达标", "不达标"
_DASH = "—"
_VISIBLE = "目视可见泄漏，读数没有超过限值，不写达标"
_FEW = 2
_UNITS = "读数单位 ppm 与 μmol/mol 数值相同。表中数值修约到两位小数，判定用未修约的值。"
_CHAIN = "原始数据后的 64 位是这一段各帧逐帧相接的 SHA-256 校验链。"
_PID = ("PID 读数以校准气计，只用来找漏点",)
_NOT_VERIFIED = "标“未核实”的数没有对照过标准原文，只作提示，由监测站核对。"


def document_of(round_id: str) -> str:
    """The id of the document of a round."""
    return _PREFIX + round_id


def round_of_document(document: str) -> str:
    """The round that a document is of; empty for other documents."""
    return document.removeprefix(_PREFIX) if document.startswith(_PREFIX) else ""


def measuring_documents(log: CaseLog) -> tuple[str, ...]:
    """The ids of the records of all rounds of a case."""
    return tuple(document_of(name) for name in round_names(log))


def measuring_title(log: CaseLog, document: str) -> str:
    """What a record is called: with the title of its round, where there is one."""
    begun = log.file.values(BEGUN, round_of_document(document))
    own = str(begun[0].body["title"]).strip() if begun else ""
    return f"{TITLE}（{own}）" if own else TITLE


def round_events(log: CaseLog, document: str) -> tuple[Event, ...]:
    """The events that a record prints: of the round, of the evidence that it names, of the opening."""
    name = round_of_document(document)
    own = [e for kind in _KINDS for e in log.file.all(kind) if e.body["round"] == name]
    named = {link["evidence"] for e in own if e.kind == KEPT for link in e.body["links"]}
    shown = [e for e in log.file.all("evidence_added") if e.body["evidence"] in named]
    return (*log.file.values("case_opened"), *own, *shown)


def measuring_record(log: CaseLog, document: str, drivers: Mapping[str, tuple[str, ...]]) -> MeasuringRecord:
    """Everything that the record of a round prints.

    Args:
        log: the case.
        document: its id.
        drivers: by model of instrument what a reader must know of how its readings come about.

    Raises:
        RoundError: the case has no such round.
        DisputedCaseError: the case was opened twice.
    """
    opened, view = opened_event(log), round_in(log, round_of_document(document))
    packs = tuple(kept_packs(log).values())
    events = round_events(log, document)
    last = max(events, key=lambda e: (e.envelope.seq, e.id))
    numbers = {
        e.body["evidence"]: f"{e.body['number']} {e.body['title']}" for e in log.file.all("evidence_added")
    }
    common = _common(view)
    known = Known(numbers, dict(threshold_book(packs).media), common)
    form = form_g7(view, opened.body["unit"], view.chosen["second"])
    tools = _tools(view)
    return MeasuringRecord(
        id=view.id,
        doc_number=opened.body["number"],
        head=tuple(_head(view, form, tools)),
        rows=_g7_rows(view, form["rows"]),
        remarks=tuple(_remarks(view, packs, tools, drivers)),
        operator=form["检测人"],
        checker=form["复核人"],
        escort=form["加油站陪检人"],
        checks=step_blocks(view),
        points=tuple(point_block(number, point, known) for number, point in enumerate(view.points, start=1)),
        notes=tuple(_notes(view, common)),
        chain_head=last.id.hex(),
    )


# --- the form


def _tools(view: RoundView) -> tuple[Tool, ...]:
    """The instruments that were used, as they were entered last."""
    return tuple({result.tool.key: result.tool for result in view.results}.values())


def _each(tools: Sequence[Tool], name: str) -> str:
    """One line for each instrument; one line alone where all say the same."""
    if not tools:
        return "还没有用仪器"
    said = [getattr(tool, name) or "没有登记" for tool in tools]
    return "\n".join(said) if len(set(said)) > 1 else "".join(said[:1])


def _head(view: RoundView, form: Mapping[str, str], tools: Sequence[Tool]) -> Iterator[tuple[str, ...]]:
    """The head of table G.7; with several instruments each has its line."""
    warm = f"{form['环境温度']} ℃" if form["环境温度"] else "没有记"
    yield "检测目的", form["检测目的"], "环境温度", warm
    yield "企业（加油\n站）名称", form["加油站名称"]
    yield "检测地点", "，".join(filter(None, (view.chosen["place"], view.chosen["title"])))
    yield "检测设备\n名称", _each(tools, "name"), "型号", _each(tools, "model")
    yield "编号", _each(tools, "serial"), "检定有效期", _each(tools, "valid_until")
    states = {tool.name: state_of(view, tool) for tool in tools}
    several = len(states) > 1
    said = [f"{name}：{state}" if several else state for name, state in states.items()]
    yield "设备状态", "\n".join(said) or form["设备状态"]
    yield "检测依据", form["检测依据"]
    yield "检测时间", _span(view)


def _span(view: RoundView) -> str:
    first = say_time(view.chosen["begun_at"])
    return f"{first} 至 {say_time(view.ended['ended_at'])}" if view.ended else f"{first} 开始，还没有结束"


def _g7_rows(view: RoundView, rows: Sequence[Mapping[str, str]]) -> tuple[G7Row, ...]:
    points = [point for point in view.points if point.is_last]
    return tuple(
        G7Row(str(number), row["测漏点"] + _way(point), row["泄漏浓度"] or _DASH, _passes(point, row))
        for number, (point, row) in enumerate(zip(points, rows, strict=True), start=1)
    )


def _way(point: PointView) -> str:
    """That a reading is of another kind of detector than the standards ask for."""
    detector = point.result.tool.detector
    return "" if detector == "FID" else f"（{detector} 读数）"


def _passes(point: PointView, row: Mapping[str, str]) -> str:
    """达标 or 不达标 only where the verdict says so; else why it does not."""
    if row["是否达标"] == "否":
        return FAILS
    if row["是否达标"] == "是":
        return _VISIBLE if point.planned.component.visible_leak == "yes" else PASSES
    told = point.verdict["says"][:1] if point.verdict["verdict"] == UNDECIDABLE else []
    why = "；".join(dict.fromkeys(filter(None, (*row["说明"].split("；"), *told))))
    return f"不能判定：{why or '理由没有记'}"


# --- what has to be said


def _remarks(
    view: RoundView, packs: Sequence[Pack], tools: Sequence[Tool], drivers: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    yield _counts(view)
    if view.left:
        tags = "、".join(point.tag for point in view.left)
        yield f"清单中还有 {len(view.left)} 点没有可用的读数：{tags}。"
    if view.ended and view.ended["reason"]:
        yield f"没有做日终漂移就结束，理由：{view.ended['reason'].rstrip('。')}。"
    if view.is_disputed:
        yield "开始或结束这次检测有两种记录，还没有选定；表头是其中一种。"
    if view.unreadable:
        yield f"有 {len(view.unreadable)} 条记录本程序读不懂，没有列入，原样留在案件里。"
    judged = judge_points(view, packs)
    if judged.rule is not None:
        why = "".join(f"；{said.text}" for said in judged.blocked)
        yield f"抽查结论（{judged.rule.clause}）：{ROUND_WORDS[judged.verdict]}{why}。"
    for tool in tools:
        told = drivers.get(tool.model, ())
        words = (*told, *_unchecked(view, tool, told), *(_PID if tool.detector == "PID" else ()))
        if words:
            yield f"{tool.name}（{tool.model}，{tool.detector}）：{'；'.join(words)}。"


def _unchecked(view: RoundView, tool: Tool, told: Sequence[str]) -> Iterator[str]:
    """Where frames carry no checksum and this was not said of the model: some of its streams do not."""
    spans = [result.raw for result in view.results if result.tool.key == tool.key and result.raw]
    bare, count = sum(span.unchecked for span in spans), sum(span.samples for span in spans)
    if bare and UNCHECKED not in told:
        yield UNCHECKED if bare == count else f"{count} 帧中 {bare} 帧不带校验"


def _counts(view: RoundView) -> str:
    rows = [point for point in view.points if point.is_last]
    said = [_word(point) for point in rows]
    again = len(view.points) - len(rows)
    counts = "，".join(f"{word} {said.count(word)} 点" for word in ("未泄漏", "泄漏", "不能判定"))
    return f"测漏点 {len(rows)} 个：{counts}。" + (f"另有 {again} 次读数已由重测代替。" if again else "")


def _word(point: PointView) -> str:
    return {True: "泄漏", False: "未泄漏", None: "不能判定"}[point.leaks]


def _common(view: RoundView) -> tuple[str, ...]:
    """What the law has to say of every point alike: said once for all."""
    if len(view.points) < _FEW:
        return ()
    first, *others = [tuple(map(str, point.verdict["says"])) for point in view.points]
    return tuple(said for said in first if all(said in one for one in others))


def _notes(view: RoundView, common: Sequence[str]) -> Iterator[str]:
    if common:
        yield f"各点判定都要注意：{'；'.join(common)}。"
    yield _UNITS
    yield _CHAIN
    yield _NOT_VERIFIED
    yield f"名称对照：{NOTE}本记录的泄漏浓度是净值。"
    for raw in view.raws:
        span = f"{raw['begun'][11:19]} 至 {raw['ended'][11:19]}"
        yield f"原始数据流：{raw['file']}，{raw['size']} 字节，{span}，SHA-256 {raw['sha256'].hex()}。"
    yield f"程序版本 {view.chosen['program']}；限值取自规则包 {view.chosen['limits'].hex()[:16]}。"
