"""Does a reading show a leak? Each standard decides by its own operator, before any rounding.

A value, or a verdict that says why there is none: a reading of the wrong detector, without its background, or
against a row that nobody has read in full never decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.threshold_rows import SEEN, STATUS_WORDS, threshold_book
from fieldlaw.cases.records.measurement import NO_VALUE_WORDS, Detector, Quality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fieldlaw.cases.law.threshold_rows import LeakLimit, ThresholdBook
    from fieldlaw.cases.packs.records import Pack

LEAK, NO_LEAK, UNDECIDABLE = "leak", "no_leak", "undecidable"
VERDICT_WORDS = {LEAK: "泄漏", NO_LEAK: "未泄漏", UNDECIDABLE: "不能判定"}
UNITS = frozenset({"ppm", "μmol/mol", "µmol/mol", "umol/mol"})  # equal by definition
ZERO = Decimal(0)
_NO_BACKGROUND, _NET_RULE, _CARBON = "background_missing", "net_rule_unknown", "carbon_basis_decides"
_OPEN = frozenset({_NO_BACKGROUND, _NET_RULE, _CARBON})


@dataclass(frozen=True, slots=True)
class Said:
    """A warning, or why there is no verdict: a code for scripts, a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was read, and which limit is asked.

    Attributes:
        value: the reading as the instrument gave it, None without one.
        background: the mean background in the same unit; None when it was not measured.
        is_net: `value` has had its background taken off already.
        detector: None while nobody knows it.
        gas: the id of the calibration gas; empty while nobody knows it.
        is_existing: whether the plant is one of before the standard; None while nobody knows.
    """

    standard: str
    medium: str
    value: Decimal | None
    background: Decimal | None = None
    region: str = "general"
    detector: Detector | None = None
    unit: str = "ppm"
    quality: Quality = Quality.OK
    gas: str = ""
    is_net: bool = False
    is_existing: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: leak, no_leak or undecidable.

    Attributes:
        row: the limit that was asked; None when there is none.
        net: reading less background, not below zero, not rounded; None when it is not known.
        carbon: the net value by number of carbon atoms, where the calibration gas has more than one.
        blocked: why it is undecidable; empty when it is decided.
        tree: the reasoning.
    """

    verdict: str
    row: LeakLimit | None
    net: Decimal | None
    carbon: tuple[tuple[int, Decimal], ...]
    blocked: tuple[Said, ...]
    warnings: tuple[Said, ...]
    tree: Explanation = field(compare=False)

    @property
    def reaches_limit(self) -> bool:
        """A leak, or a reading that would be one in one of the ways of reckoning that are still open."""
        return self.verdict == LEAK or any(said.code in _OPEN for said in self.blocked)

    def as_json(self) -> dict[str, Any]:
        """The verdict as the command line and the events keep it; numbers as decimal text."""
        row = self.row
        return {
            "verdict": self.verdict,
            "operator": row.operator if row else None,
            "limit": f"{row.number:f}" if row else None,
            "net": None if self.net is None else f"{self.net:f}",
            "clause": row.clause if row else None,
            "warnings": [said.code for said in (*self.blocked, *self.warnings)],
            "says": [said.text for said in (*self.blocked, *self.warnings)],
            "unit": row.unit if row else None,
            "carbon": {str(carbons): f"{value:f}" for carbons, value in self.carbon},
            "row": row.id if row else None,
            "status": row.status if row else None,
            "pack": row.pack if row else None,
        }


def judge(question: Question, packs: Iterable[Pack], on: date) -> Verdict:
    """Hold a reading against the limit of a standard.

    Args:
        question: the reading and which limit is asked.
        packs: packs with thresholds among them.
        on: the day of the reading.

    Raises:
        UnknownIdError: no pack has the standard, medium or region.
    """
    book = threshold_book(packs)
    book.known(question.standard, question.medium, question.region)
    fitting = [r for r in book.limits if r.fits(question.standard, question.medium, question.region)]
    row = next((each for each in fitting if each.covers(on)), None)
    if row is None:
        return _without_row(question, book, on, is_known=bool(fitting))
    weighed = _Weighing(question, row, book, on)
    return weighed.verdict()


