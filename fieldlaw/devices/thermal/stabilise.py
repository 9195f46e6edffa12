"""Laying the frames of a moving camera over one another: shift by phase correlation, with its quality.

A view on a recording; nothing of it is kept as evidence by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from fieldlaw.devices.thermal.seen import Shift

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DETAIL = 1.0  # pixels
_SPARSE = 3  # every third row and column is enough for a median
_MOST_DETAIL = 3.0  # times the usual


def shifts(frames: NDArray[np.float32], reference: int) -> tuple[Shift, ...]:
    """The shift of each frame against frame `reference`; frames of shape (n, height, width).

    All are compared with the middle one, which is the least far from any of them.
    """
    size = (frames.shape[2], frames.shape[1])
    window = np.asarray(cv2.createHanningWindow(size, cv2.CV_32F), dtype=np.float32)
    fixed = _detail(frames[len(frames) // 2])
    found = [_shift(fixed, _detail(frame), window) for frame in frames]
    base = found[reference]
    return tuple(Shift(one.right - base.right, one.down - base.down, one.response) for one in found)


def _detail(frame: NDArray[np.float32]) -> NDArray[np.float32]:
    """Edges without the large brightness; cut off, so that one bright thing that moves does not outweigh."""
    fine = cv2.GaussianBlur(frame, (0, 0), _DETAIL)
    edges = fine - cv2.GaussianBlur(frame, (0, 0), 4 * _DETAIL)
    most = max(1.0, _MOST_DETAIL * float(np.median(np.abs(edges[::_SPARSE, ::_SPARSE]))))
    return np.asarray(np.clip(edges, -most, most), dtype=np.float32)


def _shift(fixed: NDArray[np.float32], moved: NDArray[np.float32], window: NDArray[np.float32]) -> Shift:
    (right, down), response = cv2.phaseCorrelate(fixed, moved, window)
    values = (right, down, response)
    if not np.all(np.isfinite(values)):
        return Shift(0.0, 0.0, 0.0)
    return Shift(float(right), float(down), float(np.clip(response, 0, 1)))


def laid_over(frame: NDArray[np.float32], shift: Shift) -> NDArray[np.float32]:
    """The frame moved back by its shift; its margin repeats the nearest pixels."""
    back = np.array([[1, 0, -shift.right], [0, 1, -shift.down]], dtype=np.float32)
    size = (frame.shape[1], frame.shape[0])
    moved = cv2.warpAffine(frame, back, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)
