"""Cards of the side column: what people changed, and the numbers that the camera burned into its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.thermal_said import value_word
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import label, rule, wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_said import Entry, Printed
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_LEAST_APART = 0.05  # what a display of one decimal hides


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class _EntryRow(QFrame):
    """One change: time and what, then who and why, and the button that takes it back."""

    def __init__(self, look: Look, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.back = SmallButton(look, _tr("作废"))
        self.back.setAccessibleName(_tr("作废 {0}").format(entry.what))
        head = QHBoxLayout()
        head.setSpacing(8)
        words = wrapped(f"{entry.at[11:16]} {entry.what}", "strong")
        head.addWidget(words, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(wrapped("·".join(part for part in (entry.by, entry.why) if part), "small"))


class ChangesCard(Card):
    """改动记录: every change of the picture in hand, newest first; the original stays as it is.

    Attributes:
        void_wanted: the Entry that is to be taken back.
    """

    void_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(_tr("改动记录"))
        self.head.addStretch(1)
        self.head.addWidget(label(_tr("原件不变"), "caption"))
        self._look = look
        self._shown: tuple[Entry, ...] | None = None
        self._none = wrapped(_tr("没有改动，参数和时间都是文件里的。"), "small")
        self.body.addWidget(self._none)
        self.rows: list[_EntryRow] = []
        self._lines: list[QWidget] = []

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show the changes."""
        if entries == self._shown:
            return
        self._shown = entries
        for old in (*self.rows, *self._lines):
            self.body.removeWidget(old)
            old.deleteLater()
        self.rows, self._lines = [self._row(one) for one in entries], []
        for place, row in enumerate(self.rows):
            if place:
                self._lines.append(rule())
                self.body.addWidget(self._lines[-1])
            self.body.addWidget(row)
        self._none.setVisible(not entries)

    def _row(self, entry: Entry) -> _EntryRow:
        row = _EntryRow(self._look, entry)
        row.back.clicked.connect(lambda: self.void_wanted.emit(entry))
        return row


def both_numbers(printed: Printed, ours: float | None) -> str:
    """机内叠印 70.8 ℃，本机计算 71.2 ℃."""
    name = printed.label or _tr("全图")
    here = _tr("算不出") if ours is None else f"{ours:.1f} ℃"
    there = printed.shown if printed.shown.endswith("℃") else f"{printed.shown}（{printed.celsius:.1f} ℃）"
    words = _tr("{0}{1}：机内叠印 {2}，本机计算 {3}").format(name, value_word(printed.what), there, here)
    if ours is not None and apart(printed, ours):
        words += _tr("，相差 {0:.1f} ℃").format(abs(round(printed.celsius, 1) - round(ours, 1)))
    return words.replace(" ℃", "\u00a0℃").replace(" °F", "\u00a0°F")


def apart(printed: Printed, ours: float | None) -> bool:
    """Whether the two numbers differ by more than the camera's display hides."""
    return ours is None or abs(printed.celsius - ours) > _LEAST_APART + 0.1


class PrintedCard(Card):
    """画面有两套数字: what the camera burned into its picture, beside ours; both stay.

    Attributes:
        add: asks for another number off the picture.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(_tr("机内叠印与本机计算"))
        self.add = SmallButton(look, _tr("抄叠印的数"), "text", Trim(icon="pen-line"))
        self._text = wrapped("", "small")
        self.body.addWidget(self._text)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)

    def show_printed(self, printed: tuple[Printed, ...], state: State) -> None:
        """Show both numbers; without any, how to see and note them."""
        lines = [both_numbers(one, ours(one, state)) for one in printed]
        differ = any(apart(one, ours(one, state)) for one in printed)
        tail = _tr("画面有两套数字，都保留，报告页并列。") if differ else ""
        none = _tr("相机叠印在画面上的数看“相机原图”，需要时抄在这里，和本机算的并列。")
        self._text.setText("\n".join([*lines, tail]).strip() or none)


def ours(printed: Printed, state: State) -> float | None:
    """Our number for the same place: of a region, or of the whole picture."""
    heat = state.heat
    if not printed.label:
        held: object = heat.whole if heat else None
    else:
        held = next((one for one in state.areas if one.label == printed.label), None)
    value = getattr(held, printed.what, None)
    return value if isinstance(value, float) else None
