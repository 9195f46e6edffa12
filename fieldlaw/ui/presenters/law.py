"""The law page: findings of a case, their facts, what the law makes of them. A change is saved at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.deciding import (
    assess_finding,
    change_fact,
    pick_finding,
    record_finding,
    with_value,
)
from fieldlaw.cases.law.assess import facts_json
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.law_facts import FactRow, bad, clean, differences, rows_of, why
from fieldlaw.ui.presenters.law_read import FindingView, Kept, LawView, read_findings
from fieldlaw.ui.presenters.law_words import Judgement, Reason, fault_of, judge, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.packs.records import Pack

NEW = ""
_FORM = "form"
_SHOWN = (Kind.CASES, Kind.ANSWERS, Kind.EVIDENCE, Kind.FINDINGS, Kind.ASSESSMENTS, Kind.REVIEWS)


@dataclass(frozen=True)
class FindingDraft:
    """What the form of a finding holds; days are typed words."""

    violation: str
    title: str
    party: str
    jurisdiction: str
    items: tuple[str, ...]
    days: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The facts of one finding and what the law makes of them; `fault` says why there is no judgement."""

    finding: str = NEW
    request: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[FactRow, ...] = ()
    judgement: Judgement | None = None
    fault: str = ""


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        view: the case as it was read last; None while none is open.
        sheet: the finding in hand; that of the trial while one runs.
        form: the form of a finding is shown, for a new one or for the one in hand.
        wrong: the row whose value was not taken, and why.
        trial: facts are tried out; nothing is written.
        show_kept: the tree is that of the kept assessment.
        problem: why the last act was not saved.
    """

    view: LawView | None = None
    sheet: Sheet = Sheet()
    form: bool = False
    wrong: tuple[str, str] = ("", "")
    trial: bool = False
    show_kept: bool = False
    problem: Problem | None = None

    @property
    def finding(self) -> FindingView | None:
        """The finding in hand."""
        return self.view.of(self.sheet.finding) if self.view else None

    @property
    def kept(self) -> Kept | None:
        """The assessment that stands in the case for the finding in hand."""
        return self.finding.kept if self.finding else None

    @property
    def outdated(self) -> str:
        """What has changed since the kept assessment: facts, packs, or nothing (empty)."""
        kept, judgement = self.kept, self.sheet.judgement
        if kept is None or self.trial or self.finding is None:
            return ""
        if kept.facts != self.finding.request:
            return "facts"
        now = {one["id"]: one["sha256"] for one in judgement.result["packs"]} if judgement else kept.packs
        return "packs" if now != dict(kept.packs) else ""

    @property
    def writable(self) -> bool:
        """Whether an assessment can be written now: there is one, and the case does not hold it yet."""
        if self.view is None or self.finding is None or self.trial or self.form:
            return False
        stale = self.kept is None or bool(self.outdated)
        return stale and self.sheet.judgement is not None and self.editable and not self.wrong[0]

    @property
    def editable(self) -> bool:
        """Whether facts can be changed."""
        disputed = self.finding is not None and self.finding.disputed
        return self.view is not None and not self.view.closed and not disputed

    @property
    def tree(self) -> Reason | None:
        """The explanation that is shown."""
        if self.show_kept and self.kept is not None and "tree" in self.kept.result:
            return reason(self.kept.result["tree"], {})
        return self.sheet.judgement.tree if self.sheet.judgement else None


def _needs_form(view: LawView) -> bool:
    """Whether there is something to make a finding of, and no finding yet."""
    return not view.findings and bool(view.proposals) and not view.closed


class LawPresenter(Presenter):
    """Findings, facts and assessments of one case.

    Attributes:
        opened: a case has been read and is shown (its id).
    """

    opened = Signal(object)

    def __init__(
        self, bench: Bench, packs: tuple[Pack, ...], jurisdiction: str, parent: QObject | None = None
    ) -> None:
        super().__init__(State(), parent)
        self._bench, self._packs, self.jurisdiction = bench, packs, jurisdiction
        self._last: tuple[Callable[[], Changes], str, str] | None = None
        self._telling = False
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    @property
    def violations(self) -> tuple[tuple[str, str], ...]:
        """The violations of the lawbook: id and name."""
        return tuple((one["id"], one["name"]) for one in facts_json(self._packs, self.jurisdiction))

    def differences(self) -> tuple[str, ...]:
        """Where the records of the finding in hand differ, one text for each of them."""
        held = self.state.finding
        return differences([one.request for one in held.versions], self._packs) if held else ()

    # --- reading

    def open(self, case: str) -> None:
        """Open a case at its first finding."""
        self._bench.lanes.store.run(lambda: self._read(case, NEW), self._opened, self._bench.door.report)

    def choose(self, finding: str) -> None:
        """Take another finding in hand."""
        if self.state.view is not None and not self.state.trial:
            case = self.state.view.case
            self._bench.lanes.store.run(lambda: self._read(case, finding), self._chosen, self._failed)

    def _read(self, case: str, finding: str) -> tuple[LawView, Sheet]:
        view = read_findings(self._bench.desk, case, self._bench.checklists)
        one = view.of(finding) or (view.findings[0] if view.findings else None)
        return view, self._sheet(one.id, one.request) if one else Sheet()

    def _sheet(self, finding: str, request: Mapping[str, Any]) -> Sheet:
        try:
            rows = rows_of(request, self._packs)
        except RequestError as error:
            return Sheet(finding, request, fault=fault_of(error))
        try:
            return Sheet(finding, request, rows, judge(request, self._packs))
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
            self._bench.lanes.store.run(lambda: self._read(case, held), self._reread, self._bench.door.report)

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
        finding = self.state.sheet.finding or self._bench.desk.fresh(6).hex()
        request = self._request(draft)
        act = partial(record_finding, self._bench.desk, view.case, finding, draft.title, request, draft.items)
        self._write(lambda: self._checked(request, act), finding, _FORM)

    def _checked(self, request: Mapping[str, Any], act: Callable[[], Changes]) -> Changes:
        judge(request, self._packs)
        return act()

    def _request(self, draft: FindingDraft) -> dict[str, Any]:
        held = self.state.finding
        asked = {one["id"] for one in facts_json(self._packs, draft.jurisdiction, draft.violation)}
        facts = held.request.get("facts", {}) if held else {}
        request: dict[str, Any] = {
            **(held.request if held else {}),
            "violation": draft.violation,
            "jurisdiction": draft.jurisdiction,
            "party": {"kind": draft.party},
            "facts": {name: raw for name, raw in facts.items() if name in asked},
        }
        for name, text in draft.days.items():
            request = with_value(request, name, clean(text))
        return request

    def pick(self, event: bytes) -> None:
        """Settle which of two records of the finding counts."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None:
            self._write(lambda: pick_finding(self._bench.desk, view.case, finding, event), finding)

    # --- facts

    def set_fact(self, name: str, text: str) -> None:
        """Change a fact or a day; an empty word makes it unknown. In a trial nothing is written."""
        row = next((one for one in self.state.sheet.facts if one.id == name), None)
        text = clean(text)
        if row is None or self.state.view is None or not (self.state.editable or self.state.trial):
            return
        wrong = bad(row.kind, text) if row.kind != "yes_no_unknown" else ""
        if wrong:
            self.show_state(replace(self.state, wrong=(name, wrong)))
        elif text == row.value:
            self._forget_wrong(name)
        elif self.state.trial:
            self._try(name, text)
        else:
            self._save(name, text)

    def _forget_wrong(self, name: str) -> None:
        if self.state.wrong[0] == name:
            self.show_state(replace(self.state, wrong=("", "")))

    def _save(self, name: str, text: str) -> None:
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None:
            desk, packs = self._bench.desk, self._packs
            self._write(lambda: change_fact(desk, view.case, finding, (name, text), packs), finding, name)

    def _try(self, name: str, text: str) -> None:
        sheet = self.state.sheet
        request = with_value(sheet.request, name, text)
        self._bench.lanes.store.run(
            lambda: Sheet(sheet.finding, request, rows_of(request, self._packs), judge(request, self._packs)),
            self._tried,
            partial(self._not_written, name),
        )

    def _tried(self, sheet: Sheet) -> None:
        if self.state.trial:
            self.show_state(replace(self.state, sheet=sheet, wrong=("", "")))

    def start_trial(self) -> None:
        """Try facts out on a copy; nothing is written until the trial is left."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None and self.state.sheet.judgement is not None:
            self._bench.lanes.store.run(
                lambda: self._read(view.case, finding), self._trial_begins, self._failed
            )

    def _trial_begins(self, got: tuple[LawView, Sheet]) -> None:
        view, sheet = got
        if self.state.sheet.finding == sheet.finding and sheet.judgement is not None:
            self.show_state(State(view=view, sheet=sheet, trial=True))

    def leave_trial(self) -> None:
        """Go back to the facts of the case."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None and self.state.trial:
            self._bench.lanes.store.run(lambda: self._read(view.case, finding), self._chosen, self._failed)

    # --- assessments

    def write(self) -> None:
        """Keep what the law makes of the facts in the case."""
        view, finding = self.state.view, self.state.sheet.finding
        if view is not None and self.state.writable:
            self._write(partial(self._assess, view.case, finding), finding)

    def _assess(self, case: str, finding: str) -> Changes:
        assess_finding(self._bench.desk, case, finding, self._packs)
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
        self._bench.lanes.store.run(
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
        self._bench.news.tell(changes)
        self._telling = False

    def _not_written(self, row: str, error: Exception) -> None:
        if isinstance(error, RequestError) and row:
            self.show_state(replace(self.state, wrong=(row, self.tr("没有存：{0}").format(why(error)))))
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, problem=problem_of(error)))
