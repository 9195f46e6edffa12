"""What stands under the table of cases: messages, clock, disk, chains, receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.strip import disk_cell
from fieldlaw.ui.presenters.sync_words import (
    bad_chains,
    chain_text,
    jump_text,
    seconds_text,
    size_text,
    time_text,
)
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.linelist import LineList, LineRow
from fieldlaw.ui.views.parts.tabs import Tabs

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.sync_state import State
    from fieldlaw.ui.theme.look import Look

MESSAGES, CLOCK, DISK, CHAIN, RECEIPTS = "messages", "clock", "disk", "chain", "receipts"
_LEAST = 64
_ICONS = {"success": "circle-check", "warning": "triangle-alert", "danger": "octagon-x"}
_DISK_TONE = {"ok": "success", "warn": "warning", "bad": "danger"}


def tr(text: str) -> str:
    """A text of these panels."""
    return QCoreApplication.translate("SyncPanels", text)


def message_rows(state: State) -> list[LineRow]:
    """Problems and notices of this session, newest first."""
    return [
        LineRow(_ICONS[one.tone], one.tone, one.head, one.text, time_text(one.at, state.now))
        for one in state.messages
    ]


def clock_rows(state: State) -> list[LineRow]:
    """What is known of the clock."""
    rows = []
    if state.jump is not None:
        at = time_text(state.jump.now, state.now)
        tone, icon = ("warning", "triangle-alert") if state.compared else ("danger", "octagon-x")
        rows.append(LineRow(icon, tone, tr("时钟往回走过"), jump_text(state.jump), at))
    held = state.compared
    if held is None:
        text = tr("完整同步时自动对时。在那以前，记录里的时间照电脑时钟，不带偏差。")
        rows.append(LineRow("clock", "warning", tr("本次启动后还没有和中心对过时"), text))
        return rows
    within = tr("误差不超过 {0} 秒。以后的记录都带着这个偏差。").format(f"{held.within_ms / 1000:.1f}")
    at = time_text(held.at.wall, state.now)
    rows.append(LineRow("circle-check", "success", seconds_text(held.offset_ms), within, at))
    return rows


def disk_rows(state: State) -> list[LineRow]:
    """Room on the disk."""
    disk = state.disk
    if disk is None:
        return []
    tone = _DISK_TONE[disk_cell(disk).level]
    free = tr("还剩 {0}，共 {1}").format(size_text(disk.free), size_text(disk.total))
    used = tr("本机数据占 {0}").format(size_text(disk.used))
    text = tr("先腾出空间，再拍照。") if tone == "danger" else ""
    return [
        LineRow("hard-drive", tone, free, text),
        LineRow("folder-open", "textSecondary", used, str(disk.folder)),
    ]


def chain_rows(state: State) -> list[LineRow]:
    """The check of each case; those that did not pass first."""
    names = {case.case: (case.unit, case.number) for case in state.cases}
    rows = []
    for case, chain in state.chains.items():
        unit, number = names.get(case, (case[:8], ""))
        icon, tone, words = chain_text(chain)
        rows.append(LineRow(icon, tone, f"{unit}  {number}".strip(), words))
    return sorted(rows, key=lambda row: (row.tone != "danger", row.head))


def receipt_rows(state: State) -> list[LineRow]:
    """The newest signed receipt of each case, by the centre's clock."""
    held = [(case, case.receipt) for case in state.cases if case.receipt is not None]
    held.sort(key=lambda pair: pair[1].at, reverse=True)
    whole, partly = tr("当时的影像也齐了"), tr("当时还有影像没有送完")
    return [
        LineRow(
            "check-check" if receipt.whole else "check",
            "success",
            f"{case.unit}  {case.number}",
            tr("中心签收 {0} 条，{1}").format(receipt.events, whole if receipt.whole else partly),
            tr("中心时间 {0}").format(time_text(receipt.at, state.now)),
        )
        for case, receipt in held
    ]


class ListPane(QWidget):
    """A list, with room for a head over it; an empty one says so in a line."""

    def __init__(self, look: Look, name: str, empty: tuple[str, str, str]) -> None:
        super().__init__()
        icon, head, text = empty
        self._empty = LineRow(icon, "textSecondary", head, text)
        self.list = LineList(look, name)
        self.list.setMinimumHeight(_LEAST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.list, 1)

    def add_head(self, *widgets: QWidget) -> None:
        """Put a row over the list; the first widget takes the room."""
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        for place, widget in enumerate(widgets):
            head.addWidget(widget, 0 if place else 1)
        self._column.insertLayout(0, head)

    def show_rows(self, rows: list[LineRow]) -> None:
        """Show lines."""
        self.list.show_rows(rows or [self._empty])


class StatusPanels(Card):
    """Five lists under one row of tabs.

    Attributes:
        check_wanted: check the chains anew.
    """

    check_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(pad=0)
        self.tabs = Tabs(look)
        self._stack = QStackedWidget()
        self.panes = {
            MESSAGES: ListPane(look, tr("消息"), ("inbox", tr("没有消息"), tr("本次打开后没有出过问题。"))),
            CLOCK: ListPane(look, tr("时钟"), ("clock", tr("正在看时钟"), "")),
            DISK: ListPane(look, tr("磁盘"), ("hard-drive", tr("正在看磁盘"), "")),
            CHAIN: ListPane(look, tr("证据链"), ("shield-check", tr("没有案件"), tr("本机还没有案件。"))),
            RECEIPTS: ListPane(
                look, tr("回执"), ("inbox", tr("还没有回执"), tr("中心签收后，最近的一份在这里。"))
            ),
        }
        self._names = [
            (MESSAGES, tr("消息")),
            (CLOCK, tr("时钟")),
            (DISK, tr("磁盘")),
            (CHAIN, tr("证据链")),
            (RECEIPTS, tr("回执")),
        ]
        for pane in self.panes.values():
            self._stack.addWidget(pane)
        self.body.setSpacing(0)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self._chain_head(look)
        self.tabs.chosen.connect(self.choose)
        self.choose(MESSAGES)

    def _chain_head(self, look: Look) -> None:
        pane = self.panes[CHAIN]
        self._chain_sum = label("", "small")
        self.check = Button(look, tr("重新核对"), "text", Trim(icon="refresh-cw"))
        self.check.clicked.connect(self.check_wanted)
        pane.add_head(self._chain_sum, self.check)

    def choose(self, name: str) -> None:
        """Show one of the lists."""
        self.tabs.show_tabs(self._names, name)
        self._stack.setCurrentWidget(self.panes[name])

    @property
    def chosen(self) -> str:
        """Which list is shown."""
        return next(name for name, pane in self.panes.items() if pane is self._stack.currentWidget())

    def show_state(self, state: State) -> None:
        """Show what is known."""
        rows = {
            MESSAGES: message_rows(state),
            CLOCK: clock_rows(state),
            DISK: disk_rows(state),
            CHAIN: chain_rows(state),
            RECEIPTS: receipt_rows(state),
        }
        for name, pane in self.panes.items():
            pane.show_rows(rows[name])
        running = sum(one is None for one in state.chains.values())
        bad = bad_chains(state.chains)
        done = len(state.chains) - running
        self._chain_sum.setText(
            tr("已核对 {0} / {1} 个案件，{2} 个没有通过").format(done, len(state.chains), bad)
        )
        self.check.set_busy(busy=bool(running), text=tr("正在核对…") if running else tr("重新核对"))
