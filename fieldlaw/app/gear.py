"""How an entry of the equipment list becomes a session with an analyzer."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from fieldlaw.devices.analyzers.phx42 import Phx42Analyzer
from fieldlaw.devices.link import SerialLink, list_ports
from fieldlaw.devices.session import AnalyzerSession
from fieldlaw.ui.presenters.instrument import Gear

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.ledger.event import Moment
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.devices.session import SessionEvent

REPORT_MS = 250


def gear(clock: Callable[[], Moment]) -> Gear:
    """The instruments of this machine, on the program's clock."""

    def now() -> datetime:
        return datetime.fromisoformat(clock().wall)

    def connect(one: Instrument, on_event: Callable[[SessionEvent], None]) -> AnalyzerSession:
        analyzer = Phx42Analyzer(one.name, report_ms=REPORT_MS)
        return AnalyzerSession(analyzer, lambda: SerialLink(one.address), now, time.monotonic, on_event)

    return Gear(connect, list_ports, now)
