"""The sheet of one instrument: name, model, port, what the model cannot tell itself, certificate."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.ui.presenters.measuring_words import GASES, gas_word
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.gearfind import FindLine
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.gear_find import Finding, ModelChoice
    from fieldlaw.ui.presenters.instrument_state import Port
    from fieldlaw.ui.theme.look import Look

_FIELDS = (
    ("name", "名称", "FID-02"),
    ("address", "端口", ""),
    ("lamp_ev", "灯能量（eV）", "10.6"),
    ("baudrate", "波特率", ""),
    ("serial", "出厂编号", ""),
    ("firmware", "固件版本", ""),
    ("certificate", "检定证书编号", ""),
    ("valid_until", "证书有效期至", "2027-01-16"),
)
_PAIRS = (
    "unit",
    "calibration_gas",
    "lamp_ev",
    "baudrate",
    "serial",
    "firmware",
    "certificate",
    "valid_until",
)
UNITS = ("ppm", "μmol/mol", "ppb", "mg/m³", "%")
_CALIBRATED_WITH = ("methane", "propane", "isobutylene")


def _tr(text: str) -> str:
    return QCoreApplication.translate("gear", text)


def narrow(choice: Choice) -> None:
    """Let a list be as wide as its place, however long its words are."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(6)
    choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class CalmChoice(Choice):
    """A list that does not turn under the wheel: whoever scrolls the sheet changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the sheet."""
        event.ignore()


class FreeChoice(CalmChoice):
    """One of several, or free words; known words stand for their key."""

    def __init__(self, look: Look, words: dict[str, str], hint: str) -> None:
        super().__init__(look)
        self.edit = QLineEdit()
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        narrow(self)
        self.edit.setPlaceholderText(hint)
        self._words = words
        for key, word in words.items():
            self.addItem(word, key)
        self.write("")

    @property
    def held(self) -> str:
        """The key of a known word, else what is written."""
        text = self.edit.text().strip()
        return next((key for key, word in self._words.items() if word == text), text)

    def call(self, word: str) -> None:
        """Take a name, for the list and for the line in it."""
        for part in (self, self.edit):
            part.setAccessibleName(word)

    def write(self, key: str) -> None:
        """Show a key in its word, or free words."""
        self.setCurrentIndex(self.findData(key))
        self.setEditText(self._words.get(key, key))


class Cell(QWidget):
    """A field under its name."""

    def __init__(self, word: str, field: QWidget, named: QWidget | None = None) -> None:
        """`named` is what the name belongs to, where the field is a row of several."""
        super().__init__()
        self.head = label(word, "small")
        self.head.setBuddy(named or field)
        if isinstance(field, FreeChoice):
            field.call(word)
        else:
            (named or field).setAccessibleName(word)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(field)


