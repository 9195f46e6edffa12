"""What the program gives to an open profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.app.packs import Packs
    from fieldlaw.settings import Settings
    from fieldlaw.ui.lanes import Lanes
    from fieldlaw.ui.main_window import MainWindow
    from fieldlaw.ui.messages import Door
    from fieldlaw.ui.theme.look import Look


@dataclass(frozen=True)
class Rig:
    """Window, looks, lanes, the door for errors, the packs; `lock` closes the profile again."""

    window: MainWindow
    look: Look
    lanes: Lanes
    door: Door
    packs: Packs
    settings: Settings
    lock: Callable[[], None]
