"""Where a reviewer writes: one field at the foot, to say something or to return the item in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.labels import IconLabel
from fieldlaw.ui.views.parts.note import NoteEdit

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.review import ReviewPresenter
    from fieldlaw.ui.presenters.review_state import State
    from fieldlaw.ui.theme.look import Look


class WordsEdit(NoteEdit):
    """Two lines to write in."""

    def _fit(self) -> None:
        self.setFixedHeight(self._look.tokens.font("body") * 3 + 14)


class Composer(QFrame):
    """The field and its two acts."""

    def __init__(self, look: Look, presenter: ReviewPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "foot")
        self._presenter = presenter
        self.edit = WordsEdit(look)
        self.edit.setAccessibleName(self.tr("意见"))
        self.say_it = Button(look, self.tr("发表意见"))
        self.back = Button(look, self.tr("退回此项"), "danger", Trim(icon="undo-2", key="Ctrl R"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(10)
        row.addWidget(IconLabel(look, "message-square", "textSecondary"))
        row.addWidget(self.edit, 1)
        row.addWidget(self.say_it)
        row.addWidget(self.back)
        self.edit.typed.connect(presenter.type)
        self.say_it.clicked.connect(presenter.comment)
        self.back.clicked.connect(self.return_item)

    def write(self) -> None:
        """Put the cursor at the end of what is written."""
        self.edit.setFocus()
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)

    def return_item(self) -> None:
        """Return the item, or go and write the reason first."""
        if self._presenter.state.lacking:
            self.write()
        else:
            self._presenter.return_item()

    def show_state(self, state: State) -> None:
        """Show what is being written about the row in hand."""
        row = state.in_hand
        open_ = row is not None and state.view is not None and state.view.approved is None
        self.setVisible(open_)
        if row is None or not open_:
            return
        about = row.item if row.returnable else row.tag
        returns = self.tr("对 {0} 写意见；退回时必须写理由（Ctrl M）")
        only = self.tr("对 {0} 写意见（Ctrl M）")
        self.edit.setPlaceholderText((returns if row.returnable else only).format(about))
        self.edit.show_text(state.draft)
        self.say_it.setEnabled(bool(state.draft.strip()) and not state.acting)
        self.back.setVisible(row.returnable)
        self.back.setEnabled(not state.acting)
        if state.lacking:
            self.back.block(self.tr("理由还差 {0} 字").format(state.lacking))
        else:
            self.back.free(self.tr("退回此项"))
