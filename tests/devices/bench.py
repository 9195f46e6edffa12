"""A host and a simulated analyzer on one bench: bytes go over by hand and time is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from fieldlaw.devices.analyzers import make_analyzer
from fieldlaw.devices.codecs.events import Sample
from fieldlaw.devices.simulated.models import make_instrument

WALL = datetime(2025, 7, 30, 6, 32, tzinfo=UTC)
VALUES = (Decimal("512.34"), Decimal("37.21"), Decimal("1875.60"), Decimal("4.05"))
EXPIRE_SECONDS = 0.3
FLAMES = ("phx21", "phx42", "expec3100", "tva2020")  # what a program can light


def stairs(seconds):
    """Few values that differ in every digit: a wrong number cannot be right by accident."""
    return VALUES[int(max(seconds, 0) / 3) % len(VALUES)]


class Bench:
    """Drives the real state machine of a model against its simulator in steps of `step` seconds."""

    def __init__(self, model, faults=(), *, seed=1, step=0.05, period=0.2, profile=stairs, instrument=None):
        self.model = model
        self.machine = make_analyzer(model, "X-1", unit="ppm", report_ms=round(period * 1000))
        self.instrument = instrument or make_instrument(model, profile, faults, seed, period)
        self.notes = self.instrument.dialect.notes
        self.step = step
        self.now = 100.0
        self.samples = []
        self.events = Counter()
        self._is_gone = False
        self._heard_at = self.now
        self._connect()

    def _connect(self):
        self.instrument.plug()
        for data in self.machine.on_connect(self.now):
            self.instrument.hear(data, self.now)

    def ignite(self):
        data = self.machine.ignite(self.now)
        if data:
            self.instrument.hear(data, self.now)

    def light(self):
        """Bring a FID to its flame without waiting for the stages of a real start."""
        physics = self.instrument.dialect.physics
        physics.course = replace(physics.course, purge=0.0, ignite=0.0)
        physics.ignite(self.now)

    def run(self, seconds):
        for _ in range(round(seconds / self.step)):
            self.now += self.step
            self._tick()
        return self

    def _tick(self):
        is_gone, was_gone = self.instrument.line.is_gone(self.now), self._is_gone
        self._is_gone = is_gone
        if is_gone:
            return
        if was_gone:
            self._connect()
        due = self.machine.tick(self.now)
        if due:
            self.instrument.hear(due, self.now)
        portions = self.instrument.run(self.now)
        for portion in portions:
            self._take(self.machine.decode(portion))
        self._expire(heard=bool(portions))

    def _expire(self, *, heard):
        """A message that began and does not go on is given up, as the session does it."""
        if heard or not self.machine.pending:
            self._heard_at = self.now
        elif self.now - self._heard_at >= EXPIRE_SECONDS:
            self._take(self.machine.expire())

    def _take(self, events):
        self.machine.take(events, WALL, self.now)
        self.events.update(type(event).__name__ for event in events)
        self.samples += [event for event in events if isinstance(event, Sample)]

    def values(self):
        """(detector, value) of each sample with a number; percent told as ppm, as the simulator means it."""
        numbers = ((one.detector.value, self._number(one)) for one in self.samples)
        return [(detector, value) for detector, value in numbers if value is not None]

    def _number(self, sample):
        """A RAEGuard's number has no scale, so it is no value: it is looked for where it is told raw."""
        if self.model == "raeguard3":
            return Decimal(dict(sample.status)["raw"])
        return sample.value * 10000 if sample.unit == "%" else sample.value

    def fabricated(self):
        """The numbers that left the decoder and were never meant."""
        meant = {(one.detector, one.value) for one in self.notes.meant}
        return [one for one in self.values() if one not in meant]
