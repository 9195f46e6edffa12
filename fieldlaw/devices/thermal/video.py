"""Ordinary 8-bit videos: frames by number, out of the bytes of the file, without a copy on the disk.

Frames are found by decoding forward: a container's seek lands on another frame too often. To be used only in
the process that reads untrusted files.
"""

from __future__ import annotations

import io
import math
import os
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from fieldlaw.devices.thermal import plume
from fieldlaw.devices.thermal.formats import plain
from fieldlaw.devices.thermal.reading import DAMAGED, NO_VALUES, TOO_LARGE
from fieldlaw.devices.thermal.seen import Facts, Still

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.seen import Change

MOST_SIDE = 4096
MOST_FRAMES = 200_000  # more than two hours at 25 frames a second
_COUNTING_SECONDS = 8.0
_KEPT_BYTES = 192 << 20
# Only containers that are told by their bytes, and none that names other files or addresses.
_OPTIONS = "protocol_whitelist;none|format_whitelist;mov,mp4,m4a,3gp,3g2,mj2,avi,matroska,webm"


class Video:
    """A video in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._capture: cv2.VideoCapture | None = None
        self._next = 0
        self._kept: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()
        self.facts = self._look()

    def frame(self, number: int) -> Still:
        """Frame `number`, the first is 0."""
        found = self._bgr(number)
        if found is None:
            return Still(reason=DAMAGED)
        return Still(np.ascontiguousarray(found[:, :, ::-1]))

    def change(self, number: int, threshold: float, *, aligned: bool) -> Change:
        """Where the picture changes around frame `number`, as `plume.highlight` has it.

        Raises:
            IndexError: there is no such frame.
        """
        if not 0 <= number < self.facts.frames:
            raise IndexError(number)
        start = max(0, min(number - plume.BEFORE, self.facts.frames - plume.FRAMES))
        held = (self._bgr(n) for n in range(start, min(start + plume.FRAMES, self.facts.frames)))
        grey = [cv2.cvtColor(one, cv2.COLOR_BGR2GRAY) for one in held if one is not None]
        if number - start >= len(grey):
            raise IndexError(number)
        return plume.highlight(np.stack(grey), number - start, threshold, aligned=aligned)

    def _look(self) -> Facts:
        if plain.kind(self._data) not in plain.VIDEOS:
            return Facts(reason=NO_VALUES)
        self._open()
        width, height = (self._said(one) for one in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if max(width, height) > MOST_SIDE:
            return Facts(reason=TOO_LARGE)
        first = self._bgr(0)
        if first is None:
            return Facts(reason=DAMAGED)
        claimed = self._said(cv2.CAP_PROP_FRAME_COUNT)
        frames, counted = self._count(time.monotonic() + _COUNTING_SECONDS)
        if max(frames, 0 if counted else claimed) > MOST_FRAMES:
            return Facts(reason=TOO_LARGE)
        fps = self._capture.get(cv2.CAP_PROP_FPS) if self._capture else 0.0
        usable = fps if math.isfinite(fps) and 0 < fps < 100_000 else 0.0
        return Facts(
            first.shape[1], first.shape[0], usable, frames if counted else max(frames, claimed), counted
        )

    def _said(self, name: int) -> int:
        value = self._capture.get(name) if self._capture else 0.0
        return int(value) if math.isfinite(value) and abs(value) < 2**31 else 0

    def _count(self, until: float) -> tuple[int, bool]:
        """How many frames were decoded, and whether these are all: counting ends when its time is over."""
        while self._step():
            if time.monotonic() > until or self._next > MOST_FRAMES:
                return self._next, False
        return self._next, True

    def _open(self) -> None:
        os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = _OPTIONS
        stream: Any = io.BytesIO(self._data)  # the binding takes any buffered reader
        self._capture = cv2.VideoCapture(stream, cv2.CAP_FFMPEG, [])
        self._next = 0

    def _step(self) -> bool:
        """Go on by one frame."""
        if self._capture is None or not self._capture.grab():
            return False
        self._next += 1
        return True

    def _bgr(self, number: int) -> NDArray[np.uint8] | None:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        if number < 0:
            return None
        if number < self._next or self._capture is None:
            self._open()
        while self._next <= number:
            if not self._step():
                return None
        return self._retrieved(number)

    def _retrieved(self, number: int) -> NDArray[np.uint8] | None:
        """The frame that was decoded last, kept for the next time."""
        taken, found = self._capture.retrieve() if self._capture else (False, None)
        if not taken or found is None or found.dtype != np.uint8 or found.ndim != 3 or found.shape[2] != 3:
            return None
        frame = found.astype(np.uint8)
        if max(frame.shape) > MOST_SIDE:
            return None
        self._kept[number] = frame
        while sum(one.nbytes for one in self._kept.values()) > _KEPT_BYTES:
            self._kept.popitem(last=False)
        return frame
