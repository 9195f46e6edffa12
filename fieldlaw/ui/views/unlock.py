"""The unlock page: one field and one button; on the first start a name and a passphrase twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.tick import Tick

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.unlock import State, UnlockPresenter
    from fieldlaw.ui.theme.look import Look

_WIDTH = 440


class UnlockPage(QFrame):
    """Asks for the passphrase."""

    def __init__(self, look: Look, presenter: UnlockPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "nav")
        self._presenter = presenter
        self._wide = self._locked = False
        self.name, self.passphrase, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self.show_words = Button(look, self.tr("显示"), "text")
        self.act = Button(look, self.tr("解锁"), "primary", size="controlLarge")
        self.by_ring = Button(look, self.tr("用系统密钥环"), trim=Trim(icon="key-round"))
        self.remember = Tick(look, self.tr("以后在这台电脑上用系统密钥环解锁"))
        self._hint, self._typing = wrapped("", "small", "danger"), wrapped("", "small", "warning")
        self._below = wrapped(self.tr("离线可用。口令不上传，也不会被重置。"), "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._prepare()
        self._assemble(look)
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _prepare(self) -> None:
        self._bar.setRange(0, 0)
        self.name.setPlaceholderText(self.tr("姓名"))
        self.passphrase.setPlaceholderText(self.tr("口令"))
        self.again.setPlaceholderText(self.tr("再输一次口令"))
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(field.placeholderText())
            field.returnPressed.connect(self._try)
        self.passphrase.textChanged.connect(self._watch_width)
        self.passphrase.installEventFilter(self)
        self.by_ring.clicked.connect(self._presenter.unlock_by_ring)
        self._typing.hide()
        self.show_words.setCheckable(True)
        self.show_words.toggled.connect(self._reveal)
        self.act.clicked.connect(self._try)

    def _assemble(self, look: Look) -> None:
        card = Card(pad=28)
        card.setFixedWidth(_WIDTH)
        card.body.setSpacing(14)
        self._title = label("", "title")
        field = QHBoxLayout()
        field.addWidget(self.passphrase, 1)
        field.addWidget(self.show_words)
        card.body.addWidget(self._title)
        card.body.addWidget(self.name)
        card.body.addLayout(field)
        card.body.addWidget(self.again)
        for widget in (
            self._typing,
            self._hint,
            self._bar,
            self.remember,
            self.act,
            self.by_ring,
            self._below,
        ):
            card.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setSpacing(24)
        column.addStretch(2)
        column.addLayout(self._brand(look))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(3)

    def _brand(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.setSpacing(12)
        row.addWidget(IconLabel(look, "scan-line", "navText", "field"))
        row.addWidget(label(self.tr("现场执法工作台"), "heading", "onDark"))
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the first empty field."""
        (self.name if self.name.isVisibleTo(self) else self.passphrase).setFocus()

    def _reveal(self, shown: bool) -> None:  # noqa: FBT001  a slot of Qt
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.passphrase.setEchoMode(mode)
        self.again.setEchoMode(mode)
        self.show_words.setText(self.tr("隐藏") if shown else self.tr("显示"))

    def _try(self) -> None:
        if self._presenter.state.new:
            self._presenter.create(self.name.text(), self.passphrase.text(), self.again.text())
        else:
            self._presenter.unlock(self.passphrase.text(), remember=self._wants_ring())

    def _wants_ring(self) -> bool:
        return self.remember.isVisibleTo(self) and self.remember.isChecked()

    def _watch_width(self, text: str) -> None:
        """Name characters of double width: nobody sees them under the dots."""
        self._wide = any("\uff01" <= character <= "\uff5e" for character in text)
        self._say_typing()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Name a locked Caps key: a capital without Shift."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.text().isalpha() and event.text().isascii():
                self._locked = event.text().isupper() != shifted
                self._say_typing()
        return False

    def _say_typing(self) -> None:
        words = self.tr("大写锁定开着。") if self._locked else ""
        words += self.tr("口令里有全角字符。") if self._wide else ""
        self._typing.setText(words)
        self._typing.setVisible(bool(words))

    def _act_word(self, state: State) -> str:
        if state.busy:
            return self.tr("正在解锁…") if not state.new else self.tr("正在建立…")
        if state.wait:
            return self.tr("{0} 秒后可再试").format(state.wait)
        return self.tr("建立") if state.new else self.tr("解锁")

    def _show(self, state: State) -> None:
        self.name.setVisible(state.new)
        self.again.setVisible(state.new)
        self._title.setText(self.tr("建立本机数据") if state.new else self.tr("解锁"))
        self.act.set_busy(busy=state.busy or state.wait > 0, text=self._act_word(state))
        self._bar.setVisible(state.busy)
        self.by_ring.setVisible(state.ring_opens and not state.new)
        self.by_ring.setEnabled(not state.busy)
        self.remember.setVisible(state.ring_is_real and not state.ring_opens and not state.new)
        problem = state.problem
        self._hint.setText(f"{problem.what}{problem.way_out}{problem.safe}" if problem else "")
        self._hint.setVisible(problem is not None)
        mark(self.passphrase, "wrong", "true" if problem else "false")
        if problem:
            self.passphrase.selectAll()
            self.passphrase.setFocus()

    def forget(self) -> None:
        """Clear what was typed."""
        self.passphrase.clear()
        self.again.clear()
        self.remember.setChecked(False)
        self.show_words.setChecked(False)
