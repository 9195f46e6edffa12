"""Steps and points of a round in the words of paper: everything that was kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.measuring_export import shown
from fieldlaw.cases.documents.model_measuring import Block, Entry
from fieldlaw.cases.law.threshold import VERDICT_WORDS
from fieldlaw.cases.law.threshold_rows import OPERATOR_WORDS, STATUS_WORDS
from fieldlaw.cases.records.cylinder import ZERO_AIR
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    DRIFT,
    FAILED,
    INSTRUMENT,
    LEFT,
    OUTCOME_WORDS,
    RESPONSE,
    STEP_WORDS,
)
from fieldlaw.cases.records.procedure_state import RETEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.measuring_views import PointView, RoundView
    from fieldlaw.cases.records.cylinder import Cylinder
    from fieldlaw.cases.records.procedure import RawSpan, StepResult, Tool, Weather

_NONE = "没有记"
_GASES = {ZERO_AIR: "零气", "methane": "甲烷", "propane": "丙烷", "isobutylene": "异丁烯"}
_FIGURES = {
    "minutes": ("用时", "min"), "zero": ("零点读数", ""), "precision": ("精密度", "%"), "span": ("标气", ""),
    "mean": ("平均", ""), "before": ("漂移前", ""), "after": ("漂移后", ""), "drift": ("漂移", "%"),
}  # fmt: skip
_TRUTH = {"yes": "是", "no": "否", "": "没有记"}


def _clock(result: StepResult) -> str:
    """From when to when, to the second; the day where both are on one."""
    first, last = result.begun.wall, result.ended.wall
    end = last[11:19] if first[:10] == last[:10] else last[:19].replace("T", " ")
    return f"{first[:19].replace('T', ' ')} 至 {end}"


def _tool(tool: Tool) -> str:
    lamp = f"，灯 {tool.lamp_ev} eV" if tool.lamp_ev else ""
    return f"{tool.name}（{tool.model}，{tool.detector}{lamp}，编号 {tool.serial or '没有登记'}）"


def _raw(raw: RawSpan | None) -> Iterator[Entry]:
    if raw is None:
        return
    gaps = f"断档：{'；'.join(raw.gaps)}" if raw.gaps else "无断档"
    yield Entry("原始数据", f"{raw.samples} 帧，{gaps}；{raw.sha256.hex()}")


def _marks(result: StepResult) -> Iterator[Entry]:
    """What the record has to say of a result; gaps stand beside the raw data."""
    gaps = result.raw.gaps if result.raw else ()
    marks = [mark for mark in result.marks if mark not in (result.reason, *gaps)]
    if marks:
        yield Entry("须注意", "；".join(marks))


# --- the steps of the instruments


def step_blocks(view: RoundView) -> tuple[Block, ...]:
    """Every step that was kept, in the order in which it was done."""
    taken = _taken(view)
    return tuple(
        _step(number, step.result, taken.get(step.result.ended.mono_ms, ()) if _failed(step.result) else ())
        for number, step in enumerate(view.steps, start=1)
    )


def _failed(result: StepResult) -> bool:
    return result.step == DRIFT and result.outcome == FAILED


def _taken(view: RoundView) -> dict[int, tuple[str, ...]]:
    """The tags that each failed drift check took, by the moment of its end."""
    held: dict[int, list[str]] = {}
    for point in view.points:
        if point.doubt and point.doubt.code == RETEST and point.doubt.by:
            held.setdefault(point.doubt.by.ended.mono_ms, []).append(point.planned.tag)
    return {moment: tuple(tags) for moment, tags in held.items()}


def _step(number: int, result: StepResult, taken: Sequence[str]) -> Block:
    title = f"{number}. {STEP_WORDS[result.step]}：{OUTCOME_WORDS[result.outcome]}"
    return Block(title, tuple(_step_entries(result, taken)))


def _step_entries(result: StepResult, taken: Sequence[str]) -> Iterator[Entry]:
    if result.outcome == LEFT:
        yield Entry("理由", result.reason)
        yield Entry("检测", f"{result.by}，{result.ended.wall[:19].replace('T', ' ')}，{_tool(result.tool)}")
        return
    if result.reason:
        yield Entry("未通过", result.reason)
    yield from _told(result)
    if taken:
        yield Entry("作废读数", f"自上次漂移通过以来的 {len(taken)} 点待复测：{'、'.join(taken)}")
    yield from _marks(result)
    yield Entry("检测", f"{result.by}，{_clock(result)}，{_tool(result.tool)}")
    yield from _raw(result.raw)


def _told(result: StepResult) -> Iterator[Entry]:
    """What the step found: the readings, the numbers, the gas, the weather."""
    if result.step == INSTRUMENT:
        yield Entry("检定", _certificate(result.tool))
    if result.cylinder:
        yield Entry("标准气体", _gas(result.cylinder))
    if result.readings:
        yield Entry("各次读数", "；".join(_readings(result)))
    if result.figures:
        yield Entry("结果", "，".join(_figures(result)))
    if result.step == BACKGROUND and result.weather:
        yield Entry("气象", _weather(result.weather))


def _certificate(tool: Tool) -> str:
    until = tool.valid_until or "没有登记"
    firmware = f"，固件 {tool.firmware}" if tool.firmware else ""
    return f"证书 {tool.certificate or '没有登记'}，有效期至 {until}{firmware}"


def _gas(gas: Cylinder) -> str:
    name = _GASES.get(gas.substance, gas.substance)
    spread = f"，U={gas.uncertainty} %" if gas.uncertainty else "，不确定度没有登记"
    spread += f"（k={gas.k}）" if gas.k else ""
    paper = f"证书 {gas.certificate or '没有登记'}，有效期至 {gas.valid_until or '没有登记'}"
    return f"{name} {gas.concentration} {gas.unit}{spread}，气瓶 {gas.number}，{paper}"


def _readings(result: StepResult) -> Iterator[str]:
    for one in result.readings:
        value = one.reason if one.value is None else f"{shown(one.value)} {one.unit}"
        yield f"{_GASES.get(one.label, one.label)} {value}"


def _figures(result: StepResult) -> Iterator[str]:
    own = "s" if result.step == RESPONSE else result.tool.unit
    for name, number in result.figures:
        word, unit = _FIGURES.get(name, (name, ""))
        yield f"{word} {shown(number)} {unit or own}"


def _weather(weather: Weather) -> str:
    said = (
        (weather.conditions, ""), (weather.temperature_c and f"气温 {weather.temperature_c}", " ℃"),
        (weather.humidity and f"相对湿度 {weather.humidity}", " %"),
        (weather.pressure_kpa and f"气压 {weather.pressure_kpa}", " kPa"),
        (weather.wind_direction and f"风向 {weather.wind_direction}", ""),
        (weather.wind_speed and f"风速 {weather.wind_speed}", " m/s"),
    )  # fmt: skip
    return "，".join(f"{text}{unit}" for text, unit in said if text) or _NONE


# --- the points


@dataclass(frozen=True)
class Known:
    """What a point is worded with.

    Attributes:
        evidence: id to number and title of the evidence of the case.
        media: id to name, out of the packs that the case holds.
        common: what is said of all points alike, at another place.
    """

    evidence: Mapping[str, str]
    media: Mapping[str, str]
    common: Sequence[str] = ()


def point_block(number: int, point: PointView, known: Known) -> Block:
    """A reading of a point in full; `number` is its place in the record."""
    return Block(
        f"{number}. {point.planned.tag}　{_component(point, known)}", tuple(_point_entries(point, known))
    )


def _point_entries(point: PointView, known: Known) -> Iterator[Entry]:
    result = point.result
    yield Entry("读数", _value(result))
    yield Entry("判定", _verdict(point, known.common))
    if point.correction:
        yield Entry("PID 校正", _correction(point.correction))
    if point.instead_of:
        yield Entry("重测", f"代替前一次读数，理由：{point.reason}")
    yield from _marks(result)
    yield Entry("检测", f"{result.by}，{_clock(result)}，{_tool(result.tool)}{_probe(point)}")
    yield from _raw(result.raw)
    if point.links:
        yield Entry(
            "影像", "；".join(_link(link.evidence, link.area, known.evidence) for link in point.links)
        )


def _probe(point: PointView) -> str:
    return f"，探头：{point.probe}" if point.probe else ""


def _link(name: str, area: str, evidence: Mapping[str, str]) -> str:
    return evidence.get(name, "证据清单里没有的影像") + (f"（{area}）" if area else "")


def _component(point: PointView, known: Known) -> str:
    where = point.planned.component
    said = [where.kind, known.media.get(point.planned.medium, point.planned.medium)]
    said += [where.unit, where.area, where.group, where.place]
    said += [f"可达：{_TRUTH[where.reachable]}"] if where.reachable else []
    said += [f"目视可见泄漏：{_TRUTH[where.visible_leak]}"] if where.visible_leak else []
    said += [f"在修复期内：{_TRUTH[where.in_repair]}"] if where.in_repair else []
    said += [f"红牌 {where.red_tag}"] if where.red_tag else []
    return "，".join(filter(None, said))


def _value(result: StepResult) -> str:
    peak = result.figure("peak")
    if peak is None:
        why = next((one.reason for one in result.readings if one.reason), result.reason)
        return f"没有读数：{why}"
    unit, background, net = result.tool.unit, result.figure("background"), result.figure("net")
    dwell, required = result.figure("dwell"), result.figure("required")
    wanted = f"要求 {shown(required)} s" if required is not None else "要求多久不知道（没有响应时间）"
    rest = f"环境本底 {shown(background)}，净值 {shown(net)}" if net is not None else "没有本底，净值不知道"
    return f"最大值 {shown(peak)} {unit}，{rest}；最大值处停留 {shown(dwell)} s，{wanted}"


def _verdict(point: PointView, common: Sequence[str]) -> str:
    """The verdict with its limit; of a point that does not count only what its reading came to."""
    told = point.verdict
    word = str(VERDICT_WORDS.get(told["verdict"], told["verdict"]))
    if point.doubt:
        word = f"不能判定：{point.doubt.text}（按当时读数：{word}）"
    if told["limit"] is not None:
        limit = f"{OPERATOR_WORDS[told['operator']]} {told['limit']} {told['unit']} 为泄漏"
        word += f"；{told['clause']}，{limit}（限值{STATUS_WORDS[told['status']]}）"
    says = [said for said in told["says"] if said not in (*point.result.marks, *common)]
    return word + "".join(f"；{said}" for said in dict.fromkeys(says))


def _correction(held: Mapping[str, str | bool | None]) -> str:
    if held["value"] is None:
        return f"没有校正：{held['reason']}"
    checked = "" if held["verified"] else "（系数未核实，只作参考）"
    return f"{held['substance']} × {held['factor']} = {held['value']}{checked}；{held['source']}"
