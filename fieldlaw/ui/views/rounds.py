"""密封点检测: the points of a round, what was found at each, and the checks of the instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from fieldlaw.ui.presenters.measuring_words import check_rows, point_rows, round_words
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.gridtable import GridTable
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel, NoticeLine
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.roundacts import RoundDialogs
from fieldlaw.ui.views.parts.tabs import Tabs
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.models.grid import GridRow
    from fieldlaw.ui.presenters.measuring import MeasuringPresenter
    from fieldlaw.ui.presenters.measuring_state import State
    from fieldlaw.ui.presenters.measuring_words import PointRow
    from fieldlaw.ui.theme.look import Look

_POINTS, _CHECKS = "points", "checks"
_POINT_COLUMNS = (
    ("密封点编码", 130), ("类型", 90), ("位置", -2), ("介质", 170), ("净值 μmol/mol", 150), ("判定", 120),
    ("说明", -3),
)  # fmt: skip
_CHECK_COLUMNS = (("时间", 120), ("步骤", 170), ("仪器", 100), ("结果", 150), ("气体", 120), ("说明", -1))


class RoundsPage(Page):
    """The page.

    Attributes:
        measure_wanted: to the instrument, with the point in hand.
        case_wanted: no case is open.
    """

    measure_wanted = Signal()
    case_wanted = Signal()

    def __init__(self, look: Look, presenter: MeasuringPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self.dialogs = RoundDialogs(look, self, presenter)
        self._about = ElidedLabel("", "caption")
        self.rounds = Choice(look)
        self.begin = Button(look, self.tr("开始一次检测…"), trim=Trim(icon="plus"))
        self.first = Button(look, self.tr("开始一次检测…"), "primary", Trim(icon="plus"), "controlLarge")
        self.load = Button(look, self.tr("导入清单…"), trim=Trim(icon="import"))
        self.usual = Choice(look)
        self.add = Button(look, self.tr("加一个点…"), trim=Trim(icon="plus"))
        self.save = Button(look, self.tr("导出…"), trim=Trim(icon="download"))
        self.end = Button(look, self.tr("结束检测…"), trim=Trim(icon="check-check"))
        self.back_off = Button(look, self.tr("撤回…"), trim=Trim(icon="undo-2"))
        self.go = Button(look, self.tr("去测这一点"), "primary", Trim(icon="activity"))
        self.scan, self.tabs = QLineEdit(), Tabs(look)
        self.problem = ErrorPanel(look)
        self.told = NoticeLine(look, "success", "circle-check", "success")
        columns = [(self.tr(word), wide) for word, wide in _POINT_COLUMNS]
        self.points = GridTable(look, self.tr("密封点"), columns, 5)
        checks = [(self.tr(word), wide) for word, wide in _CHECK_COLUMNS]
        self.checks = GridTable(look, self.tr("仪器检查"), checks, 1)
        self._sum = label("", "small")
        self._stack, self._tables = QStackedWidget(), QStackedWidget()
        self._shown: tuple[object, object] = (None, None)
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        nothing = EmptyState(
            self._look,
            "list-checks",
            self.tr("还没有检测"),
            self.tr("开始一次检测后，在这里列出密封点，逐点看结果。"),
            self.first,
        )
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._card())
        self.fill(self._bar(), (self.problem, self.told), self._stack)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((label(self.tr("密封点检测"), "title"),), self._about)
        bar.offer(self.rounds, bar.field, self.begin)
        return bar

    def _card(self) -> Card:
        card = Card(pad=0)
        card.body.setSpacing(0)
        self.tabs.after.addStretch(1)
        for act in (self.load, self.usual, self.add, self.save, self.end):
            self.tabs.after.addWidget(act)
        self.usual.setAccessibleName(self.tr("清单没有介质一列时按什么介质"))
        self.usual.setToolTip(self.usual.accessibleName())
        card.body.addWidget(self.tabs)
        no_points = self.tr("导入清单，或加一个点；也可以在下面扫码、写编码，回车就加。")
        no_checks = self.tr("在“仪器”页做预热、零点、量程等步骤，结果列在这里。")
        words = (self.tr("清单上还没有密封点"), no_points), (self.tr("还没有仪器检查"), no_checks)
        for table, said in zip((self.points, self.checks), words, strict=True):
            room = QStackedWidget()
            room.addWidget(table)
            room.addWidget(EmptyState(self._look, "list-checks", *said))
            self._tables.addWidget(room)
        card.body.addWidget(self._tables, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(10)
        self.scan.setPlaceholderText(self.tr("扫码或写编码，回车开始测"))
        self.scan.setAccessibleName(self.tr("扫码或写密封点编码"))
        self.scan.setFixedWidth(300)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        for part in (self.scan, self.go, self.back_off):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self._sum)
        card.body.addWidget(self._foot)
        return card

    def _wire(self) -> None:
        presenter = self._presenter
        for button in (self.begin, self.first):
            button.clicked.connect(self._begin)
        self.rounds.activated.connect(lambda place: presenter.take_round(str(self.rounds.itemData(place))))
        self.load.clicked.connect(self.ask_list)
        self.add.clicked.connect(lambda: self.dialogs.ask_point(""))
        self.save.clicked.connect(self.ask_export)
        self.end.clicked.connect(self.dialogs.ask_end)
        self.back_off.clicked.connect(self.ask_back)
        self.go.clicked.connect(self._measure)
        self.scan.returnPressed.connect(self._scan)
        self.points.wanted.connect(lambda _row: self._measure())
        self.points.chosen.connect(lambda _row: self._fit())
        self.checks.chosen.connect(lambda _row: self._fit())
        self.tabs.chosen.connect(self._turn)
        self.problem.again.connect(presenter.retry)
        on_key(self, "Ctrl+N", lambda: self.dialogs.ask_point(""))
        on_key(self, "Ctrl+O", self.ask_list)
        on_key(self, "Ctrl+F", self.scan.setFocus)
        on_key(self, "Esc", self.back_wanted.emit)

    # --- what it does

    def _begin(self) -> None:
        if self._presenter.state.case:
            self.dialogs.ask_begin()
        else:
            self.case_wanted.emit()

    def ask_list(self) -> None:
        """Let the person choose a list of points."""
        kinds = self.tr("密封点清单 (*.csv *.xlsx)")
        path, _filter = QFileDialog.getOpenFileName(self, self.tr("导入密封点清单"), "", kinds)
        if path:
            self._presenter.import_points(path, str(self.usual.currentData() or ""))

    def ask_export(self) -> None:
        """Let the person choose where the export goes."""
        view = self._presenter.state.view
        name = f"{view.chosen['title']}.xlsx" if view else ""
        kinds = self.tr("工作簿 (*.xlsx);;文本 (*.csv)")
        path, _filter = QFileDialog.getSaveFileName(self, self.tr("导出 LDAR 数据"), name, kinds)
        if path:
            self._presenter.export(path)

    def ask_back(self) -> None:
        """Take the point or the check in hand back, with a reason."""
        event = self._in_hand()
        if event:
            self.dialogs.ask_back(event)

    def _in_hand(self) -> bytes:
        """The event of the row in hand."""
        if self._tables.currentIndex() == 1:
            row = self.checks.in_hand
            return bytes.fromhex(row.key) if row is not None else b""
        point = self.points.in_hand
        kept = self._presenter.state.kept_of(point.key) if point is not None else None
        return kept.event if kept is not None else b""

    def _scan(self) -> None:
        """A tag was scanned or typed: to the instrument, or onto the list."""
        tag = self.scan.text().strip()
        if not tag:
            return
        self.scan.clear()
        if self._presenter.scan(tag):
            self.measure_wanted.emit()
        else:
            self.dialogs.ask_point(tag)

    def _measure(self) -> None:
        row: PointRow | None = self.points.in_hand  # type: ignore[assignment]
        view = self._presenter.state.view
        found = next((one for one in view.planned if row and one.tag == row.tag), None) if view else None
        if found is not None:
            self._presenter.choose_point(found)
            self.measure_wanted.emit()

    def _turn(self, tab: str) -> None:
        self._tables.setCurrentIndex(1 if tab == _CHECKS else 0)
        self._show(self._presenter.state)

    # --- what it shows

    def _show(self, state: State) -> None:
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self.told.setVisible(bool(state.told))
        if state.told:
            self.told.say(state.told, "")
        self._stack.setCurrentIndex(1 if state.rounds else 0)
        self._about.setText(self._heading(state))
        self._show_rounds(state)
        self._show_media(state)
        at = _CHECKS if self._tables.currentIndex() == 1 else _POINTS
        self.tabs.show_tabs(((_POINTS, self.tr("密封点")), (_CHECKS, self.tr("仪器检查"))), at)
        view, book = self._shown
        if view is not state.view or book is not state.book:  # a mere reading leaves the tables as they are
            self._shown = (state.view, state.book)
            self._fill(self.points, point_rows(state), 0)
            self._fill(self.checks, check_rows(state), 1)
            self._sum.setText(round_words(state, self._presenter.packs()))
        self._fit()

    def _fill(self, table: GridTable, rows: Sequence[GridRow], at: int) -> None:
        table.show_rows(rows)
        room = self._tables.widget(at)
        assert isinstance(room, QStackedWidget)  # noqa: S101  made in `_card`
        room.setCurrentIndex(0 if rows else 1)

    def _heading(self, state: State) -> str:
        view = state.view
        if view is None:
            return state.unit or self.tr("没有打开的检查")
        region = state.book.regions.get(view.chosen["region"], view.chosen["region"])
        ended = self.tr("·已结束") if view.ended else ""
        return f"{state.unit}·{view.chosen['title']}·{view.chosen['edition']}·{region}{ended}"

    def _show_media(self, state: State) -> None:
        """What a list without that column is about: nothing is taken for granted."""
        if self.usual.count():
            return
        self.usual.addItem(self.tr("介质照清单"), "")
        for key, word in state.book.media.items():
            self.usual.addItem(self.tr("都按：{0}").format(word), key)

    def _show_rounds(self, state: State) -> None:
        names = [one.id for one in state.rounds]
        self.rounds.setVisible(len(names) > 1)
        if names != [self.rounds.itemData(n) for n in range(self.rounds.count())]:
            self.rounds.clear()
            for one in state.rounds:
                self.rounds.addItem(f"{one.chosen['title']} {one.chosen['begun_at'][5:10]}", one.id)
        self.rounds.setCurrentIndex(max(self.rounds.findData(state.round), 0))

    def _fit(self) -> None:
        """Acts that the round and the row in hand allow."""
        state = self._presenter.state
        going_on = state.open_round is not None and not state.closed
        at_points = self._tables.currentIndex() == 0
        self.begin.setVisible(bool(state.rounds) and not going_on and not state.closed)
        self.first.setVisible(not state.closed)
        for act in (self.load, self.usual, self.add):
            act.setVisible(going_on and at_points)
        self.end.setVisible(going_on)
        self.save.setVisible(state.view is not None)
        self.scan.setVisible(going_on and at_points)
        self.go.setVisible(going_on and at_points and self.points.in_hand is not None)
        self.back_off.setVisible(going_on and bool(self._in_hand()))