class GearForm(Card):
    """Enter an instrument, or change one.

    Attributes:
        kept: the instrument as filled in, and the name of the one that it replaces.
        left: nothing is to be changed.
        search: look for ports.
        identify: ask at this address which model is there; `stop_wanted` end that.
    """

    kept = Signal(object, object)
    left = Signal()
    search = Signal()
    identify = Signal(object)
    stop_wanted = Signal()

    def __init__(self, look: Look, models: Sequence[ModelChoice]) -> None:
        super().__init__(pad=0)
        self._look, self._models = look, {one.id: one for one in models}
        self._replaces = ""
        self._title = label("", "subtitle")
        self.fields = {name: QLineEdit() for name, _word, _hint in _FIELDS}
        self.model = CalmChoice(look)
        self.model.addItem(_tr("先选型号"), "")
        for spec in models:
            self.model.addItem(spec.line, spec.id)
        self.unit = FreeChoice(look, {one: one for one in UNITS}, _tr("照仪器屏幕写"))
        gases = {key: gas_word(key) for key in GASES if key in _CALIBRATED_WITH}
        self.gas = FreeChoice(look, gases, _tr("甲烷、丙烷……"))
        self.ports = CalmChoice(look)
        for one in (self.model, self.ports):
            narrow(one)
        self.seek = Button(look, _tr("查找"), trim=Trim(icon="search"))
        self.ask = Button(look, _tr("认机型"), trim=Trim(icon="scan-line"))
        self.finding = FindLine(look)
        self._about, self._trial = wrapped("", "small"), IconLabel(look, "flask-conical", "warning", "list")
        self._found, self._hint = wrapped("", "small"), wrapped("", "small", "danger")
        self.act = Button(look, _tr("登记"), "primary")
        self._leave = Button(look, _tr("不改了"))
        self._wire()
        self._assemble()
        self._order()
        self._fit_model()

    def _wire(self) -> None:
        self.model.currentIndexChanged.connect(lambda _place: self._fit_model())
        self.ports.activated.connect(self._take_port)
        self.seek.clicked.connect(self.search)
        self.ask.clicked.connect(lambda: self.identify.emit(self.fields["address"].text()))
        self.finding.stop_wanted.connect(self.stop_wanted)
        self.act.clicked.connect(self._keep)
        self._leave.clicked.connect(self.left)
        for field in (*self.fields.values(), self.unit.edit, self.gas.edit):
            field.returnPressed.connect(self._keep)
            field.textChanged.connect(lambda _text: self._fit_act())
        for button in (self.seek, self.ask, self.act, self._leave, self.finding.stop):
            button.setAutoDefault(True)

    def _assemble(self) -> None:
        inside = QWidget()
        inside.setProperty("sheet", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        words = {name: (_tr(word), hint) for name, word, hint in _FIELDS}
        for name, (_word, hint) in words.items():
            self.fields[name].setPlaceholderText(hint)
        column.addWidget(Cell(words["name"][0], self.fields["name"]))
        column.addWidget(Cell(_tr("型号"), self.model))
        column.addWidget(self._advice())
        column.addWidget(Cell(words["address"][0], self._address(), self.fields["address"]))
        for part in (self.finding, self._found, self.ports):
            column.addWidget(part)
        self._make_pairs(inside, words)
        column.addLayout(self._pairs)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setSpacing(0)
        self.body.addWidget(area, 1)
        self.body.addLayout(self._foot())

    def _make_pairs(self, inside: QWidget, words: dict[str, tuple[str, str]]) -> None:
        """What stands two beside each other; which of it is asked for depends on the model."""
        heads = {name: word for name, (word, _hint) in words.items()}
        heads |= {"unit": _tr("读数单位（看仪器屏幕）"), "calibration_gas": _tr("校准气")}
        fields = {**self.fields, "unit": self.unit, "calibration_gas": self.gas}
        self.cells = {name: Cell(heads[name], fields[name]) for name in _PAIRS}
        for cell in self.cells.values():  # one that stood alone for a moment would be a window
            cell.setParent(inside)
        self._pairs = QGridLayout()
        self._pairs.setHorizontalSpacing(12)
        self._pairs.setVerticalSpacing(10)
        for side in (0, 1):
            self._pairs.setColumnStretch(side, 1)

    def _order(self) -> None:
        """Tab goes down the sheet as it is read."""
        pairs = {**self.fields, "unit": self.unit, "calibration_gas": self.gas}
        steps = (
            *(self.fields["name"], self.model, self.fields["address"], self.seek, self.ask),
            *(self.finding.stop, self.ports, *(pairs[name] for name in _PAIRS), self.act, self._leave),
        )
        for before, after in pairwise(steps):
            QWidget.setTabOrder(before, after)

    def _advice(self) -> QWidget:
        self._advice_line = QWidget()
        row = QHBoxLayout(self._advice_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._trial)
        row.addWidget(self._about, 1)
        return self._advice_line

    def _address(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.fields["address"], 1)
        row.addWidget(self.seek)
        row.addWidget(self.ask)
        return held

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 14)
        foot.addWidget(self._hint)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.act)
        row.addWidget(self._leave)
        row.addStretch(1)
        foot.addLayout(row)
        return foot

    @property
    def _chosen(self) -> ModelChoice | None:
        return self._models.get(str(self.model.currentData()))

    def _fit_model(self) -> None:
        """Ask only for what this model cannot tell itself."""
        held = self._chosen
        self._advice_line.setVisible(held is not None)
        self._about.setText(held.about if held else "")
        self._trial.setVisible(held is not None and held.is_experimental)
        self.fields["address"].setPlaceholderText(held.hint if held else "")
        self.fields["baudrate"].setPlaceholderText(str(held.baudrate) if held and held.baudrate else "")
        wanted = {
            "unit": held is not None and held.needs_unit,
            "lamp_ev": held is not None and held.has_lamp,
            "baudrate": held is not None and bool(held.baudrate),
        }
        shown = [name for name in _PAIRS if wanted.get(name, True)]
        for name in _PAIRS:
            self._pairs.removeWidget(self.cells[name])
            self.cells[name].setVisible(name in shown)
        for place, name in enumerate(shown):
            self._pairs.addWidget(self.cells[name], place // 2, place % 2)
        self._fit_act()

    def _missing(self) -> tuple[str, QWidget] | None:
        """The first thing without which there is no instrument, and where it is."""
        if not self.fields["name"].text().strip():
            return _tr("还没写：名称"), self.fields["name"]
        if self._chosen is None:
            return _tr("先选型号"), self.model
        if not self.fields["address"].text().strip():
            return _tr("还没写：端口"), self.fields["address"]
        if self._chosen.needs_unit and not self.unit.held:
            return _tr("还没写：读数单位"), self.unit
        return None

    def _fit_act(self) -> None:
        self.act.weigh(self._missing(), _tr("改好") if self._replaces else _tr("登记"))

    def _take_port(self, place: int) -> None:
        path = self.ports.itemData(place)
        if path:
            self.fields["address"].setText(str(path))

    def show_ports(self, ports: tuple[Port, ...] | None, *, searching: bool) -> None:
        """Show what was found; nothing before somebody searched."""
        self.seek.set_busy(busy=searching, text=_tr("正在找…") if searching else _tr("查找"))
        self._found.setVisible(ports is not None and not ports)
        self._found.setText(_tr("没有找到口。插上数据线或配对蓝牙后再查找。"))
        self.ports.setVisible(bool(ports))
        paths = [port.path for port in ports or ()]
        if paths == [self.ports.itemData(n) for n in range(1, self.ports.count())]:
            return
        self.ports.clear()
        self.ports.addItem(_tr("找到 {0} 个口，点这里选").format(len(paths)), "")
        for port in ports or ():
            self.ports.addItem(f"{port.path}  {port.about}".strip(), port.path)

    def show_finding(self, found: Finding) -> None:
        """Show what the search for the model came to; a model that was recognised is filled in."""
        self.finding.show_finding(found)
        self.ask.setVisible(not found.running)
        self.fields["address"].setReadOnly(found.running)
        if found.model and found.address == self.fields["address"].text().strip():
            self.model.setCurrentIndex(max(self.model.findData(found.model), 0))

    def fill(self, instrument: Instrument | None) -> None:
        """Show an instrument to be changed, or an empty sheet."""
        self._replaces = instrument.name if instrument else ""
        self._title.setText(_tr("改 {0}").format(self._replaces) if instrument else _tr("登记一台仪器"))
        self._leave.setText(_tr("不改了") if instrument else _tr("先不登记"))
        self._leave.updateGeometry()
        for name, field in self.fields.items():
            field.setText(str(getattr(instrument, name)) if instrument else "")
        self.unit.write(instrument.unit if instrument else "")
        self.gas.write(instrument.calibration_gas if instrument else "")
        self.model.setCurrentIndex(max(self.model.findData(instrument.model), 0) if instrument else 0)
        self._fit_act()
        self._hint.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Say why it was not kept."""
        self._hint.setVisible(problem is not None)
        if problem is not None:
            self._hint.setText(problem.what + problem.way_out + problem.safe)

    def _keep(self) -> None:
        missing = self._missing()
        if missing is not None:
            missing[1].setFocus()
            return
        told = {name: field.text() for name, field in self.fields.items()}
        told |= {"unit": self.unit.held, "calibration_gas": self.gas.held}
        told |= {name: "" for name, cell in self.cells.items() if cell.isHidden()}
        self.kept.emit(Instrument(model=str(self.model.currentData()), **told), self._replaces)
