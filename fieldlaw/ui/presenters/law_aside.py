"""What is looked up beside an assessment when it is wanted: levers, like cases, the assessment made again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.likecases import like_cases
from fieldlaw.cases.casework.replaying import DIFFERS, NO_FACTS, SAME, replay
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.law_amount import figures
from fieldlaw.ui.presenters.law_facts import said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.likecases import Difference, LikeCase
    from fieldlaw.cases.casework.replaying import Replay
    from fieldlaw.cases.law.sensitivity import Lever
    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_facts import FactRow
    from fieldlaw.ui.presenters.law_state import State

LEVERS, LIKES, AGAIN = "levers", "likes", "again"
OUTCOMES = {
    "fine": "罚款",
    "refused": "暂不计算金额",
    "undecidable": "不能判定",
    "not_before": "还不能罚款",
    "no_penalty": "不予处罚",
    "may_no_penalty": "可以不予处罚",
}
_LAWS = {"old": "行为时的法律", "new": "新法", "equal": "行为时的法律", "lawyer": "待法制判断"}
_PARTS = {"outcome": "结论", "amount_fen": "金额", "flags": "旗标", "tree": "解释", "statutes": "罚则",
          "choice": "适用的法律", "steps": "裁量过程", "leniency": "免罚"}  # fmt: skip
_MOST = 12


@dataclass(frozen=True)
class LeverLine:
    """A fact that moves the answer: what it is now, at what it turns, what comes of it."""

    fact: str
    question: str
    now: str
    then: str
    value: str
    effect: str
    turns: bool


@dataclass(frozen=True)
class LikeLine:
    """A like case: what came of it, where it differs, and why."""

    head: str
    day: str
    outcome: str
    fen: int | None
    differences: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Aside:
    """What was looked up; None while nobody has asked. `busy` names what is being looked up.

    Attributes:
        again: tone and words of what came of the assessment made once more.
        fault: why something could not be looked up.
    """

    levers: tuple[LeverLine, ...] | None = None
    likes: tuple[LikeLine, ...] | None = None
    again: tuple[str, str] | None = None
    busy: frozenset[str] = frozenset()
    fault: str = ""


class LawAside(Presenter):
    """Looks up, off the main thread, for the finding in hand; another finding or fact empties it."""

    def __init__(self, bench: Bench, law: LawPresenter, parent: QObject | None = None) -> None:
        super().__init__(Aside(), parent)
        self._bench, self._law = bench, law
        self._key: tuple[Any, ...] = ()
        self._wanted = ""
        law.changed.connect(self._on_state)

    @property
    def state(self) -> Aside:
        """What was looked up."""
        held: Aside = self._state
        return held

    def _on_state(self, state: State) -> None:
        key = _key(state)
        if key != self._key:
            self._key = key
            self.show_state(Aside())
            if self._wanted and state.sheet.judgement is not None:
                self.want(self._wanted)

    def want(self, what: str) -> None:
        """Show LEVERS or LIKES from now on, whenever the facts change; nothing with another word."""
        self._wanted = what if what in (LEVERS, LIKES) else ""
        held = {LEVERS: self.state.levers, LIKES: self.state.likes}.get(what, ())
        if self._wanted and held is None and what not in self.state.busy:
            {LEVERS: self._weigh, LIKES: self._look}[what]()

    def _run(self, what: str, lane: Any, work: Callable[[], Any], done: Callable[[Any], Aside]) -> None:
        self.show_state(replace(self.state, busy=self.state.busy | {what}))
        lane.run(work, partial(self._came, what, self._key, done), partial(self._failed, what, self._key))

    def _came(self, what: str, key: tuple[Any, ...], done: Callable[[Any], Aside], got: Any) -> None:
        if key == self._key:
            self.show_state(replace(done(got), busy=self.state.busy - {what}))

    def _failed(self, what: str, key: tuple[Any, ...], error: Exception) -> None:
        if key == self._key:
            fault = problem_of(error).what
            self.show_state(replace(self.state, busy=self.state.busy - {what}, fault=fault))

    # --- levers

    def _weigh(self) -> None:
        sheet, law = self._law.state.sheet, self._law.law
        if sheet.judgement is not None:
            rows = {row.id: row for row in sheet.facts}
            self._run(
                LEVERS,
                self._bench.lanes.images,
                lambda: law.levers(sheet.request),
                lambda found: replace(self.state, levers=self._levers(found, rows)),
            )

    def _levers(self, found: tuple[Lever, ...], rows: Mapping[str, FactRow]) -> tuple[LeverLine, ...]:
        judgement = self._law.state.sheet.judgement
        here = judgement.result if judgement else {}
        return tuple(_lever(each, rows, here) for each in found if each.fact.id in rows)[:_MOST]

    # --- like cases

    def _look(self) -> None:
        state, packs, desk = self._law.state, self._law.law.packs, self._bench.desk
        view, sheet = state.view, state.sheet
        if view is None or sheet.judgement is None:
            return
        result, rows = sheet.judgement.result, {row.id: row for row in sheet.facts}
        self._run(
            LIKES,
            self._bench.lanes.store,
            lambda: like_cases(desk, view.case, sheet.request, result, packs),
            lambda found: replace(self.state, likes=tuple(_like(each, rows) for each in found)),
        )

    # --- the assessment once more

    def again(self) -> None:
        """Make the assessment that the case keeps once more, from its own facts and packs."""
        view, finding = self._law.state.view, self._law.state.sheet.finding
        if view is None or self._law.state.kept is None or AGAIN in self.state.busy:
            return
        desk, case = self._bench.desk, view.case

        def work() -> Replay:
            log = read(desk, case)
            return replay(log, log.file.values("assessment_made", finding)[-1])

        self._run(
            AGAIN, self._bench.lanes.store, work, lambda got: replace(self.state, again=self._said(got))
        )

    def _said(self, got: Replay) -> tuple[str, str]:
        if got.state == SAME:
            return "success", self.tr("重算一致：同样的事实和规则包，得出同样的结果。")
        if got.state == DIFFERS:
            parts = "、".join(dict.fromkeys(_PARTS.get(key, key) for key in got.changed))
            return "danger", self.tr("重算不一致：{0}不同。请法制核对写入的判断。").format(parts)
        if got.state == NO_FACTS:
            return "warning", self.tr("不能重算：当时的事实记录不在本机。")
        names = "、".join(one.split()[0] for one in got.missing)
        return "warning", self.tr("不能重算：规则包 {0} 不在案件里，或者已损坏。").format(names)


def _key(state: State) -> tuple[Any, ...]:
    case = state.view.case if state.view else ""
    kept = state.kept.result if state.kept else None
    return case, state.sheet.finding, state.sheet.request, state.trial, state.sheet.judgement is None, kept


def outcome_words(outcome: str, fen: int | None) -> str:
    """What came of a case."""
    return f"{OUTCOMES[outcome]} {figures(fen)}" if fen is not None else OUTCOMES.get(outcome, outcome)


def _lever(lever: Lever, rows: Mapping[str, FactRow], here: Mapping[str, Any]) -> LeverLine:
    row = rows[lever.fact.id]
    values = dict(row.values)
    turns = lever.outcome != here.get("outcome")
    effect = outcome_words(lever.outcome, lever.amount_fen)
    if lever.shift_fen:
        sign = "+" if lever.shift_fen > 0 else "−"
        effect += f"（{sign}{figures(abs(lever.shift_fen))}）"
    elif not turns and lever.amount_fen is None:
        effect = _LAWS.get(lever.which, lever.which)
    now, then = (said(value, values, row.unit) for value in (lever.now, lever.then))
    return LeverLine(lever.fact.id, row.question, now, then, lever.then, effect, turns)


def _like(case: LikeCase, rows: Mapping[str, FactRow]) -> LikeLine:
    return LikeLine(
        head=f"{case.unit}·{case.number}",
        day=case.day,
        outcome=outcome_words(case.outcome, case.amount_fen),
        fen=case.amount_fen,
        differences=tuple(_difference(each, rows) for each in case.differences),
        reason=_why(case),
    )


def _difference(each: Difference, rows: Mapping[str, FactRow]) -> str:
    row = rows.get(each.fact)
    values, unit = (dict(row.values), row.unit) if row else ({}, "")
    there, here = (said(value, values, unit) for value in (each.there, each.here))
    return f"{each.question.rstrip('？')}：那案 {there}，本案 {here}"


def _why(case: LikeCase) -> str:
    """The reason of a difference in what came of it."""
    parts = [f"裁量行不同：{'；'.join(case.other_rows)}"] if case.other_rows else []
    parts += ["所用的规则包不同"] if case.other_packs else []
    if not parts and not case.differences:
        return "事实和规则包相同"
    return "；".join([*parts, *(["事实不同"] if case.differences else [])])
