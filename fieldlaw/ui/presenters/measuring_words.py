"""The steps, points and verdicts of a round in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.measuring_views import judge_points
from fieldlaw.cases.law.threshold import LEAK, NO_LEAK, UNDECIDABLE, VERDICT_WORDS
from fieldlaw.cases.law.threshold_round import NO_VIOLATION, VIOLATION
from fieldlaw.cases.law.threshold_rows import OPERATOR_WORDS
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    DRIFT,
    FAILED,
    INSTRUMENT,
    LEFT,
    POINT,
    RESPONSE,
    SPAN,
    STEP_WORDS,
    WARMUP,
    ZERO,
)
from fieldlaw.cases.records.procedure_state import PENDING, RETEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.casework.measuring_views import PointView, StepView
    from fieldlaw.cases.law.threshold import Verdict
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.measuring import PlannedPoint
    from fieldlaw.cases.records.procedure import StepResult
    from fieldlaw.ui.presenters.measuring_state import State

STEPS = (INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE, BACKGROUND, POINT, DRIFT)
NAMES = STEP_WORDS | {POINT: "逐点检测"}
VERDICTS = {
    LEAK: ("octagon-x", "danger", VERDICT_WORDS[LEAK]),
    NO_LEAK: ("circle-check", "success", VERDICT_WORDS[NO_LEAK]),
    UNDECIDABLE: ("circle-help", "unknown", VERDICT_WORDS[UNDECIDABLE]),
}
_HEADS = {
    (LEAK, "gt"): "超过限值",
    (LEAK, "ge"): "达到限值",
    (NO_LEAK, "gt"): "未超过限值",
    (NO_LEAK, "ge"): "低于限值",
}
GASES = {"methane": "甲烷", "propane": "丙烷", "isobutylene": "异丁烯", "zero_air": "零气"}
_ROUNDS = {
    VIOLATION: "泄漏点数达到标准规定的情形，请法制判断",
    NO_VIOLATION: "没有达到标准规定的点数",
    UNDECIDABLE: "不能判定",
}
_TWO = Decimal("0.01")
_ONE = Decimal("0.1")
_MINUTE = 60


def tr(text: str) -> str:
    """A word of the procedure in the person's language."""
    return QCoreApplication.translate("measuring", text)


def gas_word(substance: str) -> str:
    """The name of a gas; one that is not known stands as it was written."""
    return tr(GASES[substance]) if substance in GASES else substance


def plain(value: Decimal | None) -> str:
    """A number with the digits that it has; a dash where there is none."""
    return (
        "—" if value is None else f"{value.normalize():f}" if value == value.to_integral() else f"{value:f}"
    )


def rounded(value: Decimal | None, step: Decimal = _ONE) -> str:
    """A computed number for the eye; what is compared is not rounded."""
    return "—" if value is None else f"{value.quantize(step):f}"


@dataclass(frozen=True)
class StepRow:
    """One step: its number, name, what came of it, how it looks."""

    step: str
    number: int
    name: str
    value: str
    icon: str
    tone: str
    now: bool
    mark: str = ""

    @property
    def spoken(self) -> str:
        """The row for screen readers."""
        return f"{self.number} {self.name} {self.value} {self.mark}"


def step_rows(state: State) -> tuple[StepRow, ...]:
    """The eight steps."""
    return tuple(_row(state, step, number) for number, step in enumerate(STEPS, 1))


def _row(state: State, step: str, number: int) -> StepRow:
    session = state.session
    held = session.counting(step, state.today) if session is not None and step != POINT else None
    icon, tone = _look(held)
    mark = tr("未核实") if held is not None and held.unverified else ""
    value = _points(state) if step == POINT else _value(held, step)
    return StepRow(step, number, tr(NAMES[step]), value, icon, tone, step == state.step, mark)


def _look(held: StepResult | None) -> tuple[str, str]:
    if held is None:
        return "", "unknown"
    if held.outcome == FAILED:
        return "circle-x", "danger"
    return ("circle-slash", "warning") if held.outcome == LEFT else ("circle-check", "success")


def _value(held: StepResult | None, step: str) -> str:
    if held is None:
        return tr("收工前做") if step == DRIFT else ""
    if held.outcome == LEFT:
        return tr("跳过")
    if step == INSTRUMENT:
        until = held.tool.valid_until
        return f"{held.tool.name}·" + (tr("有效至 {0}").format(until[5:]) if until else tr("没有有效期"))
    return _figure(held, step)


def _figure(held: StepResult, step: str) -> str:
    if step == WARMUP:
        return minutes(held.figure("minutes"))
    if step == ZERO:
        return plain(held.figure("zero"))
    if step == SPAN:
        value = held.figure("precision")
        return tr("偏差 {0}%").format(rounded(value, _TWO)) if value is not None else held.reason
    if step == RESPONSE:
        value = held.figure("mean")
        return tr("{0} 秒").format(rounded(value)) if value is not None else held.reason
    if step == BACKGROUND:
        value = held.figure("mean")
        count = len({one.label for one in held.readings if one.value is not None})
        return tr("{0} 点均值 {1}").format(count, rounded(value)) if value is not None else held.reason
    value = held.figure("drift")
    return f"{value.quantize(_ONE):+f}%" if value is not None else held.reason


