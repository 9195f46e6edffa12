"""A video that is decoded in a process of its own: the window's process sees finished frames only.

When the process dies it is started again and opens the video anew with the next request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fieldlaw.devices.thermal import child, wire
from fieldlaw.devices.thermal.apart import AnswerError, Apart, child_command
from fieldlaw.devices.thermal.reading import CRASHED, DAMAGED, TOO_LARGE
from fieldlaw.devices.thermal.seen import Change, Facts, Still

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from fieldlaw.devices.thermal.limits import Limits


class Film:
    """A video; safe to be called from several threads.

    Args:
        data: the file as it was received.
        limits: of each request; opening counts the frames and takes longest.
        command: how the process is started, in place of `apart.child_command`.
    """

    def __init__(self, data: bytes, limits: Limits, command: tuple[str, ...] | None = None) -> None:
        self._data = data
        self._limits = limits
        self._apart = Apart(limits, command or child_command(limits))
        self._facts: Facts | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trace: object) -> None:
        self.close()

    def facts(self) -> Facts:
        """What the video is, or the reason why nothing of it can be shown."""
        if len(self._data) > self._limits.file_bytes:
            return Facts(reason=TOO_LARGE)
        with self._apart.lock:
            if self._facts is None or not self._apart.running:
                self._facts = self._opened()
            return self._facts

    def frame(self, number: int) -> Still:
        """Frame `number`, the first is 0, or the reason why there is none."""
        found: Still | str = self._ask({"kind": child.FRAME, "frame": number}, wire.still_of)
        return Still(reason=found) if isinstance(found, str) else found

    def change(self, number: int, threshold: float, *, aligned: bool) -> Change | str:
        """Where the picture changes around frame `number`, or the reason why that cannot be said."""
        request = {"kind": child.CHANGE, "frame": number, "threshold": threshold, "aligned": aligned}
        found: Change | str = self._ask(request, _change_of)
        return found

    def close(self) -> None:
        """End the process; safe at any time."""
        self._apart.close()

    def _opened(self) -> Facts:
        try:
            found, body = self._apart.ask({"kind": child.OPEN}, self._data)
            facts = wire.unpack(Facts, found, body)
        except AnswerError as error:
            return Facts(reason=error.reason)
        except wire.WireError:
            self._apart.fail()
            return Facts(reason=CRASHED)
        return facts if isinstance(facts, Facts) else Facts(reason=CRASHED)

    def _ask(self, request: dict[str, Any], unpack: Callable[[Any, bytes], Any]) -> Any:
        """The answer, or the reason as text."""
        with self._apart.lock:
            facts = self.facts()
            if facts.reason:
                return facts.reason
            if not 0 <= request["frame"] < facts.frames:
                return DAMAGED
            try:
                return unpack(*self._apart.ask(request))
            except AnswerError as error:
                return error.reason
            except wire.WireError:
                self._apart.fail()
                return CRASHED


def _change_of(value: Any, body: bytes) -> Change:
    found = wire.unpack(Change, value, body)
    if not isinstance(found, Change) or found.mask.dtype != np.bool_ or found.mask.shape != found.score.shape:
        raise wire.WireError("no change")
    return found
