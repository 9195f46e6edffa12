"""Lanes: work goes off the main thread, results and errors come back to it in the order of the work.

One lane serves the store, one the network, one image work; a lane has one thread, so that its work never
overlaps.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True)
class _Parcel:
    hand: Callable[[Any], None]
    content: Any


class Courier(QObject):
    """Carries parcels to the thread in which it was made."""

    _sent = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._sent.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def send(self, hand: Callable[[Any], None], content: Any) -> None:
        """Have `hand(content)` called on the main thread."""
        self._sent.emit(_Parcel(hand, content))

    @Slot(object)
    def _deliver(self, parcel: _Parcel) -> None:
        if self._open:
            parcel.hand(parcel.content)

    def stop(self) -> None:
        """Deliver nothing more."""
        self._open = False


class Gate:
    """Lets work in until it is shut, from any thread."""

    def __init__(self) -> None:
        self.is_open = True

    def shut(self) -> None:
        """Let nothing more in."""
        self.is_open = False


class Lane:
    """One thread that does one thing after another."""

    def __init__(self, pool: ThreadPoolExecutor, courier: Courier, gate: Gate) -> None:
        self._pool, self._courier, self._gate = pool, courier, gate

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do `work` on the lane; call `done` or `failed` on the main thread. Once shut, take nothing in."""
        if self._gate.is_open:
            self._pool.submit(self._work, work, done, failed)

    def _work(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  whatever went wrong is shown on the main thread
            self._courier.send(failed, error)
        else:
            self._courier.send(done, result)

    def behind(self, gate: Gate) -> Lane:
        """The same lane behind another gate."""
        return Lane(self._pool, self._courier, gate)

    def close(self) -> None:
        """Finish what was handed in, then end the thread."""
        self._pool.shutdown(wait=True)


def _lane(name: str, courier: Courier) -> Lane:
    return Lane(ThreadPoolExecutor(max_workers=1, thread_name_prefix=name), courier, Gate())


class Lanes:
    """The lanes of the program, and the courier that anything in another thread may use."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.courier = Courier(parent)
        self.store = _lane("store", self.courier)
        self.network = _lane("network", self.courier)
        self.images = _lane("images", self.courier)

    def behind(self, gate: Gate) -> Lanes:
        """The same lanes for one open profile: once its gate is shut, nothing reaches the profile."""
        mine = copy(self)
        mine.store = self.store.behind(gate)
        mine.network, mine.images = self.network.behind(gate), self.images.behind(gate)
        return mine

    def close(self) -> None:
        """Finish all work and deliver nothing more."""
        self.store.close()
        self.network.close()
        self.images.close()
        self.courier.stop()
