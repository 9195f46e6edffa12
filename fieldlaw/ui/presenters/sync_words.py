"""The words of the sync and status page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.clockwatch import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.clockwatch import Jump
    from fieldlaw.cases.casework.outlook import CaseOutlook, ChainState
    from fieldlaw.ui.presenters.sync_state import Carried, State

_STEP = 1024
_UNITS = ("B", "KB", "MB", "GB", "TB")


def tr(text: str) -> str:
    """A text of this room."""
    return QCoreApplication.translate("sync", text)


def size_text(size: int) -> str:
    """1.2 GB: the largest unit that leaves a whole number before the point."""
    value, unit = float(size), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{value:.0f} {_UNITS[unit]}" if unit < 2 or value >= 100 else f"{value:.1f} {_UNITS[unit]}"


def time_text(wall: str, now: str) -> str:
    """今天 07:52, or 11-24 07:52, in the zone of `now`; — where there is no time."""
    try:
        then, today = datetime.fromisoformat(wall), datetime.fromisoformat(now)
        then = then.astimezone(today.tzinfo)
    except ValueError:
        return "—"
    day = tr("今天") if then.date() == today.date() else f"{then:%m-%d}"
    if then.year != today.year:
        day = f"{then:%Y-%m-%d}"
    return f"{day} {then:%H:%M}"


def seconds_text(ms: int) -> str:
    """快 1.4 秒: how this machine's clock stands against the centre's."""
    seconds = f"{abs(ms) / 1000:.1f}"
    if seconds == "0.0":
        return tr("不到 0.1 秒")
    return (tr("本机慢 {0} 秒") if ms > 0 else tr("本机快 {0} 秒")).format(seconds)


def jump_text(jump: Jump) -> str:
    """The sentence about a clock that went back."""
    return tr("电脑时钟比上次往回走了 {0}。联网对时，或写明原因后继续。已有记录的顺序不受影响。").format(
        plain(jump.back)
    )


def carried_text(carried: Carried) -> str:
    """What a round did."""
    told = (
        (tr("送出 {0} 条记录"), carried.pushed),
        (tr("送出 {0} 段影像"), carried.sent),
        (tr("收到 {0} 条记录"), carried.pulled),
        (tr("收到 {0} 段影像"), carried.received),
    )
    return "，".join(word.format(count) for word, count in told if count) or tr("没有要送的，也没有新的")


def waits(state: State, case: CaseOutlook) -> tuple[str, str]:
    """The next step of a case in words, with its tone."""
    if case.case in state.stuck:
        return tr("没有送成：{0}").format(state.stuck[case.case]), "danger"
    if case.items and state.refused and state.problem is not None:
        return tr("没有送成：{0}").format(state.problem.what), "danger"
    if case.items:
        return (tr("正在发送"), "accent") if state.running else (tr("联网后自动"), "textSecondary")
    if case.awaited:
        return tr("还有 {0} 段影像待取回").format(case.awaited), "textSecondary"
    return (tr("已完整"), "success") if case.delivered else (tr("没有要发的"), "textSecondary")


@dataclass(frozen=True)
class SendRow:
    """A case in words; `tone` is that of the next step."""

    case: str
    unit: str
    number: str
    unsent: str
    parts: str
    delivered: str
    complete: str
    next: str
    tone: str

    @property
    def key(self) -> str:
        """The case."""
        return self.case

    def cell(self, column: int) -> str:
        """The words of a column."""
        unsent = f"{self.unsent} {self.parts}".strip()
        return (f"{self.unit} {self.number}", unsent, self.delivered, self.complete, self.next)[column]


def send_row(state: State, case: CaseOutlook) -> SendRow:
    """A case as a row; — where nothing was ever delivered, or the number is not known."""
    words, tone = waits(state, case)
    known = case.complete is not None and case.delivered
    return SendRow(
        case=case.case,
        unit=case.unit,
        number=case.number,
        unsent=str(case.unsent),
        parts=tr("影像 {0} 段").format(case.parts) if case.parts else "",
        delivered=str(case.delivered) if case.delivered else "—",
        complete=str(case.complete) if known else "—",
        next=words,
        tone=tone,
    )


_BROKEN = (
    (r"damaged", "内容被改动过，签名对不上"),
    (r"two events with number (\d+)", "有两条记录用了同一个序号 {0}"),
    (r"events (\d+) to (\d+) are missing", "它前面缺第 {0} 到 {1} 条"),
    (r"does not follow", "和前一条接不上"),
    (r"names event (\d+) of", "它提到的第 {0} 条不在本机"),
    (r"cannot be opened", "打不开：没有密钥，或内容被改动过"),
    (r"part \w+ is not on this machine", "它的影像不在本机"),
    (r"event (\d+) of", "以前有的第 {0} 条不见了"),
    (r"events of more than one case", "混进了别的案件的记录"),
)


def _why(what: str) -> str:
    for pattern, words in _BROKEN:
        if found := re.search(pattern, what):
            return tr(words).format(*found.groups())
    return what


def chain_text(chain: ChainState | None) -> tuple[str, str, str]:
    """Icon, tone and words of a chain: all good, or the exact first bad entry."""
    if chain is None:
        return "shield-alert", "warning", tr("正在核对")
    if chain.ok:
        late = tr("，{0} 段影像还没到").format(chain.awaited) if chain.awaited else ""
        return "shield-check", "success", tr("{0} 条，全部通过").format(chain.events) + late
    entry = tr("第 {0} 条").format(chain.entry) if chain.entry else tr("整条链")
    words = tr("{0}：{1}。案件已转为只读，导出这个案件交信息员").format(entry, _why(chain.what))
    return "shield-x", "danger", words


def bad_chains(chains: Mapping[str, ChainState | None]) -> int:
    """How many cases did not pass."""
    return sum(one is not None and not one.ok for one in chains.values())
