"""The card of one measuring step: what to do now, the readings so far, the acts that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    DRIFT,
    FAILED,
    INSTRUMENT,
    POINT,
    POSITIONS,
    RESPONSE,
    SPAN,
    WARMUP,
    ZERO,
    Weather,
)
from fieldlaw.ui.presenters.measuring_words import gas_word, minutes, plain, rounded
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.records.procedure import Reading, StepResult
    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.presenters.measuring_state import State
    from fieldlaw.ui.theme.look import Look

_GAS_STEPS = (ZERO, SPAN, RESPONSE, DRIFT)
_WEATHER = (
    ("temperature_c", "气温 ℃"),
    ("humidity", "湿度 %"),
    ("pressure_kpa", "气压 kPa"),
    ("wind_direction", "风向"),
    ("wind_speed", "风速 m/s"),
    ("conditions", "天气"),
)
_START = {
    INSTRUMENT: "核对仪器和证书",
    WARMUP: "开始计预热时间",
    ZERO: "已通零气，开始",
    SPAN: "开始量程与精密度",
    RESPONSE: "已通零气，开始",
    BACKGROUND: "开始测本底",
    DRIFT: "已通标气，开始",
}
_HINTS = {
    INSTRUMENT: "核对编号、证书和有效期；过期或没有登记的，记录里会写明。",
    WARMUP: "从点火后第一个有效读数起计时；熄火会重新计。",
    ZERO: "探头通零气，读数稳定后取一次。",
    SPAN: "零气、标气交替通，每次稳定后取读数。",
    RESPONSE: "先通零气，切换标气的一刻按“切换”，读数稳定后按“稳定了”。",
    BACKGROUND: "在装置四周和中间各测一次，取每处最高的读数。",
    POINT: "先在密封点清单里选一个点，再开始。",
    DRIFT: "收工前再通一次标气。漂移超出的，上次合格以后的点都要复测。",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("measuring", text)


class StayBar(QWidget):
    """How long the probe has stayed at the maximum, as a bar and in words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._head, self.value = label(_tr("停在最大处"), "subtitle"), ElidedLabel("", "subtitle")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setFixedHeight(look.tokens.font("body"))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row.addWidget(self._head)
        row.addWidget(self.value, 1)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.bar.setAccessibleName(_tr("停留时间"))

    def show_state(self, state: State) -> None:
        """Show the stay of the point."""
        point = state.point
        self.setVisible(point is not None)
        if point is None:
            return
        words = _tr("{0} 秒").format(rounded(point.dwell))
        if point.is_long_enough:
            words = _tr("{0} 秒，已满").format(rounded(point.dwell))
        self.value.setText(words)
        share = point.dwell / point.required if point.required else 0
        self.bar.setValue(min(1000, int(share * 1000)))
        self.bar.setVisible(point.required is not None)


