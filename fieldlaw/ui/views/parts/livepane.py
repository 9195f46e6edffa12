"""Live readings: tile, facts, curve, acts; on the right the facts of the measurement and what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.messages import Question, ask
from fieldlaw.ui.presenters.instrument_kept import length
from fieldlaw.ui.presenters.instrument_readout import spell
from fieldlaw.ui.presenters.measuring_words import plain, rounded, verdict_words
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.factorline import FactorLine
from fieldlaw.ui.views.parts.factrows import FactRows, FactTiles
from fieldlaw.ui.views.parts.keptlist import KeptList
from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.linefacts import LineFacts
from fieldlaw.ui.views.parts.linetiles import LineTiles
from fieldlaw.ui.views.parts.livebands import bands, limit_line
from fieldlaw.ui.views.parts.livetile import LiveTile
from fieldlaw.ui.views.parts.notices import ErrorPanel
from fieldlaw.ui.views.parts.page import flush
from fieldlaw.ui.views.parts.procedurepanel import ProcedurePanel
from fieldlaw.ui.views.parts.stripchart import StripChart
from fieldlaw.ui.views.parts.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.ui.presenters.instrument import InstrumentPresenter
    from fieldlaw.ui.presenters.instrument_state import State
    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.stripchart import Mark


PROCEDURE, KEPT = "procedure", "kept"
_LOW = 640


class KeepButton(Button):
    """The large button: as readable as a title."""

    def text_font_size(self) -> str:
        """Larger than other words."""
        return "title" if self.look.field else "subtitle"

    def icon_size(self) -> str:
        """Larger than other icons."""
        return "field" if self.look.field else "list"


class SidePanel(QWidget):
    """The facts of this measurement, and the readings kept in the case."""

    def __init__(self, look: Look, packs: Callable[[], Sequence[Pack]]) -> None:
        super().__init__()
        self.body = flush(self)
        self.factor = FactorLine(look, packs)
        self.problem = ErrorPanel(look)
        self.problem.hide()
        names = ("仪器与证书", "连接", "仪器状态", "已保留", "空白")
        self.facts, self.line = FactRows(look, tuple(self.tr(name) for name in names)), LineFacts(look)
        self.kept = KeptList(look)
        self._nothing = label("", "small")
        self._nothing.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(0)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.line)
        self.body.addWidget(self.factor)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.kept, 1)
        self._space = QWidget()
        self.body.addWidget(self._space, 1)

    def show_state(self, state: State) -> None:
        """Show the facts."""
        case = state.case
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self.factor.show_state(state)
        self.facts.rows[0].say(*self._certificate(state))
        self.facts.rows[1].say(*self._line(state))
        self.facts.rows[2].say(*self._flame(state))
        rows = case.rows if case else ()
        count = len(case.readings) if case else 0
        self.facts.rows[3].say(
            "circle-dot", "accent" if count else "unknown", self.tr("{0} 条").format(count)
        )
        self.facts.rows[4].say(*self._gaps(state))
        self.line.show_line(state.line)
        self.kept.show_rows(rows)
        self.kept.setVisible(bool(rows))
        self._space.setVisible(not rows)
        self._nothing.setVisible(not rows)
        self._nothing.setText(
            self.tr("还没有保留的读数。") if case else self.tr("打开一次检查后，读数才能保留。")
        )

    def _certificate(self, state: State) -> tuple[str, str, str]:
        held, left = state.instrument, state.days_left
        if held is None or left is None:
            return "shield-alert", "warning", self.tr("没有登记有效期")
        if left < 0:
            return "shield-alert", "warning", self.tr("{0}·已过期").format(held.name)
        return "shield-check", "success", self.tr("{0}·剩 {1} 日").format(held.name, left)

    def _flame(self, state: State) -> tuple[str, str, str]:
        if not state.keepable:
            return "circle-help", "unknown", self.tr("未知")
        shown = state.readout
        return shown.icon, shown.tone, shown.status

    def _line(self, state: State) -> tuple[str, str, str]:
        held = state.instrument.address if state.instrument else ""
        if state.lost:
            return "unplug", "danger", self.tr("正在重连 {0}").format(held)
        return "plug", "success", held

    def _gaps(self, state: State) -> tuple[str, str, str]:
        if not state.gaps:
            return "circle-check", "success", self.tr("没有")
        last, count = state.gaps[-1], len(state.gaps)
        since = last.after.strftime("%H:%M:%S")
        if last.before is None:
            return "unplug", "danger", self.tr("{0} 段·{1} 起").format(count, since)
        words = self.tr("{0} 段·{1}，{2}").format(count, since, length(last.after, last.before))
        return "circle-alert", "warning", words


class LiveSides(Card):
    """The right side: the procedure, and the readings that were kept."""

    def __init__(self, look: Look, procedure: ProcedurePanel, kept: SidePanel) -> None:
        super().__init__(pad=0)
        self._look = look
        self.tabs, self._stack = Tabs(look), QStackedWidget()
        self.body.setSpacing(0)
        self.body.addWidget(kept.problem)  # over both tabs: what was not saved is seen on either
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        for panel in (procedure, kept):
            self._stack.addWidget(panel)
        self.tabs.chosen.connect(self.turn)
        look.changed.connect(self._fit)
        self.turn(PROCEDURE)
        self._fit()

    def turn(self, tab: str) -> None:
        """Show the procedure or what was kept."""
        self._stack.setCurrentIndex(0 if tab == PROCEDURE else 1)
        words = ((PROCEDURE, self.tr("测量程序")), (KEPT, self.tr("仪器与已保留")))
        self.tabs.show_tabs(words, tab)

    def _fit(self) -> None:
        self.setFixedWidth(self._look.tokens.width("procedureField" if self._look.field else "sidePanel"))


class LivePane(QWidget):
    """Everything that is shown while an instrument is connected.

    Attributes:
        keep_wanted: the large button was pressed.
    """

    keep_wanted = Signal()

    def __init__(self, look: Look, presenter: InstrumentPresenter, measuring: MeasuringPresenter) -> None:
        super().__init__()
        self._look, self._presenter, self._measuring = look, presenter, measuring
        self.tile, self.side = LiveTile(look), SidePanel(look, measuring.packs)
        self.procedure = ProcedurePanel(look, measuring)
        self.sides = LiveSides(look, self.procedure, self.side)
        names = ("峰值保持", "环境本底", "净值", "收到", "电量", "氢气")
        self.facts = FactTiles(look, tuple(self.tr(name) for name in names))
        self.others = LineTiles(look)
        self.chart = StripChart(look, lambda: presenter.tracks, presenter.now)
        again = Trim(icon="rotate-ccw")
        self.again = Button(look, self.tr("重找峰值"), trim=again, size="controlLarge")
        self.shoot = Button(look, self.tr("拍屏"), trim=Trim(icon="camera"), size="controlLarge")
        self.fire = Button(look, self.tr("点火"), trim=Trim(icon="flame"), size="controlLarge")
        self.keep = KeepButton(look, "", "primary", Trim(icon="download", key="空格"), "controlLarge")
        self.keep.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._assemble()
        self.others.wanted.connect(presenter.bring_forward)
        self.again.clicked.connect(presenter.reset_peak)
        self.shoot.clicked.connect(self._shoot)
        self.fire.clicked.connect(self.ask_fire)
        self.keep.clicked.connect(self.keep_wanted)
        self.side.problem.again.connect(presenter.retry)
        self.side.line.wanted.connect(presenter.use_detector)

    def _assemble(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(12)
        acts.addWidget(self.again)
        acts.addWidget(self.shoot)
        acts.addWidget(self.fire)
        acts.addWidget(self.keep, 1)
        for button in (self.again, self.shoot, self.fire, self.keep):
            button.setAutoDefault(True)  # Return presses it: Space keeps the reading
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.tile)
        left.addWidget(self.others)
        left.addWidget(self.facts)
        left.addWidget(self.chart, 1)
        left.addLayout(acts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.sides)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the facts stand in one line, so that the curve keeps its room."""
        super().resizeEvent(event)
        for part in (self.tile, self.facts):
            part.set_flat(flat=self.height() < _LOW)

    def _shoot(self) -> None:
        """A picture of the readings as they stand, into the case."""
        held, buffer = QByteArray(), QBuffer()
        buffer.setBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.grab().save(buffer, "PNG")
        self._presenter.keep_screen(bytes(held.data()))

    def ask_fire(self) -> None:
        """Ask before the instrument is ignited."""
        held = self._presenter.state.instrument
        name = held.name if held else ""
        question = Question(
            self.tr("给仪器点火"),
            self.tr("给 {0} 点火？先确认这里允许点火，氢气阀已打开。").format(name),
            self.tr("点火"),
            self.tr("先不点"),
        )
        if ask(self, question):
            self._presenter.ignite()

    def show_state(self, state: State) -> None:
        """Show the readings."""
        warning = self.tr("检定过期，\n不作定案依据") if state.expired else ""
        self.tile.say(state.readout, self._calibration(state), warning)
        self.tile.name_detector(state.detector if state.line and state.line.other_detector else "")
        peak, last = state.peak, state.last
        held = self._measuring.state
        self.tile.show_verdict(verdict_words(held.verdict or held.live))
        self.facts.say(
            spell(peak.value) if peak and peak.value is not None else "—",
            rounded(held.background) if held.background is not None else "",
            plain(held.verdict.net) if held.verdict is not None and held.verdict.net is not None else "",
            last.taken_at.strftime("%H:%M:%S") if last else "—",
            state.battery,
            state.hydrogen,
        )
        self.others.show_lines(state.others)
        self.chart.mark(self._marks(state), self._peak(state))
        self.chart.set_off(bands(held), limit_line(held))
        self.side.show_state(state)
        self._show_acts(state)

    def _show_acts(self, state: State) -> None:
        self.again.setVisible(state.peak is not None)
        self.shoot.setVisible(state.case is not None and not state.case.closed)
        self.fire.setVisible(state.dark or state.igniting)
        self.fire.set_busy(busy=state.igniting, text=self.tr("点火中") if state.igniting else self.tr("点火"))
        closed = state.case is not None and state.case.closed
        self.keep.setEnabled(state.case is None or (state.keepable and not closed))
        if state.case is None:
            self.keep.block(self.tr("先打开一次检查"))
        elif closed:
            self.keep.block(self.tr("案件已通过，不收读数"))
        elif not state.keepable:
            self.keep.block(self.tr("现在没有读数"))
        else:
            self.keep.free(self.procedure.body.fast_word or self.tr("保留读数"))

    def _calibration(self, state: State) -> str:
        held = state.instrument
        if held is None:
            return ""
        parts = (
            held.certificate and self.tr("证书 {0}").format(held.certificate),
            held.valid_until and self.tr("有效至 {0}").format(held.valid_until),
            held.serial and self.tr("出厂编号 {0}").format(held.serial),
        )
        return "·".join(part for part in parts if part) or self.tr("没有登记检定证书")

    def _marks(self, state: State) -> tuple[Mark, ...]:
        held, rows = state.instrument, state.case.readings if state.case else ()
        return tuple(
            (row.at.timestamp(), row.number, row.point)
            for row in rows
            if row.number is not None and held is not None and row.device == held.name
        )

    def _peak(self, state: State) -> Mark | None:
        peak = state.peak
        if peak is None or peak.value is None:
            return None
        return peak.taken_at.timestamp(), float(peak.value), self.tr("峰值 {0}").format(spell(peak.value))