def _without_row(question: Question, book: ThresholdBook, on: date, *, is_known: bool) -> Verdict:
    number, medium = book.standards[question.standard].number, book.media[question.medium]
    said = Said("no_limit", f"{number} 没有“{medium}”的限值")
    if is_known:
        said = Said("not_in_force", f"{number} 的这一限值在 {on.isoformat()} 没有施行")
    tree = Explanation("泄漏判定", VERDICT_WORDS[UNDECIDABLE], number, (Explanation("不能判定", said.text),))
    return Verdict(UNDECIDABLE, None, None, (), (said,), (), tree)


@dataclass(frozen=True, slots=True)
class _Weighing:
    """One reading held against one row."""

    asked: Question
    row: LeakLimit
    book: ThresholdBook
    on: date

    def verdict(self) -> Verdict:
        doubts = (*self._row_doubts(), *self._reading_doubts(), *self._gas_doubts())
        open_ones = () if doubts else tuple(self._open())
        blocked = (*doubts, *open_ones)
        word = UNDECIDABLE
        if not blocked:
            word = LEAK if self.row.broken_by(self._candidates()[0]) else NO_LEAK
        warnings = tuple(self._warnings())
        tree = self._tree(word, blocked, warnings)
        return Verdict(word, self.row, self._net(), self._carbon(), blocked, warnings, tree)

    # --- what stands in the way

    def _row_doubts(self) -> Iterator[Said]:
        row, standard = self.row, self.book.standards[self.row.standard]
        if row.status != SEEN or standard.status != SEEN:
            word = STATUS_WORDS[standard.status if row.status == SEEN else row.status]
            yield Said("limit_unverified", f"{row.clause} 的限值{word}，只供参考，不能据以判定")
        if row.existing_from and self.on < row.existing_from and self.asked.is_existing is not False:
            day = row.existing_from.isoformat()
            code = "not_in_force" if self.asked.is_existing else "existing_unknown"
            yield Said(code, f"现有企业自 {day} 起执行，新建企业早于此日执行；先弄清是哪一种")

    def _reading_doubts(self) -> Iterator[Said]:
        asked = self.asked
        if asked.quality is not Quality.OK:
            yield Said(f"reading_{asked.quality.value}", f"读数不能用：{NO_VALUE_WORDS[asked.quality]}")
        elif asked.value is None:
            yield Said("reading_missing", "没有读数")
        if asked.unit not in UNITS:
            yield Said("unit_differs", f"读数单位是 {asked.unit}，限值单位是 {self.row.unit}，不作换算")
        if asked.background is not None and asked.background < 0:
            yield Said("background_negative", "本底值是负数，重新测本底")
        yield from self._detector_doubts()

    def _detector_doubts(self) -> Iterator[Said]:
        detector, row = self.asked.detector, self.row
        if detector is None:
            yield Said("detector_unknown", "不知道是哪种检测器")
        elif row.detector == "unknown" and detector is not Detector.FID:
            text = f"{row.clause} 要求哪种检测器没有核对，{detector.value} 读数不能据以判定"
            yield Said("detector_unverified", text)
        elif row.detector not in ("unknown", detector.value):
            where = f"（{self.book.standards[row.standard].number} {row.detector_clause}）"
            text = f"限值要求用 {row.detector} 检测{where}，{detector.value} 读数只能用来找漏点，不能据以判定"
            yield Said(f"{detector.value.lower()}_against_{row.detector.lower()}", text)

    def _gas_doubts(self) -> Iterator[Said]:
        gas, allowed = self.asked.gas, self.row.calibration
        if gas and gas not in self.book.gases:
            yield Said("calibration_gas_unlisted", f"校准气 {gas} 不在规则包里")
        elif gas and allowed and gas not in allowed:
            names = "、".join(self.book.gases[each].name for each in allowed)
            yield Said("calibration_gas_not_allowed", f"标准只允许用{names}校准")

    # --- what the readings of the rule give

    def _net(self) -> Decimal | None:
        asked = self.asked
        if asked.value is None or (asked.background is None and not asked.is_net):
            return None
        off = ZERO if asked.is_net or asked.background is None else asked.background
        return max(ZERO, EXACT.subtract(asked.value, off))

    def _carbons(self) -> tuple[int, ...]:
        gas = self.book.gases.get(self.asked.gas)
        return (1,) if gas is None or gas.carbons == 1 else (1, gas.carbons)

    def _carbon(self) -> tuple[tuple[int, Decimal], ...]:
        net, counts = self._net(), self._carbons()
        if net is None or len(counts) == 1:
            return ()
        return tuple((count, EXACT.multiply(net, Decimal(count))) for count in counts)

    def _compared(self) -> tuple[Decimal, ...]:
        """What may be compared: net, gross where the rule is unknown, the bounds where net is."""
        value, net = self.asked.value or ZERO, self._net()
        if self.row.net == "no":
            return (value,)
        if net is None:
            return (value, ZERO)
        return (net,) if self.row.net == "yes" or self.asked.is_net else (net, value)

    def _candidates(self) -> tuple[Decimal, ...]:
        counts = self._carbons()
        return tuple(EXACT.multiply(value, Decimal(n)) for value in self._compared() for n in counts)

    def _open(self) -> Iterator[Said]:
        """Why the readings of the rule differ, where they do."""
        if len({self.row.broken_by(value) for value in self._candidates()}) == 1:
            return
        if len({self.row.broken_by(value) for value in self._compared()}) > 1:
            if self._net() is None:
                yield Said(_NO_BACKGROUND, "读数达到限值，但没有本底值，净值算不出；先测本底")
            else:
                yield Said(_NET_RULE, "扣不扣本底结论不同，而标准是否要求扣除没有核对")
        else:
            text = "按读数与按碳数换算，结论不同；须有依据才能定"
            yield Said(_CARBON, text)

    def _warnings(self) -> Iterator[Said]:
        row, asked, standard = self.row, self.asked, self.book.standards[self.row.standard]
        if standard.doubt:
            yield Said("amendment_unverified", f"{standard.number}：{standard.doubt}")
        if row.from_status != SEEN:
            yield Said("date_unverified", f"{standard.number} 的施行日期{STATUS_WORDS[row.from_status]}")
        if row.clause_open:
            yield Said("clause_unrecorded", f"{standard.number} 的条号没有抄录，引用前核对")
        if not asked.gas:
            yield Said("calibration_gas_unknown", "没有写明校准气")
        for count, _ in self._carbon()[1:]:
            name = self.book.gases[asked.gas].name
            shown = "、".join(f"×{n} 为 {value:f}" for n, value in self._carbon())
            yield Said("carbon_basis", f"用{name}校准（{count} 个碳）：净值{shown}，没有自行换算")
        if row.net == "unknown":
            yield Said("net_unverified", "标准是否要求扣除本底值没有核对")

    # --- how it is told

    def _tree(self, word: str, blocked: Iterable[Said], warnings: Iterable[Said]) -> Explanation:
        row, standard = self.row, self.book.standards[self.row.standard]
        children = [
            Explanation(
                "标准", f"{standard.number}《{standard.name}》，{row.clause}，{row.name}", row.source
            ),
            Explanation("限值", f"{row.words} 为泄漏（{STATUS_WORDS[row.status]}）"),
            Explanation("净值", self._sum()),
        ]
        if word != UNDECIDABLE:
            relation = "达到" if word == LEAK else "没有达到"
            children.append(Explanation("比较", f"{self._candidates()[0]:f} {relation}“{row.words}”，未修约"))
        children += [Explanation("不能判定", said.text) for said in blocked]
        children += [Explanation("提示", said.text) for said in warnings]
        children += [Explanation("备注", row.note)] if row.note else []
        return Explanation("泄漏判定", VERDICT_WORDS[word], "", tuple(children))

    def _sum(self) -> str:
        asked, net = self.asked, self._net()
        if asked.value is None:
            return "没有读数"
        if net is None:
            return f"读数 {asked.value:f}，没有本底值，净值未知"
        if asked.is_net or asked.background is None:
            return f"{net:f}（给出的就是净值）"
        return f"{asked.value:f} - {asked.background:f} = {net:f}（不低于 0）"
