"""What another thread says reaches the main thread through here, until nobody listens any more."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.ui.lanes import Courier


class Relay:
    """Passes words of one other thread on; once shut, also what is still on its way is dropped."""

    def __init__(self, courier: Courier, hand: Callable[[Any], None]) -> None:
        self._courier, self._hand = courier, hand
        self._lock = threading.Lock()
        self._open = True

    def say(self, content: Any) -> None:
        """Have the hand called with this on the main thread; from any thread."""
        with self._lock:
            if self._open:
                self._courier.send(self._deliver, content)

    def _deliver(self, content: Any) -> None:
        if self._open:
            self._hand(content)

    def shut(self) -> None:
        """Pass nothing more on."""
        with self._lock:
            self._open = False


def aside(work: Callable[[], Any], relay: Relay) -> None:
    """Do something short in a thread of its own; the relay says the result, or the KnownError.

    A lane is no place for it: it would wait behind a transfer or an import.
    """

    def run() -> None:
        try:
            relay.say(work())
        except KnownError as error:
            relay.say(error)

    threading.Thread(target=run, name="instrument-aside", daemon=True).start()
