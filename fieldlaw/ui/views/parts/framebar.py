"""The bar under a sequence or a video: which frame is shown, playing it, and what can be made of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QVBoxLayout

from fieldlaw.ui.presenters.thermal_reel import Reel
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.iconbutton import IconButton, SmallButton, SmallTool
from fieldlaw.ui.views.parts.labels import ElidedLabel, label

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from fieldlaw.ui.theme.look import Look

_SLOWEST, _UNKNOWN, _FASTEST = 1.0, 5.0, 25.0  # frames a second that are shown at most: a view, no player
_STEPS = 10  # of the threshold slider for one grey level
_LEAST, _MOST = 0.3, 8.0  # grey levels
PLAY_KEY = "K"
_HANDLE = 24  # high


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class FrameBar(QFrame):
    """The bar.

    Attributes:
        wanted: the frame that is to be shown.
        marked: whether changes are to be marked.
        threshold_given: from how much change on.
        aligned: whether the frames are to be laid over each other first.
    """

    wanted = Signal(object)
    marked = Signal(object)
    threshold_given = Signal(object)
    aligned = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._look, self._reel = look, Reel(0, 0)
        self.play = IconButton(look, "play", _tr("播放"), PLAY_KEY)
        self.back = IconButton(look, "chevron-left", _tr("上一帧"), ",")
        self.forth = IconButton(look, "chevron-right", _tr("下一帧"), ".")
        self.slider = _Slider(look, _tr("帧"))
        self._where = label("", "small")
        self.change = SmallTool(look, _tr("区域变化提示"))
        self.change.setToolTip(_tr("标出画面里变化的地方，只作提示，不说明是什么、有多少"))
        self.limit = _Slider(look, _tr("变化阈值"))
        self.limit.setRange(round(_LEAST * _STEPS), round(_MOST * _STEPS))
        self._limit_words = label("", "small")
        self.steady = SmallTool(look, _tr("对齐画面"))
        self.steady.setToolTip(_tr("手持拍摄时先把前后画面对齐再比较"))
        self.keep = SmallButton(look, _tr("存这一帧"), trim=Trim(icon="image-plus"))
        self.export = SmallButton(look, _tr("导出全部帧"), trim=Trim(icon="download"))
        self._note = ElidedLabel("", "small")
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._advance)
        self._assemble()
        self._wire()
        self.hide()

    def _assemble(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        for button in (self.back, self.play, self.forth):
            first.addWidget(button)
        first.addWidget(self.slider, 1)
        first.addWidget(self._where)
        first.addWidget(self.export)
        first.addWidget(self.keep)
        for widget in (self.change, label(_tr("阈值"), "small")):
            second.addWidget(widget)
        second.addWidget(self.limit, 1)
        second.addWidget(self._limit_words)
        second.addWidget(self.steady)
        second.addWidget(self._note, 2)
        self._lower = QFrame()
        second.setContentsMargins(0, 0, 0, 0)
        self._lower.setLayout(second)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 12, 6)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self._lower)

    def _wire(self) -> None:
        self.slider.valueChanged.connect(self._ask)
        self.back.clicked.connect(lambda: self.step(-1))
        self.forth.clicked.connect(lambda: self.step(1))
        self.play.clicked.connect(self.toggle)
        self.change.clicked.connect(lambda on: self.marked.emit(bool(on)))
        self.steady.clicked.connect(lambda on: self.aligned.emit(bool(on)))
        self.limit.valueChanged.connect(lambda value: self.threshold_given.emit(value / _STEPS))

    # --- showing

    def show_reel(self, reel: Reel | None, asked: Reel | None = None) -> None:
        """Show where in the recording the picture is; nothing for a picture alone.

        Args:
            reel: what the picture shows.
            asked: what was asked for and is still being read: the controls stay where a hand put them.
        """
        if reel is None:
            self._reel = Reel(0, 0)
            self.stop()
            self.hide()
            return
        self._reel, held = reel, asked or reel
        for slider, least, most, value in (
            (self.slider, 0, max(reel.frames - 1, 0), held.frame),
            (self.limit, self.limit.minimum(), self.limit.maximum(), round(held.threshold * _STEPS)),
        ):
            slider.blockSignals(True)  # noqa: FBT003  showing is not asking
            slider.setRange(least, most)
            slider.setValue(value)
            slider.blockSignals(False)  # noqa: FBT003
        self._where.setText(_where(reel))
        self._lower.setVisible(reel.video)
        self.export.setVisible(not reel.video and not self._look.field)  # whole files are office work
        self.keep.setVisible(reel.video)
        self._show_change(held)
        self._note.setText(reel.note)
        self.show()

    def _show_change(self, held: Reel) -> None:
        self._limit_words.setText(f"{held.threshold:.1f}")
        self.change.setChecked(held.change)
        self.steady.setChecked(held.aligned)
        for widget in (self.limit, self.steady):
            widget.setEnabled(held.change)

    # --- moving

    def step(self, frames: int) -> None:
        """Ask for the frame so many further, not over an end."""
        if self._reel.frames:
            self.slider.setValue(min(max(self.slider.value() + frames, 0), self._reel.frames - 1))

    def _ask(self, frame: int) -> None:
        self.wanted.emit(frame)

    def toggle(self) -> None:
        """Play, or stop; from the end it starts anew."""
        if self._tick.isActive() or not self._reel.frames:
            self.stop()
            return
        if self.slider.value() >= self._reel.frames - 1:
            self.slider.setValue(0)
        rate = min(max(self._reel.rate or _UNKNOWN, _SLOWEST), _FASTEST)
        self._tick.start(round(1000 / rate))
        self._dress(playing=True)

    def stop(self) -> None:
        """Stay at this frame."""
        self._tick.stop()
        self._dress(playing=False)

    def _dress(self, *, playing: bool) -> None:
        word = _tr("停") if playing else _tr("播放")
        self.play.trim = Trim(icon="pause" if playing else "play")
        self.play.setAccessibleName(word)
        self.play.setToolTip(f"{word}（{PLAY_KEY}）")
        self.play.update()

    def _advance(self) -> None:
        """The next frame, once the last one that was asked for is shown: none is left out of sight."""
        if self.slider.value() != self._reel.frame:
            return
        if self._reel.frame >= self._reel.frames - 1:
            self.stop()
        else:
            self.step(1)


def _where(reel: Reel) -> str:
    words = _tr("第 {0} / {1} 帧").format(reel.frame + 1, reel.frames)
    if reel.seconds is not None:
        return _tr("{0}·{1:.2f} 秒").format(words, reel.seconds)
    return f"{words}·{_clock(reel.taken)}" if reel.taken else words


def _clock(taken: str) -> str:
    """The time of day with thousandths: frames lie less than a second apart."""
    return datetime.fromisoformat(taken).strftime("%H:%M:%S.%f")[:-3]


class _Slider(QSlider):
    """A slider that is high enough for a thumb on site; its handle goes to where one presses."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self.setAccessibleName(name)
        self.setMinimumWidth(120)

    def sizeHint(self) -> QSize:
        """At least as high as a target has to be on site."""
        least = self._look.tokens.height("minTarget") if self._look.field else _HANDLE
        held = super().sizeHint()
        return QSize(held.width(), max(held.height(), least))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there and be dragged on from there; Qt's own would go a page towards the mouse."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        handle, at = self.style().subControlRect(kind, option, part, self), event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(at):
            room, place = self.width() - handle.width(), at.x() - handle.width() // 2
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, room))
        super().mousePressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """No lower than that, or the handle would be cut."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
