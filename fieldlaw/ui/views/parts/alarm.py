"""The alarm: an edge that flashes twice a second and a tone, until the reading falls or somebody mutes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

_HALF = 250  # twice a second on and off
_QUIET = 5 * 60 * 1000


class Alarm(QObject):
    """Flashes while it is on; sounds unless it is off or quiet.

    Attributes:
        flashed: whether the edge is lit now.
        changed: sounding was switched on, off, quiet or on again.
    """

    flashed = Signal(bool)
    changed = Signal()

    def __init__(self, sound: Callable[[], None], parent: QObject | None = None) -> None:
        """`sound` plays one short tone."""
        super().__init__(parent)
        self._sound = sound
        self.on, self.sounding, self._lit = False, True, False
        self._pulse, self._quiet = QTimer(self), QTimer(self)
        self._pulse.setInterval(_HALF)
        self._pulse.timeout.connect(self._beat)
        self._quiet.setInterval(_QUIET)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.changed)

    @property
    def quiet(self) -> bool:
        """Whether somebody asked for quiet a short time ago."""
        return self._quiet.isActive()

    def raise_(self, *, on: bool) -> None:
        """Begin, or end."""
        if on == self.on:
            return
        self.on = on
        if on:
            self._beat()
            self._pulse.start()
        else:
            self._pulse.stop()
            self._lit = False
            self.flashed.emit(False)  # noqa: FBT003  as the signal carries it

    def _beat(self) -> None:
        self._lit = not self._lit
        self.flashed.emit(self._lit)
        if self._lit and self.sounding and not self.quiet:
            self._sound()

    def hush(self) -> None:
        """Quiet for five minutes; once more: sound again."""
        if self.quiet:
            self._quiet.stop()
        else:
            self._quiet.start()
        self.changed.emit()

    def switch(self) -> None:
        """Sound on or off; the flash stays."""
        self.sounding = not self.sounding
        self._quiet.stop()
        self.changed.emit()

    def stop(self) -> None:
        """End for good."""
        self.raise_(on=False)
        self._quiet.stop()
