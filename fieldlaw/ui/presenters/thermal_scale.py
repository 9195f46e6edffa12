"""Asking for the scale of a matrix: what its numbers are is looked up first, away from the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.thermal.formats.scales import Probe, Suggestion
    from fieldlaw.ui.presenters.bench import Bench


@dataclass(frozen=True)
class ScaleAsk:
    """What a person has to know to confirm a scale: size in words, both ends of the numbers, offers."""

    size: str
    ends: tuple[float, float]
    offers: tuple[Suggestion, ...]


class Scales(QObject):
    """Asks for scales.

    Attributes:
        asked: a ScaleAsk.
    """

    asked = Signal(object)

    def __init__(self, bench: Bench, parent: QObject, look: Callable[[bytes], Probe | None]) -> None:
        super().__init__(parent)
        self._bench, self._look = bench, look

    def ask(self, data: bytes) -> None:
        """Look the numbers of a matrix up, then ask."""
        look = self._look
        self._bench.lanes.images.run(lambda: look(data), self._found, self._bench.door.report)

    def _found(self, found: Probe | None) -> None:
        if found is not None:
            size = f"{found.width} × {found.height}"
            words = QCoreApplication.translate("thermal", "{0}，跳过 {1} 行说明").format(size, found.skipped)
            self.asked.emit(
                ScaleAsk(words if found.skipped else size, (found.low, found.high), found.suggestions)
            )
