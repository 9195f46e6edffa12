"""The instruments that were entered, and the sheet to enter or change one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.messages import Question, ask
from fieldlaw.ui.presenters.gear_find import model_choices
from fieldlaw.ui.presenters.hand_reading import tools
from fieldlaw.ui.presenters.instrument_readout import Phase
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.checkspane import ChecksPane
from fieldlaw.ui.views.parts.dialogs import ask_with
from fieldlaw.ui.views.parts.gearform import GearForm
from fieldlaw.ui.views.parts.gearlist import GearList, GearRow
from fieldlaw.ui.views.parts.handdialog import HandDialog
from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel

if TYPE_CHECKING:
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.ui.presenters.instrument import InstrumentPresenter
    from fieldlaw.ui.presenters.instrument_state import State
    from fieldlaw.ui.theme.look import Look


class GearPane(QWidget):
    """List on the left; on the right the checks of the chosen one, or the sheet when it is wanted."""

    def __init__(self, look: Look, presenter: InstrumentPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        self._saved = 0
        self._models = {one.id: one for one in model_choices()}
        self.list, self.form = GearList(look), GearForm(look, tuple(self._models.values()))
        self.checks = ChecksPane(look, presenter.history)
        self.problem = ErrorPanel(look)
        self.add = Button(look, self.tr("登记一台"), trim=Trim(icon="plus"))
        self.log = Button(look, self.tr("导入记录…"), trim=Trim(icon="import"))
        self.hand = Button(look, self.tr("手工录入…"), trim=Trim(icon="pen-line"))
        self.seek = Button(look, self.tr("查找"), "primary", Trim(icon="search"), "controlLarge")
        self.connect_to = Button(look, "", "primary", Trim(icon="plug"), "controlLarge")
        self.change = Button(look, self.tr("修改"), trim=Trim(icon="pen-line"), size="controlLarge")
        self.remove = Button(look, self.tr("移出清单"), "danger", Trim(icon="trash-2"), "controlLarge")
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        self._count = label("", "small")
        card = Card(self.tr("已登记的仪器"), pad=0)
        card.head.setSpacing(12)
        card.head.addWidget(self._count, 1)
        card.head.addWidget(self.log)
        card.head.addWidget(self.hand)
        card.head.addWidget(self.add)
        card.body.setSpacing(0)
        nothing = EmptyState(
            self._look,
            "unplug",
            self.tr("没有连接仪器"),
            self.tr("插上数据线或配对蓝牙后点“查找”。"),
            self.seek,
        )
        self._stack = QStackedWidget()
        for page in (nothing, self._filled(), self._broken()):
            self._stack.addWidget(page)
        card.body.addWidget(self._stack)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(card, 9)
        row.addWidget(self.checks, 11)
        row.addWidget(self.form, 11)
        self.form.hide()

    def _filled(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 14)
        foot.setSpacing(12)
        foot.addWidget(self.connect_to)
        foot.addWidget(self.change)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        column.addWidget(self._foot)
        return page

    def _broken(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.problem, 0, Qt.AlignmentFlag.AlignTop)
        return page

    def _wire(self) -> None:
        self.problem.again.connect(self._presenter.retry)
        self.list.chosen.connect(lambda _name: self._choose())
        self.hand.clicked.connect(self.ask_hand)
        self.list.entered_on.connect(self._enter)
        self.add.clicked.connect(lambda: self._open_form(None))
        self.seek.clicked.connect(self._find_first)
        self.connect_to.clicked.connect(self._connect)
        self.change.clicked.connect(lambda: self._open_form(self._chosen()))
        self.remove.clicked.connect(self._remove)
        self.form.search.connect(self._presenter.find_ports)
        self.form.kept.connect(self._presenter.save)
        self.form.left.connect(self.close_form)
        finder = self._presenter.finder
        self.form.identify.connect(finder.find)
        self.form.stop_wanted.connect(finder.stop)
        finder.changed.connect(self.form.show_finding)

    def _choose(self) -> None:
        self._dress(self._presenter.state)
        self._show_checks(self._presenter.state)

    def _show_checks(self, state: State) -> None:
        """Read the checks of the chosen one, while the list can be seen."""
        self.checks.show_instrument(self._chosen(), state.today)
        self._presenter.history.show("" if state.live else self.list.name)

    def ask_hand(self) -> None:
        """Type in a reading; it needs an open case, and no instrument."""
        state, presenter = self._presenter.state, self._presenter
        case = state.case
        if case is None:
            presenter.case_wanted.emit()
            return
        if case.closed:
            return
        dialog = HandDialog(self._look, self, presenter.hand, tools(state.instruments), state.point)
        keep = presenter.hand.keep
        dialog.given.connect(lambda entry: keep(case.id, state.item, entry, state.instruments))
        ask_with(dialog, self.hand.setFocus)

    def _show_hand(self, state: State) -> None:
        if state.case is None:
            self.hand.block(self.tr("手工录入：先打开检查"))
        elif state.case.closed:
            self.hand.block(self.tr("案件已通过，不收读数"))
        else:
            self.hand.free(self.tr("手工录入…"))

    def _chosen(self) -> Instrument | None:
        held = self._presenter.state.instruments
        return next((one for one in held if one.name == self.list.name), None)

    def _is_connected(self) -> bool:
        return self._presenter.state.is_connected(self.list.name)

    def _connect(self) -> None:
        if self._is_connected():
            self._presenter.disconnect_now(self.list.name)
        elif self.list.name:
            self._presenter.connect_to(self.list.name)

    def _enter(self) -> None:
        """Into the readings of the chosen one; one that is connected stays so."""
        if self._is_connected():
            self._presenter.bring_forward(self.list.name)
        else:
            self._connect()

    def _find_first(self) -> None:
        self._presenter.find_ports()
        self._open_form(None)

    def _open_form(self, instrument: Instrument | None) -> None:
        self._presenter.finder.forget()
        self.form.fill(instrument)
        self.checks.hide()  # never both at once: the page would grow
        self.form.show()
        self._dress(self._presenter.state)
        self.form.fields["name"].setFocus()

    def close_form(self) -> None:
        """Leave the sheet; what was typed is dropped only here, by the button that says so."""
        self._presenter.finder.forget()
        self.form.hide()
        self._dress(self._presenter.state)
        self.start_focus()

    def _remove(self) -> None:
        name = self.list.name
        question = Question(
            self.tr("移出清单"),
            self.tr("把 {0} 移出清单？已保留的读数不受影响，以后可以重新登记。").format(name),
            self.tr("移出清单"),
            self.tr("留着"),
        )
        if name and ask(self, question):
            self._presenter.remove(name)

    def start_focus(self) -> None:
        """The keyboard starts in the list, or on the button that leads on."""
        (self.list if self._presenter.state.instruments else self.seek).setFocus()

    def show_state(self, state: State) -> None:
        """Show the list."""
        if state.saved != self._saved:
            self._saved = state.saved
            self._presenter.finder.forget()
            self.form.hide()
        broken = state.problem is not None and not state.loaded
        self._stack.setCurrentIndex(2 if broken else 1 if state.instruments else 0)
        self._count.setText(self.tr("{0} 台").format(len(state.instruments)) if state.instruments else "")
        self.list.show_rows([self._row(one, state) for one in state.instruments])
        if state.problem is not None:
            self.problem.say(state.problem)
        self.form.show_problem(state.problem if state.loaded else None)
        self.form.show_ports(state.ports, searching=state.searching)
        self._show_checks(state)
        self._show_hand(state)
        self._dress(state)
        if broken:
            self.add.hide()

    def _dress(self, state: State) -> None:
        on, writing = self._is_connected(), not self.form.isHidden()
        for acts in (self._foot, self.seek, self.add):
            acts.setVisible(not writing)
        self.checks.setVisible(bool(state.instruments) and not writing)
        self.connect_to.setText(self.tr("断开") if on else self.tr("连接"))
        leaving = {one.name for one in state.lines if one.phase is Phase.STOPPING}
        self.connect_to.setEnabled(self.list.name not in leaving)
        self.connect_to.updateGeometry()
        self.change.setVisible(not on)
        self.remove.setVisible(not on)

    def _row(self, one: Instrument, state: State) -> GearRow:
        held = self.tr("已连接") if state.is_connected(one.name) else ""
        left = one.days_left(state.today)
        if left is None:
            return GearRow(one.name, self._about(one), self.tr("没有登记证书"), "warning", held)
        if left < 0:
            words = self.tr("检定过期 {0}").format(one.valid_until)
            return GearRow(one.name, self._about(one), words, "warning", held)
        words = self.tr("有效至 {0}").format(one.valid_until)
        return GearRow(one.name, self._about(one), words, "success", held)

    def _about(self, one: Instrument) -> str:
        known = self._models.get(one.model)
        trial = self.tr("试用") if known is not None and known.is_experimental else ""
        parts = (trial, known.name if known else one.model, one.address)
        return "·".join(part for part in parts if part)
