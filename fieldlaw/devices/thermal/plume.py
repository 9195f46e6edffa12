"""Where a video changes slowly and softly over some seconds: a view on a recording that measures nothing.

Warm gas, steam, smoke, shadows and moving leaves all do that; which of them it is, the picture cannot tell.
Compared over a few seconds around a frame: change that is still there when the picture is blurred counts, and
change of fine detail (noise, edges that move with a solid thing) is taken off it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from fieldlaw.devices.thermal import stabilise
from fieldlaw.devices.thermal.seen import MOVED_PIXELS, THRESHOLD, Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.seen import Shift

FRAMES = 61  # three seconds at 20 frames a second
BEFORE = FRAMES // 2
DETAIL = 1.0
_EDGE = 0.25  # of the threshold
_FALL = 0.1  # of the peak
_LEAST = 3  # frames: fewer show no change
_WORK_SIDE = 160
_SMOOTH = 5  # frames
_BLUR = 2.0  # pixels of the working size
_SPARSE = 3  # every third row and column is enough for a median
_OUTSTANDING = 2.5  # times the usual peak of the noise
_SOLID = 2.0
_BLACK = 0.2  # grey levels: a margin without any picture is no measure of noise
_SPECK = 15  # pixels of the working size
_MOVED_SHARE = 0.25  # of the frames


def highlight(
    frames: NDArray[np.uint8], at: int, threshold: float = THRESHOLD, *, aligned: bool = True
) -> Change:
    """Where the frames around frame `at` change.

    Args:
        frames: shape (n, height, width), in order; the 61 frames around `at` are used.
        at: the frame that is shown; everything is told in its pixels.
        threshold: grey levels that the score of a region must reach somewhere.
        aligned: whether the frames are first laid over frame `at`.

    Raises:
        IndexError: there is no frame `at`.
    """
    if not 0 <= at < len(frames):
        raise IndexError(at)
    start = max(0, min(at - BEFORE, len(frames) - FRAMES))
    window = frames[start : start + FRAMES]
    small = _small(window)
    factor = window.shape[2] / small.shape[2]
    near = stabilise.shifts(small, at - start)
    score = change_score(small, near, aligned=aligned)
    shifts = tuple(one.times(factor) for one in near)
    size = (window.shape[2], window.shape[1])
    mask = cv2.resize(regions(score, threshold).astype(np.float32), size) > 0.5
    shown = cv2.resize(score, size).astype(np.float32)
    return Change(np.asarray(mask, dtype=np.bool_), shown, shifts, moving(shifts, factor))


def moving(shifts: tuple[Shift, ...], pixel: float = 1.0) -> bool:
    """Whether the camera moved: many frames lie elsewhere, or most do not match at all.

    Args:
        shifts: of each frame.
        pixel: how many of their pixels one pixel of the working size is.
    """
    sure = np.array([(one.right, one.down) for one in shifts if one.sure])
    if 2 * len(sure) < len(shifts):
        return True
    away = np.hypot(*(sure - np.median(sure, axis=0)).T) >= MOVED_PIXELS * pixel
    return bool(away.mean() > _MOVED_SHARE)


def _small(frames: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The frames in working size: the longer side has 160 pixels, or stays as it is."""
    height, width = frames.shape[1:]
    part = max(1.0, max(height, width) / _WORK_SIDE)
    size = (max(1, round(width / part)), max(1, round(height / part)))
    made = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in frames]
    return np.asarray(made, dtype=np.float32)


def change_score(
    small: NDArray[np.float32], shifts: tuple[Shift, ...], *, aligned: bool, detail: float = DETAIL
) -> NDArray[np.float32]:
    """How much the picture changes softly, in grey levels.

    Args:
        small: frames in working size, shape (n, height, width).
        shifts: of each frame, in pixels of the working size.
        aligned: whether the frames are laid over one another first; those that do not match are left out.
        detail: how much of the change of fine detail is taken off.
    """
    held = [n for n, one in enumerate(shifts) if one.sure or not aligned]
    if len(held) < _LEAST:
        return np.zeros(small.shape[1:], dtype=np.float32)
    frames = small[held]
    margin = 0
    if aligned and moving(shifts):
        frames = np.stack([stabilise.laid_over(small[n], shifts[n]) for n in held])
        margin = int(np.ceil(max(shifts[n].pixels for n in held)))
    score = np.maximum(_soft_change(_deviation(frames), detail), 0)
    return _without_margin(score, margin)


def _deviation(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each frame less the mean frame, after its brightness and contrast were brought to those of the mean."""
    mean = frames.mean(axis=0)
    centred = mean - mean.mean()
    spread = float((centred**2).sum()) or 1.0
    offsets = frames.mean(axis=(1, 2), keepdims=True)
    gains = ((frames - offsets) * centred).sum(axis=(1, 2), keepdims=True) / spread
    flat = np.where(np.abs(gains) < 0.5, 1.0, gains)  # another scene is not stretched to fit
    left = (frames - offsets) / flat - centred
    left -= np.median(left[:, ::_SPARSE, ::_SPARSE], axis=(1, 2), keepdims=True)
    return _smoothed(left.astype(np.float32))


def _smoothed(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Running means over five frames; fewer frames stay as they are."""
    if len(values) < 2 * _SMOOTH:
        return values
    count = len(values) - _SMOOTH + 1
    parts = [values[n : n + count] for n in range(_SMOOTH)]
    return np.asarray(sum(parts[1:], parts[0]) / _SMOOTH, dtype=np.float32)


def _soft_change(deviation: NDArray[np.float32], detail: float) -> NDArray[np.float32]:
    """Change that blurring leaves, less that of detail; a solid thing's edges stand out of the noise once."""
    blurred = np.stack([_blurred(one) for one in deviation])
    fine = deviation - blurred
    usual = np.sqrt(_blurred(fine.var(axis=0)))
    peak = _blurred(np.abs(fine).max(axis=0))
    noise = float(np.median(peak[peak > _BLACK])) if np.any(peak > _BLACK) else 0.0
    solid = _SOLID * np.maximum(0, peak - _OUTSTANDING * noise)
    return np.asarray(blurred.std(axis=0) - detail * usual - solid, dtype=np.float32)


def _blurred(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), _BLUR), dtype=np.float32)


def _without_margin(score: NDArray[np.float32], margin: int) -> NDArray[np.float32]:
    """No score where the frames do not all lie over one another."""
    if margin:
        height, width = score.shape
        inside = np.zeros_like(score)
        inside[margin : height - margin, margin : width - margin] = 1
        score = score * inside
    return np.asarray(score, dtype=np.float32)


def regions(score: NDArray[np.float32], threshold: float) -> NDArray[np.bool_]:
    """Connected parts that reach the threshold somewhere, without specks.

    Each goes as far as a quarter of the threshold; one with a strong peak, as far as a tenth of that.
    """
    edge = threshold * _EDGE
    labels, count = _parts(score > edge)
    peaks = np.zeros(count, dtype=np.float32)
    np.maximum.at(peaks, labels, score)
    peaks[0] = 0
    shown = (peaks >= threshold)[labels] & (score > peaks[labels] * _FALL)
    labels, count = _parts(shown)
    kept = np.bincount(labels.ravel(), minlength=count) >= _SPECK
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.bool_)


def _parts(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Connected parts, small gaps closed: numbers from 1 by pixel, and how many with the ground."""
    kernel: Any = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    count, labels = cv2.connectedComponents(closed)
    return np.asarray(labels, dtype=np.int32), count
