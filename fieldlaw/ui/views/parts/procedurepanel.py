"""测量程序: the eight steps with what came of each, and the card of the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.measuring_words import step_rows
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.notices import ErrorPanel, NoticeLine
from fieldlaw.ui.views.parts.page import flush
from fieldlaw.ui.views.parts.stepbody import StepBody

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.presenters.measuring_state import State
    from fieldlaw.ui.presenters.measuring_words import StepRow
    from fieldlaw.ui.theme.look import Look

_TICK = 500


def _tr(text: str) -> str:
    return QCoreApplication.translate("measuring", text)


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class StepButton(QPushButton):
    """One step: a mark or its number, its name, what came of it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.step = ""
        self.setProperty("tile", "step")
        self.setCheckable(True)
        self._icon, self._number = IconLabel(look, "circle-dashed", "unknown", "list"), label("", "strong")
        self._name, self.value = label(""), ElidedLabel("", "small")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._number)
        row.addWidget(self._name)
        row.addWidget(self.value, 1)
        for part in (self._icon, self._number, self._name, self.value):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """On site as high as a target has to be."""
        body = self._look.tokens.font("body")
        least = self._look.tokens.height("minTarget") if self._look.field else 0
        return QSize(0, max(round(body * 2.2), least))

    def minimumSizeHint(self) -> QSize:
        """The value may be cut; the tool tip says it."""
        return QSize(0, self.sizeHint().height())

    def say(self, row: StepRow) -> None:
        """Show a step."""
        self.step = row.step
        self._icon.setVisible(bool(row.icon))
        self._number.setVisible(not row.icon)
        self._number.setFixedWidth(self._look.tokens.icon_size("list"))
        self._number.setText(str(row.number))
        if row.icon:
            self._icon.show_icon(row.icon, row.tone)
        self._name.setText(row.name)
        mark(self._name, "type", "strong" if row.now else "")
        self.value.setText(f"{row.value}·{row.mark}" if row.mark and row.value else row.value)
        mark(self.value, "tone", row.tone if row.tone in ("danger", "warning") else "")
        self.setChecked(row.now)
        self.setAccessibleName(row.spoken)
        self.setToolTip(self.value.text())


class ProcedurePanel(QWidget):
    """The panel.

    Attributes:
        begin_wanted: a round is to be begun.
        list_wanted: the list of points; `gas_wanted` the gas cylinders.
        skip_wanted, keep_wanted, end_wanted: a step left, a point kept, the round ended: each asks for words.
    """

    begin_wanted = Signal()
    list_wanted = Signal()
    gas_wanted = Signal()
    skip_wanted = Signal()
    keep_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, look: Look, presenter: MeasuringPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        self.rows = tuple(StepButton(look) for _step in range(8))
        self.body = StepBody(look, presenter)
        self.problem = ErrorPanel(look)
        self.told = NoticeLine(look, "success", "circle-check", "success")
        self.begin = Button(
            look, _tr("开始一次检测…"), "primary", Trim(icon="clipboard-check"), "controlLarge"
        )
        self.points = Button(look, _tr("密封点清单…"), trim=Trim(icon="list-checks"))
        self._nothing = wrapped("", "small")
        self._steps, self._at = QWidget(), ""
        self._assemble()
        self._wire()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK)
        self._tick.timeout.connect(self._breathe)
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _assemble(self) -> None:
        steps = flush(self._steps)
        for row in self.rows:
            steps.addWidget(row)
            steps.addWidget(rule())
        self._idle, self._foot, inside = QWidget(), QWidget(), QWidget()
        idle, foot, column = QVBoxLayout(self._idle), QHBoxLayout(self._foot), flush(inside)
        idle.setContentsMargins(16, 14, 16, 14)
        idle.setSpacing(12)
        idle.addWidget(self._nothing)
        idle.addWidget(self.begin)
        foot.setContentsMargins(16, 8, 16, 10)
        foot.addWidget(self.points, 1)
        inside.setProperty("sheet", "surface")
        for part in (self._idle, self._steps):
            column.addWidget(part)
        column.addStretch(1)
        self._area = _scrolled(inside)
        whole = flush(self)
        for part in (self.problem, self.told):
            whole.addWidget(part)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.body)  # outside of what scrolls: its button is always in reach
        whole.addWidget(self._foot)

    def _wire(self) -> None:
        self.begin.clicked.connect(self.begin_wanted)
        self.points.clicked.connect(self.list_wanted)
        self.problem.again.connect(self._presenter.retry)
        self.body.skip_wanted.connect(self.skip_wanted)
        self.body.keep_wanted.connect(self.keep_wanted)
        self.body.end_wanted.connect(self.end_wanted)
        self.body.list_wanted.connect(self.list_wanted)
        self.body.gas_wanted.connect(self.gas_wanted)
        for row in self.rows:
            row.clicked.connect(lambda _on=False, one=row: self._open(one))

    def _open(self, row: StepButton) -> None:
        self._presenter.show_step(row.step)
        self._show(self._presenter.state)  # a press on another step while one runs changes nothing

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on while the panel is shown."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: object) -> None:
        """And stands still while it is not."""
        super().hideEvent(event)  # type: ignore[arg-type]
        self._tick.stop()

    def _breathe(self) -> None:
        if self._presenter.state.work is not None:
            self.body.show_state(self._presenter.state)

    def _show(self, state: State) -> None:
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self.told.setVisible(bool(state.told))
        if state.told:
            self.told.say(state.told, "")
        ready = state.session is not None
        self._idle.setVisible(not ready)
        self._steps.setVisible(ready)
        self._foot.setVisible(state.view is not None)
        self.body.setVisible(ready and bool(state.step))
        self._nothing.setText(self._why(state))
        self.begin.setVisible(state.open_round is None and bool(state.case) and not state.closed)
        if ready:
            for button, row in zip(self.rows, step_rows(state), strict=True):
                button.say(row)
                if row.now and row.step != self._at:
                    self._at = row.step
                    QTimer.singleShot(0, button, lambda held=button: self._bring(held))
            self.body.show_state(state)

    def _bring(self, button: StepButton) -> None:
        """Scroll to the step whose card is open."""
        self._area.ensureWidgetVisible(button, 0, button.height())

    def _why(self, state: State) -> str:
        if not state.case:
            return _tr("打开一次检查后，才能开始检测。单个读数也是这样保留。")
        if state.closed:
            return _tr("案件已通过，不再检测。")
        if state.open_round is None:
            return _tr("按 HJ 733 的步骤检测：证书、预热、零点、量程、响应时间、本底，逐点检测，收工核漂移。")
        return _tr("连上仪器后接着检测。")
