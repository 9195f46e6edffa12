"""Lanes: work goes off the main thread, results and errors come back to it in the order of the work.

One lane serves the store, one the network, one image work; a lane has one thread, so that its work never
overlaps.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
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


class Lane:
    """One thread that does one thing after another."""

    def __init__(self, name: str, courier: Courier) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._courier = courier

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do `work` on the lane; call `done` or `failed` on the main thread."""
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

    def close(self) -> None:
        """Finish what was handed in, then end the thread."""
        self._pool.shutdown(wait=True)


class Lanes:
    """The lanes of the program, and the courier that anything in another thread may use."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.courier = Courier(parent)
        self.store = Lane("store", self.courier)
        self.network = Lane("network", self.courier)
        self.images = Lane("images", self.courier)

    def close(self) -> None:
        """Finish all work and deliver nothing more."""
        self.store.close()
        self.network.close()
        self.images.close()
        self.courier.stop()
