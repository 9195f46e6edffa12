"""The highlight of change against the usual baseline, on the shared clip with its boxes and simulated ones.

Run: python -m tests.benchmarks.gas_change (a minute or two; needs the shared files).
Parameters that are chosen here (by mean IoU plus mean part of the mask in the box) are chosen on one part of
the clip and judged on the other, with as many frames left out between them as a window is long. The method
and its default were made with the whole clip in sight: their lines on the clip flatter.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from fieldlaw.devices.simulated import gas_video
from fieldlaw.devices.thermal import plume, stabilise
from fieldlaw.devices.thermal.seen import THRESHOLD
from fieldlaw.devices.thermal.video import Video
from tests.benchmarks.figures import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
CLIP, BOXES = DATA / "OGI_GOD-Video_079.avi", DATA / "OGI_GOD-Video_079_boxes.json"
WHOLE = range(30, 250)  # as in the reference on thermal files, section 5
FIRST, SECOND = range(30, 95), range(155, 250)  # no window of one touches a window of the other
KERNEL = np.ones((3, 3), np.uint8)
DETAILS, THRESHOLDS = (0.75, 1.0, 1.25, 1.5), (1.5, 2.0, 3.0, 4.0, 6.0)
LENGTHS, STEPS = (15, 30), (2.0, 3.0, 4.0, 5.0, 6.0)
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Judged:
    """Means over frames: box IoU of the largest region, IoU of a half or more, part of the mask inside of the
    box, part of the box covered, percent of the picture highlighted outside of it, frames with an alarm
    in the part of the picture where no gas ever is.
    """

    iou: float
    half: float
    inside: float
    covered: float
    wrong: float
    alarms: float

    def __str__(self) -> str:
        return (
            f"IoU {self.iou:.2f}  IoU>=.5 {self.half:.2f}  mask in box {self.inside:.2f}  "
            f"box covered {self.covered:.2f}  outside {self.wrong:5.2f} %  gas-free part {self.alarms:.2f}"
        )


def overlap(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    both = max(0, wide) * max(0, high)
    return both / (one[2] * one[3] + other[2] * other[3] - both)


def largest(mask: np.ndarray) -> Box | None:
    count, _, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return tuple(facts[1 + int(np.argmax(facts[1:, 4])), :4].tolist()) if count > 1 else None


def judge(masks: dict[int, np.ndarray], boxes: dict[int, Box], numbers: Iterable[int], free: int) -> Judged:
    """Compare masks with boxes; no gas is ever above row `free`."""
    rows = []
    for n in numbers:
        mask, (x, y, wide, high) = masks[n], boxes[n]
        box = np.zeros_like(mask)
        box[y : y + high, x : x + wide] = True
        found = largest(mask)
        iou = overlap(found, boxes[n]) if found else 0.0
        inside = (mask & box).sum() / max(1, mask.sum())
        covered, wrong = (mask & box).sum() / box.sum(), 100 * (mask & ~box).mean()
        rows.append((iou, iou >= 0.5, inside, covered, wrong, mask[:free].any()))
    return Judged(*(float(one) for one in np.mean(rows, axis=0)))


def baseline(frames: np.ndarray, at: int, length: int = 15, threshold: float = 4.0) -> np.ndarray:
    """Standard deviation over the last frames, blurred, opened and closed."""
    spread = frames[max(0, at - length + 1) : at + 1].astype(np.float32).std(axis=0)
    mask = (cv2.GaussianBlur(spread, (5, 5), 0) > threshold).astype(np.uint8)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, KERNEL)
    return cv2.morphologyEx(opened, cv2.MORPH_CLOSE, KERNEL) > 0


def ours(frames: np.ndarray) -> Callable[[int, float, float], np.ndarray]:
    """Masks by frame, weight of detail and threshold; what the threshold does not touch is computed once."""
    size, kept = (frames.shape[2], frames.shape[1]), {}

    def mask(at: int, detail: float, threshold: float) -> np.ndarray:
        if (at, detail) not in kept:
            start = max(0, min(at - plume.BEFORE, len(frames) - plume.FRAMES))
            small = plume._small(frames[start : start + plume.FRAMES])
            shifts = stabilise.shifts(small, at - start)
            kept[at, detail] = plume.change_score(small, shifts, aligned=True, detail=detail)
        return cv2.resize(plume.regions(kept[at, detail], threshold).astype(np.float32), size) > 0.5

    return mask


def chosen(name: str, results: dict[tuple, tuple[Judged, Judged]]) -> None:
    """Choose by the mean IoU of one part, tell what the other part says of it."""
    for here, there, words in ((0, 1, "first, judged on the second"), (1, 0, "second, judged on the first")):
        best = max(results, key=lambda one: results[one][here].iou + results[one][here].inside)
        print(f"{name:<9} chosen on the {words:<29} {best!s:<14} {results[best][there]}")


def clip() -> tuple[np.ndarray, dict[int, Box], int]:
    video = Video(CLIP.read_bytes())
    frames = np.stack([video.frame(n).pixels[:, :, 1] for n in range(video.facts.frames)])
    held = json.loads(BOXES.read_text())["boxes"]
    boxes = {int(n) - 1: tuple(round(v) for v in box) for n, box in held.items()}
    return frames, boxes, min(box[1] for box in boxes.values()) - 10


def compare(frames: np.ndarray, boxes: dict[int, Box], free: int) -> None:
    mask = ours(frames)
    plain = {n: baseline(frames, n) for n in WHOLE}
    mine = {n: mask(n, plume.DETAIL, THRESHOLD) for n in WHOLE}
    for part, name in ((WHOLE, "whole"), (FIRST, "first"), (SECOND, "second")):
        print(f"baseline  default, {name:<38} {'(15, 4.0)':<14} {judge(plain, boxes, part, free)}")
        print(f"ours      default, {name:<38} {'(1.0, 3.0)':<14} {judge(mine, boxes, part, free)}")

    def both(masks: dict[int, np.ndarray]) -> tuple[Judged, Judged]:
        return judge(masks, boxes, FIRST, free), judge(masks, boxes, SECOND, free)

    parts = (*FIRST, *SECOND)
    chosen("baseline", {
        (length, step): both({n: baseline(frames, n, length, step) for n in parts})
        for length in LENGTHS for step in STEPS
    })  # fmt: skip
    chosen("ours", {
        (detail, threshold): both({n: mask(n, detail, threshold) for n in parts})
        for detail in DETAILS for threshold in THRESHOLDS
    })  # fmt: skip


def simulated() -> None:
    """A scene that no parameter was chosen on, except that its cloud is strong enough to be seen."""
    for name, options in (
        ("cloud", {}), ("no cloud", {"strength": 0.0}), ("faint cloud", {"strength": 6.0}),
        ("cloud, camera shakes", {"shake": 1.0}),
        ("no cloud, camera shakes", {"strength": 0.0, "shake": 1.0}),
    ):  # fmt: skip
        frames = gas_video.frames(120, **options)
        numbers = range(35, 90, 5)
        boxes = {n: gas_video.cloud_box(n) for n in numbers}
        plain = judge({n: baseline(frames, n) for n in numbers}, boxes, numbers, 60)
        mine = judge({n: plume.highlight(frames, n).mask for n in numbers}, boxes, numbers, 60)
        print(f"simulated {name:<24} baseline  {plain}\nsimulated {name:<24} ours      {mine}")


def main() -> None:
    frames, boxes, free = clip()
    compare(frames, boxes, free)
    simulated()
    for name, work in (("baseline", baseline), ("ours", plume.highlight)):
        taken = [seconds(lambda n=n, work=work: work(frames, n), 1)[0] for n in range(40, 240, 10)]
        print(f"{name:<9} {1000 * float(np.median(taken)):.1f} ms a frame (320 x 240)")


if __name__ == "__main__":
    sys.exit(main())
