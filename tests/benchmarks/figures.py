"""One line for each measurement: ours, the floor, and their ratio."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of so many calls took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def report(name: str, ours: list[float], floor: list[float], floor_name: str) -> None:
    """Print medians in milliseconds and the ratio of the medians, with the spread of ours."""
    mine, other = statistics.median(ours), statistics.median(floor)
    print(
        f"{name:<38} {mine * 1000:9.2f} ms   {floor_name:<28} {other * 1000:9.2f} ms   "
        f"ratio {mine / other:8.3f}   (ours {min(ours) * 1000:.2f} to {max(ours) * 1000:.2f}, n={len(ours)})"
    )
