"""The law page: findings of a case, their facts, what the law makes of them. A change is saved at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.deciding import (
    assess_finding,
    change_fact,
    check_change,
    pick_finding,
    record_finding,
    with_value,
)
from fieldlaw.cases.casework.lawchoice import asked_of, choose_law
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.law_bench import LawBench
from fieldlaw.ui.presenters.law_facts import bad, clean, differences, value_of, why
from fieldlaw.ui.presenters.law_read import LawView, read_findings
from fieldlaw.ui.presenters.law_state import NEW, FindingDraft, Sheet, State
from fieldlaw.ui.presenters.law_words import fault_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.casework.deciding import Value
    from fieldlaw.cases.casework.packshelf import LawPacks

CHOSEN = "discretion.chosen_fen"
_FORM, _CHOICE = "form", "choice"
_SHOWN = (Kind.CASES, Kind.ANSWERS, Kind.EVIDENCE, Kind.FINDINGS, Kind.ASSESSMENTS, Kind.REVIEWS)
_TYPED = ("decimal", "whole", "date")
_FEN_IN_WAN = Decimal(1_000_000)


def _needs_form(view: LawView) -> bool:
    """Whether there is something to make a finding of, and no finding yet."""
    return not view.findings and bool(view.proposals) and not view.closed and not view.lawyer


class LawPresenter(Presenter):
    """Findings, facts and assessments of one case.

    Attributes:
        opened: a case has been read and is shown (its id).
    """

    opened = Signal(object)

    def __init__(
        self, bench: Bench, law: Callable[[], LawPacks], jurisdiction: str, parent: QObject | None = None
    ) -> None:
        super().__init__(State(), parent)
        self.bench, self._law, self.jurisdiction = bench, law, jurisdiction
        self._last: tuple[Callable[[], Changes], str, str] | None = None
        self._telling = False
        self._held: LawBench | None = None
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    @property
    def law(self) -> LawBench:
        """The packs that are loaded now."""
        held = self._law()
        if self._held is None or self._held.held != held:
            self._held = LawBench(held)
        return self._held

    def violations(self) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """The violations of the lawbook: id, name, the bases of checklist items that they go with."""
        return self.law.violations(self.jurisdiction)

    def differences(self) -> tuple[str, ...]:
        """Where the records of the finding in hand differ, one text for each of them."""
        held = self.state.finding
        return differences([one.request for one in held.versions], self.law.packs) if held else ()

    # --- reading

    def open(self, case: str) -> None:
        """Open a case at its first finding."""
        self.bench.lanes.store.run(lambda: self._read(case, NEW), self._opened, self.bench.door.report)

    def choose(self, finding: str) -> None:
        """Take another finding in hand."""
        if self.state.view is not None and not self.state.trial:
            case = self.state.view.case
            self.bench.lanes.store.run(lambda: self._read(case, finding), self._chosen, self._failed)

    def _read(self, case: str, finding: str) -> tuple[LawView, Sheet]:
        view = read_findings(self.bench.desk, case, self.bench.checklists)
        one = view.of(finding) or (view.findings[0] if view.findings else None)
        return view, self._sheet(one.id, one.request) if one else Sheet()

    def _sheet(self, finding: str, request: Mapping[str, Any]) -> Sheet:
        law = self.law
        try:
            rows = law.rows(request)
        except RequestError as error:
            return Sheet(finding, request, fault=fault_of(error))
        try:
            return Sheet(finding, request, rows, law.judge(request))
        except RequestError as error:
            return Sheet(finding, request, rows, fault=fault_of(error))

    def _opened(self, got: tuple[LawView, Sheet]) -> None:
        self._chosen(got)
        self.opened.emit(got[0].case)

    def _chosen(self, got: tuple[LawView, Sheet]) -> None:
        view, sheet = got
        self._last = None
        self.show_state(State(view=view, sheet=sheet, form=_needs_form(view)))

    def _on_changes(self, changes: Changes) -> None:
        view = self.state.view
        if view is not None and not self._telling and changes.touch(*_SHOWN):
            held, case = self.state.sheet.finding, view.case
            self.bench.lanes.store.run(lambda: self._read(case, held), self._reread, self.bench.door.report)

    def _reread(self, got: tuple[LawView, Sheet]) -> None:
        """Take in what was read; a form, a trial or another finding in hand meanwhile stays as it is."""
        (view, sheet), now = got, self.state
        if now.view is None or now.view.case != view.case:
            return
        keep = now.trial or now.form or now.sheet.finding not in (NEW, sheet.finding)
        form = now.form or _needs_form(view)
        self.show_state(replace(now, view=view, sheet=now.sheet if keep else sheet, form=form))

    # --- findings

    def new(self) -> None:
        """Show the form of a new finding."""
        self.show_state(replace(self.state, sheet=Sheet(), form=True, wrong=("", "")))

    def edit(self) -> None:
        """Show the form of the finding in hand."""
        self.show_state(replace(self.state, form=True))

    def leave_form(self) -> None:
        """Go back from the form without a finding."""
        self.choose(self.state.sheet.finding)

    def record(self, draft: FindingDraft) -> None:
        """Write a finding, new or in hand; a day that cannot be read is named and nothing is written."""
        view = self.state.view
        wrong = [(name, said) for name, text in draft.days.items() if (said := bad("date", clean(text)))]
        if wrong or view is None:
            self.show_state(replace(self.state, wrong=wrong[0] if wrong else ("", "")))
            return
        finding = self.state.sheet.finding or self.bench.desk.fresh(6).hex()
        request = self._request(draft)
        act = partial(record_finding, self.bench.desk, view.case, finding, draft.title, request, draft.items)
        self._write(lambda: self._checked(request, act), finding, _FORM)

    def _checked(self, request: Mapping[str, Any], act: Callable[[], Changes]) -> Changes:
        self.law.judge(request)
        return act()

    def _request(self, draft: FindingDraft) -> dict[str, Any]:
        """The facts that the violation asks stay; what was settled of another violation goes."""
        held = dict(self.state.finding.request) if self.state.finding else {}
        held.pop(_CHOICE, None)  # it stands in an event of its own
        request: dict[str, Any] = {
            **held,
            "violation": draft.violation,
            "jurisdiction": draft.jurisdiction,
            "party": {"kind": draft.party},
        }
        for name, text in draft.days.items():
            request = with_value(request, name, clean(text))
        if held.get("violation") != draft.violation:
            asked = {row.id for row in self.law.rows({**request, "act": {}, "decided": ""})}
            for part in ("facts", "evidence"):
                kept = {name: raw for name, raw in (held.get(part) or {}).items() if name in asked}
                request[part] = kept
            request.pop("discretion", None)
        return {name: value for name, value in request.items() if value or name != "evidence"}

    def pick(self, event: bytes) -> None:
        """Settle which of two records of the finding counts."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None:
            self._write(lambda: pick_finding(self.bench.desk, view.case, finding, event), finding)

    # --- facts

    def set_fact(self, name: str, value: str | list[str]) -> None:
        """Change a fact or a day; an empty value makes it unknown. In a trial nothing is written."""
        row = next((one for one in self.state.sheet.facts if one.id == name), None)
        if row is None:
            return
        held: str | list[str] = value or "" if isinstance(value, list) else clean(value)
        wrong = bad(row.kind, held) if row.kind in _TYPED and isinstance(held, str) else ""
        if wrong:
            self.show_state(replace(self.state, wrong=(name, wrong)))
        elif value_of(held) == row.value:
            self._forget_wrong(name)
        else:
            self._change(name, held)

    def prove(self, fact: str, numbers: list[str]) -> None:
        """Say which evidence shows a fact."""
        self._change(f"evidence.{fact}", numbers)

    def settle(self, key: str, value: str) -> None:
        """Say the degree or the ground; an empty value takes it back."""
        self._change(f"discretion.{key}", value)

    def choose_amount(self, text: str) -> None:
        """Take an amount (in 万元) from the range that the benchmark leaves open; nothing takes it back."""
        text = clean(text)
        if not text:
            self._change(CHOSEN, "")
            return
        wrong = bad("decimal", text)
        fen = _FEN_IN_WAN * (Decimal(text) if not wrong else 0)
        judgement = self.state.sheet.judgement
        within = judgement.money.within if judgement else None
        if not wrong and (fen != int(fen) or within is None or not within[0] <= fen <= within[1]):
            wrong = self.tr("{0} 万元不在可选的范围内，没有存。").format(text)
        if wrong:
            self.show_state(replace(self.state, wrong=(CHOSEN, wrong)))
        else:
            self._change(CHOSEN, int(fen))

    def _forget_wrong(self, name: str) -> None:
        if self.state.wrong[0] == name:
            self.show_state(replace(self.state, wrong=("", "")))

    def _change(self, name: str, value: Value) -> None:
        view, finding = self.state.view, self.state.sheet.finding
        if view is None or not (self.state.editable or self.state.trial):
            return
        if self.state.trial:
            self._try(name, value)
            return
        desk, packs = self.bench.desk, self.law.packs
        self._write(lambda: change_fact(desk, view.case, finding, (name, value), packs), finding, name)

    def _try(self, name: str, value: Value) -> None:
        sheet = self.state.sheet
        request = with_value(sheet.request, name, value)
        if asked_of(request) != asked_of(sheet.request):
            request.pop(_CHOICE, None)

        def weigh() -> Sheet:
            check_change(request, (name, value), self.law.packs)
            return Sheet(sheet.finding, request, self.law.rows(request), self.law.judge(request))

        self.bench.lanes.store.run(weigh, self._tried, partial(self._not_written, name))

    def _tried(self, sheet: Sheet) -> None:
        if self.state.trial:
            self.show_state(replace(self.state, sheet=sheet, wrong=("", "")))

    def start_trial(self, change: tuple[str, str | list[str]] | None = None) -> None:
        """Try facts out on a copy, one of them at once; nothing is written until the trial is left."""
        view, finding = self.state.view, self.state.sheet.finding
        if self.state.trial:
            self._trial_goes_on(change)
        elif view is not None and self.state.sheet.judgement is not None:
            self.bench.lanes.store.run(
                lambda: self._read(view.case, finding), partial(self._trial_begins, change), self._failed
            )

    def _trial_begins(self, change: tuple[str, str | list[str]] | None, got: tuple[LawView, Sheet]) -> None:
        view, sheet = got
        if self.state.sheet.finding == sheet.finding and sheet.judgement is not None:
            self.show_state(State(view=view, sheet=sheet, trial=True))
            self._trial_goes_on(change)

    def _trial_goes_on(self, change: tuple[str, str | list[str]] | None) -> None:
        if change is not None:
            self.set_fact(*change)

    def leave_trial(self) -> None:
        """Go back to the facts of the case."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None and self.state.trial:
            self.bench.lanes.store.run(lambda: self._read(view.case, finding), self._chosen, self._failed)

    # --- the law, and assessments

    def choose_law(self, statutes: tuple[str, ...], limitation: str, reason: str) -> None:
        """Settle, as a lawyer, which clauses apply, or whether the act was found in time."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None and view.lawyer and not self.state.trial:
            given = {"statutes": statutes, "limitation": limitation, "reason": reason}
            desk, packs = self.bench.desk, self.law.packs
            self._write(lambda: choose_law(desk, view.case, finding, given, packs), finding)

    def write(self) -> None:
        """Keep what the law makes of the facts in the case."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None and self.state.writable:
            self._write(partial(self._assess, view.case, finding), finding)

    def _assess(self, case: str, finding: str) -> Changes:
        law = self.law
        assess_finding(self.bench.desk, case, finding, law.packs, law.signed)
        return Changes(frozenset({Kind.ASSESSMENTS, Kind.OUTBOX}))

    def show_kept(self, *, kept: bool) -> None:
        """Show the tree of the kept assessment, or of the present facts."""
        self.show_state(replace(self.state, show_kept=kept))

    # --- writing

    def retry(self) -> None:
        """Do the last act once more."""
        if self._last is not None:
            self._write(*self._last)

    def _write(self, act: Callable[[], Changes], finding: str, row: str = "") -> None:
        """Do an act and read again, both on the lane, so that no other act falls between."""
        view = self.state.view
        if view is None:
            return
        case, self._last = view.case, (act, finding, row)
        self.bench.lanes.store.run(
            lambda: (act(), self._read(case, finding)),
            partial(self._written, row),
            partial(self._not_written, row),
        )

    def _written(self, row: str, got: tuple[Changes, tuple[LawView, Sheet]]) -> None:
        changes, (view, sheet) = got
        now = self.state
        if now.view is not None and now.view.case == view.case:
            mine = row == _FORM or (sheet.finding == now.sheet.finding and not (now.trial or now.form))
            wrong = now.wrong if now.wrong[0] not in ("", row) and row != _FORM else ("", "")
            done = State(view=view, sheet=sheet, wrong=wrong)
            self.show_state(done if mine else replace(now, view=view, problem=None))
        self._telling = True
        self.bench.news.tell(changes)
        self._telling = False

    def _not_written(self, row: str, error: Exception) -> None:
        if isinstance(error, RequestError) and row:
            self.show_state(replace(self.state, wrong=(row, self.tr("没有存：{0}").format(why(error)))))
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, problem=problem_of(error)))
