"""检定与校准历史: the certificate of an instrument, and its checks over all cases of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel
from fieldlaw.ui.views.parts.rowlist import ReadList
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.ui.presenters.checks_history import CheckRow, HistoryPresenter, HistoryState
    from fieldlaw.ui.theme.look import Look

    Index = QModelIndex | QPersistentModelIndex

_PAD = 16


def _tr(text: str) -> str:
    return QCoreApplication.translate("gear", text)


class _CheckDelegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, three with a reason."""
        row: CheckRow = index.data(ROW)
        high, small = self._lines()
        return QSize(0, high + small * (2 if row.reason else 1) + 18)

    def _lines(self) -> tuple[int, int]:
        look = self._look
        return QFontMetrics(look.font("body")).height(), QFontMetrics(look.font("caption")).height()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon; which check and what came of it, the day; case and gas; why it did not pass."""
        row: CheckRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        look, (high, small) = self._look, self._lines()
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look.colour("borderSubtle"))
        side = look.tokens.icon_size("list")
        painter.drawPixmap(box.left() + _PAD, box.top() + 10, look.icon(*row.icon, "list"))
        inner = box.adjusted(_PAD + side + 10, 8, -_PAD, -8)
        first = QRect(inner.left(), inner.top(), inner.width(), high)
        wide = write(painter, look, first, row.day, Ink("textSecondary", "small", right=True))
        left = first.adjusted(0, 0, -wide - 8, 0)
        name = write(painter, look, left, row.name, Ink("text", "body", bold=True))
        write(painter, look, left.adjusted(name + 12, 0, 0, 0), row.value, Ink(_tone(row), "body"))
        second = QRect(inner.left(), first.bottom() + 2, inner.width(), small)
        write(painter, look, second, row.about, Ink("textSecondary", "caption"))
        if row.reason:
            write(painter, look, second.translated(0, small), row.reason, Ink(_tone(row), "caption"))


def _tone(row: CheckRow) -> str:
    return row.icon[1] if row.icon[1] == "danger" else "text"


class ChecksList(ReadList):
    """The checks, newest first."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _CheckDelegate(look), _tr("检定与校准历史"))


class ChecksPane(Card):
    """Certificate on top, the checks under it, or in words why there are none."""

    def __init__(self, look: Look, presenter: HistoryPresenter) -> None:
        super().__init__(_tr("检定与校准历史"), pad=0)
        self._look = look
        self._who = label("", "small")
        self.head.setSpacing(12)
        self.head.addWidget(self._who, 1)
        self._icon = IconLabel(look, "shield-check", "success", "list")
        self.certificate, self.unread = wrapped(""), wrapped("", "small", "warning")
        self.list = ChecksList(look)
        self.nothing = EmptyState(look, "clipboard-check", "", "")
        self.problem = ErrorPanel(look)
        self.problem.again.connect(presenter.again)
        self._stack = QStackedWidget()
        for part in (self.nothing, self.list, self.problem):
            self._stack.addWidget(part)
        self.body.setSpacing(0)
        self.body.addLayout(self._top())
        self.body.addWidget(rule())
        self.body.addWidget(self._stack, 1)
        self.unread.setContentsMargins(16, 8, 16, 10)
        self.body.addWidget(self.unread)
        presenter.changed.connect(self.show_history)
        self.show_history(presenter.state)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.certificate, 1)
        return row

    def show_instrument(self, held: Instrument | None, today: date) -> None:
        """Show the certificate of the chosen instrument."""
        self._who.setText(held.name if held else "")
        if held is None:
            return
        tone, words = self._words(held, today)
        self._icon.show_icon("shield-check" if tone == "success" else "shield-alert", tone)
        self.certificate.setText(words)
        mark(self.certificate, "tone", tone if tone == "warning" else "")

    def _words(self, held: Instrument, today: date) -> tuple[str, str]:
        number = _tr("证书 {0}").format(held.certificate) if held.certificate else _tr("没有登记证书编号")
        left = held.days_left(today)
        if left is None:
            return "warning", _tr("{0}·没有登记有效期").format(number)
        if left < 0:
            words = _tr("{0}·{1} 已过期 {2} 日，读数不作定案依据")
            return "warning", words.format(number, held.valid_until, -left)
        return "success", _tr("{0}·有效至 {1}，剩 {2} 日").format(number, held.valid_until, left)

    def show_history(self, state: HistoryState) -> None:
        """Show the checks."""
        self.unread.setVisible(bool(state.unread))
        self.unread.setText(
            _tr("没有读成的案件：{0}。其余案件的检查都在表里。").format("、".join(state.unread))
        )
        if state.problem is not None:
            self.problem.say(state.problem)
            self._stack.setCurrentWidget(self.problem)
            return
        self.list.show_rows(state.rows)
        if state.rows:
            self._stack.setCurrentWidget(self.list)
            return
        self._stack.setCurrentWidget(self.nothing)
        if state.loading:
            self.nothing.say(_tr("正在查本机案件"), _tr("已查 {0} / {1}").format(state.done, state.total))
        else:
            words = _tr(
                "本机案件里没有这台仪器的零点、标气、响应时间和漂移检查。在“测量程序”里做过的都列在这里。"
            )
            self.nothing.say(_tr("还没有检查记录"), words)
