"""A month: how much falls due on each day; days off and days on by word and ground, not colour alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.deadlines_words import day_words
from fieldlaw.ui.views.parts.iconbutton import IconButton, SmallButton
from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from fieldlaw.ui.presenters.deadlines_state import DayMark, State
    from fieldlaw.ui.theme.look import Look

_DAYS = 7
_ROUND, _GAP, _PAD = 4.0, 3, 5
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_DAYS, Qt.Key.Key_Down: _DAYS}


class MonthDays(QWidget):
    """The days; arrows move, Enter or a press takes a day.

    Attributes:
        chosen: the day that was taken.
        turned: by how many months the cursor went out of the month.
    """

    chosen = Signal(object)
    turned = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: State | None = None
        self._at: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("月历"))
        self.setMouseTracking(True)
        look.changed.connect(self._fit)
        self._fit()

    def show_state(self, state: State) -> None:
        """Show a month."""
        moved = self._state is None or self._state.month != state.month
        self._state = state
        if self._at is None or (moved and self._at.month != state.month.month):
            first = state.month.replace(day=1)
            self._at = state.today if state.today.replace(day=1) == first else first
        self._fit()
        self._tell()
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(self._head() + max(len(self.rows()), 1) * self._row())
        self.updateGeometry()

    def rows(self) -> tuple[tuple[date, ...], ...]:
        """The days in their rows."""
        return self._state.weeks() if self._state else ()

    def shows(self, day: date) -> bool:
        """Whether a day belongs to what is shown."""
        return self._state is not None and day.month == self._state.month.month

    def _head(self) -> int:
        return QFontMetrics(self._look.font("caption")).height() + 4

    def _row(self) -> int:
        least = self._look.tokens.height("minTarget") if self._look.field else 0
        lines = 2 * QFontMetrics(self._look.font("caption")).height()
        return max(least, lines + 5)

    def sizeHint(self) -> QSize:
        """Seven days, as many weeks as the month has."""
        return QSize(7 * 46, self.height())

    def _box(self, week: int, column: int) -> QRect:
        days = len(self.rows()[0])
        left, right = column * self.width() // days, (column + 1) * self.width() // days
        return QRect(left, self._head() + week * self._row(), right - left - _GAP, self._row() - _GAP)

    # --- what it draws

    def paintEvent(self, event: QPaintEvent) -> None:
        """Weekdays over the days."""
        if self._state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, day in enumerate(self.rows()[0]):
            box = QRect(self._box(0, column).left() + _PAD, 0, 40, self._head())
            word = self.tr("一二三四五六日")[day.weekday()]
            write(painter, self._look, box, word, Ink("textSecondary", "caption"))
        counts = self._state.counts()
        for week, days in enumerate(self.rows()):
            for column, day in enumerate(days):
                if self.shows(day):
                    self._draw(painter, self._box(week, column), day, counts.get(day))
        painter.end()

    def _draw(self, painter: QPainter, box: QRect, day: date, count: tuple[int, bool] | None) -> None:
        state = self._state
        if state is None:
            return
        mark, today, taken = state.calendar.mark(day), day == state.today, day == state.day
        self._ground(painter, box, mark, taken=taken, today=today)
        line = QRect(box.left() + _PAD, box.top() + 1, box.width() - 2 * _PAD, box.height() // 2)
        bold = today or taken
        write(painter, self._look, line, self.number(day), Ink("text", "caption", bold=bold))
        write(painter, self._look, line, self._mark_word(mark), Ink("textSecondary", "caption", right=True))
        if count is not None:
            below = line.translated(0, box.height() // 2 - 1)
            write(
                painter,
                self._look,
                below,
                self._count_word(day, count),
                Ink(self._tone(day), "caption", bold=True),
            )
        if self.hasFocus() and day == self._at:
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), _ROUND, _ROUND)

    def _ground(self, painter: QPainter, box: QRect, mark: DayMark, *, taken: bool, today: bool) -> None:
        role = "selected" if taken else "sunken" if mark.kind == "rest" else "surface"
        edge = "accent" if today or taken else "borderSubtle"
        pen = QPen(self._look.colour(edge), 2 if today else 1)
        if not mark.sure:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setColor(self._look.colour(edge if today or taken else "borderControl"))
        painter.setPen(pen)
        painter.setBrush(self._look.colour(role))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)

    def number(self, day: date) -> str:
        """How a day is called in its cell."""
        return str(day.day)

    def _mark_word(self, mark: DayMark) -> str:
        word = {"rest": self.tr("休"), "work": self.tr("班")}.get(mark.kind, "")
        return word if mark.sure else word + self.tr("?")

    def _count_word(self, day: date, count: tuple[int, bool]) -> str:
        return self.tr("暂定 {0}").format(count[0]) if count[1] else self.tr("{0} 件").format(count[0])

    def _tone(self, day: date) -> str:
        if self._state is None or day > self._state.today:
            return "accent"
        return "warning" if day == self._state.today else "danger"

    # --- what a person does

    def _day_at(self, x: float, y: float) -> date | None:
        if self._state is None:
            return None
        for week, days in enumerate(self.rows()):
            for column, day in enumerate(days):
                if self._box(week, column).contains(round(x), round(y)) and self.shows(day):
                    return day
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a day."""
        day = self._day_at(event.position().x(), event.position().y())
        if day is not None:
            self._at = day
            self._tell()
            self.chosen.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say of the day under the pointer what the calendar knows."""
        day = self._day_at(event.position().x(), event.position().y())
        self.setToolTip(self._words(day) if day is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter takes, PgUp and PgDn turn the month."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._at is not None and self._state is not None:
            self._at += timedelta(days=_STEPS[key])
            self.leave(self._at, self._state.month)
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self.chosen.emit(self._at)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def leave(self, day: date, month: date) -> None:
        """The cursor has moved: turn the month where it has left it."""
        months = day.month - month.month + 12 * (day.year - month.year)
        if months:
            self.turned.emit(months)

    def _tell(self) -> None:
        """Say the day under the cursor to whoever reads the screen aloud."""
        if self._at is not None and self._state is not None:
            self.setAccessibleDescription(self._words(self._at))

    def _words(self, day: date) -> str:
        if self._state is None:
            return ""
        mark, count = self._state.calendar.mark(day), self._state.counts().get(day)
        kind = {"rest": mark.name or self.tr("休息日"), "work": self.tr("调休上班")}.get(
            mark.kind, self.tr("工作日")
        )
        unsure = "" if mark.sure else self.tr("，放假安排没有公布，暂定")
        due = self.tr("，{0}").format(self._count_word(day, count)) if count else ""
        return f"{day_words(day, self._state.today)}，{kind}{unsure}{due}"


class FortnightDays(MonthDays):
    """Today and the thirteen days after it, in one row."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setAccessibleName(self.tr("未来 14 天"))

    def rows(self) -> tuple[tuple[date, ...], ...]:
        """One row."""
        return (
            (tuple(self._state.today + timedelta(days=n) for n in range(2 * _DAYS)),) if self._state else ()
        )

    def shows(self, day: date) -> bool:
        """All of them."""
        return self._state is not None and day in self.rows()[0]

    def number(self, day: date) -> str:
        """With its month where a month begins."""
        return f"{day.month}/{day.day}" if day.day == 1 else str(day.day)

    def leave(self, day: date, month: date) -> None:
        """The cursor stays in the row."""
        days = self.rows()[0]
        self._at = min(max(day, days[0]), days[-1])


