"""Frame after frame of a long sequence from the process apart, and a photograph decoded there.

Run: python -m tests.benchmarks.child_cache
"""

from __future__ import annotations

import sys

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from fieldlaw.devices.thermal import opening
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.ui.presenters.thermal_picture import image_of
from tests.benchmarks.figures import report, seconds
from tests.devices import thermal_files as files
from tests.devices.thermal_files import DATA

FRAMES, WIDE, HIGH = 100, 640, 512
PREVIEW = (1280, 1280)
PHOTOGRAPH = "FLIR_T640_png_visible2592.jpg"


def sequence() -> bytes:
    """A SEQ of so many frames of plain counts, about 66 MB."""
    counts = (17000 + np.arange(WIDE * HIGH) % 4000).reshape(HIGH, WIDE).astype("<u2")
    return b"".join(files.frame(counts + n) for n in range(FRAMES))


def scrub(reader: Reader) -> None:
    data = sequence()
    numbers = iter(range(1, FRAMES))
    reader.read(data, 0)
    mine = seconds(lambda: reader.read(data, next(numbers)), 40)
    numbers = iter(range(1, FRAMES))
    here = seconds(lambda: opening.read(data, next(numbers)), 40)
    report(f"next frame of {len(data) / 1e6:.0f} MB, apart", mine, here, "read in this process")


def in_qt(data: bytes, within: tuple[int, int] | None) -> QImage:
    """As a window's process would decode it without a process apart."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if within:
        reader.setScaledSize(reader.size().scaled(QSize(*within), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def photographs(reader: Reader) -> None:
    data = (DATA / PHOTOGRAPH).read_bytes()
    frame = reader.read(data).frame
    held = frame.visible if frame is not None else b""
    for within in (None, PREVIEW):
        mine = seconds(lambda: image_of(reader.picture(held, within)), 15)  # noqa: B023  called at once
        qt = seconds(lambda: in_qt(held, within), 15)  # noqa: B023
        report(f"photograph 2592 x 1944, within {within}", mine, qt, "Qt in this process")


def main() -> None:
    with Reader(Limits()) as reader:
        scrub(reader)
        if DATA.exists():
            photographs(reader)


if __name__ == "__main__":
    sys.exit(main())
