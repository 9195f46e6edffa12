"""Moments by both clocks: the wall clock of the desk, and the one that never steps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from fieldlaw.cases.records.procedure import Instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.ledger.event import Moment


def instants(clock: Callable[[], Moment]) -> Callable[[], Instant]:
    """What says the moment now; analyzer sessions use the same monotonic clock."""

    def now() -> Instant:
        return Instant(clock().wall, int(time.monotonic() * 1000))

    return now
