"""The checks on the page of documents: a row over them, the panel in their place, the dialog of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.law.preflight import ASK, FAIL, PASS
from fieldlaw.ui.presenters.checks_state import ChecksView
from fieldlaw.ui.views.checks import ChecksPanel
from fieldlaw.ui.views.disclosure import DisclosureDialog
from fieldlaw.ui.views.parts.checksline import ChecksLine
from fieldlaw.ui.views.parts.dialogs import ask_with

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.presenters.documents import DocumentsPresenter
    from fieldlaw.ui.presenters.documents_state import State
    from fieldlaw.ui.theme.look import Look


class ChecksCorner(QObject):
    """Holds the row, the panel and the dialog; the page gives them their places.

    Attributes:
        flipped: the panel is to be shown in place of the documents, or no longer.
        left: the dialog was closed.
    """

    flipped = Signal()
    left = Signal()

    def __init__(self, look: Look, presenter: DocumentsPresenter, page: QWidget) -> None:
        super().__init__(page)
        self._look, self._presenter, self._page = look, presenter, page
        self.line, self.panel = ChecksLine(look), ChecksPanel(look, presenter.checks)
        self.dialog: DisclosureDialog | None = None
        self.checking = False
        self.line.checks_wanted.connect(self.flip)
        self.line.text_wanted.connect(self.ask_text)
        presenter.checks.changed.connect(lambda _state: self.show_state(presenter.state))

    def flip(self) -> None:
        """Show the checks in place of the documents, or the documents again."""
        self.checking = not self.checking
        if self.checking:
            self._presenter.look_at_checks()
        else:
            self._presenter.leave_checks()
        self.flipped.emit()

    def back(self) -> None:
        """One level back: from an answer to the list, from the list to the documents."""
        if not self.panel.back():
            self.flip()

    def ask_text(self) -> None:
        """Look through a text for publication."""
        view = self._presenter.state.view
        if view is None or self.dialog is not None:
            return
        self._presenter.disclosure.open(view.case)
        self.dialog = DisclosureDialog(self._look, self._presenter.disclosure, self._page, view.unit)
        ask_with(self.dialog, self._asked)

    def _asked(self) -> None:
        self.dialog = None
        self.left.emit()

    def show_state(self, state: State) -> None:
        """Show what the checks of the case came to; while their panel is open, what it shows."""
        view, panel = state.view, self._presenter.checks.state.view
        held = panel if self.checking and panel is not None else view.checks if view else None
        self.line.setVisible(held is not None)
        if held is None:
            return
        rows = held.rows if isinstance(held, ChecksView) else held.checks
        fault = next((row for row in rows if row.is_fatal and row.result is FAIL), None)
        words = self.tr("第 {0} 项：{1}").format(fault.number, fault.reason) if fault else ""
        passed, asked, failed = (len(held.of(each)) for each in (PASS, ASK, FAIL))
        self.line.say((passed, asked, failed), words, shown=self.checking)
