"""The cards beside and under a thermal image: parameters, warnings, the whole picture, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.iconbutton import SmallButton, SmallTool
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, wrapped
from fieldlaw.ui.views.parts.stateline import StateLine

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_gallery import LinkedPoint
    from fieldlaw.ui.presenters.thermal_intake import Progress
    from fieldlaw.ui.presenters.thermal_picture import Heat
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_NONE = "—"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


def _range(heat: Heat) -> str:
    ends = heat.camera.range_c
    return _NONE if ends is None else _tr("{0:.0f} 至 {1:.0f} ℃").format(*ends)


def parameters(heat: Heat) -> tuple[tuple[str, str], ...]:
    """Name and value of what the temperatures depend on, as the file has it."""
    scene, camera = heat.scene, heat.camera
    taken = (camera.captured_at or _NONE)[:19].replace("T", " ")
    rows = [
        (_tr("相机"), camera.model or _NONE),
        (_tr("机号"), camera.serial or _NONE),
        (_tr("镜头"), camera.lens or _NONE),
        (_tr("相机时间"), taken),
        (_tr("量程"), _range(heat)),
        (_tr("发射率"), f"{scene.emissivity:.2f}"),
        (_tr("距离"), f"{scene.distance_m:.4g} m"),
        (_tr("反射温度"), f"{scene.reflected_c:.1f} ℃"),
        (_tr("气温 / 湿度"), f"{scene.atmosphere_c:.1f} ℃ / {scene.humidity * 100:.0f}%"),
    ]
    if scene.window_transmission != 1:
        rows.append((_tr("窗口透过率"), f"{scene.window_transmission:.2f}"))
    if heat.frames > 1:
        rows.append((_tr("画面"), _tr("第 1 帧，共 {0} 帧").format(heat.frames)))
    return tuple(rows)


class ParameterCard(Card):
    """What the temperatures depend on."""

    def __init__(self) -> None:
        super().__init__(_tr("成像参数"))
        self.head.addStretch(1)
        self.head.addWidget(label(_tr("文件自带"), "caption"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._rows: list[tuple[QLabel, ElidedLabel]] = []

    def say(self, heat: Heat) -> None:
        """Show the parameters of a picture."""
        rows = parameters(heat)
        while len(self._rows) < len(rows):
            name, value = label("", "small"), ElidedLabel("")
            value.setAlignment(_RIGHT)
            self._grid.addWidget(name, len(self._rows), 0)
            self._grid.addWidget(value, len(self._rows), 1)
            self._rows.append((name, value))
        for place, (name, value) in enumerate(self._rows):
            name.setVisible(place < len(rows))
            value.setVisible(place < len(rows))
            if place < len(rows):
                name.setText(rows[place][0])
                value.setText(rows[place][1])


class WarningCard(QFrame):
    """One thing that a person must know of the picture."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("banner", "warning")
        self._head, self._text = wrapped("", "strong", "warning"), wrapped("", "small")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(look, "triangle-alert", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._head, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._text)

    def say(self, head: str, text: str) -> None:
        """Show a warning; without a sentence its head alone."""
        self._head.setText(head)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def say_short(self, said: tuple[tuple[str, str], ...]) -> None:
        """Show warnings by their heads, in one line; the sentences are the tip."""
        self._column.setContentsMargins(14, 6, 14, 6)
        self.setToolTip("\n".join(text for _head, text in said))
        self.say("、".join(head for head, _text in said), "")


class PointsCard(Card):
    """What was measured with an analyzer where the picture shows it."""

    def __init__(self, look: Look) -> None:
        super().__init__(_tr("这里的测点"), pad=0)
        self._look = look
        self._shown: tuple[LinkedPoint, ...] | None = None
        self._none = wrapped(_tr("还没有在这里测点。选一个点，按“到此处测点”。"), "small")
        self._none.setContentsMargins(16, 12, 16, 12)
        self.body.addWidget(self._none)
        self.lines: list[StateLine] = []

    def show_points(self, points: tuple[LinkedPoint, ...]) -> None:
        """Show the points of the picture in hand."""
        if points == self._shown:
            return
        self._shown = points
        for line in self.lines:
            self.body.removeWidget(line)
            line.deleteLater()
        self.lines = [self._line(one) for one in points]
        for line in self.lines:
            self.body.addWidget(line)
        self._none.setVisible(not points)

    def _line(self, one: LinkedPoint) -> StateLine:
        head = f"{one.area} {one.tag}".strip()
        line = StateLine(self._look, one.icon, head, _tr(one.verdict))
        line.note(one.value)
        return line


