"""认机型: how far the search at a port is, how to stop it, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.gear_find import SEARCH_SECONDS
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from fieldlaw.ui.presenters.gear_find import Finding
    from fieldlaw.ui.theme.look import Look

_STEP_MS = 200


class FindLine(QWidget):
    """One line while the search runs, a sentence afterwards, nothing before.

    Attributes:
        stop_wanted: the person has seen enough.
    """

    stop_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.bar, self.stop = QProgressBar(), Button(look, self.tr("停止"))
        self.words = wrapped("", "small")
        self._icon = IconLabel(look, "circle-help", "unknown", "list")
        self._doing = label(self.tr("正在认机型"), "small")
        self._since, self._pulse = QElapsedTimer(), QTimer(self)
        self._pulse.setInterval(_STEP_MS)
        self._pulse.timeout.connect(self._move)
        self.bar.setRange(0, SEARCH_SECONDS * 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("认机型的进度"))
        self.stop.clicked.connect(self.stop_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self._running())
        column.addWidget(self._ended())
        self.hide()

    def _running(self) -> QWidget:
        self._run = QWidget()
        row = QHBoxLayout(self._run)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._doing)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        return self._run

    def _ended(self) -> QWidget:
        self._end = QWidget()
        row = QHBoxLayout(self._end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        return self._end

    def show_finding(self, found: Finding) -> None:
        """Show how far it is."""
        told = found.words
        tone, icon = ("success", "circle-check") if found.model else ("warning", "circle-alert")
        if found.problem is not None:
            told = found.problem.what + found.problem.way_out
            tone, icon = "danger", "circle-x"
        self.setVisible(found.running or bool(told))
        self._run.setVisible(found.running)
        self._end.setVisible(not found.running)
        self.words.setText(told)
        mark(self.words, "tone", tone if tone != "success" else "")
        self._icon.show_icon(icon, tone)
        self._tick(running=found.running)

    def _tick(self, *, running: bool) -> None:
        if running and not self._pulse.isActive():
            self.bar.setValue(0)
            self._since.start()
            self._pulse.start()
        elif not running:
            self._pulse.stop()

    def _move(self) -> None:
        self.bar.setValue(min(self._since.elapsed(), self.bar.maximum() * 19 // 20))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves that nobody sees."""
        self._pulse.stop()
        super().hideEvent(event)
