"""Deadlines in words: when, how long still, in which state, and why this day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.deadlines_all import MET, MISSED, NOT_STARTED, RUNNING, STOPPED, UNSETTLED
from fieldlaw.ui.presenters.deadlines_state import (
    DONE,
    LAPSED,
    LATER,
    PAST,
    TODAY,
    UNSURE,
    WAITING,
    WEEK,
)
from fieldlaw.ui.presenters.law_words import Reason

if TYPE_CHECKING:
    from fieldlaw.cases.law.deadlines_all import Deadline
    from fieldlaw.cases.law.explain import Explanation
    from fieldlaw.ui.presenters.deadlines_state import DueRow

_DAYS = "一二三四五六日"
_NEAR = 3
_UNITS = {"working": "个工作日", "calendar": "日", "hours": "小时"}
GROUP_ORDER = (PAST, TODAY, WEEK, LATER, UNSURE)


def tr(text: str) -> str:
    """A text of this room in the language of the screen."""
    return QCoreApplication.translate("deadlines", text)


def group_of(clock: Deadline, today: date) -> str:
    """Where a deadline stands in time."""
    if clock.state == NOT_STARTED:
        return WAITING
    if clock.state == UNSETTLED or clock.due is None:
        return UNSURE
    if clock.state == MET or clock.ended:
        return DONE
    if clock.state == MISSED:
        return PAST if clock.side == "bureau" else LAPSED
    return _ahead(clock.due.earliest, today)


def _ahead(day: date, today: date) -> str:
    if day <= today:
        return TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    return WEEK if day <= sunday else LATER


def group_word(group: str) -> str:
    """The word of a filter."""
    return {
        "": tr("全部未办"), PAST: tr("已过"), TODAY: tr("今天"), WEEK: tr("本周"), LATER: tr("以后"),
        UNSURE: tr("不能确定"),
    }[group]  # fmt: skip


def day_words(day: date, today: date) -> str:
    """11-27 周五; with the year where it is another one."""
    shown = day.isoformat() if day.year != today.year else day.isoformat()[5:]
    return f"{shown} {tr('周')}{_DAYS[day.weekday()]}"


def moment_words(at: str) -> str:
    """A day, or a moment without its seconds, as noted."""
    return at[:16].replace("T", " ")


def due_words(row: DueRow) -> str:
    """When it falls due; a span with 暂定 where the calendar does not reach; — without a day."""
    clock = row.clock
    if clock.moment is not None:
        return tr("{0} 前").format(moment_words(clock.moment.isoformat())[5:])
    if clock.due is None:
        return "—"
    if not clock.due.provisional:
        return day_words(clock.due.latest, row.today)
    first, last = clock.due.earliest, clock.due.latest
    end = last.isoformat() if last.year != first.year else last.isoformat()[5:]
    start = first.isoformat() if first.year != row.today.year else first.isoformat()[5:]
    return tr("暂定 {0} 至 {1}").format(start, end)


def chip_of(row: DueRow) -> tuple[str, str, str]:
    """Icon, word and tone of a deadline."""
    plain = {
        WAITING: ("circle-dashed", tr("缺起算"), "unknown"),
        UNSURE: ("circle-help", tr("不能确定"), "warning"),
        LAPSED: ("circle-slash", tr("已届满"), "unknown"),
        PAST: ("octagon-x", tr("已过 {0} 天").format(_late(row)), "danger"),
    }
    if row.group in plain:
        return plain[row.group]
    if row.group == DONE:
        return _done(row.clock)
    if row.clock.state == STOPPED:
        return "pause", tr("停算中"), "unknown"
    return _running(row)


def _done(clock: Deadline) -> tuple[str, str, str]:
    if clock.state == MISSED:
        early = clock.counts == "not_before"
        return "circle-x", tr("办得太早") if early else tr("逾期办结"), "danger"
    if clock.counts == "not_before" and not clock.ended:
        return "circle-check", tr("等待期满"), "success"
    return "circle-check", tr("已办"), "success"


def _late(row: DueRow) -> int:
    return (row.today - row.clock.due.latest).days if row.clock.due else 0


def _running(row: DueRow) -> tuple[str, str, str]:
    clock = row.clock
    if clock.left is None:
        return "clock", tr("进行中"), "accent"
    if row.group == TODAY and clock.left_unit != "hours":
        return "circle-alert", tr("今天到期"), "warning"
    word = tr("剩 {0} {1}").format(clock.left, _UNITS[clock.left_unit])
    near = clock.left <= _NEAR or clock.left_unit == "hours"
    if clock.due is not None and clock.due.provisional and clock.left_unit != "hours":
        return "circle-help", word, "warning" if near else "unknown"
    return "clock", word, "warning" if near else "accent"


def why(tree: Explanation) -> Reason:
    """The explanation of a deadline as the tree shows it."""
    return Reason(tree.title, tree.value, tree.source, "", "", tuple(why(one) for one in tree.children))


def state_note(clock: Deadline) -> str:
    """One line on what a deadline waits for."""
    if clock.state == RUNNING and clock.counts == "not_before":
        return tr("期满前不得办")
    if clock.missing:
        return tr("缺：{0}").format("、".join(clock.missing))
    return clock.source


def read_day(text: str, wall: str) -> str:
    """What a person typed as a day (2026-11-25) or a moment (2026-11-25 10:30), as it is noted.

    A moment gets the zone of this machine's clock. What is neither stays as it was typed.
    """
    typed = text.strip()
    try:
        when = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    if len(typed) <= len("2026-11-25") or when.tzinfo is not None:
        return typed
    return when.replace(tzinfo=datetime.fromisoformat(wall).tzinfo).isoformat()
