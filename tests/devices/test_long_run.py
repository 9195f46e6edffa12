"""Four analyzers at ten readings a second for an hour of simulated time: nothing lost, memory flat."""

from __future__ import annotations

import gc
import resource
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from fieldlaw.devices.codecs.events import Noise, Sample
from fieldlaw.devices.decode import DECODERS
from fieldlaw.devices.simulated.models import make_instrument

HERTZ, SECONDS = 10, 3600
START = {
    "phx42": b"ZUzu TRPT MS=100\r\nZUzu PRPT TYPE=FIDR,EN=1,EXT=1\r\n",
    "tva2020": b"log start\r\n",
    "expec3100": b"",
    "phx21": b"",
}
POLL21 = bytes.fromhex("5A042541")
BLOCKS = 1000  # objects that an hour may leave behind: fewer than one in a hundred readings
GROWTH = 4 * 1024 * 1024  # bytes


def walk(seconds):
    return Decimal(int(seconds * HERTZ) % 39_000 + 100) / 100


class Pair:
    """One simulator and the decoder of the program, with nothing between."""

    def __init__(self, model):
        self.model = model
        self.instrument = make_instrument(model, walk, (), period=1 / HERTZ)
        self.decoder = DECODERS[model]()
        self.instrument.plug()
        self.instrument.hear(START[model], 0.0)
        self.instrument.dialect.physics.ignite(0.0)
        self.seen = Counter()

    def step(self, now):
        if self.model == "phx21":
            self.instrument.hear(POLL21, now)
        events = [one for portion in self.instrument.run(now) for one in self.decoder.feed(portion)]
        values = [(one.detector.value, one.value) for one in events if isinstance(one, Sample)]
        meant = self.instrument.dialect.notes.meant
        numbers = [one for one in values if one[1] is not None]
        assert sorted(numbers) == sorted((one.detector, one.value) for one in meant)
        meant.clear()
        self.instrument.dialect.notes.commands.clear()
        self.seen.update(samples=len(values), noise=sum(isinstance(one, Noise) for one in events))


def resident():
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_an_hour_of_four_analyzers():
    pairs = [Pair(model) for model in START]
    run(pairs, 0, 120)
    gc.collect()
    before = (sys.getallocatedblocks(), resident())
    run(pairs, 120, SECONDS - 120)
    gc.collect()
    after = (sys.getallocatedblocks(), resident())
    assert after[0] - before[0] < BLOCKS
    assert after[1] - before[1] < GROWTH
    for pair in pairs:
        detectors = 2 if pair.model in ("tva2020", "expec3100") else 1
        assert pair.seen == {"samples": HERTZ * SECONDS * detectors, "noise": 0}, pair.model


def run(pairs, start, seconds):
    for number in range(start * HERTZ, (start + seconds) * HERTZ):
        for pair in pairs:
            pair.step(number / HERTZ)