def minutes(value: Decimal | None) -> str:
    """A length of time in minutes and seconds."""
    if value is None:
        return "—"
    whole = int(value * _MINUTE)
    return tr("{0} 分 {1:02d} 秒").format(whole // _MINUTE, whole % _MINUTE)


def _points(state: State) -> str:
    place, count = state.place
    view = state.view
    done = len({one.planned.tag for one in view.points}) if view else 0
    if place:
        return tr("第 {0} 点，共 {1} 点").format(place, count)
    if count:
        return tr("已测 {0}，共 {1} 点").format(done, count)
    return tr("已测 {0} 点").format(done)


# --- a verdict


@dataclass(frozen=True)
class VerdictWords:
    """What the block beside the reading says."""

    icon: str
    tone: str
    head: str
    lines: tuple[str, ...]


def verdict_words(verdict: Verdict | None) -> VerdictWords | None:
    """A verdict for the block; None without one."""
    if verdict is None:
        return None
    icon, tone, head = VERDICTS[verdict.verdict]
    row = verdict.row
    if row is not None:
        head = _HEADS.get((verdict.verdict, row.operator), head)
    lines = [tr("净值 {0}").format(plain(verdict.net))] if verdict.net is not None else []
    if row is not None:
        limit, operator = plain(row.number), tr(OPERATOR_WORDS[row.operator])
        lines.append(tr("限值 {0}，{1}即泄漏").format(limit, operator))
        lines.append(row.clause)
    lines += [said.text for said in (*verdict.blocked, *verdict.warnings)][:2]
    if any("_against_" in said.code for said in (*verdict.blocked, *verdict.warnings)):
        head, icon, tone = tr("只作线索"), "triangle-alert", "warning"
    return VerdictWords(icon, tone, tr(head), tuple(lines))


# --- a point of the list


@dataclass(frozen=True)
class PointRow:
    """A point of the list: planned, measured, in doubt."""

    tag: str
    kind: str
    where: str
    medium: str
    value: str
    verdict: str
    icon: tuple[str, str]
    note: str

    @property
    def key(self) -> str:
        """By which it is known again."""
        return self.tag

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.tag, self.kind, self.where, self.medium, self.value, self.verdict, self.note)[column]


def point_rows(state: State) -> tuple[PointRow, ...]:
    """The planned points, and those that were measured besides."""
    view = state.view
    if view is None:
        return ()
    last: dict[str, PointView] = {one.planned.tag: one for one in view.points if one.is_last}
    planned = {one.tag: one for one in view.planned}
    points = {**planned, **{tag: one.planned for tag, one in last.items() if tag not in planned}}
    return tuple(_point_row(point, last.get(tag), state.book.media) for tag, point in points.items())


def _point_row(point: PlannedPoint, kept: PointView | None, media: Mapping[str, str]) -> PointRow:
    part = point.component
    where = "·".join(text for text in (part.unit, part.area, part.place) if text)
    medium = media.get(point.medium, point.medium)
    if kept is None:
        blank = ("circle-dashed", "unknown")
        return PointRow(point.tag, part.kind, where, medium, "", tr("未测"), blank, "")
    icon, tone, word = VERDICTS[kept.verdict["verdict"]]
    net = kept.result.figure("net")
    gross = tr("{0} 未扣本底").format(plain(kept.result.figure("peak")))
    value = plain(net) if net is not None else gross
    return PointRow(point.tag, part.kind, where, medium, value, tr(word), (icon, tone), _note(kept))


def _note(kept: PointView) -> str:
    """Why a point does not count, or what is said of its verdict."""
    if kept.doubt is not None and kept.doubt.code != PENDING:
        return kept.doubt.text
    said = kept.verdict["says"]
    waiting = [kept.doubt.text] if kept.doubt is not None else []
    return "；".join([*said[:1], *waiting])


@dataclass(frozen=True)
class CheckRow:
    """A step that was kept, for the history of the round."""

    key: str
    at: str
    step: str
    device: str
    value: str
    gas: str
    note: str
    icon: tuple[str, str]

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.at, self.step, self.device, self.value, self.gas, self.note)[column]


def check_rows(state: State) -> tuple[CheckRow, ...]:
    """The steps of the round in hand, newest first."""
    view = state.view
    return tuple(_check(one) for one in reversed(view.steps)) if view else ()


def _check(one: StepView) -> CheckRow:
    held = one.result
    icon, tone = _look(held)
    gas = f"{gas_word(held.cylinder.substance)} {held.cylinder.concentration}" if held.cylinder else ""
    said = [held.reason] if held.reason and held.outcome != LEFT else []  # its mark has the reason
    note = "；".join([*said, *held.marks])
    value = _value(held, held.step) if held.step != INSTRUMENT else held.tool.certificate
    at, step = held.ended.wall[5:16].replace("T", " "), tr(NAMES[held.step])
    return CheckRow(one.event.hex(), at, step, held.tool.name, value, gas, note, (icon, tone))


def round_words(state: State, packs: Sequence[Pack]) -> str:
    """How many points there are, were measured, leak, wait; and what the rule of a random check says."""
    view = state.view
    if view is None:
        return ""
    last = [one for one in view.points if one.is_last]
    leaks = sum(one.leaks is True or one.verdict["verdict"] == LEAK for one in last)
    again = sum(one.doubt is not None and one.doubt.code == RETEST for one in last)
    parts = [tr("清单 {0} 点").format(len(view.planned)), tr("已测 {0}").format(len(last))]
    parts += [tr("泄漏 {0}").format(leaks)] if leaks else []
    parts += [tr("待复测 {0}").format(again)] if again else []
    judged = judge_points(view, packs)
    if last and judged.rule is not None:
        word = tr(_ROUNDS[judged.verdict])
        parts.append(tr("抽查：{0}（{1}）").format(word, judged.rule.clause))
    return "·".join(parts)
