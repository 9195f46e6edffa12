"""Decoding each analyzer's stream: bytes and frames a second, the line's own rate, and a search as the floor.

The floor is `bytes.find` for the sync or the line end over the same bytes in the same portions: the least
that any decoder of this stream must do.
"""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from fieldlaw.devices.decode import DECODERS
from fieldlaw.devices.simulated.models import make_instrument
from tests.benchmarks.figures import report, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

LINE_BYTES = 115200 // 10  # a second: start, eight data bits, stop
TURNS = 7
SIZE = 400_000
PORTION = 64
MARKS = {
    "phx21": b"\xa5",
    "phx42": b"\r\n",
    "expec3100": b"\x7d\x7b",
    "tva2020": b"\r\n",
    "tva1000b_bt": b"\x02",
    "rae_R": b"\r",
    "raeguard3": b"\x01\x03",
}
QUESTIONS = {
    "phx21": b"\x5a\x04\x25\x41",
    "phx42": b"ZUzu PRPT TYPE=FIDR,EN=1,EXT=1\r\n",
    "tva2020": b"log start\r\n",
    "rae_R": b"R",
    "raeguard3": bytes.fromhex("010300080002 45C9"),
}


def stream(model: str) -> list[bytes]:
    """What the simulated instrument says, over and over, in portions as a port hands them over."""
    instrument = make_instrument(model)
    instrument.plug()
    said, now = b"", 0.0
    while len(said) < 4000:
        instrument.hear(QUESTIONS.get(model, b""), now)
        now += 1.0
        said += b"".join(instrument.run(now))
    whole = said * (SIZE // len(said) + 1)
    return [whole[at : at + PORTION] for at in range(0, SIZE, PORTION)]


def ours(model: str, portions: list[bytes]) -> int:
    """Decode all; the number of events."""
    decoder = DECODERS[model]()
    return sum(len(decoder.feed(one)) for one in portions)


def floor(mark: bytes, portions: list[bytes]) -> int:
    """Find every mark in every portion."""
    found = 0
    for one in portions:
        at = one.find(mark)
        while at >= 0:
            found += 1
            at = one.find(mark, at + 1)
    return found


def measure(work: Callable[[], object]) -> list[float]:
    """Some turns of it."""
    return seconds(work, TURNS)


def main() -> None:
    for model, mark in MARKS.items():
        portions = stream(model)
        taken = measure(lambda portions=portions, model=model: ours(model, portions))
        least = measure(lambda portions=portions, mark=mark: floor(mark, portions))
        report(f"decode {model}, {SIZE // 1000} kB", taken, least, "bytes.find")
        middle = statistics.median(taken)
        rate, frames = SIZE / middle, ours(model, portions) / middle
        lines = f"{rate / LINE_BYTES:8.0f} x line rate"
        print(f"{'':<38} {rate / 1e6:9.2f} MB/s  {frames:12,.0f} events/s   {lines}")


if __name__ == "__main__":
    sys.exit(main())
