"""The thermal image page: pictures of the case, infrared and visible, what is measured, parameters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.areacards import Beside
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.framebar import PLAY_KEY, FrameBar
from fieldlaw.ui.views.parts.heatpaper import HeatPaper, spoken
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.moremenu import MoreButton
from fieldlaw.ui.views.parts.notices import Banner, EmptyState, ErrorPanel
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.picturelist import PictureList
from fieldlaw.ui.views.parts.regioncard import RegionCard
from fieldlaw.ui.views.parts.thermalcards import ExportLine, ImportLine, SideColumn, WarningCard, warnings
from fieldlaw.ui.views.parts.thermaltools import ToolBar
from fieldlaw.ui.views.parts.topbar import PageBar
from fieldlaw.ui.views.parts.viewer import Viewer
from fieldlaw.ui.views.thermalasks import Asks

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QResizeEvent

    from fieldlaw.ui.presenters.thermal import ThermalPresenter
    from fieldlaw.ui.presenters.thermal_report import State as Making
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_LIST, _WIDEST, _SIDE = 176, 216, 300
_DRAWN_AT = 13
_STEP = 1.25
_LOW = 760
_NARROW, _THIN = 1180, 100


class ThermalPage(Page):
    """The page.

    Attributes:
        case_wanted: there is no open case; one is wanted.
        point_wanted: a point is to be measured where the picture shows it: evidence, its number, the region.
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
        self.folder = Button(look, self.tr("导入文件夹"), trim=Trim(icon="folder-open"))
        self.report = Button(look, self.tr("报告页"), trim=Trim(icon="file-text"))
        self.measure = Button(look, self.tr("到此处测点"), "primary", Trim(icon="activity"))
        self.list, self.viewer, self.tools = PictureList(look), Viewer(look), ToolBar(look)
        self.regions, self.cards, self.side = RegionCard(look), Beside(look), SideColumn(look)
        self.line, self.banner, self.fault = ImportLine(look), Banner(look), ErrorPanel(look)
        self.short, self.frames, self.writing = WarningCard(look), FrameBar(look), ExportLine(look)
        self.asks, self.more = Asks(look, self, presenter), MoreButton(look, self._acts)
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
        middle.addWidget(self.writing)
        column = self._column
        column.addWidget(self._bar())
        column.addWidget(self._news)
        column.addWidget(self._stack, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((self._title, self.measurable, self.original), self._about)
        bar.offer(bar.field, self.load, self.folder, self.report, self.more, self.measure)
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
        self._under = below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        below.setSpacing(12)
        self._halves = halves = QVBoxLayout()
        halves.setSpacing(12)
        looking = QVBoxLayout()
        looking.setSpacing(8)
        looking.addWidget(self.viewer, 1)
        looking.addWidget(self.frames)
        halves.addLayout(looking, 3)
        halves.addWidget(self._below, 2)
        below.addWidget(self.regions, 5)
        below.addWidget(self.cards, 3)
        column.addWidget(self.tools)
        column.addWidget(self.short)
        column.addLayout(halves, 1)
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
        load.clicked.connect(self.asks.files)
        words = self.tr("从相机或存储卡导入，也可以把文件或文件夹拖到这里。原件不会改动。")
        return EmptyState(self._look, "thermometer", self.tr("还没有热像。"), words, load)

    # --- what does what

    def _wire(self) -> None:
        presenter = self._presenter
        self.load.clicked.connect(self.asks.files)
        self.folder.clicked.connect(self.asks.folder)
        self.measure.clicked.connect(self._measure_here)
        self.line.stop.clicked.connect(presenter.stop_import)
        self.fault.again.connect(presenter.again)
        self.list.chosen.connect(presenter.choose)
        self.list.wanted.connect(presenter.want_thumbnail)
        presenter.thumbnail.connect(self.list.show_small)
        self._wire_regions()
        self._wire_tools()
        self._wire_side()
        self._wire_frames()
        self._wire_keys()
        self._look.changed.connect(self._dress)
        self._dress()

    def _wire_regions(self) -> None:
        regions, heat, card = self._presenter.regions, self.viewer.heat, self.regions
        heat.value_of = regions.value_at
        heat.drawn.connect(regions.draw)
        heat.taken.connect(regions.choose)
        heat.shaped.connect(lambda label, points, first: regions.shape(label, points, step=first))
        heat.stepped.connect(lambda way: regions.move(*way))
        self.viewer.asked.connect(self._say_cursor)
        card.table.chosen.connect(regions.choose)
        card.table.point_wanted.connect(lambda _label: self._measure_here())
        card.table.rows.placed.connect(regions.name_place)
        card.keep.clicked.connect(regions.keep)
        card.keep_all.clicked.connect(regions.keep_all)
        card.rewrite.clicked.connect(regions.rewrite)
        card.subtracted.connect(regions.subtract)
        card.adopted.connect(regions.adopt)
        self.cards.pointed.connect(self.viewer.point_at)
        self.cards.whole.mark.clicked.connect(lambda on: self._presenter.mark_extremes(marked=on))

    def _wire_tools(self) -> None:
        colours, view, tools = self._presenter.colours, self.viewer, self.tools
        tools.pen_taken.connect(self._take_pen)
        tools.palette_chosen.connect(colours.use_palette)
        tools.span_given.connect(lambda span: colours.set_span(*span))
        tools.auto.clicked.connect(colours.auto_span)
        tools.locked.connect(lambda on: colours.lock(locked=on))
        tools.isotherm_wanted.connect(colours.use_isotherm)
        tools.iso.given.connect(lambda limits: colours.set_limits(*limits))
        tools.arranged.connect(view.arrange)
        tools.nudged.connect(view.nudge)
        tools.larger.clicked.connect(lambda: view.heat.zoom(_STEP))
        tools.smaller.clicked.connect(lambda: view.heat.zoom(1 / _STEP))
        tools.fit.clicked.connect(view.sight.fit)
        tools.remove.clicked.connect(self.take_away)
        view.bar.dragged.connect(lambda span: colours.set_span(*span))
        view.bar.limited.connect(lambda limits: colours.set_limits(*limits))

    def _wire_side(self) -> None:
        side, asks = self.side, self.asks
        side.parameters.change.clicked.connect(asks.parameters)
        side.parameters.clock.clicked.connect(asks.clock)
        side.parameters.scale.clicked.connect(self._presenter.ask_scale)
        side.confirm.clicked.connect(self._presenter.ask_scale)
        side.printed.add.clicked.connect(asks.overprint)
        report = self._presenter.report
        self.report.clicked.connect(lambda: report.make(spoken(self._presenter.state)))
        report.changed.connect(self._making)
        report.ready.connect(self._show_report)
        side.changes.void_wanted.connect(asks.take_back)

    def _making(self, held: Making) -> None:
        self.report.set_busy(busy=held.busy and held.made is None, text=self.tr("报告页"))

    def _show_report(self) -> None:
        dialog = HeatPaper(self._look, self._presenter.report, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _wire_frames(self) -> None:
        bar, films = self.frames, self._presenter.films
        bar.wanted.connect(self._presenter.show_frame)
        bar.marked.connect(lambda on: films.alter(change=on))
        bar.threshold_given.connect(lambda value: films.alter(threshold=value))
        bar.aligned.connect(lambda on: films.alter(aligned=on))
        bar.keep.clicked.connect(films.keep)
        bar.export.clicked.connect(self.asks.export)
        self.writing.stop.clicked.connect(self._presenter.stop_writing)

    def _wire_keys(self) -> None:
        view, tools, regions = self.viewer, self.tools, self._presenter.regions
        acts: list[tuple[str, Callable[[], object]]] = [
            ("Esc", self._escape),
            ("+", lambda: view.heat.zoom(_STEP)),
            ("=", lambda: view.heat.zoom(_STEP)),
            ("-", lambda: view.heat.zoom(1 / _STEP)),
            ("0", view.sight.fit),
            ("Del", self.take_away),
            ("Ctrl+Z", regions.undo),
            ("Ctrl+Shift+Z", regions.redo),
            ("I", tools.isotherm.click),
            (",", lambda: self.frames.step(-1)),
            (".", lambda: self.frames.step(1)),
            (PLAY_KEY, self.frames.toggle),
        ]
        acts += [(words[2], partial(tools.press, name)) for name, words in thermalwords.tools().items()]
        for keys, act in acts:
            on_key(self, keys, act)

    def _take_pen(self, name: str) -> None:
        """A tool is in hand: nothing else is, so that arrows move the cursor."""
        self.viewer.heat.use(name)
        self.viewer.say_how(thermalwords.tools()[name][3] if name else "")
        if name:
            self._presenter.regions.choose("")
            self.viewer.heat.setFocus()

    def _escape(self) -> None:
        """One level back: the region begun, the tool, the page."""
        if self.viewer.heat.pencil.busy:
            self.viewer.heat.pencil.drop()
        elif self.tools.pen:
            self.tools.take("")
        else:
            self.back_wanted.emit()

    def _measure_here(self) -> None:
        """From the picture, and the region in hand, to the analyzer."""
        row, held = self._presenter.state.row, self._presenter.state.in_hand
        if row is not None:
            self.point_wanted.emit(row.evidence, row.number, held.label if held else "")

    def take_away(self) -> None:
        """Delete what is in hand; what is kept is made void, with a reason."""
        held = self._presenter.state.in_hand
        if held is None:
            return
        if not held.event:
            self._presenter.regions.remove()
            return
        title, ask = self.tr("作废 {0}").format(held.label), self.tr("写一句理由；原来的记录仍然看得到。")
        reason, given = QInputDialog.getText(self, title, ask)
        if given:
            self._presenter.regions.void(reason)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low page on site has its table beside the pictures; a narrow one less of its list and head."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        ways = QBoxLayout.Direction
        low = self._look.field and self.height() < _LOW
        self._halves.setDirection(ways.LeftToRight if low else ways.TopToBottom)
        self._under.setDirection(ways.TopToBottom if low else ways.LeftToRight)
        self.cards.use_less(low=low)
        larger = self._look.tokens.font("caption") / _DRAWN_AT
        wide = min(round(_LIST * larger), _WIDEST)
        self._rail.setFixedWidth(_THIN if self._narrow else wide)
        self._show_original(self._presenter.state)

    @property
    def _narrow(self) -> bool:
        return self._look.field and self.width() < _NARROW

    def _show_original(self, state: State) -> None:
        known = state.picture is not None and state.row is not None
        self.original.setVisible(known and not self._narrow)

    def _dress(self) -> None:
        """On site the pictures have the page."""
        self._beside.setHidden(self._look.field)
        self._turn()
        larger = self._look.tokens.font("caption") / _DRAWN_AT
        self._beside.setFixedWidth(round(_SIDE * larger))
        state = self._presenter.state
        self._warn(state)
        self._offer(state)
        self.frames.show_reel(state.reel, state.asked)

    # --- what is shown

    def _say_cursor(self, place: tuple[int, int] | None) -> None:
        if place is None or self._presenter.state.heat is None:
            self.viewer.say_cursor("")
            return
        value = self._presenter.regions.value_at(place)
        words = self.tr("算不出") if value is None else f"{value:.1f} ℃"
        self.viewer.say_cursor(self.tr("光标 {0}").format(words))

    def _show(self, state: State) -> None:
        self._stack.setCurrentIndex(0 if state.gallery.rows else 2 if state.gallery.case else 1)
        self._head(state)
        self.load.setVisible(bool(state.gallery.rows))
        self._offer(state)
        self.list.show_rows(state.gallery.rows, state.chosen)
        self._shown.setCurrentIndex(1 if state.fault else 0)
        if state.fault is not None:
            self.fault.say(state.fault)
        for part in (self.tools, self.viewer, self.regions, self.side):
            part.show_state(state)
        self._below.setVisible(state.measuring)
        self.cards.show_state(state, self._presenter.regions.along())
        self._warn(state)
        self.line.say(state.progress)
        self.writing.say(state.written)
        self.frames.show_reel(state.reel, state.asked)
        self._tell(state)
        shown = (self.line, self.banner, self.writing)
        self._news.setHidden(all(part.isHidden() for part in shown))

    def _offer(self, state: State) -> None:
        """On site there is room for the acts of the site; all others stand in the menu."""
        office = not self._look.field
        self.folder.setVisible(bool(state.gallery.rows) and office)
        self.report.setVisible(state.heat is not None and office)
        self.more.setVisible(bool(state.gallery.rows) and not office)

    def _acts(self) -> list[tuple[str, Callable[[], object]]]:
        """What the menu offers for the picture in hand: what stands beside it in the office."""
        state, asks, make = self._presenter.state, self.asks, self.report.click
        heat, reel = state.heat, state.reel
        sequence = reel is not None and not reel.video
        waiting = state.picture is not None and state.picture.reason == "scale_unconfirmed"
        offered: tuple[tuple[bool, str, Callable[[], object]], ...] = (
            (heat is not None and heat.frame.adjustable, self.tr("改参数"), asks.parameters),
            (heat is not None, self.tr("记相机时钟"), asks.clock),
            (waiting, self.tr("确认换算"), self._presenter.ask_scale),
            (state.said.scale is not None, self.tr("改换算"), self._presenter.ask_scale),
            (heat is not None, self.tr("抄叠印的数"), asks.overprint),
            (sequence, self.tr("导出全部帧"), asks.export),
            (heat is not None, self.tr("报告页"), make),
            (True, self.tr("导入文件夹"), asks.folder),
        )
        return [(words, act) for shown, words, act in offered if shown]

    def _warn(self, state: State) -> None:
        """On site the side column is away: its warnings stand over the pictures."""
        made = state.said.origin
        origin = (thermalwords.origin(made, state.gallery.row(made.of)),) if made is not None else ()
        said = (*origin, *warnings(state))
        self.short.setVisible(self._look.field and bool(said))
        if said and (state.heat is not None or state.reel is not None):
            self.short.say_short(said)
        elif said:
            self.short.say(*said[0])

    def _head(self, state: State) -> None:
        row, picture = state.row, state.picture
        self._title.setText(row.number if row else self.tr("热像"))
        self.measure.setVisible(row is not None)
        clock = state.said.clocks[0].words if len(state.said.clocks) == 1 else ""
        noted = self.tr("{0}（已记录）").format(clock) if clock else ""
        taken = row.taken_at[:19].replace("T", " ") if row else ""
        parts = (state.gallery.unit, row.title, row.where, taken, noted) if row else ()
        self._about.setText("·".join(part for part in parts if part))
        self._about.setHidden(not parts)
        self.measurable.setVisible(picture is not None)
        self._show_original(state)
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
            self.banner.say(*thermalwords.imported(state.outcomes, state.skipped))
        else:
            self.banner.hide()
