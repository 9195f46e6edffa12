"""Sequences, and eyes that a test can hold shut; shared by the tests of the thermal page."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QDialog, QWidget

from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import CRASHED, Reading
from tests.devices import thermal_files

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from fieldlaw.devices.thermal.apart import Reader
    from fieldlaw.devices.thermal.formats.scales import Probe
    from fieldlaw.devices.thermal.reading import Scale
    from fieldlaw.devices.thermal.seen import Still

MOMENT = thermal_files.MOMENT


class Lids:
    """The eyes of the program, which a test can hold shut; `frames` are the ones that were read."""

    def __init__(self, eyes: Reader) -> None:
        self._eyes = eyes
        self.open = threading.Event()
        self.open.set()
        self.frames: list[int] = []
        self.deadly: set[int] = set()  # frames at which the process that reads dies

    def read(self, data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
        self.frames.append(frame)
        assert self.open.wait(20)
        if frame in self.deadly:
            return Reading("unknown", reason=CRASHED)
        return self._eyes.read(data, frame, scale)

    def picture(self, data: bytes, within: tuple[int, int] | None = None) -> Still:
        return self._eyes.picture(data, within)

    def probe(self, data: bytes) -> Probe | None:
        return self._eyes.probe(data)


def counts(number: int) -> NDArray[np.uint16]:
    """Counts of a slope with a warm block that moves to the right, shape (120, 160)."""
    rows, columns = np.mgrid[0:120, 0:160]
    held = 16000 + 9 * columns + 5 * rows + 40 * number
    held[40:60, 60 + 5 * number : 90 + 5 * number] += 4000
    return held.astype("<u2")


def block(number: int) -> bytes:
    """One frame, taken so many seconds after the first."""
    return thermal_files.frame(counts(number), unix=MOMENT + number)


def sequence(count: int = 4, broken: int | None = None) -> bytes:
    """A SEQ; the pixels of frame `broken` cannot be read."""
    blocks = [block(n) for n in range(count)]
    if broken is not None:
        held = bytearray(thermal_files.frame(counts(broken), "turned"))
        start = held.index(b"IDAT")
        held[start + 40 : start + 400] = bytes(360)
        blocks[broken] = bytes(held)
    return b"".join(blocks)


def celsius(number: int) -> NDArray[np.float64]:
    """What the decoder gives for a frame that lies alone in a file."""
    return temperatures(flir.read(block(number)).frame)


def dialog(qtbot: QtBot, page: QWidget) -> QDialog:
    """The dialog that is open over a page."""

    def shown() -> list[QDialog]:
        return [one for one in page.findChildren(QDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[-1]
