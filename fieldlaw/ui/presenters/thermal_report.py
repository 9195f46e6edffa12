"""The report page of the picture in hand: made, looked at page by page, saved, printed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from fieldlaw.cases.casework.printing import keep_copy, note_print
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.documents_pages import PRINT_SCALE, PageDrawer, draw
from fieldlaw.ui.presenters.thermal_report_made import Spoken, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.ui.presenters.thermal_measuring import Hand
    from fieldlaw.ui.presenters.thermal_report_made import Made


@dataclass(frozen=True)
class State:
    """What the dialog shows.

    Attributes:
        made: the report; None while there is none.
        page: which page is looked at; `image` its picture, null until it is drawn.
        busy: it is being laid out, or a copy is being written.
        saved: the file that it was saved to last.
        problem: why the last act was not done.
    """

    made: Made | None = None
    page: int = 1
    image: QImage = field(default_factory=QImage)
    busy: bool = False
    saved: str = ""
    problem: Problem | None = None

    @property
    def pages(self) -> int:
        """How many pages the report has."""
        return self.made.built.pages if self.made else 0


class Report(Presenter):
    """Makes a report and lets it leave the program.

    Attributes:
        ready: a report was made; it can be shown.
    """

    ready = Signal()

    def __init__(self, bench: Bench, press: Press, hand: Hand, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._press, self._hand = bench, press, hand
        self._open, self._turn, self._scale = True, 0, 0.0
        self._drawer = PageDrawer(bench.lanes, self._failed, self)
        self._drawer.ready.connect(self._page_ready)

    @property
    def state(self) -> State:
        """What the dialog shows."""
        held: State = self._state
        return held

    def _alter(self, **changes: object) -> None:
        self.show_state(replace(self.state, **changes))  # type: ignore[arg-type]

    # --- making

    def make(self, spoken: Spoken) -> None:
        """Lay out the report of the picture in hand; nothing where it has no temperatures."""
        page = self._hand.state
        if self.state.busy or page.heat is None or page.row is None:
            return
        self._turn += 1
        self._hand.alter(problem=None)
        self.show_state(State(busy=True))
        self._bench.lanes.store.run(
            lambda: lay_out(self._bench.desk, self._press, page, spoken),
            partial(self._made, self._turn),
            partial(self._not_made, self._turn),
        )

    def _made(self, turn: int, made: Made) -> None:
        if not self._open or turn != self._turn:
            return
        self.show_state(State(made=made))
        self._want()
        self.ready.emit()

    def _not_made(self, turn: int, error: Exception) -> None:
        if self._open and turn == self._turn:
            self.show_state(State())
            self._hand.alter(problem=problem_of(error))

    # --- looking

    def want_scale(self, scale: float) -> None:
        """Say how many pixels of the screen a point of the paper has."""
        scale = round(scale, 3)
        if scale > 0 and scale != self._scale:
            self._scale = scale
            self._want()

    def go_page(self, page: int) -> None:
        """Go to a page."""
        if 1 <= page <= self.state.pages and page != self.state.page:
            self._alter(page=page)
            self._want()

    def turn(self, by: int) -> None:
        """Go some pages on or back."""
        self.go_page(self.state.page + by)

    def _want(self) -> None:
        """Have the page in hand drawn; show it at once where that was done before."""
        made = self.state.made
        if made is not None and self._scale:
            self._drawer.want(made.built, self.state.page, self._scale)
            self._page_ready((made.built.sha256, self.state.page))

    def _page_ready(self, which: tuple[str, int]) -> None:
        made, page = self.state.made, self.state.page
        if not self._open or made is None or which != (made.built.sha256, page):
            return
        image = self._drawer.get(made.built, page, self._scale)
        if image is not None:
            self._alter(image=image)

    def leave(self) -> None:
        """The dialog is shut: let the report go; what was not laid out yet is not shown any more."""
        self._turn += 1
        self.show_state(State())

    def close(self) -> None:
        """The profile is being closed: take no result any more."""
        self._open = False
        self._turn += 1

    # --- leaving the program

    def save(self, path: str) -> None:
        """Write the report to a file and note it in the case."""
        made = self.state.made
        if made is not None:
            act = partial(keep_copy, self._bench.desk, made.case, made.document, made.built, Path(path))
            self._write(act, path)

    def page_to_print(self, made: Made, page: int, hand: Callable[[QImage | None], None]) -> None:
        """Draw a page finely for a printer; `hand` gets it on the main thread, None when it failed."""

        def drawn(image: QImage) -> None:
            if self._open:
                hand(image)

        def failed(error: Exception) -> None:
            self._failed(error)
            if self._open:
                hand(None)

        self._bench.lanes.images.run(lambda: draw(made.built.data, page, PRINT_SCALE), drawn, failed)

    def printed(self, made: Made) -> None:
        """Note in the case that the report was printed."""
        self._write(partial(note_print, self._bench.desk, made.case, made.document, made.built))

    def print_failed(self) -> None:
        """Say that the printer took nothing."""
        problem = Problem(
            self.tr("没有打印：打印机没有接收。"),
            self.tr("看看打印机和纸，再打印。"),
            self.tr("案件没有变化。"),
        )
        self._alter(problem=problem)

    def _write(self, act: Callable[[], Changes], saved: str = "") -> None:
        if not self.state.busy:
            self._alter(busy=True, problem=None, saved="")
            self._bench.lanes.store.run(act, partial(self._written, self._turn, saved), self._failed)

    def _written(self, turn: int, saved: str, changes: Changes) -> None:
        if turn == self._turn:
            self._alter(busy=False, saved=saved)
        if self._open:
            self._bench.news.tell(changes)

    def _failed(self, error: Exception) -> None:
        if self._open:
            self._alter(busy=False, problem=problem_of(error))
