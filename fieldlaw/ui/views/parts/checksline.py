"""The checks of a case in one row over its documents: how many passed, and the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from fieldlaw.ui.presenters.checks_state import counts_words
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look


class ChecksLine(QFrame):
    """The row.

    Attributes:
        checks_wanted: the panel of checks was asked for.
        text_wanted: a text for publication is to be looked through.
    """

    checks_wanted = Signal()
    text_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("zone", "top")
        self._icon, self._counts = IconLabel(look, "list-checks", "text"), label("", "strong")
        self._about = ElidedLabel("", "small")
        self.look_at = SmallButton(look, self.tr("看核对"), trim=Trim(icon="list-checks"))
        self.text = SmallButton(look, self.tr("公开稿核对…"), trim=Trim(icon="eye"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 5, 20, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._counts)
        row.addWidget(self._about, 1)
        row.addWidget(self.text)
        row.addWidget(self.look_at)
        self.look_at.clicked.connect(self.checks_wanted)
        self.text.clicked.connect(self.text_wanted)

    def say(self, counts: tuple[int, int, int], fault: str, *, shown: bool) -> None:
        """Show what the checks came to.

        Args:
            counts: how many passed, have to be asked, failed.
            fault: the first fatal fault in words; empty when there is none.
            shown: their panel stands in place of the documents.
        """
        self.look_at.setText(self.tr("看文书") if shown else self.tr("看核对"))
        self.look_at.updateGeometry()
        _passed, asked, failed = counts
        icon, tone = ("circle-help", "warning") if asked else ("circle-check", "success")
        if failed:
            icon, tone = "circle-x", "danger"
        self._icon.show_icon(icon, tone)
        self._counts.setText(counts_words(*counts))
        mark(self._counts, "tone", tone)
        if fault:
            words = self.tr("{0}。审核通不过；打印不受影响。").format(fault)
        elif asked:
            words = self.tr("待确认的先答复；打印不受影响，核对表排进案卷。")
        else:
            words = self.tr("核对表排进案卷。")
        self._about.setText(words)
