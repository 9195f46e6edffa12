"""The document page: papers of a case laid out, looked at, signed page by page, saved and printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework import signing
from fieldlaw.cases.casework.printing import RECORD, keep_copy, note_print
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.checks import ChecksPresenter
from fieldlaw.ui.presenters.checks_read import Rules
from fieldlaw.ui.presenters.disclosure import DisclosurePresenter
from fieldlaw.ui.presenters.documents_pages import PRINT_SCALE, PageDrawer, draw
from fieldlaw.ui.presenters.documents_read import read_documents
from fieldlaw.ui.presenters.documents_state import (
    INSPECT,
    OPINION,
    SIGN,
    DocumentsView,
    Gap,
    Paper,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from fieldlaw.cases.casework.printing_record import Press

LONGEST_REASON, LONGEST_NAME = signing.LONGEST_REASON, signing.LONGEST_NAME
_SHOWN = (
    Kind.CASES, Kind.ANSWERS, Kind.MEASUREMENTS, Kind.EVIDENCE, Kind.FINDINGS, Kind.ASSESSMENTS,
    Kind.DOCUMENTS, Kind.REVIEWS, Kind.PROCEEDING,
)  # fmt: skip


@dataclass(frozen=True)
class RefusalDraft:
    """What the form of a refusal holds; `rest`: the later pages without a signature as well."""

    outcome: str
    reason: str
    witness: str
    recorded: bool
    rest: bool


class DocumentsPresenter(Presenter):
    """Documents and signatures of one case.

    Attributes:
        opened: a case has been read and is shown (its id).
        goal: the place of the page to go to: OPINION or SIGN.
        inspection_wanted: the checklist item that has to be settled in the inspection.
        finished: nothing is missing and the person is done (the case).
        kept: a signature or refusal was written; the pad is empty again.
        checks: the checks of the case, while their panel is open.
        disclosure: the look through a text for publication.
    """

    opened = Signal(object)
    goal = Signal(object)
    inspection_wanted = Signal(object)
    finished = Signal(object)
    kept = Signal()

    def __init__(self, bench: Bench, press: Press, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._press = bench, press
        self._scale = 0.0
        self._telling = self._stale = False
        rules = Rules(press.law, press)
        self.checks = ChecksPresenter(bench, rules, self)
        self.disclosure = DisclosurePresenter(bench, rules, self)
        self._drawer = PageDrawer(bench.lanes, self._failed, self)
        self._drawer.ready.connect(self._page_ready)
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    # --- reading

    def open(self, case: str) -> None:
        """Open a case at the first page of its record."""
        self._bench.lanes.store.run(lambda: self._read(case), self._opened, self._bench.door.report)

    def read_again(self) -> None:
        """Lay the documents out once more."""
        if self.state.view is not None:
            case = self.state.view.case
            self._bench.lanes.store.run(lambda: self._read(case), self._reread, self._bench.door.report)

    def _read(self, case: str) -> DocumentsView:
        return read_documents(self._bench.desk, case, self._press)

    def _opened(self, view: DocumentsView) -> None:
        self.checks.leave()
        self._show(State(view=view))
        self.opened.emit(view.case)

    def _on_changes(self, changes: Changes) -> None:
        if self._telling or not changes.touch(*_SHOWN):
            return
        self._stale = bool(self.checks.state.case)  # laid out anew once the checks are answered
        if not self._stale:
            self.read_again()

    def look_at_checks(self) -> None:
        """Open the panel of checks over the case in hand."""
        if self.state.view is not None:
            self.checks.open(self.state.view.case)

    def leave_checks(self) -> None:
        """Close the panel; what was answered goes into the documents."""
        self.checks.leave()
        if self._stale:
            self._stale = False
            self.read_again()

    def _reread(self, view: DocumentsView) -> None:
        now = self.state
        if now.view is not None and now.view.case == view.case:
            self._show(replace(now, view=view))

    def _show(self, state: State) -> None:
        """Show a state; its page is one that the document has, its picture is fetched."""
        page = min(max(state.page, 1), max(state.pages, 1))
        signers = len(state.signing.signers) if state.signing else 0
        state = replace(state, page=page, hand=state.hand if state.hand < signers else 0)
        self.show_state(self._with_image(state))
        built = state.paper.built if state.paper else None
        if built is not None and self._scale:
            self._drawer.want(built, page, self._scale)

    def _with_image(self, state: State) -> State:
        built = state.paper.built if state.paper else None
        image = self._drawer.get(built, state.page, self._scale) if built else None
        if built is None or image is None:
            return state
        return replace(state, image=image, drawn=(built.sha256, state.page))

    def _page_ready(self, which: tuple[str, int]) -> None:
        state = self.state
        built = state.paper.built if state.paper else None
        if built is not None and which == (built.sha256, state.page):
            self.show_state(self._with_image(state))

    # --- looking

    def set_scale(self, scale: float) -> None:
        """Say how many pixels of the screen a point of the paper has."""
        scale = round(scale, 3)
        if scale > 0 and scale != self._scale:
            self._scale = scale
            self._show(self.state)

    def choose(self, kind: str) -> None:
        """Take another document in hand."""
        if kind != self.state.kind:
            self._show(replace(self.state, kind=kind, page=1, refusing=False, problem=None))

    def go_page(self, page: int) -> None:
        """Go to a page."""
        if 1 <= page <= self.state.pages and page != self.state.page:
            self._show(replace(self.state, page=page, refusing=False))

    def turn(self, by: int) -> None:
        """Go some pages on or back."""
        self.go_page(self.state.page + by)

    def choose_signer(self, number: int) -> None:
        """Say who signs next."""
        if number != self.state.hand:
            self.show_state(replace(self.state, hand=number, refusing=False))

    # --- what is missing

    def go_to(self, gap: Gap) -> None:
        """Go where a gap is closed."""
        if gap.act == INSPECT:
            self.inspection_wanted.emit(gap.item)
            return
        page, hand = gap.place if gap.act == SIGN else (self._opinion_page(), self.state.hand)
        self._show(replace(self.state, kind=gap.paper, page=page, hand=hand, refusing=False))
        self.goal.emit(gap.act)

    def _opinion_page(self) -> int:
        record = replace(self.state, kind=RECORD).paper
        return record.pages if record else 1

    def go_on(self) -> None:
        """Go to the first thing that is missing; say that all is done when nothing is."""
        state = self.state
        if state.missing:
            self.go_to(state.missing[0])
        elif state.view is not None and state.view.signing is not None:
            self.finished.emit(state.view.case)

    def press_field(self, name: str) -> None:
        """Go to the field of the paper that was pressed."""
        if name == OPINION:
            self.goal.emit(OPINION)
            return
        signers = self.state.signing.signers if self.state.signing else ()
        number = next((n for n, one in enumerate(signers) if one.slot == name), None)
        if number is not None:
            self.choose_signer(number)
            self.goal.emit(SIGN)

    # --- signing

    def sign(self, strokes: tuple[signing.Stroke, ...]) -> None:
        """Keep the signature on the page in hand and go to the next one."""
        state = self.state
        if state.view is None or state.signing is None or state.signer is None:
            return
        now = state.signing
        mark = signing.Mark(now.sha256, state.page, state.signer, strokes, now.document)
        self._write(partial(signing.sign, self._bench.desk, state.view.case, self._press, mark), self._signed)

    def _signed(self) -> None:
        self.kept.emit()
        state = self.state
        if state.signing is None or state.signer is None:
            return
        later = state.signing.missing(state.signer)
        if later:
            self.go_page(next((page for page in later if page > state.page), later[0]))
            return
        for number, signer in enumerate(state.signing.signers):
            if missing := state.signing.missing(signer):
                self._show(replace(state, hand=number, page=missing[0]))
                return

    def ask_refusal(self, *, shown: bool) -> None:
        """Show the form of a refusal, or leave it."""
        self.show_state(replace(self.state, refusing=shown, problem=None))

    def refuse(self, draft: RefusalDraft) -> None:
        """Keep that the page in hand, or all the pages left, stay without a signature."""
        state = self.state
        if state.view is None or state.signing is None or state.signer is None:
            return
        left = state.signing.missing(state.signer) if draft.rest else ()
        pages = tuple(sorted({state.page, *left}))
        no = signing.Refusal(
            state.signing.sha256, pages, state.signer, draft.outcome, draft.reason, draft.witness,
            draft.recorded, state.signing.document,
        )  # fmt: skip
        act = partial(signing.refuse, self._bench.desk, state.view.case, self._press, no)
        self._write(act, self._refused)

    def _refused(self) -> None:
        self.show_state(replace(self.state, refusing=False))
        self._signed()

    def give_opinion(self, text: str) -> None:
        """Keep what the party says after reading."""
        view = self.state.view
        if view is not None:
            self._write(partial(signing.give_opinion, self._bench.desk, view.case, text))

    # --- leaving the program

    def save(self, path: str) -> None:
        """Write the document in hand to a file and note it in the case."""
        view, paper = self.state.view, self.state.paper
        if view is not None and paper is not None and paper.built is not None:
            act = partial(keep_copy, self._bench.desk, view.case, paper.kind, paper.built, Path(path))
            self._write(act, lambda: self.show_state(replace(self.state, saved=path)))

    def page_to_print(self, paper: Paper, page: int, hand: Callable[[QImage | None], None]) -> None:
        """Draw a page finely for a printer; `hand` gets it on the main thread, None when it failed."""

        def failed(error: Exception) -> None:
            self._failed(error)
            hand(None)

        built = paper.built
        if built is not None:
            self._bench.lanes.images.run(lambda: draw(built.data, page, PRINT_SCALE), hand, failed)

    def printed(self, paper: Paper) -> None:
        """Note in the case that a document was printed."""
        view = self.state.view
        if view is not None and paper.built is not None:
            self._write(partial(note_print, self._bench.desk, view.case, paper.kind, paper.built))

    def print_failed(self) -> None:
        """Say that the printer took nothing."""
        problem = Problem(
            self.tr("没有打印：打印机没有接收。"),
            self.tr("看看打印机和纸，再打印。"),
            self.tr("文书没有变化。"),
        )
        self.show_state(replace(self.state, problem=problem))

    # --- writing

    def _write(self, act: Callable[[], Changes], then: Callable[[], None] | None = None) -> None:
        """Do an act and read again, both on the lane, so that no other act falls between."""
        view = self.state.view
        if view is None or self.state.busy:
            return
        self.show_state(replace(self.state, busy=True, problem=None, saved=""))
        case = view.case
        self._bench.lanes.store.run(
            lambda: (act(), self._read(case)), partial(self._written, then), self._failed
        )

    def _written(self, then: Callable[[], None] | None, got: tuple[Changes, DocumentsView]) -> None:
        changes, view = got
        now = self.state
        if now.view is not None and now.view.case == view.case:
            self._show(replace(now, view=view, busy=False))
            if then is not None:
                then()
        self._telling = True
        self._bench.news.tell(changes)
        self._telling = False

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, busy=False, problem=problem_of(error)))