class MonthGrid(QWidget):
    """The month with its heading: back, name, forth, today.

    Attributes:
        turned: by how many months to turn; 0 for the month of today.
    """

    turned = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.days = MonthDays(look)
        self._name = label("", "subtitle")
        self.before = IconButton(look, "chevron-left", self.tr("上个月"))
        self.after = IconButton(look, "chevron-right", self.tr("下个月"))
        self.now = SmallButton(look, self.tr("今天"))
        self._unsure = label(self.tr("放假安排没有公布，暂定"), "caption", "warning")
        self._unsure.hide()
        head = QHBoxLayout()
        head.setSpacing(4)
        for widget in (self.before, self._name, self.after):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.now)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._unsure)
        column.addWidget(self.days)
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.after.clicked.connect(lambda: self.turned.emit(1))
        self.now.clicked.connect(lambda: self.turned.emit(0))
        self.days.turned.connect(self.turned)

    def show_state(self, state: State) -> None:
        """Show the month of the state."""
        self._name.setText(self.tr("{0}年{1}月").format(state.month.year, state.month.month))
        last = [day for week in state.weeks() for day in week if day.month == state.month.month]
        self._unsure.setVisible(state.loaded and not all(state.calendar.mark(day).sure for day in last))
        self.days.show_state(state)
