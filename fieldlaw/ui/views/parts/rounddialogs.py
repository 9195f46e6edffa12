"""Dialogs of a round of measuring: what is chosen before it, a point, a gas cylinder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.measuring import Component, PlannedPoint, RoundPlan
from fieldlaw.ui.presenters.measuring_words import GASES
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.gridtable import GridTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fieldlaw.cases.law.threshold_rows import ThresholdBook
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.presenters.measuring_state import State
    from fieldlaw.ui.theme.look import Look

PURPOSES = ("监督性", "验收", "自行")
METHOD = "HJ 733-2014"
_REACH = {"": "没有写", "yes": "可达", "no": "不可达"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("measuring", text)


class BeginDialog(FormDialog):
    """What is chosen before the first point.

    Attributes:
        given: the plan.
    """

    given = Signal(object)

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        book: ThresholdBook,
        instruments: Sequence[Instrument],
        person: str,
    ) -> None:
        about = _tr("限值按标准、区域和介质定；选定后写进案件，以后的规则包更新不影响这次检测。")
        super().__init__(look, parent, _tr("开始一次检测"), about, _tr("开始检测"))
        self._instruments = tuple(one.name for one in instruments)
        self.ask_text("title", _tr("名称"), hint=_tr("2 号装置密封点抽查"), must=True)
        self.ask_choice("purpose", _tr("检测目的"), {one: _tr(one) for one in PURPOSES})
        standards = {key: f"{one.number} {one.name}" for key, one in book.standards.items()}
        self.ask_choice("standard", _tr("判定标准"), standards)
        self.ask_choice("region", _tr("区域"), dict(book.regions))
        self.ask_text("method", _tr("检测依据"), METHOD, must=True)
        self.ask_text("place", _tr("装置或场所"))
        self.ask_text("operator", _tr("检测人"), person, must=True)
        self.ask_text("second", _tr("复核人"))
        self.ask_text("escort", _tr("企业陪检人"))

    def give(self) -> None:
        """Hand the plan out."""
        self.given.emit(RoundPlan(instruments=self._instruments, **self.values))
        self.accept()


class PointDialog(FormDialog):
    """A sealing point that is not on the list.

    Attributes:
        given: the point.
    """

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, book: ThresholdBook, tag: str = "") -> None:
        super().__init__(look, parent, _tr("加一个密封点"), "", _tr("加到清单"))
        self.ask_text("tag", _tr("密封点编码"), tag, "F-0207", must=True)
        self.ask_choice("medium", _tr("介质"), dict(book.media))
        self.ask_text("kind", _tr("密封点类型"), hint=_tr("阀门、法兰、泵……"))
        self.ask_text("unit", _tr("装置"))
        self.ask_text("place", _tr("位置"))
        self.ask_choice("reachable", _tr("是否可达"), {key: _tr(word) for key, word in _REACH.items()})
        self.ask_choice(
            "visible_leak", _tr("看得见的滴漏"), {"": _tr("没有写"), "no": _tr("没有"), "yes": _tr("有")}
        )

    def give(self) -> None:
        """Hand the point out."""
        held = self.values
        part = {name: held[name] for name in ("kind", "unit", "place", "reachable", "visible_leak")}
        self.given.emit(PlannedPoint(held["tag"], held["medium"], Component(**part)))
        self.accept()


@dataclass(frozen=True)
class GasRow:
    """A cylinder as a row of the table."""

    held: Cylinder
    today: date

    @property
    def key(self) -> str:
        """The number on the cylinder."""
        return self.held.number

    @property
    def icon(self) -> tuple[str, str]:
        """Whether the certificate holds."""
        left = self.held.days_left(self.today)
        return ("shield-check", "success") if left is not None and left >= 0 else ("shield-alert", "warning")

    def cell(self, column: int) -> str:
        """The words of a column."""
        one = self.held
        until = one.valid_until or _tr("没有登记")
        until = _tr("{0} 已过期").format(until) if one.expired(self.today) else until
        doubt = f"U={one.uncertainty}% k={one.k or '—'}" if one.uncertainty else _tr("没有登记")
        words = (
            one.number,
            _tr(GASES.get(one.substance, one.substance)),
            f"{one.concentration} {one.unit}",
            doubt,
            until,
        )
        return words[column]


class GasDialog(FormDialog):
    """The gas cylinders: a table, and the sheet to enter or change one."""

    def __init__(self, look: Look, parent: QWidget, presenter: MeasuringPresenter) -> None:
        super().__init__(
            look, parent, _tr("气瓶"), _tr("照气瓶和证书填写；过期的仍可用，记录里会写明。"), _tr("登记")
        )
        self._presenter, self._kept = presenter, presenter.state.kept
        self._replaces = ""
        columns = (("瓶号", 110), ("气体", 80), ("浓度", 120), ("不确定度", 110), ("有效期至", -1))
        self.table = GridTable(look, _tr("气瓶"), [(_tr(word), wide) for word, wide in columns], 4)
        self.table.setMinimumHeight(160)
        self.remove = Button(look, _tr("移出清单"), "danger", Trim(icon="trash-2"))
        self.stop.setText(_tr("关闭"))
        self.body.insertWidget(2, self.table)
        self.ask_text("number", _tr("瓶号"), must=True)
        self.ask_choice("substance", _tr("气体"), {key: _tr(word) for key, word in GASES.items()})
        self.ask_text("concentration", _tr("浓度"), hint="500", must=True)
        self.ask_text("unit", _tr("单位"), "μmol/mol", must=True)
        self.ask_text("uncertainty", _tr("扩展不确定度 %"), hint="2")
        self.ask_text("k", _tr("包含因子 k"), hint="2")
        self.ask_text("certificate", _tr("证书编号"))
        self.ask_text("valid_until", _tr("有效期至"), hint="2027-01-16")
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.insertLayout(4, row)
        self.table.chosen.connect(self._take)
        self.remove.clicked.connect(lambda: presenter.remove_cylinder(self._replaces))
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _take(self, row: GasRow | None) -> None:
        """A cylinder of the table is to be changed."""
        self._replaces = row.key if row is not None else ""
        self.fill(vars(row.held) if row is not None else {"unit": "μmol/mol"})
        self._word = _tr("改好") if row is not None else _tr("登记")
        self.fit()

    def give(self) -> None:
        """Enter or change the cylinder; the dialog stays."""
        self._presenter.save_cylinder(Cylinder(**self.values), self._replaces)

    def _show(self, state: State) -> None:
        self.table.show_rows([GasRow(one, state.today) for one in state.cylinders])
        self.remove.setVisible(bool(self._replaces))
        problem = state.problem
        self.say(problem.what + problem.way_out + problem.safe if problem is not None else "")
        if state.kept != self._kept:
            self._kept = state.kept
            self.table.clearSelection()
            self._take(None)
