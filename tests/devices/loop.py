"""An analyzer's state machine against a simulated instrument, in told time: no port, no thread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fieldlaw.devices.analyzers import make_analyzer
from fieldlaw.devices.session import EXPIRE_SECONDS
from fieldlaw.devices.simulated.models import make_instrument

START = datetime(2025, 7, 30, 6, 32, tzinfo=UTC)
STEP = 0.05


class Loop:
    """Steps of 50 ms; keeps what was sent, measured and which states and faults were seen."""

    def __init__(self, model, faults=(), unit="ppm", **kept):
        self.analyzer = make_analyzer(model, "D-1", unit=unit, report_ms=500)
        self.instrument = make_instrument(model, faults=faults, **kept)
        self.now = 1000.0
        self.heard_at = self.now
        self.sent = []
        self.measurements = []
        self.events = []
        self.states = []
        self.faults = set()
        self.instrument.plug()
        for data in self.analyzer.on_connect(self.now):
            self.send(data)

    def send(self, data):
        self.sent.append((self.now, data))
        self.instrument.hear(self.analyzer.release(data), self.now)

    def ignite(self):
        first = self.analyzer.ignite(self.now)
        if first:
            self.send(first)

    def run(self, seconds):
        until = self.now + seconds
        while self.now < until:
            self.step()
        return self

    def step(self):
        self.now += STEP
        due = self.analyzer.tick(self.now)
        if due:
            self.send(due)
        data = b"".join(self.instrument.run(self.now))
        self.take(self.events_of(data))
        if not self.states or self.states[-1] is not self.analyzer.state:
            self.states.append(self.analyzer.state)
        self.faults |= self.analyzer.faults

    def events_of(self, data):
        if data:
            self.heard_at = self.now
            return self.analyzer.decode(data)
        if self.analyzer.pending and self.now - self.heard_at >= EXPIRE_SECONDS:
            self.heard_at = self.now
            return self.analyzer.expire()
        return []

    def take(self, events):
        self.events += events
        self.measurements += self.analyzer.take(events, START + timedelta(seconds=self.now), self.now)

    @property
    def values(self):
        return [one.value for one in self.measurements if one.value is not None]

    @property
    def intended(self):
        return {one.value for one in self.instrument.dialect.notes.meant}

    @property
    def forbidden(self):
        return self.instrument.dialect.notes.forbidden

    @property
    def asked(self):
        return self.instrument.dialect.notes.asked