class SideColumn(QWidget):
    """Parameters and warnings, or the reason why there are no temperatures."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look = look
        self._parameters = ParameterCard()
        self._warnings: list[WarningCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 16, 16, 16)
        self._column.setSpacing(12)
        self._column.addWidget(self._parameters)
        self.points = PointsCard(look)
        self._column.addWidget(self.points)
        self._column.addStretch(1)

    def show_state(self, state: State) -> None:
        """Show what belongs to the picture in hand."""
        heat = state.heat
        self._parameters.setVisible(heat is not None)
        if heat is not None:
            self._parameters.say(heat)
        self.points.show_points(state.gallery.points.get(state.chosen, ()))
        self._warn(warnings(state))

    def _warn(self, said: tuple[tuple[str, str], ...]) -> None:
        while len(self._warnings) < len(said):
            card = WarningCard(self._look)
            self._column.insertWidget(self._column.count() - 1, card)
            self._warnings.append(card)
        for place, card in enumerate(self._warnings):
            card.setVisible(place < len(said))
            if place < len(said):
                card.say(*said[place])


def warnings(state: State) -> tuple[tuple[str, str], ...]:
    """Head and sentence of everything that a person must know of the picture in hand."""
    picture = state.picture
    if picture is None or (picture.heat is None and picture.plain.isNull()):
        return ()  # the reason stands in place of the picture
    if picture.heat is None:
        return (thermalwords.reason(picture.reason),)
    return tuple(thermalwords.warning(code, picture.heat) for code in picture.warnings)


class WholeCard(Card):
    """Lowest, mean and highest temperature of the whole picture, and where they are."""

    def __init__(self, look: Look) -> None:
        super().__init__(_tr("全图"))
        self.mark = SmallTool(look, _tr("标在画面上"))
        self.head.setContentsMargins(16, 8, 12, 8)
        self.head.addStretch(1)
        self.head.addWidget(self.mark)
        self._values: list[tuple[QLabel, QLabel]] = []
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        for line, name in enumerate((_tr("最高"), _tr("平均"), _tr("最低"))):
            value, place = label("", "strong"), label("", "small")
            grid.addWidget(label(name, "small"), line, 0)
            grid.addWidget(place, line, 1)
            grid.addWidget(value, line, 2, _RIGHT)
            self._values.append((value, place))
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def say(self, heat: Heat | None) -> None:
        """Show the whole picture; without temperatures the reason."""
        whole = heat.whole if heat else None
        if whole is None:
            for value, place in self._values:
                value.setText(_NONE)
                place.setText(_tr("算不出") if heat else _tr("正在读"))
            return
        rows = ((whole.high, whole.high_at), (whole.mean, None), (whole.low, whole.low_at))
        for (value, place), (celsius, at) in zip(self._values, rows, strict=True):
            value.setText(f"{celsius:.1f} ℃")
            place.setText(_tr("列 {0}，行 {1}").format(*at) if at else "")


class ImportLine(QFrame):
    """How far an import is, and the button that stops it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._words, self._bar = label("", "small"), QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = SmallButton(look, _tr("停止"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(label(_tr("已导入的会保留"), "caption"))
        row.addWidget(self.stop)
        self.hide()

    def say(self, progress: Progress | None) -> None:
        """Show progress; nothing when there is none."""
        self.setVisible(progress is not None)
        if progress is not None:
            self._words.setText(_tr("正在导入 {0} / {1}").format(progress.done, progress.total))
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
