"""The cards beside and under a thermal image: parameters, warnings, the whole picture, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.thermal_saying import asked_words, parameter_line
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.iconbutton import SmallButton, SmallTool
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, wrapped
from fieldlaw.ui.views.parts.stateline import StateLine
from fieldlaw.ui.views.parts.thermalchanges import ChangesCard, PrintedCard

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_export import Written
    from fieldlaw.ui.presenters.thermal_gallery import LinkedPoint
    from fieldlaw.ui.presenters.thermal_intake import Progress
    from fieldlaw.ui.presenters.thermal_picture import Heat
    from fieldlaw.ui.presenters.thermal_said import Said
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_NONE = "—"
_MOST_TEXTS = 8  # of what the camera or the person wrote into the file
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


def _range(heat: Heat) -> str:
    ends = heat.camera.range_c
    return _NONE if ends is None else _tr("{0:.0f} 至 {1:.0f} ℃").format(*ends)


def parameters(heat: Heat, said: Said) -> tuple[tuple[str, str], ...]:
    """Name and value of what the temperatures depend on; a changed one says what the file has."""
    camera = heat.camera
    taken = (camera.captured_at or _NONE)[:19].replace("T", " ")
    rows = [
        (_tr("相机"), camera.model or _NONE),
        (_tr("机号"), camera.serial or _NONE),
        (_tr("镜头"), _lens(heat)),
        (_tr("相机时间"), taken),
    ]
    rows += [(_tr("更正后"), right)] if (right := _right(said, camera.captured_at)) else []
    rows += [*_position(heat), (_tr("量程"), _range(heat)), *_scene(heat), *heat.frame.texts[:_MOST_TEXTS]]
    rows += _camera(heat)
    if said.scale is not None:
        rows.append((_tr("换算"), f"×{said.scale.scale} {said.scale.offset} ℃"))
    return tuple(rows)


def _lens(heat: Heat) -> str:
    """The lens and how wide it sees."""
    camera = heat.camera
    wide = f"{camera.fov_deg:.0f}°" if camera.fov_deg else ""
    return " ".join(part for part in (camera.lens, wide) if part) or _NONE


def _camera(heat: Heat) -> list[tuple[str, str]]:
    """What the camera showed, and what wrote the file; unknown records stay in the original."""
    frame, ends = heat.frame, heat.camera_span
    palette = frame.palette.name if frame.palette else ""
    span = _tr("{0:.1f} 至 {1:.1f} ℃").format(*ends) if ends else ""
    unknown = _tr("{0} 条，留在原件里").format(len(frame.others)) if frame.others else ""
    rows = (
        (_tr("机内调色板"), palette), (_tr("机内温宽"), span), (_tr("机内软件"), frame.camera.software),
        (_tr("认不出的记录"), unknown),
    )  # fmt: skip
    return [row for row in rows if row[1]]


def _right(said: Said, captured_at: str | None) -> str:
    right = said.true_time(captured_at) if captured_at else None
    return right[:19].replace("T", " ") if right else ""


def _position(heat: Heat) -> list[tuple[str, str]]:
    gps = heat.frame.gps
    if gps is None:
        return [(_tr("坐标"), _tr("没有有效定位"))]
    north = _tr("北纬 {0:.5f}°") if gps.lat >= 0 else _tr("南纬 {0:.5f}°")
    east = _tr("东经 {0:.5f}°") if gps.lon >= 0 else _tr("西经 {0:.5f}°")
    return [(_tr("纬度"), north.format(abs(gps.lat))), (_tr("经度"), east.format(abs(gps.lon)))]


def _scene(heat: Heat) -> tuple[tuple[str, str], ...]:
    scene, stored = heat.scene, heat.stored
    if scene is None or stored is None:
        return ()
    return tuple(
        (word, parameter_line(name, getattr(scene, name), getattr(stored, name)))
        for name, word in asked_words(heat)
    )


class ParameterCard(Card):
    """What the temperatures depend on.

    Attributes:
        change: asks for other parameters.
        clock: asks how far the camera's clock is off.
        scale: asks for the scale of a matrix anew.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(_tr("成像参数"))
        self.change = SmallButton(look, _tr("改参数"), "text", Trim(icon="file-pen"))
        self.clock = SmallButton(look, _tr("记相机时钟"), "text", Trim(icon="clock"))
        self.scale = SmallButton(look, _tr("改换算"), "text", Trim(icon="scale"))
        self.head.addStretch(1)
        self.head.addWidget(self.change)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.scale)
        foot.addWidget(self.clock)
        self.body.addLayout(foot)
        self._rows: list[tuple[QLabel, ElidedLabel]] = []

    def say(self, heat: Heat, said: Said) -> None:
        """Show the parameters of a picture."""
        rows = parameters(heat, said)
        self.change.setVisible(heat.frame.adjustable)
        self.scale.setVisible(said.scale is not None)
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
    """Parameters, warnings, burned-in numbers, points, changes; or why there are no temperatures.

    Attributes:
        confirm: asks for the scale of a matrix.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look = look
        self.parameters = ParameterCard(look)
        self.confirm = Button(look, _tr("确认换算"), "primary", Trim(icon="scale"))
        self.printed, self.points, self.changes = PrintedCard(look), PointsCard(look), ChangesCard(look)
        self._origin = WarningCard(look)
        self._warnings: list[WarningCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 16, 16, 16)
        self._column.setSpacing(12)
        cards = (
            self.confirm, self._origin, self.parameters, self.printed, self.points, self.changes,
        )  # fmt: skip
        for card in cards:
            self._column.addWidget(card)
        self._column.addStretch(1)

    def show_state(self, state: State) -> None:
        """Show what belongs to the picture in hand."""
        heat, said = state.heat, state.said
        self.parameters.setVisible(heat is not None)
        if heat is not None:
            self.parameters.say(heat, said)
        self.confirm.setVisible(state.picture is not None and state.picture.reason == "scale_unconfirmed")
        self.points.show_points(state.gallery.points.get(state.chosen, ()))
        self.printed.setVisible(heat is not None)
        self.printed.show_printed(said.printed, state)
        self.changes.setVisible(bool(said.entries) or heat is not None)
        self.changes.show_entries(said.entries)
        self._origin.setVisible(said.origin is not None)
        if said.origin is not None:
            self._origin.say(*thermalwords.origin(said.origin, state.gallery.row(said.origin.of)))
        self._warn(warnings(state))

    def _warn(self, said: tuple[tuple[str, str], ...]) -> None:
        place = self._column.indexOf(self.printed)
        while len(self._warnings) < len(said):
            card = WarningCard(self._look)
            self._column.insertWidget(place, card)
            self._warnings.append(card)
        for number, card in enumerate(self._warnings):
            card.setVisible(number < len(said))
            if number < len(said):
                card.say(*said[number])


def _beyond_lock(state: State) -> bool:
    """Whether every temperature lies above or below the span that is locked: then all has one colour."""
    whole = state.heat.whole if state.heat else None
    low, high = state.span
    return state.lock is not None and whole is not None and (whole.low >= high or whole.high <= low)


def warnings(state: State) -> tuple[tuple[str, str], ...]:
    """Head and sentence of everything that a person must know of the picture in hand."""
    picture = state.picture
    if picture is None or (picture.heat is None and picture.plain.isNull()):
        return ()  # the reason stands in place of the picture
    if picture.heat is None:
        return (thermalwords.unseen(state),)
    clocks = (thermalwords.clocks_differ(),) if len({one.seconds for one in state.said.clocks}) > 1 else ()
    scales = (thermalwords.scales_differ(),) if state.said.scale_disputed else ()
    beyond = (thermalwords.beyond_lock(state),) if _beyond_lock(state) else ()
    return (
        *beyond,
        *clocks,
        *scales,
        *(thermalwords.warning(code, picture.heat) for code in picture.warnings),
    )


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


class _Line(QFrame):
    """How far something is, and the button that stops it."""

    def __init__(self, look: Look, stays: str) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._words, self._bar = label("", "small"), QProgressBar()
        self._bar.setTextVisible(False)
        self._stays = label(stays, "caption")
        self.stop = SmallButton(look, _tr("停止"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stays)
        row.addWidget(self.stop)
        self.hide()

    def show_part(self, words: str, done: int, total: int) -> None:
        """Show how much of how much is done."""
        self._words.setText(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.show()


class ImportLine(_Line):
    """How far an import is."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _tr("已导入的会保留"))

    def say(self, progress: Progress | None) -> None:
        """Show progress; nothing when there is none."""
        if progress is None:
            self.hide()
            return
        words = _tr("正在导入 {0} / {1}").format(progress.done, progress.total)
        named = f"{words}　{progress.name}" if progress.name else words
        self.show_part(named, progress.done, progress.total)


class ExportLine(_Line):
    """How far writing all frames out is; then the name of the list of them."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _tr("已写的表会保留"))

    def say(self, written: Written | None) -> None:
        """Show progress; nothing when there is none."""
        if written is None:
            self.hide()
            return
        over = bool(written.index)
        for part in (self._bar, self._stays, self.stop):
            part.setHidden(over)
        head = _tr("已导出 {0} / {1} 帧，清单是 {2}") if over else _tr("正在导出 {0} / {1} 帧")
        self.show_part(head.format(written.done, written.total, written.index), written.done, written.total)
