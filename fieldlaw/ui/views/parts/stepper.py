"""The step rail: done, now, partly, open. Every step can be entered at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from fieldlaw.ui.models.rows import ROW, Rows, StepRow
from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_SIDE = 22
_SHORT = ("出发", "录像", "亮证", "回避", "核身", "检查", "取证", "询问", "笔录", "措施", "告知", "止录")


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Higher when there is a note."""
        row: StepRow = index.data(ROW)
        return QSize(0, self._look.tokens.height("row") + (8 if row.note else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Mark, word, note."""
        row: StepRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        if row.state == "now":
            painter.fillRect(box, self._look.colour("selected"))
            painter.fillRect(
                QRect(box.left(), box.top(), self._look.tokens.bar, box.height()), self._look.colour("accent")
            )
        self._mark(painter, row, QRect(box.left() + 12, box.center().y() - _SIDE // 2, _SIDE, _SIDE))
        self._words(painter, row, box.adjusted(44, 0, -4, 0))

    def _mark(self, painter: QPainter, row: StepRow, box: QRect) -> None:
        if row.state in ("done", "partly"):
            icon, role = ("circle-check", "success") if row.state == "done" else ("circle-dot", "warning")
            painter.drawPixmap(box.topLeft(), self._look.icon(icon, role, "list"))
            return
        now = row.state == "now"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("accent" if now else "borderControl"))
        painter.setBrush(self._look.colour("accent" if now else "surface"))
        painter.drawEllipse(box)
        painter.setFont(self._look.font("caption", bold=now))
        painter.setPen(self._look.colour("textOnAccent" if now else "textMuted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(row.number))

    def _words(self, painter: QPainter, row: StepRow, box: QRect) -> None:
        painter.setFont(self._look.font("body", bold=row.state == "now"))
        painter.setPen(self._look.colour("textMuted" if row.state == "open" else "text"))
        upper = box.adjusted(0, 6, 0, -box.height() // 2 + 2) if row.note else box
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, row.word)
        if row.note:
            painter.setFont(self._look.font("caption"))
            painter.setPen(self._look.colour("warning" if row.state == "partly" else "textSecondary"))
            painter.drawText(
                box.adjusted(0, box.height() // 2, 0, -6), Qt.AlignmentFlag.AlignVCenter, row.note
            )


class Stepper(QListView):
    """The twelve steps.

    Attributes:
        chosen: the id of the step that was pressed.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._rows: Rows[StepRow] = Rows()
        self._delegate = _StepDelegate(look)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setFixedWidth(look.tokens.width("stepRail"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("步骤"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW).id)

    def show_steps(self, rows: Sequence[StepRow]) -> None:
        """Show the steps."""
        self._rows.show_rows(rows)
        self.scheduleDelayedItemsLayout()


class StepBar(QFrame):
    """The twelve steps in one row, for field mode.

    Attributes:
        chosen: the id of the step that was pressed.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("zone", "top")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.setSpacing(0)
        for place, short in enumerate(_SHORT):
            button = StepButton(look, QCoreApplication.translate("steps", short), place + 1)
            self._group.addButton(button, place)
            row.addWidget(button, 1)
        self._group.idClicked.connect(lambda place: self.chosen.emit(str(place + 1)))

    def show_steps(self, rows: Sequence[StepRow]) -> None:
        """Show the steps."""
        for place, row in enumerate(rows):
            button = self._group.button(place)
            button.setChecked(row.state == "now")
            if isinstance(button, StepButton):
                button.say(done=row.state == "done")


class StepButton(Button):
    """One step of the row: a tick once done, else its number."""

    def __init__(self, look: Look, short: str, number: int) -> None:
        super().__init__(look, f"{number} {short}", "step", size="step")
        self._short, self._number = short, number
        self.setCheckable(True)

    def say(self, *, done: bool) -> None:
        """Show whether it is done."""
        self.trim = Trim(icon="check" if done else "")
        self.setText(self._short if done else f"{self._number} {self._short}")
        self.update()

    def text_font_size(self) -> str:
        """Small, so that twelve fit."""
        return "small"

    def ink(self) -> str:
        """White on the step that is shown."""
        return "textOnAccent" if self.isChecked() else "text"

    def icon_ink(self) -> str:
        """The tick is green."""
        return "textOnAccent" if self.isChecked() else "success"

    def minimumSizeHint(self) -> QSize:
        """Twelve share the row."""
        return QSize(60, self.sizeHint().height())
