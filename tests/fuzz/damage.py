"""Every prefix and 10,000 changed bytes of each file; prints a line for each, fails on a broken promise.

    nice -n 15 .venv/bin/python -m tests.fuzz.damage FILE… [--flips 10000] [--seed 20261126]

Promises: nothing is raised; every answer comes within a second; a file that was cut gives no numbers, or
warns `damaged`; the SHA-256 differs. A sequence that was cut exactly between two frames is a shorter
sequence, a table cut behind a line a shorter table, and what is cut behind the end mark of a picture was no
part of it: only the hash tells, and such prefixes are counted as "without".

Most prefixes of a JPEG that hold the whole block differ in the picture behind it only. So that millions of
them can be run, a block whose SHA-256 has been decoded before is not decoded again; carrier, directory,
warnings and times are never taken from memory, and no changed byte is.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal import opening
from fieldlaw.devices.thermal.formats import csv_matrix, flir, flir_block, jpeg_parts
from fieldlaw.devices.thermal.formats.broken import BrokenError
from fieldlaw.devices.thermal.reading import Scale
from tests.fuzz.invariants import Damage, answer, check, other_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fieldlaw.devices.thermal.reading import Reading
    from tests.fuzz.invariants import Reader

FLIPS, SEED = 10_000, 20261126
HUNDREDTH = Scale("0.01", "-273.15", "damage")


def read(data: bytes) -> Reading:
    """Read the first frame; a matrix as if a person had confirmed a scale."""
    return opening.read(data, 0, HUNDREDTH)


def remembered(decode: Callable[..., object]) -> Callable[..., object]:
    """The same decoder, which decodes a block with the same SHA-256 once."""
    held: dict[object, object] = {}

    def once(block: bytes, *said: object, **how: object) -> object:
        key = (hashlib.sha256(block).digest(), said, *how.items())
        if key not in held:
            held.clear()
            try:
                held[key] = decode(block, *said, **how)
            except BrokenError as error:
                held[key] = error
        if isinstance(held[key], BrokenError):
            raise held[key]
        return held[key]

    return once


def boundaries(data: bytes) -> set[int]:
    """Where a file can be cut so that what is left is whole.

    Between two frames of a sequence; behind the end mark of a picture (the E5 file has 4,544 bytes there);
    behind any line of a table.
    """
    if csv_matrix.claims(data):
        return {place + 1 for place, byte in enumerate(data) if byte in b"\r\n"}
    if data[:4] == flir_block.MAGIC:
        return {start for start, _ in flir_block.index(data).places[1:]}
    return set(range(jpeg_parts.end_of_picture(data) or len(data), len(data)))


def prefixes(data: bytes, sizes: Iterable[int], reader: Reader = read) -> Damage:
    """Cut a file at these sizes."""
    seen, allowed = Damage(), boundaries(data)
    check(reader(data))
    for size in sizes:
        reading = answer(reader, data[:size], seen, compute=False)
        told = reading.frame is None or "damaged" in reading.frame.warnings
        assert told or size in allowed, f"numbers without a warning from the first {size} bytes"
    return seen


def changed(data: bytes, count: int, seed: int) -> Iterator[tuple[int, bytes]]:
    """Copies of a file with one byte changed, and where."""
    luck = np.random.default_rng(seed)
    for place, mask in zip(luck.integers(0, len(data), count), luck.integers(1, 256, count), strict=True):
        copy = bytearray(data)
        copy[place] ^= int(mask)
        yield int(place), bytes(copy)


def flips(data: bytes, count: int, seed: int = SEED, reader: Reader = read) -> tuple[Damage, list[int]]:
    """Change one byte in each of so many copies; which places gave numbers without a warning."""
    seen, silent = Damage(), []
    for place, copy in changed(data, count, seed):
        reading = answer(reader, copy, seen)
        other_bytes(data, copy)
        if reading.frame is not None and "damaged" not in reading.frame.warnings:
            silent.append(place)
    return seen, silent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--flips", type=int, default=FLIPS)
    parser.add_argument("--seed", type=int, default=SEED)
    call = parser.parse_args()
    plain = flir.decode_block
    for path in call.files:
        data = path.read_bytes()
        seen, _ = flips(data, call.flips, call.seed)
        print(seen.line(f"{path.name[:34]} changed"), flush=True)
        flir.decode_block = remembered(plain)
        cut = prefixes(data, range(len(data)))
        flir.decode_block = plain
        print(cut.line(f"{path.name[:34]} prefixes"), flush=True)


if __name__ == "__main__":
    sys.exit(main())
