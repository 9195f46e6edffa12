"""The instrument page: live readings of the connected instrument, or the list of those that could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
)

from fieldlaw.ui.views.parts.alarm import Alarm
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.fieldbutton import FieldButton
from fieldlaw.ui.views.parts.gearpane import GearPane
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.livepane import LivePane
from fieldlaw.ui.views.parts.notices import Banner
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.roundacts import RoundDialogs
from fieldlaw.ui.views.parts.topbar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.instrument import InstrumentPresenter
    from fieldlaw.ui.presenters.instrument_state import State
    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.theme.look import Look

_MARGIN = 16
_NEWS = 4000  # how long a success is said, in milliseconds


class StatusChip(Chip):
    """The state of the instrument; as high as a button on site."""

    def _fit(self) -> None:
        high = "control" if self._look.field else "controlSmall"
        self.setFixedHeight(self._look.tokens.height(high))


class PointField(Choice):
    """测点: free words, with the last ones at hand.

    Attributes:
        written: the words after a change by a person.
    """

    written = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.edit = QLineEdit()
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(140)
        self.setMaximumWidth(420)
        self.setAccessibleName(self.tr("测点"))
        self.edit.setPlaceholderText(self.tr("写上测点，如 法兰 F-0207"))
        self.edit.textEdited.connect(self.written.emit)
        self.textActivated.connect(self.written.emit)

    def show_points(self, points: tuple[str, ...]) -> None:
        """Offer the last places; what is written stays."""
        if points == tuple(self.itemText(n) for n in range(self.count())):
            return
        text = self.currentText()
        self.clear()
        self.addItems(points)
        self.setEditText(text)


class InstrumentPage(Page):
    """The page.

    Attributes:
        log_wanted: a log file is to be imported.
        rounds_wanted: the list of points.
    """

    log_wanted = Signal()
    rounds_wanted = Signal()

    def __init__(
        self,
        look: Look,
        presenter: InstrumentPresenter,
        measuring: MeasuringPresenter,
        sound: Callable[[], None],
    ) -> None:
        """`sound` plays one tone of the alarm."""
        super().__init__(look)
        self._presenter, self._measuring = presenter, measuring
        self._told = ("", "", "")
        self._told_tag = ""
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(_NEWS)
        self._news.timeout.connect(presenter.hush)
        self.dialogs = RoundDialogs(look, self, measuring)
        self._was_live = False
        self._title, self._about = ElidedLabel("", "title"), ElidedLabel("", "caption")
        self.point, self.chip = PointField(look), StatusChip(look, "")
        self.switch = Button(look, "", trim=Trim(icon="list-checks"))
        self._field = FieldButton(look)
        self.banner = Banner(look)
        self.gear, self.live = GearPane(look, presenter), LivePane(look, presenter, measuring)
        self.alarm = Alarm(sound, self)
        self.loud = Button(look, "", trim=Trim(icon="volume-2", key="F10"))
        self._stack = QStackedWidget()
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)
        self._show_loud()

    def _assemble(self) -> None:
        self._stack.addWidget(self.gear)
        self._stack.addWidget(self.live)
        inside = QVBoxLayout()
        inside.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        inside.setSpacing(12)
        inside.addWidget(self.banner)
        inside.addWidget(self._stack, 1)
        column = self._column
        column.addWidget(self._bar())
        column.addLayout(inside, 1)

    def _bar(self) -> TopBar:
        bar = TopBar(self._look)
        self._back = Button(self._look, self.tr("返回"), "text", Trim(icon="chevron-left"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._about)
        words.addStretch(1)
        self._point_name = label(self.tr("测点"), "small")
        self._point_name.setBuddy(self.point)
        bar.left.addWidget(self._back)
        bar.left.addLayout(words, 2)
        bar.left.addWidget(self._point_name)
        bar.left.addWidget(self.point, 3)
        for widget in (self.chip, self.loud, self.switch, self._field):
            bar.right.addWidget(widget)
        for button in (self._back, self.switch, self._field):
            button.setAutoDefault(True)
        return bar

    def _wire(self) -> None:
        self._back.clicked.connect(self._go_back)
        self._field.clicked.connect(self.field_wanted)
        self.gear.log.clicked.connect(self.log_wanted)
        self.switch.clicked.connect(self._switch)
        self.point.written.connect(self._presenter.write_point)
        self.point.edit.returnPressed.connect(self.live.keep.setFocus)
        self._space = on_key(self, "Space", self._keep)
        self._space.setAutoRepeat(False)
        on_key(self, "Esc", self._go_back)
        on_key(self, "Ctrl+PgDown", self._presenter.bring_next)
        on_key(self, "F10", self.alarm.hush)
        on_key(self, "F8", self.live.procedure.body.fast.click)
        self.live.keep_wanted.connect(self._keep)
        self.live.procedure.body.done_writing.connect(self.live.keep.setFocus)
        on_key(self, "Ctrl+Return", self.live.procedure.body.act.click)
        on_key(self, "PgDown", lambda: self._measuring.move(1))
        on_key(self, "PgUp", lambda: self._measuring.move(-1))
        self.loud.clicked.connect(self.alarm.hush)
        self.alarm.changed.connect(self._show_loud)
        self.alarm.flashed.connect(lambda on: self.live.tile.flash(on=on))
        self._measuring.alarmed.connect(self._alarm)
        self._measuring.changed.connect(self._follow)
        self._wire_procedure()

    def _wire_procedure(self) -> None:
        panel, dialogs = self.live.procedure, self.dialogs
        panel.begin_wanted.connect(dialogs.ask_begin)
        panel.list_wanted.connect(self.rounds_wanted)
        panel.gas_wanted.connect(dialogs.ask_gas)
        panel.skip_wanted.connect(dialogs.ask_skip)
        panel.keep_wanted.connect(dialogs.keep_point)
        panel.end_wanted.connect(dialogs.ask_end)

    def _keep(self) -> None:
        """Keep the reading; in the fast mode begin or keep the point in hand."""
        act = self.live.procedure.body.act
        if not self._measuring.state.fast_at_point:
            self._presenter.keep()
        elif act.isEnabled():
            act.click()

    def _alarm(self, on: bool) -> None:  # noqa: FBT001  as the signal gives it
        self.alarm.raise_(on=on)

    def _follow(self, _state: object) -> None:
        """The round goes on: the tile and the chart show it, the point field its tag."""
        planned = self._measuring.state.planned
        if planned is not None and planned.tag != self._told_tag:
            self._told_tag = planned.tag
            self._presenter.write_point(planned.tag)
            self.point.setEditText(planned.tag)
        if self._presenter.state.live:
            self.live.show_state(self._presenter.state)

    def _show_loud(self) -> None:
        if self.alarm.quiet:
            self.loud.setText(self.tr("静音 5 分钟"))
        else:
            self.loud.setText(self.tr("声光报警 开"))
        self.loud.updateGeometry()

    def _switch(self) -> None:
        self._presenter.show_list(listing=not self._presenter.state.listing)

    def _go_back(self) -> None:
        """From the sheet to the list, from the list to the readings, from there to the page before."""
        state = self._presenter.state
        if not state.live and self.gear.form.isVisible():
            self.gear.close_form()
        elif state.listing:
            self._presenter.show_list(listing=False)
        else:
            self.back_wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts on the large button, or in the list."""
        self._start_focus()

    def _start_focus(self) -> None:
        if self._presenter.state.live:
            self.live.keep.setFocus()
        else:
            self.gear.start_focus()

    def _show(self, state: State) -> None:
        live = state.live
        at = QApplication.focusWidget()  # the switch of the panes takes the focus away from what it hides
        ours = at is None or at is self or self.isAncestorOf(at)
        self._stack.setCurrentIndex(1 if live else 0)
        self._space.setEnabled(live)
        self._show_head(state)
        self.gear.show_state(state)
        if live:
            self.live.show_state(state)
        self._show_banner(state)
        if live != self._was_live:
            self._was_live = live
            if ours and self.isVisible():  # readings came or went: the keyboard goes along
                self.setFocus()
        elif self.hasFocus():  # it waited here for the large button
            self._start_focus()

    def _show_head(self, state: State) -> None:
        held, case = state.instrument, state.case
        self._title.setText(self.tr("仪器·{0}").format(held.name) if held else self.tr("仪器"))
        self._about.setText(case.unit if case else self.tr("没有打开的检查"))
        self.point.show_points(case.points if case else ())
        for widget in (self._point_name, self.point, self.loud):
            widget.setVisible(state.live)
        self.chip.say(state.readout.status, state.readout.tone, state.readout.icon)
        self.switch.setVisible(held is not None)
        self.switch.setText(self.tr("换仪器") if state.live else self.tr("回到读数"))
        self.switch.updateGeometry()

    def _show_banner(self, state: State) -> None:
        told = self._words(state)
        if told == self._told:
            return
        self._told = told
        self._news.stop()
        if told[0] == "success":
            self._news.start()
        if told[0]:
            self.banner.say(*told)
        else:
            self.banner.hide()

    def _words(self, state: State) -> tuple[str, str, str]:
        """Tone, head and sentence of the banner; empty when all is well."""
        kept = self.tr("程序已记下这段空白") if state.case else self.tr("没有打开的检查，空白只显示、不存")
        held = state.problem
        if held is not None and not state.live and state.loaded and self.gear.form.isHidden():
            return "warning", held.what, held.way_out + held.safe
        if state.open_gap is not None and state.lost:
            words = self.tr("断开期间没有读数，{0}。").format(kept)
            return "danger", self.tr("线断了，正在重连"), words
        if state.lost:
            return "danger", self.tr("没有连上，正在再试"), state.lost
        if state.open_gap is not None:
            words = self.tr("检查仪器电源和距离。这段时间没有读数，{0}。").format(kept)
            return "warning", self.tr("仪器没有数据"), words
        if state.notice:
            return "warning", self.tr("看一下仪器"), state.notice
        return ("success", state.told, "") if state.told else ("", "", "")
