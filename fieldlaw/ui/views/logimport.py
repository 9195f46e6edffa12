"""Importing a log file: its rows on the left, what is to be known and settled on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.log_words import FORMATS
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.columnform import ColumnForm
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, wrapped
from fieldlaw.ui.views.parts.logtable import HistoryTable, LogTable, RawTable
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel, NoticeLine
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from fieldlaw.ui.presenters.log_import import Held, LogImportPresenter, State
    from fieldlaw.ui.theme.look import Look

_COUNTS = (
    ("measurements", "读数", "success", "circle-check"),
    ("unlit", "未点火", "warning", "flame"),
    ("unknown", "不是读数", "unknown", "circle-help"),
    ("repeats", "重复", "unknown", "rotate-ccw"),
)
_OFFICE, _FIELD = 380, 440
_GROUP = 4


class LogImportPage(Page):
    """The page."""

    def __init__(self, look: Look, presenter: LogImportPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self._shown_file: Held | None = None
        self._about = ElidedLabel("", "caption")
        self.choose = Button(look, self.tr("选文件…"), trim=Trim(icon="folder-open", key="Ctrl+O"))
        self.first = Button(look, self.tr("选文件…"), "primary", Trim(icon="folder-open"), "controlLarge")
        self.problem = ErrorPanel(look)
        self.told = NoticeLine(look, "success", "circle-check", "success")
        self.unsettled = NoticeLine(look, "warning", "circle-alert", "warning")
        self.table, self.history, self.form = LogTable(look), HistoryTable(look), ColumnForm(look)
        self.raw = RawTable(look)
        self.all = Button(look, self.tr("全选读数"), trim=Trim(icon="check-check"))
        self.highest = Button(look, self.tr("每个测点选最大"), trim=Trim(icon="activity"))
        self.none = Button(look, self.tr("都不选"), "text")
        self.device, self._device = Choice(look), QLineEdit()
        self.keep = Button(look, "", "primary", Trim(icon="download"), "controlLarge")
        self._stack, self._tables = QStackedWidget(), QStackedWidget()
        self._assemble()
        self._wire()
        self.setAcceptDrops(True)
        presenter.changed.connect(self._show)
        look.changed.connect(self._fit)
        self._fit()
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        nothing = EmptyState(
            self._look,
            "file-text",
            self.tr("还没有选记录文件"),
            self.tr(
                "phx42、phx21、TVA2020 的记录直接读；其他仪器导出的表格先指明各列。也可以把文件拖到这里。"
            ),
            self.first,
        )
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._filled())
        self.fill(self._bar(), (self.problem, self.told, self.unsettled), self._stack)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((label(self.tr("导入仪器记录"), "title"),), self._about)
        bar.offer(bar.field, self.choose)
        return bar

    def _filled(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._rows_card(), 1)
        row.addWidget(self._side())
        return whole

    def _rows_card(self) -> Card:
        card = Card(pad=0)
        self._chips = QWidget()
        flow = ChipFlow(self._chips)
        self.counts = tuple(Chip(self._look, "", tone, icon) for _key, _word, tone, icon in _COUNTS)
        for chip in self.counts:
            flow.addWidget(chip)
        self._chips.setContentsMargins(16, 10, 16, 8)
        card.body.addWidget(self._chips)
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.history)
        self._tables.addWidget(self.raw)
        card.body.addWidget(self._tables, 1)
        self._acts = QWidget()
        acts = QHBoxLayout(self._acts)
        acts.setContentsMargins(16, 8, 16, 12)
        acts.setSpacing(8)
        for button in (self.all, self.highest, self.none):
            acts.addWidget(button)
        acts.addStretch(1)
        self._picked = label("", "small")
        acts.addWidget(self._picked)
        card.body.addWidget(self._acts)
        return card

    def _side(self) -> QWidget:
        inside, column = QWidget(), QVBoxLayout()
        inside.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._file_card(), self.form, self._signs_card()):
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        inside.setProperty("sheet", "window")
        self._panel = QWidget()
        whole = QVBoxLayout(self._panel)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(area, 1)
        whole.addWidget(self._keep_card())
        return self._panel

    def _file_card(self) -> Card:
        card = Card(self.tr("文件"))
        self._name, self._format = wrapped("", "strong"), wrapped("", "small")
        self._span, self._hash = wrapped("", "small"), wrapped("", "caption")
        for part in (self._name, self._format, self._span, self._hash):
            card.body.addWidget(part)
        return card

    def _signs_card(self) -> Card:
        self._signs = Card(self.tr("要问清的"))
        self._sign_words = wrapped("", "small")
        self._signs.body.addWidget(self._sign_words)
        return self._signs

    def _keep_card(self) -> Card:
        card = Card()
        self.device.setLineEdit(self._device)
        self.device.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.device.setAccessibleName(self.tr("哪台仪器"))
        self._device.setPlaceholderText(self.tr("哪台仪器，如 FID-02 或 单位的崂应3033"))
        card.body.addWidget(label(self.tr("哪台仪器写的"), "small"))
        card.body.addWidget(self.device)
        card.body.addWidget(self.keep)
        return card

    def _wire(self) -> None:
        presenter = self._presenter
        for button in (self.choose, self.first):
            button.clicked.connect(self.ask_file)
        self.table.picked.connect(presenter.choose)
        self.all.clicked.connect(presenter.choose_all)
        self.highest.clicked.connect(presenter.choose_highest)
        self.none.clicked.connect(lambda: presenter.choose(frozenset()))
        self.form.column.connect(presenter.set_column)
        self.form.words.connect(lambda name, text: presenter.set_words(**{name: text}))
        self.form.wanted.connect(presenter.use_map)
        self.form.kept.connect(presenter.save_map)
        self.form.dropped.connect(presenter.forget_map)
        self._device.textEdited.connect(presenter.write_device)
        self.device.textActivated.connect(presenter.write_device)
        self.keep.clicked.connect(self._keep)
        self.problem.again.connect(presenter.retry)
        on_key(self, "Ctrl+O", self.ask_file)
        on_key(self, "Ctrl+Return", presenter.keep)
        on_key(self, "Esc", self._back)

    def _fit(self) -> None:
        self._panel.setFixedWidth(_FIELD if self._look.field else _OFFICE)

    # --- what it does

    def ask_file(self) -> None:
        """Let the person choose a file."""
        kinds = self.tr("仪器记录 (*.csv *.txt *.log *.xlsx);;所有文件 (*)")
        path, _filter = QFileDialog.getOpenFileName(self, self.tr("选记录文件"), "", kinds)
        if path:
            self._presenter.read(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped; of several files the first."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self._presenter.read(local[0])

    def _keep(self) -> None:
        """Keep, or go to what is missing."""
        state = self._presenter.state
        if state.file is not None and not state.device.strip():
            self._device.setFocus()
        self._presenter.keep()

    def _back(self) -> None:
        if self._presenter.state.file is not None:
            self._presenter.leave_file()
        else:
            self.back_wanted.emit()

    # --- what it shows

    def _show(self, state: State) -> None:
        self._about.setText(state.unit or self.tr("没有打开的检查"))
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self.told.setVisible(bool(state.told))
        if state.told:
            self.told.say(state.told, "")
        self.unsettled.setVisible(bool(state.unsettled))
        if state.unsettled:
            self.unsettled.say(self.tr("还不能读出数"), state.unsettled)
        self._stack.setCurrentIndex(1 if state.file is not None else 0)
        self.choose.setVisible(state.file is not None)
        for button in (self.choose, self.first):
            button.set_busy(
                busy=state.reading, text=self.tr("正在读…") if state.reading else self.tr("选文件…")
            )
        self._show_devices(state)
        if state.file is not None:
            self._show_file(state, state.file)
        self._show_keep(state)

    def _show_devices(self, state: State) -> None:
        names = [one.name for one in state.instruments]
        if names != [self.device.itemText(n) for n in range(self.device.count())]:
            self.device.clear()
            self.device.addItems(names)
            self.device.setCurrentIndex(-1)
        if self._device.text() != state.device:
            self._device.setText(state.device)

    def _show_file(self, state: State, held: Held) -> None:
        self.form.setVisible(held.table is not None)
        self.form.show_state(state)
        self._tables.setCurrentIndex(1 if held.history else 0 if held.log is not None else 2)
        if held.table is not None:
            self.raw.show_table(held.table.rows, state.columns.header if state.columns else -1)
        self.history.show_history(held.history)
        if held is not self._shown_file or len(self.table.grid.held) != len(state.lines):
            self.table.show_rows(state.lines)
        self._shown_file = held
        self.table.show_kept(state.chosen)
        self._show_counts(held)
        self._show_about(held)
        self._acts.setVisible(bool(state.usable))
        self._picked.setText(self.tr("选了 {0} 条单独保留").format(len(state.chosen)))

    def _show_counts(self, held: Held) -> None:
        self._chips.setVisible(held.log is not None)
        if held.log is None:
            return
        summary = held.log.as_json()
        for chip, (key, word, tone, icon) in zip(self.counts, _COUNTS, strict=True):
            chip.say(f"{self.tr(word)} {summary[key]}", tone, icon)
            chip.setVisible(bool(summary[key]) or key == "measurements")

    def _show_about(self, held: Held) -> None:
        self._name.setText(held.name)
        form = held.log.format if held.log else "tva2020-history" if held.history else "table"
        self._format.setText(self.tr(FORMATS.get(form, form)))
        self._span.setText(self._span_words(held))
        self._span.setVisible(bool(self._span.text()))
        digest = held.log.sha256 if held.log else ""
        groups = " ".join(digest[n : n + _GROUP] for n in range(0, len(digest), _GROUP))
        self._hash.setText(f"SHA-256 {groups}" if digest else "")
        self._hash.setVisible(bool(digest))
        words = [*(one.words for one in held.signs), *held.notes]
        self._signs.setVisible(bool(words))
        self._sign_words.setText("\n".join(words))

    def _span_words(self, held: Held) -> str:
        if held.log is None:
            return ""
        summary = held.log.as_json()
        if summary["first"] is None:
            return self.tr("{0} 行，没有时间").format(summary["rows"])
        first, last = (summary[name][:19].replace("T", " ") for name in ("first", "last"))
        words = self.tr("{0} 行，{1} 至 {2}").format(summary["rows"], first, last)
        gaps = len(summary["gaps"])
        return words + (self.tr("，中间空白 {0} 段").format(gaps) if gaps else "")

    def _show_keep(self, state: State) -> None:
        if state.keeping:
            self.keep.set_busy(busy=True, text=self.tr("正在存…"))
            return
        self.keep.set_busy(busy=False, text=self.tr("存入案件"))
        if state.missing:
            self.keep.block(state.missing)
        else:
            self.keep.free(self.tr("存入案件，保留 {0} 条").format(len(state.chosen)))
