"""Signing beside the paper: who signs which page, the pad, what has fallen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.documents_read import role_word
from fieldlaw.ui.presenters.documents_state import OPINION
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.refusal import WHY, RefusalForm
from fieldlaw.ui.views.parts.rowbutton import ToggleKey
from fieldlaw.ui.views.parts.signpad import SignPad

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.documents import DocumentsPresenter
    from fieldlaw.ui.presenters.documents_state import State
    from fieldlaw.ui.theme.look import Look

_PARTIES = ("party", "escort")  # they may refuse
PAD = 14


def _tr(text: str) -> str:
    return QCoreApplication.translate("signing", text)


def section(title: str) -> tuple[QWidget, QHBoxLayout]:
    """The head of a section, and its row."""
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(PAD, 10, PAD, 10)
    row.addWidget(label(title, "subtitle"))
    row.addStretch(1)
    return head, row


def clear_rows(layout: QVBoxLayout) -> None:
    """Take all rows away."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


class SigningPanel(QWidget):
    """Who signs which page, and the pad."""

    def __init__(self, look: Look, presenter: DocumentsPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        self.pad, self.refusal = SignPad(look), RefusalForm(look)
        head, row = section(self.tr("逐页签名"))
        self._count = label("", "small")
        row.addWidget(self._count)
        self._who, self._people = ChipFlow(), QButtonGroup(self)
        self._names: tuple[str, ...] = ()
        self._title, self._how = ElidedLabel("", "strong"), label(self.tr("笔、手指或鼠标"), "caption")
        self.again = SmallButton(look, self.tr("重签"))
        self.no = SmallButton(look, self.tr("拒签或不在场"))
        self.keep = SmallButton(look, self.tr("确认本页"), "primary")
        self._hint = wrapped("", "caption")
        self._fallen = QVBoxLayout()
        self._fallen.setSpacing(4)
        self._at: object = None
        self._assemble(head)
        self._wire()

    def _assemble(self, head: QWidget) -> None:
        inside, title, acts, pad = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(), QWidget()
        inside.setContentsMargins(PAD, 10, PAD, 12)
        inside.setSpacing(8)
        title.addWidget(self._title, 1)
        title.addWidget(self._how)
        acts.setSpacing(8)
        acts.addWidget(self.again)
        acts.addWidget(self.no)
        acts.addStretch(1)
        acts.addWidget(self.keep)
        drawn = QVBoxLayout(pad)
        drawn.setContentsMargins(0, 0, 0, 0)
        drawn.setSpacing(8)
        drawn.addWidget(self.pad)
        drawn.addLayout(acts)
        drawn.addWidget(self._hint)
        self._pad = pad
        inside.addLayout(self._fallen)
        inside.addLayout(self._who)
        inside.addLayout(title)
        inside.addWidget(pad)
        inside.addWidget(self.refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, rule()):
            column.addWidget(part)
        column.addLayout(inside)

    def _wire(self) -> None:
        presenter = self._presenter
        self._people.idClicked.connect(presenter.choose_signer)
        self.pad.inked.connect(lambda: self._fit(presenter.state))
        self.again.clicked.connect(self._sign_again)
        self.keep.clicked.connect(lambda: presenter.sign(self.pad.strokes))
        self.no.clicked.connect(self._ask_refusal)
        self.refusal.left.connect(lambda: presenter.ask_refusal(shown=False))
        self.refusal.kept.connect(presenter.refuse)
        presenter.kept.connect(self.pad.clear)

    def _sign_again(self) -> None:
        self.pad.clear()
        self.pad.show_kept((), "")

    def _ask_refusal(self) -> None:
        self._presenter.ask_refusal(shown=True)
        self.refusal.clear()

    def show_state(self, state: State) -> None:
        """Show who signs, and what stands on the page already."""
        signing, signer = state.signing, state.signer
        if signing is None or signer is None:
            return
        self._count.setText(self.tr("已签 {0} / {1} 页").format(signing.done, signing.pages))
        self._show_people(state)
        self._title.setText(self.tr("{0}·第 {1} 页").format(_called(state), state.page))
        self.pad.setAccessibleName(self.tr("签名框：{0}").format(self._title.text()))
        self._show_fallen(state)
        at = (signing.sha256, state.page, state.hand, state.kept)
        if at != self._at:
            self._at = at
            self.pad.clear()
        kept = state.kept
        self.pad.show_kept(kept.strokes if kept else (), _refused(state))
        self._pad.setHidden(state.refusing)
        self.refusal.setHidden(not state.refusing)
        self._fit(state)

    def _fit(self, state: State) -> None:
        able = state.editable and not state.busy
        inked = bool(self.pad.strokes)
        self.pad.setEnabled(able)
        self.keep.setEnabled(able and inked)
        self.again.setEnabled(able and (inked or state.kept is not None))
        self.no.setVisible(state.signer is not None and state.signer.role in _PARTIES)
        self.no.setEnabled(able)
        self.refusal.act.setEnabled(able)
        self._hint.setText(_hint(state))

    def _show_people(self, state: State) -> None:
        signers = state.signing.signers if state.signing else ()
        names = tuple(_name(one.role, role_word(one), one.who) for one in signers)
        if names != self._names:
            self._names = names
            for old in self._people.buttons():
                self._people.removeButton(old)
            self._who.clear()
            for number, name in enumerate(names):
                key = ToggleKey(self._look, name)
                self._people.addButton(key, number)
                self._who.addWidget(key)
        self._people.button(state.hand).setChecked(True)

    def _show_fallen(self, state: State) -> None:
        clear_rows(self._fallen)
        for words in state.view.fallen if state.view else ():
            line, row = QWidget(), QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(IconLabel(self._look, "triangle-alert", "warning", "chip"))
            row.addWidget(wrapped(words, "", "warning"), 1)
            line.setLayout(row)
            self._fallen.addWidget(line)


def _name(role: str, word: str, who: str) -> str:
    return word if role in _PARTIES else who


def _called(state: State) -> str:
    signer = state.signer
    if signer is None:
        return ""
    return role_word(signer) + ("" if signer.role in _PARTIES else f"·{signer.who}")


def _refused(state: State) -> str:
    kept = state.kept
    if kept is None or kept.outcome not in WHY:
        return ""
    lines = [_tr("{0}：{1}").format(_tr(WHY[kept.outcome]), kept.reason)]
    lines += [_tr("见证人：{0}").format(kept.witness)] if kept.witness else []
    return "\n".join([*lines, _tr("已录像") if kept.recorded else _tr("未录像")])


def _hint(state: State) -> str:
    if state.view is not None and state.view.closed:
        return _tr("案件已通过审核，不再签名。")
    if state.view is not None and not state.view.on_site:
        return _tr("签名和意见只由检查人员在现场收。")
    if state.kept is not None:
        word = _tr("已记") if state.kept.outcome in WHY else _tr("已签")
        return _tr("{0} {1}。重签会替换这一次。").format(state.kept.at[11:16], word)
    if state.view is not None and any(gap.act == OPINION for gap in state.view.gaps):
        return _tr("先填阅后意见再签：签后改字，签过的页都须另签。")
    return _tr("笔迹与笔录的校验值一起保存，签后改字须另签。")
