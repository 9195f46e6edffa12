"""Documents and signatures: the papers of a case on the left, the page in the middle, signing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.documents_state import INSPECT, OPINION
from fieldlaw.ui.views.documentschecks import ChecksCorner
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.iconbutton import IconButton, SmallTool
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.notices import Banner, EmptyState, ErrorPanel
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.paper import HEIGHT, WIDTH, Field, PaperView
from fieldlaw.ui.views.parts.paperlist import PaperList
from fieldlaw.ui.views.parts.papersides import SideColumn
from fieldlaw.ui.views.parts.printjob import Printing, ask_pdf
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.documents import DocumentsPresenter
    from fieldlaw.ui.presenters.documents_state import Paper, State
    from fieldlaw.ui.theme.look import Look

_NONE, _ROOM, _CHECKS = range(3)
_PAGE, _FAULT = range(2)
_LIST, _WIDEST, _SIDE = 208, 284, 356
_DRAWN_AT = 13


class DocumentsPage(Page):
    """The page.

    Attributes:
        case_wanted: no case is open and one was asked for.
        inspection_wanted: the checklist item to be settled in the inspection (its id).
    """

    case_wanted = Signal()
    inspection_wanted = Signal(object)

    def __init__(self, look: Look, presenter: DocumentsPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self._title, self._about = label(self.tr("文书与签名"), "title"), ElidedLabel("", "caption")
        self.chip = Chip(look, "", "warning", "circle-alert")
        self.print = Button(look, self.tr("打印"), trim=Trim(icon="printer"))
        self.save = Button(look, self.tr("存 PDF"), trim=Trim(icon="download"))
        self.done = Button(look, self.tr("完成"), "primary")
        self.list, self.paper = PaperList(look, presenter), PaperView(look)
        self.side, self.banner, self.fault = SideColumn(look, presenter), Banner(look), ErrorPanel(look)
        self.back_page = IconButton(look, "chevron-left", self.tr("上一页"), "PgUp")
        self.next_page = IconButton(look, "chevron-right", self.tr("下一页"), "PgDn")
        self.count = label("")
        self.fits = {
            HEIGHT: SmallTool(look, self.tr("适合高度")),
            WIDTH: SmallTool(look, self.tr("适合宽度")),
        }
        self.settle = Button(look, self.tr("去检查"), trim=Trim(trail="arrow-right"))
        self.corner = ChecksCorner(look, presenter, self)
        self.printing = Printing(self, presenter.page_to_print)
        self.printing.began.connect(lambda: self.print.set_busy(busy=True, text=self.tr("正在打印")))
        self.printing.ended.connect(self._printed)
        self._told: object = None
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        self._stack, self._news = QStackedWidget(), QWidget()
        self._stack.addWidget(self._no_case())
        self._stack.addWidget(self._room())
        self._stack.addWidget(self.corner.panel)
        line = QVBoxLayout(self._news)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self.banner)
        column = self._column
        column.addWidget(self._bar())
        column.addWidget(self.corner.line)
        column.addWidget(self._news)
        column.addWidget(self._stack, 1)

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip about the case under the bar."""
        self._column.insertWidget(1, strip)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((self._title, self.chip), self._about)
        bar.offer(bar.field, self.print, self.save, self.done)
        return bar

    def _no_case(self) -> EmptyState:
        go = Button(self._look, self.tr("去选检查"), "primary", Trim(trail="arrow-right"))
        go.clicked.connect(self.case_wanted)
        words = self.tr("文书由检查里的记录排成，所以要先打开一次检查。")
        return EmptyState(self._look, "file-text", self.tr("先打开一次检查"), words, go)

    def _room(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._beside = QScrollArea()
        self._beside.setProperty("zone", "beside")
        self._beside.setWidgetResizable(True)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setWidget(self.side)
        row.addWidget(self.list)
        row.addWidget(self._middle(), 1)
        row.addWidget(self._beside)
        return held

    def _middle(self) -> QStackedWidget:
        page, column, below = QWidget(), QVBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        below.setSpacing(8)
        below.addStretch(1)
        for widget in (self.back_page, self.count, self.next_page, *self.fits.values()):
            below.addWidget(widget)
        below.addStretch(1)
        column.addWidget(self.paper, 1)
        column.addLayout(below)
        page.setLayout(column)
        failed, around, acts = QWidget(), QVBoxLayout(), QHBoxLayout()
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self.fault)
        acts.addWidget(self.settle)
        acts.addStretch(1)
        around.addLayout(acts)
        around.addStretch(1)
        failed.setLayout(around)
        self._shown = QStackedWidget()
        self._shown.addWidget(page)
        self._shown.addWidget(failed)
        return self._shown

    # --- what does what

    def _wire(self) -> None:
        presenter = self._presenter
        self.print.clicked.connect(self.ask_print)
        self.save.clicked.connect(self.ask_save)
        self.done.clicked.connect(presenter.go_on)
        self.back_page.clicked.connect(lambda: presenter.turn(-1))
        self.next_page.clicked.connect(lambda: presenter.turn(1))
        self.paper.scale_wanted.connect(presenter.set_scale)
        self.paper.fitted.connect(self._mark_fit)
        self.paper.sheet.pressed.connect(presenter.press_field)
        for name, key in self.fits.items():
            key.clicked.connect(lambda _on=False, fit=name: self.paper.use_fit(fit))
        self._mark_fit(self.paper.fit)
        self.settle.clicked.connect(self._settle)
        self.fault.again.connect(presenter.read_again)
        presenter.inspection_wanted.connect(self.inspection_wanted)
        presenter.goal.connect(self._go_to)
        presenter.opened.connect(lambda _case: self._begin())
        self.corner.flipped.connect(self._flipped)
        self.corner.left.connect(self._start)
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Esc", self._back),
            ("Ctrl+P", self.ask_print),
            ("Ctrl+S", self.ask_save),
            ("PgUp", lambda: presenter.turn(-1)),
            ("PgDown", lambda: presenter.turn(1)),
        )
        for keys, act in acts:
            on_key(self, keys, act)
        self._look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        larger = self._look.tokens.font("caption") / _DRAWN_AT
        self.list.setFixedWidth(min(round(_LIST * larger), _WIDEST))
        self._beside.setFixedWidth(round(_SIDE * min(larger, 1.25)))

    def _mark_fit(self, fit: str) -> None:
        for name, key in self.fits.items():
            key.setChecked(name == fit)

    def _flipped(self) -> None:
        self._show(self._presenter.state)
        self._start()

    def _back(self) -> None:
        if self.corner.checking:
            self.corner.back()
        elif self._presenter.state.refusing:
            self._presenter.ask_refusal(shown=False)
        else:
            self.back_wanted.emit()

    def _settle(self) -> None:
        gaps = self._presenter.state.view.gaps if self._presenter.state.view else ()
        item = next((gap.item for gap in gaps if gap.act == INSPECT and gap.blocks), "")
        self.inspection_wanted.emit(item)

    def _go_to(self, goal: str) -> None:
        place = self.side.opinion.edit if goal == OPINION else self.side.signing.pad
        self._beside.ensureWidgetVisible(place)
        place.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the document in hand."""
        self._start()

    def _begin(self) -> None:
        """Another case: its documents are shown, not its checks."""
        self.corner.checking = False
        self._flipped()

    def _start(self) -> None:
        if self.corner.checking:
            self.corner.panel.start()
            return
        row = self.list.rows.get(self._presenter.state.kind)
        if row is not None:
            row.setFocus()

    # --- leaving the program

    def ask_save(self) -> None:
        """Let the person choose where the PDF goes."""
        state = self._presenter.state
        if state.view is None or not state.pages or state.paper is None:
            return
        if path := ask_pdf(self, f"{state.view.unit}-{state.paper.title}"):
            self._presenter.save(path)

    def ask_print(self) -> None:
        """Let the person choose a printer, then print."""
        paper = self._presenter.state.paper
        if paper is None:
            return
        self.printing.ask(paper, paper.title, paper.pages)

    def _printed(self, paper: Paper, went: bool) -> None:  # noqa: FBT001  as the signal gives it
        if went:
            self._presenter.printed(paper)
        elif self._presenter.state.problem is None:
            self._presenter.print_failed()
        self._show_acts(self._presenter.state)

    # --- what is shown

    def _show(self, state: State) -> None:
        page = _CHECKS if self.corner.checking else _ROOM
        self._stack.setCurrentIndex(_NONE if state.view is None else page)
        self.corner.show_state(state)
        self._show_head(state)
        self._show_acts(state)
        self._tell(state)
        if state.view is None:
            return
        self.list.show_state(state)
        self.side.show_state(state)
        self._show_paper(state)

    def _show_head(self, state: State) -> None:
        view, missing = state.view, len(state.missing)
        self._about.setText("·".join((view.unit, view.number)) if view else "")
        self._about.setVisible(view is not None)
        self.chip.setVisible(view is not None)
        if missing:
            self.chip.say(self.tr("{0} 处待填").format(missing), "warning", "circle-alert")
        else:
            self.chip.say(self.tr("签完了"), "success", "circle-check")

    def _show_acts(self, state: State) -> None:
        ready = state.pages > 0
        for button in (self.print, self.save, self.done):
            button.setVisible(state.view is not None)
        if not self.printing.running:
            self.print.set_busy(busy=not ready, text=self.tr("打印 {0} 页").format(state.pages))
        self.save.setEnabled(ready and not state.busy)
        missing = len(state.missing)
        if missing:
            self.done.block(self.tr("还差 {0} 处").format(missing))
        else:
            self.done.free(self.tr("完成"))

    def _show_paper(self, state: State) -> None:
        paper = state.paper
        fault = paper.problem if paper else None
        self._shown.setCurrentIndex(_FAULT if fault else _PAGE)
        if fault is not None:
            self.fault.say(fault)
            return
        words = self.tr("第 {0} 页，共 {1} 页").format(state.page, state.pages)
        self.count.setText(words)
        self.back_page.setEnabled(state.page > 1)
        self.next_page.setEnabled(state.page < state.pages)
        name = f"{paper.title} {words}" if paper else ""
        self.paper.show_page(state.image, self._fields(state), name)

    def _fields(self, state: State) -> list[Field]:
        """The fields of the page that wait; none for a document that is not signed."""
        if state.signing is None or state.view is None:
            return []
        held = []
        for place in state.places:
            words, hand = self._field_words(state, place.name)
            if words:
                box = QRectF(place.x, place.y, place.width, place.height)
                held.append(Field(place.name, box, words, hand))
        return held

    def _field_words(self, state: State, name: str) -> tuple[str, bool]:
        signing, view = state.signing, state.view
        if signing is None or view is None:
            return "", False
        if name == OPINION:
            lacking = any(gap.act == OPINION for gap in view.gaps)
            return (self.tr("待填：请对方写明意见") if lacking else ""), False
        signer = next((one for one in signing.signers if one.slot == name), None)
        if signer is None or state.page not in signing.missing(signer):
            return "", False
        hand = signer == state.signer
        return (self.tr("正在签") if hand else self.tr("待签")), hand

    def _tell(self, state: State) -> None:
        """Say once what was saved, or why an act was not done."""
        news = state.problem or state.saved
        if news != self._told:
            self._told = news
            if state.problem is not None:
                self.banner.say("danger", state.problem.what, state.problem.way_out + state.problem.safe)
            elif state.saved:
                self.banner.say("success", self.tr("PDF 已存"), state.saved)
            else:
                self.banner.hide()
        self._news.setHidden(self.banner.isHidden())
