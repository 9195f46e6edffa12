"""What a serial receiver hears when its speed is not the sender's: start bit found, then sampled mid-bit."""

from __future__ import annotations

from itertools import chain


def heard_at(data: bytes, sent_baud: int, heard_baud: int) -> bytes:
    """Sample the line levels of `data` (8N1, sent back to back) with the receiver's own bit length.

    A byte whose stop bit is low is handed over all the same, as most receivers do.
    """
    if sent_baud == heard_baud:
        return data
    levels = list(chain.from_iterable(_levels(byte) for byte in data))
    ratio = sent_baud / heard_baud  # sender's bits in one bit of the receiver
    heard, at = bytearray(), 0.0
    while (start := _falling_edge(levels, at)) is not None:
        bits = [_level(levels, start + (number + 1.5) * ratio) for number in range(8)]
        heard.append(sum(bit << number for number, bit in enumerate(bits)))
        at = start + 9.5 * ratio
    return bytes(heard)


def _levels(byte: int) -> list[int]:
    return [0, *(byte >> number & 1 for number in range(8)), 1]


def _level(levels: list[int], at: float) -> int:
    return levels[int(at)] if at < len(levels) else 1


def _falling_edge(levels: list[int], at: float) -> float | None:
    """The next moment from `at` on when an idle line goes low."""
    for place in range(int(at), len(levels)):
        was_high = place == 0 or levels[place - 1] == 1
        if was_high and levels[place] == 0 and place >= at:
            return float(place)
    return None
