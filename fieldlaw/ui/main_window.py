"""The window: nav on the left, the page, the status strip; three zones that never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.theme.focus import FocusRing
from fieldlaw.ui.views.parts.nav import NavRail, Place
from fieldlaw.ui.views.parts.notices import Banner
from fieldlaw.ui.views.parts.strip import StatusStrip

if TYPE_CHECKING:
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.strip import State
    from fieldlaw.ui.theme.look import Look


def places(window: QWidget) -> tuple[Place, ...]:
    """The places of the rail."""
    return (
        Place("home", "house", window.tr("首页"), window.tr("首页")),
        Place("review", "list-checks", window.tr("审核队列"), window.tr("审核")),
        Place("workbench", "clipboard-check", window.tr("检查任务"), window.tr("任务")),
        Place("instrument", "activity", window.tr("仪器"), window.tr("仪器")),
        Place("thermal", "thermometer", window.tr("热像"), window.tr("热像")),
        Place("law", "folder-open", window.tr("问题与法律"), window.tr("案件")),
        Place("documents", "file-text", window.tr("文书"), window.tr("文书")),
        Place("sync", "refresh-cw", window.tr("同步与状态"), window.tr("同步"), lower=True),
    )


class MainWindow(QFrame):
    """Holds the pages; knows which one is shown and in which mode."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look = look
        self._pages: dict[str, QWidget] = {}
        self._whole: set[str] = set()
        self._slim: set[str] = set()
        self.setWindowTitle(self.tr("现场执法工作台"))
        self.setMinimumSize(*(1280, 720))
        self.nav = NavRail(look, places(self))
        self.strip = StatusStrip(look)
        self.banner = Banner(look)
        self._stack = QStackedWidget()
        self._assemble()
        self._ring = FocusRing(look, self)
        QShortcut(QKeySequence(Qt.Key.Key_F11), self).activated.connect(self.toggle_field)

    def _assemble(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        right.addWidget(self.strip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addLayout(right, 1)

    def add_page(self, name: str, page: QWidget, *, slim: bool = False, whole: bool = False) -> None:
        """Add a page; `slim` narrows the rail, `whole` hides it."""
        self._pages[name] = page
        self._stack.addWidget(page)
        if slim:
            self._slim.add(name)
        if whole:
            self._whole.add(name)

    def remove_page(self, name: str) -> None:
        """Take a page away for good."""
        page = self._pages.pop(name)
        if page.isAncestorOf(self._ring):
            self._ring.release()
        self._stack.removeWidget(page)
        page.deleteLater()

    def stop(self) -> None:
        """The program ends: nothing follows the focus any more."""
        self._ring.stop()

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return next((n for n, p in self._pages.items() if p is self._stack.currentWidget()), "")

    def show_page(self, name: str) -> None:
        """Go to a page."""
        self._stack.setCurrentWidget(self._pages[name])
        self.nav.show_place(name)
        self._dress()
        self._pages[name].setFocus()

    def _dress(self) -> None:
        self.strip.setVisible(self.page not in self._whole)
        self.nav.setVisible(not self._look.field and self.page not in self._whole)
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
