"""手工录入: a reading off the screen of an instrument, its reason, and a photo of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from fieldlaw.ui.presenters.hand_reading import HandEntry
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.gearform import UNITS, FreeChoice
from fieldlaw.ui.views.parts.labels import ElidedLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.hand_reading import HandReadingPresenter, HandState, HandTool
    from fieldlaw.ui.theme.look import Look


def _tr(text: str) -> str:
    return QCoreApplication.translate("gear", text)


class HandDialog(FormDialog):
    """Stays open, with all that was written, until the reading is kept.

    Attributes:
        given: the entry as typed.
    """

    given = Signal(object)
    _is_whole = False

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        presenter: HandReadingPresenter,
        tools: Sequence[HandTool],
        point: str,
    ) -> None:
        about = _tr("照仪器屏幕写。记录里标明“人工录入”；没有仪器状态和原始数据，最好附屏幕照片。")
        super().__init__(look, parent, _tr("手工录入读数"), about, _tr("记下"))
        self._presenter, self._photo = presenter, ""
        self._tools = {one.name: one for one in tools}
        self._kept = presenter.state.kept
        self.device = FreeChoice(look, {one.name: one.name for one in tools}, _tr("从清单选，或写名称和型号"))
        self._row(_tr("仪器＊"), self.device)
        self.device.call(_tr("仪器"))
        self.device.edit.textChanged.connect(lambda _text: self._fit_tool())
        self.unit = FreeChoice(look, {one: one for one in UNITS}, _tr("单位"))
        self.unit.edit.textChanged.connect(lambda _text: self.fit())
        self._add_value(look)
        self.ask_text("at", _tr("时间"), presenter.time_now, must=True)
        self.ask_text("point", _tr("测点"), point, _tr("如 法兰 F-0207"))
        self.ask_text("why", _tr("为什么手工录入"), hint=_tr("如 仪器没有数据接口"), must=True)
        self._add_photo(look)
        presenter.forget()
        presenter.changed.connect(self._show)
        self._is_whole = True
        self.fit()
        self.device.setFocus()

    def _add_value(self, look: Look) -> None:
        """Number, unit and detector stand in one row, as on the screen of the instrument."""
        self.value, self.detector, held = QLineEdit(), Choice(look), QWidget()
        self.value.setPlaceholderText(_tr("屏幕上的数字"))
        self.value.textChanged.connect(lambda _text: self.fit())
        for name in ("FID", "PID"):
            self.detector.addItem(name, name)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.value, 3)
        row.addWidget(self.unit, 2)
        row.addWidget(self.detector)
        held.setFocusProxy(self.value)
        self._row(_tr("读数＊"), held)
        self.value.setAccessibleName(_tr("读数"))
        self.detector.setAccessibleName(_tr("检测器"))
        self.unit.call(_tr("单位"))
        self.fields |= {"value": self.value, "detector": self.detector}
        self._heads["value"] = _tr("读数")
        self._must.append("value")

    def _row(self, word: str, field: QWidget) -> None:
        head = label(word, "small")
        head.setBuddy(field)
        field.setAccessibleName(word.rstrip("＊"))
        self.form.addRow(head, field)

    def _add_photo(self, look: Look) -> None:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.pick = Button(look, _tr("选照片…"), trim=Trim(icon="camera"))
        self.drop = Button(look, _tr("不用了"), "text")
        self.shot = ElidedLabel(_tr("没有选照片"), "small")
        for part in (self.pick, self.drop):
            part.setAutoDefault(False)
            row.addWidget(part)
        row.insertWidget(1, self.shot, 1)
        self.drop.hide()
        self._row(_tr("屏幕照片"), held)
        self.pick.clicked.connect(self._choose)
        self.drop.clicked.connect(lambda: self.use_photo(""))

    def _choose(self) -> None:
        kinds = _tr("照片 (*.jpg *.jpeg *.png)")
        path, _kind = QFileDialog.getOpenFileName(self, _tr("选屏幕照片"), "", kinds)
        if path:
            self.use_photo(path)

    def use_photo(self, path: str) -> None:
        """Take a photo to the reading; none with an empty path."""
        self._photo = path
        self.shot.setText(Path(path).name if path else _tr("没有选照片"))
        self.drop.setVisible(bool(path))

    def _fit_tool(self) -> None:
        """What is known of an instrument of the list is filled in."""
        tool = self._tools.get(self.device.held)
        if tool is not None:
            self.detector.setCurrentIndex(self.detector.findData(tool.detectors[0]))
            if tool.unit and not self.unit.held:
                self.unit.write(tool.unit)
        self.fit()

    def fit(self) -> None:
        """Say on the act what is missing, in the order of the fields."""
        if not self._is_whole:  # while it is put together there is nothing to say
            return
        if not self.device.held:
            self.act.block(_tr("还没写：{0}").format(_tr("仪器")))
        elif self.value.text().strip() and not self.unit.held:
            self.act.block(_tr("还没写：{0}").format(_tr("单位")))
        else:
            super().fit()

    def _give(self) -> None:
        if not self.device.held:
            self.device.setFocus()
        elif self.value.text().strip() and not self.unit.held:
            self.unit.setFocus()
        else:
            super()._give()

    def give(self) -> None:
        """Hand the entry out; the dialog waits for what comes of it."""
        words = self.values
        self.given.emit(
            HandEntry(
                self.device.held, words["detector"], words["value"], self.unit.held,
                words["at"], words["point"], words["why"], self._photo,
            )
        )  # fmt: skip

    def _show(self, state: HandState) -> None:
        self.act.set_busy(busy=state.busy, text=_tr("正在记…") if state.busy else _tr("记下"))
        if state.kept != self._kept:
            self.accept()
            return
        problem = state.problem
        self.say(problem.what + problem.way_out + problem.safe if problem is not None else "")
