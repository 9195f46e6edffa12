"""What stands in place of something: an empty state, an error panel; lines on and over the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.theme.look import Look

_BANNER_ICON = {"warning": "triangle-alert", "danger": "octagon-x", "success": "check-check"}


class EmptyState(QWidget):
    """What is missing, one sentence, at most one button."""

    def __init__(self, look: Look, icon: str, title: str, text: str, button: Button | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(8)
        column.addWidget(IconLabel(look, icon, "borderControl", "field"), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title, self._sentence = label(title, "subtitle"), wrapped(text, "small")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def say(self, title: str, text: str) -> None:
        """Show other words."""
        self._title.setText(title)
        self._sentence.setText(text)


class ErrorPanel(QFrame):
    """What did not happen, what to do, whether anything was lost.

    Attributes:
        again: the person wants another try.
    """

    again = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("card", "danger")
        self._title = wrapped("", "subtitle", "danger")
        self._way_out, self._safe = wrapped(""), wrapped("", "strong", "success")
        self._number = Button(look, "", "text")
        self._number.clicked.connect(self._copy)
        retry = Button(look, self.tr("再试"), "primary")
        retry.clicked.connect(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 14)
        column.addWidget(self._headed(look))
        column.addLayout(self._rows())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(14, 0, 14, 0)
        buttons.addWidget(retry)
        buttons.addWidget(self._number)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _headed(self, look: Look) -> QFrame:
        head = QFrame()
        head.setProperty("head", "danger")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 10, 14, 10)
        row.addWidget(IconLabel(look, "circle-x", "danger"))
        row.addWidget(self._title, 1)
        return head

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(14, 6, 14, 6)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        rows = ((self.tr("怎么办"), self._way_out), (self.tr("有没有丢"), self._safe))
        for line, (name, value) in enumerate(rows):
            grid.addWidget(label(name, "small"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
        return grid

    def say(self, problem: Problem) -> None:
        """Show a problem."""
        self._title.setText(problem.what)
        self._way_out.setText(problem.way_out)
        self._safe.setText(problem.safe or self.tr("没有。"))
        self._number.setText(self.tr("复制编号 {0}").format(problem.number))
        self._number.setProperty("number", problem.number)
        self._number.setVisible(bool(problem.number))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._number.property("number")))


class NoticeLine(QFrame):
    """One line of a page, in one tone, that stays until its cause ends."""

    def __init__(self, look: Look, tone: str, icon: str, role: str) -> None:
        super().__init__()
        self.setProperty("banner", tone)
        self._head, self._text = label("", "strong", role), wrapped("")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 6, 8, 6)
        self.row.setSpacing(12)
        self.row.addWidget(IconLabel(look, icon, role))
        self.row.addWidget(self._head)
        self.row.addWidget(self._text, 1)
        self.setMinimumHeight(48)

    def say(self, head: str, text: str) -> None:
        """Show a sentence."""
        self._head.setText(head)
        self._text.setText(text)

    def show_problem(self, problem: Problem | None) -> None:
        """Show a problem, or nothing."""
        self.setVisible(problem is not None)
        if problem is not None:
            self.say(problem.what, problem.way_out + problem.safe)


class Banner(QFrame):
    """One line over the page; stays until its cause ends or the person closes it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._icon = IconLabel(look, "triangle-alert", "warning")
        self._head = label("", "strong", "warning")
        self._text = wrapped("")
        close = SmallButton(look, QCoreApplication.translate("Banner", "关闭"), "text")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._head)
        row.addWidget(self._text, 1)
        row.addWidget(close)
        self.setMinimumHeight(48)
        self.hide()

    def say(self, tone: str, head: str, text: str) -> None:
        """Show a line."""
        self._icon.show_icon(_BANNER_ICON[tone], tone)
        self._head.setText(head)
        self._text.setText(text)
        mark(self._head, "tone", tone)
        mark(self, "banner", tone)
        self.show()
