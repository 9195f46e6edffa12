"""The column beside the paper: signing, the party's opinion, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.documents_state import DOSSIER, INSPECT, MAIN_VOLUME, OPINION, RECORD, SIGN
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import label, rule, wrapped
from fieldlaw.ui.views.parts.note import NoteEdit
from fieldlaw.ui.views.parts.signing import PAD, SigningPanel, clear_rows, section
from fieldlaw.ui.views.parts.tworow import TwoLineRow, TwoLines

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.documents import DocumentsPresenter
    from fieldlaw.ui.presenters.documents_state import Gap, State
    from fieldlaw.ui.theme.look import Look

_ACTS = {OPINION: "去填", SIGN: "去签", INSPECT: "去检查"}
_WITH_RECORD = (DOSSIER, MAIN_VOLUME)


def _tr(text: str) -> str:
    return QCoreApplication.translate("papersides", text)


class OpinionPanel(QWidget):
    """What the party says after reading."""

    def __init__(self, look: Look, presenter: DocumentsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        head, _row = section(self.tr("当事人阅后意见"))
        self.usual = SmallButton(look, self.tr("与我说的一致"))
        self.keep = SmallButton(look, self.tr("写入"), "primary")
        self.edit = NoteEdit(look)
        self.edit.setAccessibleName(self.tr("当事人阅后意见"))
        self.edit.setPlaceholderText(self.tr("照对方写的或说的录入"))
        self._look, self._shown = look, ""
        look.changed.connect(self._size)
        self._size()
        inside, acts = QVBoxLayout(), QHBoxLayout()
        inside.setContentsMargins(PAD, 10, PAD, 12)
        inside.setSpacing(8)
        acts.addWidget(self.usual)
        acts.addStretch(1)
        acts.addWidget(self.keep)
        inside.addWidget(self.edit)
        inside.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, rule()):
            column.addWidget(part)
        column.addLayout(inside)
        self.usual.clicked.connect(self._take_usual)
        self.keep.clicked.connect(lambda: presenter.give_opinion(self.edit.toPlainText()))
        self.edit.textChanged.connect(lambda: self._fit(presenter.state))

    def _size(self) -> None:
        self.edit.setFixedHeight(3 * self._look.tokens.font("body") + 26)

    def _take_usual(self) -> None:
        self.edit.setPlainText(self.tr("以上笔录我已看过，与我说的一致。"))
        self._presenter.give_opinion(self.edit.toPlainText())

    def show_state(self, state: State) -> None:
        """Show the opinion of the case; words that are being typed stay."""
        held = state.view.opinion if state.view else ""
        if held != self._shown:
            self._shown = held
            self.edit.setPlainText(held)
        self._fit(state)

    def _fit(self, state: State) -> None:
        able = state.editable and not state.busy
        text = self.edit.toPlainText().strip()
        self.edit.setReadOnly(not state.editable)
        self.usual.setEnabled(able)
        self.keep.setEnabled(able and bool(text) and text != self._shown)


class GapPanel(QWidget):
    """What is missing, and what is not; a row leads to where it is closed."""

    def __init__(self, look: Look, presenter: DocumentsPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        head, row = section(self.tr("还差什么"))
        self._count = label("", "strong", "warning")
        row.addWidget(self._count)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self._shown: tuple[Gap, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (rule(), head, rule()):
            column.addWidget(part)
        column.addLayout(self.rows)

    def show_state(self, state: State) -> None:
        """Show the rows."""
        gaps = state.view.gaps if state.view else ()
        self._count.setText(str(len(state.missing)) if state.missing else self.tr("不差了"))
        mark(self._count, "tone", "warning" if state.missing else "success")
        if gaps != self._shown:
            self._shown = gaps
            clear_rows(self.rows)
            for gap in gaps:
                self.rows.addWidget(self._row(gap))

    def _row(self, gap: Gap) -> TwoLineRow:
        icon = ("circle-alert", "warning") if gap.blocks else ("circle-dashed", "unknown")
        icon = ("circle-check", "success") if gap.done else icon
        act = self.tr(_ACTS[gap.act]) if gap.act else ""
        row = TwoLineRow(self._look, TwoLines(gap.words, gap.note, icon, act), rest=not gap.act)
        row.clicked.connect(lambda _checked=False: self._presenter.go_to(gap))
        return row


class SideColumn(QWidget):
    """The right column: signing, opinion, what is missing; or what is to be said of another document."""

    def __init__(self, look: Look, presenter: DocumentsPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "surface")
        self.signing = SigningPanel(look, presenter)
        self.opinion = OpinionPanel(look, presenter)
        self.gaps = GapPanel(look, presenter)
        self._other = wrapped("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._other.setContentsMargins(PAD, 12, PAD, 12)
        for part in (self._other, self.signing, self.gaps, self.opinion):
            column.addWidget(part)
        column.addStretch(1)

    def show_state(self, state: State) -> None:
        """Show what goes with the document in hand."""
        record = state.kind == RECORD
        self.signing.setVisible(state.signing is not None)
        self.opinion.setVisible(record)
        self._other.setHidden(record or state.signing is not None)
        self._other.setText(_about(state))
        for part in (self.signing, self.opinion, self.gaps):
            part.show_state(state)


def _about(state: State) -> str:
    if state.paper is None or state.paper.built is None:
        return ""
    signed = _tr("笔录的签名已画在里面。") if state.kind in _WITH_RECORD else _tr("这份文书不逐页签名。")
    if state.view is not None and not state.view.closed:
        return signed + _tr("案件还没有通过审核，纸面带“草稿”。")
    return signed
