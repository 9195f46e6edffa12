"""What stands around the pages: the rail, the status strip, the focus ring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.ui.theme.focus import FocusRing
from fieldlaw.ui.views.parts.nav import NavRail, Place
from fieldlaw.ui.views.parts.scrim import Scrim
from fieldlaw.ui.views.parts.strip import StatusStrip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look


def places(window: QWidget) -> tuple[Place, ...]:
    """The places of the rail."""
    return (
        Place("home", "house", window.tr("首页"), window.tr("首页")),
        Place("review", "list-checks", window.tr("审核队列"), window.tr("审核")),
        Place("workbench", "clipboard-check", window.tr("检查任务"), window.tr("任务")),
        Place("instrument", "activity", window.tr("仪器"), window.tr("仪器")),
        Place("thermal", "thermometer", window.tr("热像"), window.tr("热像")),
        Place("law", "folder-open", window.tr("问题与法律"), window.tr("法律")),
        Place("documents", "file-text", window.tr("文书"), window.tr("文书")),
        Place("deadlines", "calendar-days", window.tr("期限"), window.tr("期限")),
        Place("packs", "scale", window.tr("规则包"), window.tr("规则"), lower=True),
        Place("sync", "refresh-cw", window.tr("同步与状态"), window.tr("同步"), lower=True),
    )


@dataclass(frozen=True)
class Frame:
    """Rail, strip, ring, and the shade behind a dialog."""

    nav: NavRail
    strip: StatusStrip
    ring: FocusRing
    scrim: Scrim

    @staticmethod
    def of(look: Look, window: QWidget) -> Frame:
        """Make them for a window."""
        ring, scrim = FocusRing(look, window), Scrim(look, window)
        return Frame(NavRail(look, places(window)), StatusStrip(look), ring, scrim)