class WeatherFields(QWidget):
    """The weather as it is noted at the background."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: QLineEdit() for name, _word in _WEATHER}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for place, (name, word) in enumerate(_WEATHER):
            head = label(_tr(word), "caption")
            head.setBuddy(self.fields[name])
            self.fields[name].setAccessibleName(_tr(word))
            grid.addWidget(head, place // 3 * 2, place % 3)
            grid.addWidget(self.fields[name], place // 3 * 2 + 1, place % 3)

    @property
    def weather(self) -> Weather:
        """What was noted."""
        return Weather(**{name: field.text().strip() for name, field in self.fields.items()})


class StepBody(QWidget):
    """The card.

    Attributes:
        skip_wanted: the step is to be left with a reason.
        gas_wanted: the list of gas cylinders.
        keep_wanted: the point is to be kept.
        end_wanted: the round is to be ended.
        list_wanted: the list of points.
        done_writing: Enter in a line; the keyboard goes on to the large button.
    """

    skip_wanted = Signal()
    gas_wanted = Signal()
    keep_wanted = Signal()
    end_wanted = Signal()
    list_wanted = Signal()
    done_writing = Signal()

    def __init__(self, look: Look, presenter: MeasuringPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "sunken")
        self._look, self._presenter = look, presenter
        self.says, self.lines = wrapped("", "strong"), wrapped("", "small")
        self.gas, self.cylinders = Choice(look), Button(look, _tr("气瓶…"))
        self.stay, self.weather = StayBar(look), WeatherFields()
        self.probe = QLineEdit()
        self.probe.setPlaceholderText(_tr("探头位置、距离（可不写）"))
        self.probe.setAccessibleName(_tr("探头位置、距离"))
        self.places = {name: Button(look, name) for name in POSITIONS}
        self.act = Button(look, "", "primary", size="controlLarge")
        self.done = Button(look, _tr("完成这一步"), trim=Trim(icon="check"))
        self.skip, self.drop = Button(look, _tr("跳过…"), "text"), Button(look, _tr("不要了"), "text")
        self.before = Button(look, _tr("上一点"), trim=Trim(icon="chevron-left"))
        self.after = Button(look, _tr("下一点"), trim=Trim(trail="chevron-right"))
        self.unlink = Button(look, _tr("不连热像"), "text")
        self.fast = Button(look, _tr("快测"), "filter", Trim(key="F8"))
        self.fast.setCheckable(True)
        self.fast.setToolTip(_tr("空格开始测、再按空格记下，记完接着下一个没测的点"))
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.stay)
        column.addWidget(self.says)
        column.addWidget(self.lines)
        self._gas_row, gas = QWidget(), QHBoxLayout()
        self._gas_row.setLayout(gas)
        gas.setContentsMargins(0, 0, 0, 0)
        gas.addWidget(self.gas, 1)
        gas.addWidget(self.cylinders)
        self.gas.setAccessibleName(_tr("气瓶"))
        column.addWidget(self._gas_row)
        self._place_row, places = QWidget(), QHBoxLayout()
        self._place_row.setLayout(places)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(6)
        for button in self.places.values():
            button.setCheckable(True)
            button.setMinimumWidth(0)
            places.addWidget(button, 1)
        column.addWidget(self._place_row)
        column.addWidget(self.weather)
        column.addWidget(self.probe)
        column.addWidget(self.act)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.before, self.after, self.done):
            row.addWidget(button, 1)
        row.addStretch(0)
        for button in (self.fast, self.unlink, self.drop, self.skip):
            row.addWidget(button)
        return row

    def _wire(self) -> None:
        presenter = self._presenter
        self.act.clicked.connect(self._act)
        self.done.clicked.connect(lambda: presenter.finish(self.weather.weather))
        self.drop.clicked.connect(presenter.drop)
        self.skip.clicked.connect(self.skip_wanted)
        self.unlink.clicked.connect(presenter.unlink)
        self.probe.textEdited.connect(presenter.write_probe)
        self.probe.returnPressed.connect(self.done_writing)
        self.fast.clicked.connect(lambda on: presenter.set_fast(on=on))
        self.cylinders.clicked.connect(self.gas_wanted)
        self.gas.activated.connect(lambda place: presenter.use_cylinder(str(self.gas.itemData(place))))
        self.before.clicked.connect(lambda: presenter.move(-1))
        self.after.clicked.connect(lambda: presenter.move(1))
        for name, button in self.places.items():
            button.clicked.connect(lambda _on=False, at=name: self._go(at))

    # --- what it does

    def _act(self) -> None:
        """The large button: begin the step, or the next thing in it."""
        state, presenter = self._presenter.state, self._presenter
        if state.step == POINT and state.planned is None:
            self.list_wanted.emit()
        elif state.step == DRIFT and self._drifted(state) is not None and state.work is None:
            self.end_wanted.emit()
        elif state.work is None:
            presenter.start()
        elif state.step == WARMUP:
            presenter.finish()
        elif state.step in (ZERO, SPAN, DRIFT):
            presenter.take()
        elif state.step == RESPONSE:
            self._response(state)
        elif state.step == POINT:
            self.keep_wanted.emit()

    def _response(self, state: State) -> None:
        switched = getattr(state.work, "switched", None)
        (self._presenter.switch if switched is None else self._presenter.settled)()

    def _go(self, place: str) -> None:
        """Arrive at a place, or leave the one where the probe is."""
        if getattr(self._presenter.state.work, "arrived", None) is None:
            self._presenter.arrive(place)
        else:
            self._presenter.depart()

    # --- what it shows

    def show_state(self, state: State) -> None:
        """Show the step whose card is open."""
        running = state.work is not None
        self.stay.show_state(state)
        self._gas_row.setVisible(state.step in _GAS_STEPS and not running)
        self._show_gases(state)
        self._place_row.setVisible(state.step == BACKGROUND and running)
        self.weather.setVisible(state.step == BACKGROUND and running)
        self._show_places(state)
        self.says.setText(self._words(state))
        lines = self._lines(state)
        self.lines.setText("\n".join(lines))
        self.lines.setVisible(bool(lines))
        self._show_acts(state, running=running)

    def _show_acts(self, state: State, *, running: bool) -> None:
        at_point = state.step == POINT
        self.act.set_busy(busy=state.busy, text=self._act_word(state))
        self.act.setVisible(not (state.step == BACKGROUND and running))
        self.done.setVisible(running and not at_point and state.step != WARMUP)
        self.done.setEnabled(not state.busy)
        self.drop.setVisible(running)
        self.probe.setVisible(at_point and state.session is not None)
        if self.probe.text() != state.probe:
            self.probe.setText(state.probe)
        self.fast.setVisible(at_point and state.session is not None)
        self.fast.setChecked(state.fast)
        self.unlink.setVisible(at_point and not running and bool(state.links))
        self.skip.setVisible(not running and not at_point and state.session is not None)
        for button in (self.before, self.after):
            button.setVisible(at_point and not running and state.place[1] > 0)
        self.before.setEnabled(state.place[0] > 1)
        self.after.setEnabled(state.place[0] < state.place[1])

    def _act_word(self, state: State) -> str:
        if state.step == POINT:
            return self._point_word(state)
        if state.step == DRIFT and state.work is None and self._drifted(state) is not None:
            return _tr("结束检测")
        if state.work is None:
            return _tr(_START.get(state.step, "开始"))
        if state.step == WARMUP:
            return _tr("预热好了")
        if state.step == RESPONSE:
            return _tr("切换") if getattr(state.work, "switched", None) is None else _tr("稳定了")
        gas = getattr(state.work, "next_gas", "")
        return _tr("取{0}读数").format(gas)

    @property
    def fast_word(self) -> str:
        """What the one key of the fast mode does now; empty when it keeps a reading."""
        state = self._presenter.state
        return self._point_word(state) if state.fast_at_point else ""

    def _point_word(self, state: State) -> str:
        if state.planned is None:
            return _tr("选一个密封点")
        if state.work is None:
            again = state.kept_of(state.planned.tag) is not None
            return (_tr("重测 {0}") if again else _tr("开始测 {0}")).format(state.planned.tag)
        return _tr("记下这一点")

    def _words(self, state: State) -> str:
        work = state.work
        if state.point is not None:
            return state.point.says()
        if work is None:
            return self._before(state)
        if state.step == WARMUP:
            return _tr("已预热 {0}").format(minutes(work.minutes(self._presenter.now())))  # type: ignore[union-attr]
        if work.stream.broken:
            return _tr("现在没有可用的读数：{0}").format(work.stream.broken)
        return _tr(_HINTS[state.step])

    def _before(self, state: State) -> str:
        """What is said before the step is begun."""
        held = self._counting(state)
        if held is not None and held.reason:
            word = _tr("未通过") if held.outcome == FAILED else _tr("跳过")
            return _tr("上次{0}：{1}").format(word, held.reason)
        if state.step == POINT and state.planned is not None:
            return _tr("探头贴着 {0} 的密封面慢慢移动，找到最大处停住。").format(state.planned.tag)
        return _tr(_HINTS[state.step]) if state.step in _HINTS else ""

    def _lines(self, state: State) -> list[str]:
        work = state.work
        if state.step == POINT and state.links:
            words = "、".join(f"{one.kind} {one.area}".strip() for one in state.links)
            return [_tr("和这一点一起记：{0}").format(words)]
        if work is None:
            held = self._counting(state)
            return list(held.marks) if held is not None else []
        readings: Sequence[Reading] = getattr(work, "taken", ()) or getattr(work, "runs", ())
        readings = readings or getattr(work, "readings", ())
        return ["，".join(self._reading(one) for one in readings)] if readings else []

    def _reading(self, one: Reading) -> str:
        return f"{one.label} {plain(one.value) if one.value is not None else one.reason}"

    def _counting(self, state: State) -> StepResult | None:
        if state.session is None or state.step in ("", POINT):
            return None
        return state.session.counting(state.step, state.today)

    def _drifted(self, state: State) -> StepResult | None:
        return self._counting(state) if state.step == DRIFT else None

    def _show_gases(self, state: State) -> None:
        keys = ["", *(one.number for one in state.cylinders)]
        if keys != [self.gas.itemData(n) for n in range(self.gas.count())]:
            self.gas.clear()
            self.gas.addItem(_tr("不写气瓶") if state.cylinders else _tr("还没有登记气瓶"), "")
            for one in state.cylinders:
                name = gas_word(one.substance)
                self.gas.addItem(f"{one.number} {name} {one.concentration} {one.unit}", one.number)
        self.gas.setCurrentIndex(max(self.gas.findData(state.cylinder), 0))

    def _show_places(self, state: State) -> None:
        work = state.work
        at = getattr(work, "position", "") if getattr(work, "arrived", None) is not None else ""
        values = {one.label: one for one in getattr(work, "readings", ()) if state.step == BACKGROUND}
        for name, button in self.places.items():
            held = values.get(name)
            button.setChecked(name == at)
            button.setEnabled(not at or name == at)
            value = f" {plain(held.value)}" if held is not None and held.value is not None else ""
            button.setText(_tr("{0}·离开").format(name) if name == at else f"{name}{value}")
