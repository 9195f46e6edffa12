"""The window: nav on the left, the page, the status strip; three zones that never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.notices import Banner

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.strip import State
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.frame import Frame
    from fieldlaw.ui.views.parts.nav import NavRail
    from fieldlaw.ui.views.parts.strip import StatusStrip


class MainWindow(QFrame):
    """Holds the pages; knows which one is shown and in which mode.

    The unlock page comes first and alone; rail, strip and focus ring are made once it has been painted.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look = look
        self._pages: dict[str, QWidget] = {}
        self._whole: set[str] = set()
        self._slim: set[str] = set()
        self.setWindowTitle(self.tr("现场执法工作台"))
        self.setMinimumSize(*(1280, 720))
        self.banner = Banner(look)
        self._stack = QStackedWidget()
        self._made: Frame | None = None
        self._assemble()
        QShortcut(QKeySequence(Qt.Key.Key_F11), self).activated.connect(self.toggle_field)

    def _assemble(self) -> None:
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self.banner)
        self._right.addWidget(self._stack, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(self._right, 1)

    @property
    def frame(self) -> Frame:
        """Rail, strip and focus ring."""
        if self._made is None:
            from fieldlaw.ui.views.frame import Frame  # noqa: PLC0415  the first paint does not wait for it

            self._made = Frame.of(self._look, self)
            self._row.insertWidget(0, self._made.nav)
            self._right.addWidget(self._made.strip)
            self._dress()
        return self._made

    @property
    def nav(self) -> NavRail:
        """The rail."""
        return self.frame.nav

    @property
    def strip(self) -> StatusStrip:
        """The status strip."""
        return self.frame.strip

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first one the rest of the window is made."""
        super().paintEvent(event)
        if self._made is None:
            QTimer.singleShot(0, self, lambda: self.frame)

    def add_page(self, name: str, page: QWidget, *, slim: bool = False, whole: bool = False) -> None:
        """Add a page; `slim` narrows the rail, `whole` hides it."""
        self._pages[name] = page
        page.setProperty("ring", False)  # noqa: FBT003  it only hands the keyboard on
        self._stack.addWidget(page)
        if slim:
            self._slim.add(name)
        if whole:
            self._whole.add(name)

    def remove_page(self, name: str) -> None:
        """Take a page away for good."""
        page = self._pages.pop(name)
        if page.isAncestorOf(self.frame.ring):
            self.frame.ring.release()
        self._stack.removeWidget(page)
        page.deleteLater()

    def stop(self) -> None:
        """The program ends: nothing follows the focus any more."""
        if self._made is not None:
            self._made.ring.stop()

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return next((n for n, p in self._pages.items() if p is self._stack.currentWidget()), "")

    def show_page(self, name: str) -> None:
        """Go to a page."""
        self._stack.setCurrentWidget(self._pages[name])
        self._dress()
        self._pages[name].setFocus()

    def _dress(self) -> None:
        whole = self.page in self._whole
        if self._made is None and whole:
            return
        self.nav.show_place(self.page)
        self.strip.setVisible(not whole)
        self.nav.setVisible(not self._look.field and not whole)
        self.nav.set_slim(slim=self.page in self._slim)

    def toggle_field(self) -> None:
        """Field mode and back; page, item and cursor stay."""
        self._look.use("light" if self._look.field else "field", self._look.tokens.scale)
        self._dress()

    def show_strip(self, state: State) -> None:
        """Show what the strip presenter knows."""
        for cell in state.cells:
            self.strip.say(cell.id, cell.level, cell.values)

    def show_problem(self, problem: Problem) -> None:
        """Show an error over the page."""
        rest = "".join(part for part in (problem.way_out, problem.safe, problem.number) if part)
        self.banner.say("danger", problem.what, rest)
