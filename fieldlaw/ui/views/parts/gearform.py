"""The sheet of one instrument: name, model, port, serial number, certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.instrument_state import Port
    from fieldlaw.ui.theme.look import Look

_FIELDS = (
    ("name", "名称", "FID-02"),
    ("address", "端口", ""),
    ("serial", "出厂编号", ""),
    ("certificate", "检定证书编号", ""),
    ("valid_until", "证书有效期至", "2027-01-16"),
)


class GearForm(Card):
    """Enter an instrument, or change one.

    Attributes:
        kept: the instrument as filled in, and the name of the one that it replaces.
        left: nothing is to be changed.
        search: look for ports.
    """

    kept = Signal(object, object)
    left = Signal()
    search = Signal()

    def __init__(self, look: Look, models: tuple[tuple[str, str], ...]) -> None:
        super().__init__(pad=0)
        self._look = look
        self._replaces = ""
        self._title = label("", "subtitle")
        self.fields = {name: QLineEdit() for name, _word, _hint in _FIELDS}
        self._model = Choice(look)
        for key, name in models:
            self._model.addItem(name, key)
        self.ports = Choice(look)
        self.ports.activated.connect(self._take_port)
        self.seek = Button(look, self.tr("查找"), trim=Trim(icon="search"))
        self.seek.clicked.connect(self.search)
        self._found = wrapped("", "small")
        self._hint = wrapped("", "small", "danger")
        self.act = Button(look, self.tr("登记"), "primary")
        self.act.clicked.connect(self._keep)
        self._leave = Button(look, self.tr("不改了"))
        self._leave.clicked.connect(self.left)
        self._assemble()

    def _assemble(self) -> None:
        inside = QWidget()
        inside.setProperty("sheet", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addSpacing(6)
        for name, word, hint in _FIELDS:
            self._add(column, name, word, hint)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        self.body.setSpacing(0)
        self.body.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 14)
        foot.addWidget(self._hint)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.act)
        row.addWidget(self._leave)
        row.addStretch(1)
        foot.addLayout(row)
        self.body.addLayout(foot)

    def _add(self, column: QVBoxLayout, name: str, word: str, hint: str) -> None:
        field = self.fields[name]
        field.setPlaceholderText(hint)
        field.returnPressed.connect(self._keep)
        head = label(self.tr(word), "small")
        head.setBuddy(field)
        field.setAccessibleName(self.tr(word))
        column.addWidget(head)
        if name != "address":
            column.addWidget(field)
            if name == "name":
                column.addWidget(label(self.tr("型号"), "small"))
                column.addWidget(self._model)
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field, 1)
        row.addWidget(self.seek)
        column.addLayout(row)
        column.addWidget(self._found)
        column.addWidget(self.ports)

    def _take_port(self, place: int) -> None:
        path = self.ports.itemData(place)
        if path:
            self.fields["address"].setText(str(path))

    def show_ports(self, ports: tuple[Port, ...] | None, *, searching: bool) -> None:
        """Show what was found; nothing before somebody searched."""
        self.seek.set_busy(busy=searching, text=self.tr("正在找…") if searching else self.tr("查找"))
        self._found.setVisible(ports is not None and not ports)
        self._found.setText(self.tr("没有找到口。插上数据线或配对蓝牙后再查找。"))
        self.ports.setVisible(bool(ports))
        paths = [port.path for port in ports or ()]
        if paths == [self.ports.itemData(n) for n in range(1, self.ports.count())]:
            return
        self.ports.clear()
        self.ports.addItem(self.tr("找到 {0} 个口，点这里选").format(len(paths)), "")
        for port in ports or ():
            self.ports.addItem(f"{port.path}  {port.about}".strip(), port.path)

    def fill(self, instrument: Instrument | None) -> None:
        """Show an instrument to be changed, or an empty sheet."""
        self._replaces = instrument.name if instrument else ""
        self._title.setText(
            self.tr("改 {0}").format(self._replaces) if instrument else self.tr("登记一台仪器")
        )
        self.act.setText(self.tr("改好") if instrument else self.tr("登记"))
        self._leave.setText(self.tr("不改了") if instrument else self.tr("先不登记"))
        for button in (self.act, self._leave):
            button.updateGeometry()
        for name, field in self.fields.items():
            field.setText(str(getattr(instrument, name)) if instrument else "")
        place = self._model.findData(instrument.model) if instrument else 0
        self._model.setCurrentIndex(max(place, 0))
        self._hint.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Say why it was not kept."""
        self._hint.setVisible(problem is not None)
        if problem is not None:
            self._hint.setText(problem.what + problem.way_out + problem.safe)

    def _keep(self) -> None:
        told = {name: field.text() for name, field in self.fields.items()}
        self.kept.emit(Instrument(model=str(self._model.currentData()), **told), self._replaces)
