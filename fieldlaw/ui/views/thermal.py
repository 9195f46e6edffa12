"""The thermal image page: pictures of the case, infrared beside visible, spots, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, rule
from fieldlaw.ui.views.parts.notices import Banner, EmptyState, ErrorPanel
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.picturelist import PictureList
from fieldlaw.ui.views.parts.spottable import SpotTable
from fieldlaw.ui.views.parts.thermalcards import ImportLine, SideColumn, WarningCard, WholeCard, warnings
from fieldlaw.ui.views.parts.thermaltools import ToolBar
from fieldlaw.ui.views.parts.thermalwords import imported
from fieldlaw.ui.views.parts.topbar import PageBar
from fieldlaw.ui.views.parts.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent

    from fieldlaw.ui.presenters.thermal import ThermalPresenter
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_LIST, _WIDEST, _SIDE = 176, 216, 276
_DRAWN_AT = 13
_STEP = 1.25


class SpotCard(Card):
    """The spots, and what can be done with the one in hand."""

    def __init__(self, look: Look) -> None:
        super().__init__(pad=0)
        self.keep = SmallButton(look, self.tr("写入案件"), "primary")
        self.remove = SmallButton(look, self.tr("删除"), trim=Trim(icon="trash-2", key="Del"))
        self.void = SmallButton(look, self.tr("作废"), trim=Trim(icon="ban", key="Del"))
        self._hint = label(self.tr("还没有点。按“点”，再在红外画面上点一下。"), "small")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self.table = SpotTable(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._hint)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(label(self.tr("测量点"), "subtitle"))
        head.addStretch(1)
        for button in (self.remove, self.void, self.keep):
            head.addWidget(button)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(rule())
        self.body.addWidget(self._stack, 1)

    def show_state(self, state: State) -> None:
        """Show the spots of the picture in hand."""
        held = state.in_hand
        self.keep.setVisible(held is not None and not held.event)
        self.remove.setVisible(held is not None and not held.event)
        self.void.setVisible(held is not None and bool(held.event))
        self.table.show_spots(state.spots, state.spot)
        self._stack.setCurrentIndex(0 if state.spots else 1)


class ThermalPage(Page):
    """The page.

    Attributes:
        case_wanted: there is no open case; one is wanted.
        point_wanted: a point is to be measured where the picture shows it: evidence, its number, the spot.
    """

    case_wanted = Signal()
    point_wanted = Signal(object, object, object)

    def __init__(self, look: Look, presenter: ThermalPresenter) -> None:
        super().__init__(look)
        self.setAcceptDrops(True)
        self._presenter = presenter
        self._title, self._about = label("", "title"), ElidedLabel("", "caption")
        self.measurable = Chip(look, "", "unknown", "thermometer")
        self.original = Chip(look, "", "outline", "shield-check")
        self.load = Button(look, self.tr("导入"), trim=Trim(icon="import"))
        self.measure = Button(look, self.tr("到此处测点"), trim=Trim(icon="activity"))
        self.list, self.viewer, self.tools = PictureList(look), Viewer(look), ToolBar(look)
        self.spots, self.whole, self.side = SpotCard(look), WholeCard(look), SideColumn(look)
        self.line, self.banner, self.fault = ImportLine(look), Banner(look), ErrorPanel(look)
        self.short = WarningCard(look)
        self._told: object = None
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        self._stack = QStackedWidget()
        for page in (self._room(), self._no_case(), self._no_picture()):
            self._stack.addWidget(page)
        self._news = QWidget()
        middle = QVBoxLayout(self._news)
        middle.setContentsMargins(16, 8, 16, 0)
        middle.setSpacing(8)
        middle.addWidget(self.banner)
        middle.addWidget(self.line)
        column = self._column
        column.addWidget(self._bar())
        column.addWidget(self._news)
        column.addWidget(self._stack, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((self._title, self.measurable, self.original), self._about)
        bar.offer(bar.field, self.load, self.measure)
        return bar

    def _room(self) -> QWidget:
        held, row = QWidget(), QHBoxLayout()
        rail = QFrame()
        rail.setProperty("zone", "rail")
        self._rail = rail
        inside = QVBoxLayout(rail)
        inside.setContentsMargins(0, 0, 1, 0)
        inside.addWidget(self.list)
        self._beside = QScrollArea()
        self._beside.setWidgetResizable(True)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setWidget(self.side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addWidget(self._pictures(), 1)
        row.addWidget(self._beside)
        held.setLayout(row)
        return held

    def _pictures(self) -> QStackedWidget:
        whole, column, self._below = QWidget(), QVBoxLayout(), QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        below.setSpacing(12)
        below.addWidget(self.spots, 5)
        below.addWidget(self.whole, 3)
        column.addWidget(self.tools)
        column.addWidget(self.short)
        column.addWidget(self.viewer, 3)
        column.addWidget(self._below, 2)
        whole.setLayout(column)
        failed, around = QWidget(), QVBoxLayout()
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self.fault)
        around.addStretch(1)
        failed.setLayout(around)
        self._shown = QStackedWidget()
        self._shown.addWidget(whole)
        self._shown.addWidget(failed)
        return self._shown

    def _no_case(self) -> EmptyState:
        go = Button(self._look, self.tr("去选检查"), "primary", Trim(trail="arrow-right"))
        go.clicked.connect(self.case_wanted)
        words = self.tr("热像存在案件里，所以要先打开一次检查。")
        return EmptyState(self._look, "thermometer", self.tr("先打开一次检查"), words, go)

    def _no_picture(self) -> EmptyState:
        load = Button(self._look, self.tr("导入"), "primary", Trim(icon="import"))
        load.clicked.connect(self.ask_files)
        words = self.tr("从相机或存储卡导入，也可以把文件拖到这里。原件不会改动。")
        return EmptyState(self._look, "thermometer", self.tr("还没有热像。"), words, load)

    # --- what does what

    def _wire(self) -> None:
        presenter, view = self._presenter, self.viewer
        self.load.clicked.connect(self.ask_files)
        self.measure.clicked.connect(self._measure_here)
        self.line.stop.clicked.connect(presenter.stop_import)
        self.fault.again.connect(presenter.again)
        self.list.chosen.connect(presenter.choose)
        self.list.wanted.connect(presenter.want_thumbnail)
        presenter.thumbnail.connect(self.list.show_small)
        view.heat.put.connect(presenter.add_spot)
        view.heat.taken.connect(presenter.choose_spot)
        view.heat.stepped.connect(lambda way: presenter.move_spot(*way))
        view.asked.connect(self._say_cursor)
        view.bar.dragged.connect(lambda span: presenter.set_span(*span))
        self.spots.table.chosen.connect(presenter.choose_spot)
        self.spots.keep.clicked.connect(presenter.keep_spot)
        self.spots.remove.clicked.connect(presenter.remove_spot)
        self.spots.void.clicked.connect(self.take_away)
        self.whole.mark.clicked.connect(lambda on: presenter.mark_extremes(marked=on))
        self._wire_tools()
        self._look.changed.connect(self._dress)
        self._dress()

    def _wire_tools(self) -> None:
        presenter, view, tools = self._presenter, self.viewer, self.tools
        tools.spotting.connect(lambda on: view.heat.set_spotting(on=on))
        tools.palette_chosen.connect(presenter.use_palette)
        tools.span_given.connect(lambda span: presenter.set_span(*span))
        tools.auto.clicked.connect(presenter.auto_span)
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Esc", self.back_wanted.emit),
            ("+", lambda: view.heat.zoom(_STEP)),
            ("=", lambda: view.heat.zoom(_STEP)),
            ("-", lambda: view.heat.zoom(1 / _STEP)),
            ("0", view.sight.fit),
            ("Del", self.take_away),
        )
        for keys, act in acts:
            on_key(self, keys, act)
        tools.larger.clicked.connect(lambda: view.heat.zoom(_STEP))
        tools.smaller.clicked.connect(lambda: view.heat.zoom(1 / _STEP))
        tools.fit.clicked.connect(view.sight.fit)

    def _measure_here(self) -> None:
        """From the picture, and the spot in hand, to the analyzer."""
        row, spot = self._presenter.state.row, self._presenter.state.in_hand
        if row is not None:
            self.point_wanted.emit(row.evidence, row.number, spot.label if spot else "")

    def take_away(self) -> None:
        """Delete the spot in hand; one that is kept is made void, with a reason."""
        held = self._presenter.state.in_hand
        if held is None:
            return
        if not held.event:
            self._presenter.remove_spot()
            return
        title, ask = self.tr("作废 {0}").format(held.label), self.tr("写一句理由；原来的记录仍然看得到。")
        reason, given = QInputDialog.getText(self, title, ask)
        if given:
            self._presenter.void_spot(reason)

    def ask_files(self) -> None:
        """Let the person choose files."""
        kinds = self.tr("热像和图片 (*.jpg *.jpeg *.fff *.seq *.png *.bmp *.tif *.tiff);;所有文件 (*)")
        paths, _filter = QFileDialog.getOpenFileNames(self, self.tr("导入热像"), "", kinds)
        self._presenter.import_files(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped while a case is open."""
        if event.mimeData().hasUrls() and self._presenter.state.gallery.case:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self._presenter.import_files([url.toLocalFile() for url in urls])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the list of pictures, or at 导入."""
        (self.list if self._presenter.state.gallery.rows else self.load).setFocus()

    def _dress(self) -> None:
        """On site the pictures have the page."""
        self._beside.setHidden(self._look.field)
        larger = self._look.tokens.font("caption") / _DRAWN_AT
        self._rail.setFixedWidth(min(round(_LIST * larger), _WIDEST))
        self._beside.setFixedWidth(round(_SIDE * larger))
        self._warn(self._presenter.state)

    # --- what is shown

    def _say_cursor(self, place: tuple[int, int] | None) -> None:
        if place is None or self._presenter.state.heat is None:
            self.viewer.say_cursor("")
            return
        value = self._presenter.value_at(place)
        words = self.tr("算不出") if value is None else f"{value:.1f} ℃"
        self.viewer.say_cursor(self.tr("光标 {0}").format(words))

    def _show(self, state: State) -> None:
        self._stack.setCurrentIndex(0 if state.gallery.rows else 2 if state.gallery.case else 1)
        self._head(state)
        self.load.setVisible(bool(state.gallery.rows))
        self.list.show_rows(state.gallery.rows, state.chosen)
        self._shown.setCurrentIndex(1 if state.fault else 0)
        if state.fault is not None:
            self.fault.say(state.fault)
        for part in (self.tools, self.viewer, self.spots, self.side):
            part.show_state(state)
        self._below.setVisible(state.measuring)
        self.whole.say(state.heat)
        self.whole.mark.setChecked(state.marked)
        self._warn(state)
        self.line.say(state.progress)
        self._tell(state)
        self._news.setHidden(self.line.isHidden() and self.banner.isHidden())

    def _warn(self, state: State) -> None:
        """On site the side column is away: its warnings stand over the pictures."""
        said = warnings(state)
        self.short.setVisible(self._look.field and bool(said))
        if said and state.heat is not None:
            self.short.say_short(said)
        elif said:
            self.short.say(*said[0])

    def _head(self, state: State) -> None:
        row, picture = state.row, state.picture
        self._title.setText(row.number if row else self.tr("热像"))
        self.measure.setVisible(row is not None)
        parts = (state.gallery.unit, row.title, row.where, row.taken_at[:19].replace("T", " ")) if row else ()
        self._about.setText("·".join(part for part in parts if part))
        self._about.setHidden(not parts)
        self.measurable.setVisible(picture is not None)
        self.original.setVisible(picture is not None and row is not None)
        if picture is not None and row is not None:
            able = picture.heat is not None
            words = self.tr("可测温") if able else self.tr("不可测温")
            self.measurable.say(words, "success" if able else "warning", "thermometer")
            self.original.say(
                self.tr("原件未改·SHA-256 {0} {1}").format(row.sha256[:4], row.sha256[4:8]),
                "outline",
                "shield-check",
            )

    def _tell(self, state: State) -> None:
        """Say once what an import did, or why something was not saved."""
        news = state.problem or state.outcomes
        if news == self._told:
            return
        self._told = news
        if state.problem is not None:
            self.banner.say("danger", state.problem.what, state.problem.way_out + state.problem.safe)
        elif state.outcomes:
            self.banner.say(*imported(state.outcomes, state.skipped))
        else:
            self.banner.hide()
