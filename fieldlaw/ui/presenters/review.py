"""The review: the queue, one case against what its reviewer last saw, comments, returns, the approval."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework import reviewing
from fieldlaw.cases.casework.checking import checker
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.casework.reviewing import NotYoursToReviewError, Verdicts
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.devices.thermal.reading import FOREIGN
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.checks import ChecksPresenter
from fieldlaw.ui.presenters.checks_read import Rules
from fieldlaw.ui.presenters.review_read import Shelf, read_review
from fieldlaw.ui.presenters.review_state import ALL, CHANGED, CHECKS, TALKED, Preview, State, queue_row
from fieldlaw.ui.presenters.thermal_picture import image_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.casework.comparing import Seen
    from fieldlaw.cases.casework.packshelf import LawPacks
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.casework.reviewing import Waiting
    from fieldlaw.ui.presenters.review_read import ReviewView
    from fieldlaw.ui.presenters.thermal_picture import Eyes

_SHOWN = (
    Kind.CASES, Kind.ANSWERS, Kind.EVIDENCE, Kind.MEASUREMENTS, Kind.FINDINGS, Kind.ASSESSMENTS,
    Kind.DOCUMENTS, Kind.REVIEWS, Kind.PROCEEDING,
)  # fmt: skip
_PICTURE = (1200, 1200)


class ReviewPresenter(Presenter):
    """Reads the queue and the case in hand again when something has changed; the page never jumps.

    Attributes:
        opened: the id of the case that is shown now.
        checks: the checks of that case, while their panel is open.
    """

    opened = Signal(object)

    def __init__(
        self,
        bench: Bench,
        law: Callable[[], LawPacks],
        eyes: Eyes,
        parent: QObject | None = None,
        *,
        press: Press | None = None,
    ) -> None:
        """`press` names the packs of the checks, with a calendar; without it they are the law packs alone.

        `eyes` decode the pictures of the evidence.
        """
        super().__init__(State(), parent)
        self._bench, self._law, self._eyes, self._verdicts = bench, law, eyes, Verdicts()
        packs = press.law if press else lambda: law().packs
        self._check, self._fatal = checker(bench.desk, packs, press), checker(bench.desk, packs)
        self.checks = ChecksPresenter(bench, Rules(packs, press), self)
        self._last: Callable[[], None] | None = None
        self._telling = False
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    @property
    def _shelf(self) -> Shelf:
        """With the packs that are loaded now."""
        return Shelf(self._bench.checklists, self._law().packs, self._verdicts, self._check)

    # --- reading

    def refresh(self) -> None:
        """Read the queue; the first time its first case is opened."""
        desk, verdicts, fatal = self._bench.desk, self._verdicts, self._fatal
        self._bench.lanes.store.run(
            lambda: reviewing.waiting(desk, verdicts, fatal), self._listed, self._bench.door.report
        )

    def _listed(self, rows: tuple[Waiting, ...]) -> None:
        self.show_state(replace(self.state, queue=tuple(queue_row(one) for one in rows), loaded=True))
        if rows and not self.state.wanted:
            self.open(rows[0].case)

    def open(self, case: str) -> None:
        """Open a case at what has changed since the last look."""
        if case == self.state.wanted and self.state.view is not None:
            return
        self.show_state(replace(self.state, wanted=case, problem=None))
        self._bench.lanes.store.run(
            lambda: self._read(case, None), self._opened, partial(self._refused, case)
        )

    def _read(self, case: str, base: Seen | None) -> ReviewView:
        held = reviewing.seen(self._bench.desk, case) if base is None else base
        return read_review(self._bench.desk, case, held, self._shelf)

    def _opened(self, view: ReviewView) -> None:
        if view.case != self.state.wanted:
            return
        blank = replace(self.state, view=view, refused=None, newer=None, beside=False, preview=None, row="")
        self.show_state(blank)
        self.opened.emit(view.case)
        self.choose_tab(CHANGED if blank.of_tab(CHANGED) else ALL)

    def _refused(self, case: str, error: Exception) -> None:
        if case != self.state.wanted:
            return
        if not isinstance(error, KnownError):
            self._bench.door.report(error)
        self.show_state(replace(self.state, view=None, refused=problem_of(error)))

    def _on_changes(self, changes: Changes) -> None:
        if self._telling or not self.state.loaded or not changes.touch(*_SHOWN):
            return
        self.refresh()
        view = self.state.view
        if view is not None:
            self._bench.lanes.store.run(
                lambda: self._read(view.case, view.seen), self._came, self._bench.door.report
            )

    def _came(self, view: ReviewView) -> None:
        """Something new is there: it waits until the reviewer wants to see it, unless he wrote it himself."""
        shown = self.state.view
        if shown is None or shown.case != view.case:
            return
        if shown.others == view.others:
            self._take(view)
        else:
            self.show_state(replace(self.state, newer=view))

    def show_newer(self) -> None:
        """Show the case as it is now."""
        if self.state.newer is not None:
            self._take(self.state.newer)

    def _take(self, view: ReviewView) -> None:
        """Show another reading of the case in hand; row and tab stay where they can."""
        place = self._place()
        state = replace(self.state, view=view, newer=None)
        self.show_state(state if state.in_hand else replace(state, row=_at(state, place)))

    # --- rows

    def choose_tab(self, tab: str) -> None:
        """Show other rows, or the checks."""
        if self.state.view is not None and tab == CHECKS != self.state.tab:
            self.checks.open(self.state.view.case)
        elif tab != CHECKS:
            self.checks.leave()
        state = replace(self.state, tab=tab)
        kept = state.row if state.in_hand else _at(state, 0)
        self.show_state(replace(state, row=kept, preview=None if kept != state.row else state.preview))

    def choose(self, row: str) -> None:
        """Take a row in hand; what was written about the other one is kept."""
        if row != self.state.row:
            self.show_state(replace(self.state, row=row, preview=None))

    def _place(self) -> int:
        ids = [row.id for row in self.state.rows]
        return ids.index(self.state.row) if self.state.row in ids else 0

    def move(self, by: int) -> None:
        """Go to the next row, or the one before."""
        rows = self.state.rows
        if rows:
            self.choose(rows[max(0, min(len(rows) - 1, self._place() + by))].id)

    def next_change(self) -> None:
        """Go to the next changed row, and from the last one to the first."""
        rows = self.state.rows
        after = [*rows[self._place() + 1 :], *rows[: self._place()]]
        wanted = next((row.id for row in after if row.changed), "")
        if wanted:
            self.choose(wanted)

    # --- evidence

    def show_evidence(self, *, beside: bool) -> None:
        """Show the evidence of the row in hand beside the rows, or no longer."""
        self.show_state(replace(self.state, beside=beside, preview=None))

    def look_at_evidence(self, event: bytes) -> None:
        """Read a piece of evidence and show it, if it is a picture."""
        view = self.state.view
        if view is not None:
            self._bench.lanes.store.run(
                lambda: self._bytes(view.case, event), partial(self._decode, event), self._failed
            )

    def _bytes(self, case: str, event: bytes) -> bytes | Preview:
        """A piece of evidence, or why it cannot be had."""
        desk = self._bench.desk
        held = next(e for e in read(desk, case).events if e.id == event)
        try:
            return evidence_bytes(desk, case, held)
        except KnownError as error:
            return Preview(event, reason=error.sentence)

    def _decode(self, event: bytes, held: bytes | Preview) -> None:
        if isinstance(held, Preview):
            self._previewed(held)
            return
        # Not on the store's lane: a file that takes its reader long must not hold up what is written.
        work = partial(self._preview, event, held)
        self._bench.lanes.images.run(work, self._previewed, self._failed)

    def _preview(self, event: bytes, data: bytes) -> Preview:
        still = self._eyes.picture(data, _PICTURE)
        if still.pixels is not None:
            return Preview(event, image_of(still))
        if still.reason == FOREIGN:
            return Preview(event, reason=self.tr("这一件不是图片，这里不能看。"))
        return Preview(event, reason=self.tr("这张图片读不出来，这里不能看。原件没有动。"))

    def _previewed(self, preview: Preview) -> None:
        row = self.state.in_hand
        if row is not None and any(thing.event == preview.event for thing in row.things):
            self.show_state(replace(self.state, preview=preview))

    # --- writing

    def type(self, text: str) -> None:
        """Take in what is written about the row in hand; it is kept until it is sent."""
        view, row = self.state.view, self.state.row
        if view is not None and row:
            drafts = {**self.state.drafts, (view.case, row): text}
            kept = {key: words for key, words in drafts.items() if words}
            self.show_state(replace(self.state, drafts=kept))

    def suggest_pick(self, row: str) -> None:
        """Write the reason of a return for a row on which the officers disagree; it is sent by hand."""
        self.choose(row)
        if not self.state.draft.strip():
            self.type(self.tr("两人答复不同，请承办人核对后选定一个，写明依据。"))

    def comment(self) -> None:
        """Say what is written, without a return."""
        view, row, text = self.state.view, self.state.in_hand, self.state.draft
        if view is None or row is None or not text.strip():
            return
        said = text if row.returnable or row.id.startswith("case:") else f"{row.tag} {row.title}：{text}"
        act = partial(reviewing.comment, self._bench.desk, view.case, row.item, said)
        self._act(act, ((row.id, text),), seen=False)

    def return_item(self) -> None:
        """Return the item in hand with what is written as the reason."""
        view, row, text = self.state.view, self.state.in_hand, self.state.draft
        if view is None or row is None or not row.returnable or self.state.lacking:
            return
        act = partial(reviewing.return_item, self._bench.desk, view.case, row.item, text)
        self._act(act, ((row.id, text),))

    def return_case(self, reason: str) -> None:
        """Return the case: one notice out of what was said of its items, and a reason."""
        view = self.state.view
        if view is None:
            return
        sent = tuple(
            (row.id, text)
            for (case, name), text in self.state.drafts.items()
            if case == view.case and (row := view.row(name)) is not None and row.returnable
        )
        act = partial(reviewing.return_case, self._bench.desk, view.case, self.state.notice, reason)
        self._act(act, sent)

    def approve(self, opinion: str) -> None:
        """Approve the case."""
        view = self.state.view
        if view is not None:
            self._act(partial(reviewing.approve, self._bench.desk, view.case, opinion, self._fatal), ())

    def mark_seen(self) -> None:
        """Everything that is shown has been looked at; from now on only what comes later is new."""
        view, desk = self.state.view, self._bench.desk
        if view is None:
            return

        def work() -> ReviewView:
            reviewing.mark_seen(desk, view.case, view.heads)
            return self._read(view.case, None)

        self._last = self.mark_seen
        self._bench.lanes.store.run(work, self._marked, self._failed)

    def _marked(self, view: ReviewView) -> None:
        shown = self.state.view
        if shown is not None and shown.case == view.case:
            self._opened(view)
        self.refresh()

    def retry(self) -> None:
        """Do the last act once more."""
        last, self._last = self._last, None
        self.show_state(replace(self.state, problem=None))
        if last is not None:
            last()

    def _act(
        self, act: Callable[[], Changes], sent: tuple[tuple[str, str], ...], *, seen: bool = True
    ) -> None:
        """Write, remember the look, read again: on the lane, so that no other act falls between.

        The page goes on comparing with the look before: what is left to look at stays in sight.
        """
        view = self.state.view
        if view is None or view.approved is not None or self.state.acting:
            return

        def work() -> tuple[Changes, ReviewView]:
            changes = act()
            if seen:
                self._remember(view)
            return changes, self._read(view.case, view.seen)

        self._last = lambda: self._act(act, sent, seen=seen)
        self.show_state(replace(self.state, acting=True, problem=None))
        self._bench.lanes.store.run(work, partial(self._written, sent), self._failed)

    def _remember(self, view: ReviewView) -> None:
        """Remember the look; a failure is told, but what was written before it stands."""
        try:
            reviewing.mark_seen(self._bench.desk, view.case, view.heads)
        except KnownError as error:
            self._bench.lanes.courier.send(self._bench.door.report, error)

    def _written(self, sent: tuple[tuple[str, str], ...], got: tuple[Changes, ReviewView]) -> None:
        changes, view = got
        gone = {(view.case, row): text for row, text in sent}
        drafts = {key: text for key, text in self.state.drafts.items() if gone.get(key) != text}
        self.show_state(replace(self.state, acting=False, drafts=drafts))
        if self.state.view is not None and self.state.view.case == view.case:
            self._take(view)
        self._last = None
        self._telling = True
        self._bench.news.tell(changes)
        self._telling = False
        self.refresh()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, NotYoursToReviewError):
            self.show_state(replace(self.state, acting=False, view=None, refused=problem_of(error)))
        else:
            self.show_state(replace(self.state, acting=False, problem=problem_of(error)))

    def go_to_block(self) -> None:
        """Show what forbids the approval."""
        _what, tab = self.state.blocked
        if not tab:
            return
        self.choose_tab(tab)
        if tab == TALKED:
            waits = next((row.id for row in self.state.rows if row.state == "returned"), "")
            if waits:
                self.choose(waits)


def _at(state: State, place: int) -> str:
    rows = state.rows
    return rows[min(place, len(rows) - 1)].id if rows else ""
