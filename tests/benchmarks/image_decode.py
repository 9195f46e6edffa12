"""Decoding radiometric files against flyr on the same bytes; the temperatures are compared too.

    .venv/bin/python -m tests.benchmarks.image_decode

Ten times as fast is the goal. Both take turns, so that a busy machine is busy for both. flyr takes the
little-endian directory of the XT2 file for a big-endian one and works on it until it fails; it is asked once.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import warnings

import flyr
import numpy as np

from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import temperatures
from tests.benchmarks.figures import report, seconds
from tests.devices.thermal_files import FLIR_JPEG, SIMULATED, data_of

TURNS = 15


def ours(data: bytes) -> np.ndarray:
    return temperatures(flir.read(data).frame)


def peer(data: bytes) -> np.ndarray:
    return flyr.unpack(io.BytesIO(data)).celsius


def fails(name: str, data: bytes, start: float, error: KeyError) -> None:
    taken, mine = time.perf_counter() - start, min(seconds(lambda: ours(data), TURNS)) * 1000
    print(f"decode {name[:24]:<31} {mine:9.2f} ms   flyr fails after {taken:.1f} s (KeyError {error})")


def compare(name: str, data: bytes) -> None:
    start = time.perf_counter()
    try:
        worst = float(np.nanmax(np.abs(ours(data) - peer(data))))
    except KeyError as error:
        fails(name, data, start, error)
        return
    mine, other, block = [], [], []
    for _ in range(TURNS):
        mine += seconds(lambda: ours(data), 1)
        other += seconds(lambda: peer(data), 1)
        block += seconds(lambda: flir.read(data), 1)
    report(f"decode {name[:24]}", mine, other, f"flyr (differs {worst:.4f} K)")
    medians, best = (f"{statistics.median(other) / statistics.median(mine):.1f}", min(other) / min(mine))
    part = statistics.median(block) * 1000
    print(f"{'':<38} {medians} times as fast (best turns {best:.1f}); {part:.2f} ms of ours is the file")


def main() -> None:
    warnings.simplefilter("ignore")  # the peer's
    compare("made by the simulated camera", SIMULATED)
    for name in FLIR_JPEG:
        compare(name, data_of(name))


if __name__ == "__main__":
    sys.exit(main())
