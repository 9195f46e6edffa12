"""From a moved slider of level and span to the repainted picture, at 1024 × 768 and 640 × 480.

The floor draws a ready picture of the same size into the same room in the same run. One frame is 16.7 ms.
Run by hand: QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.heat_repaint
"""

from __future__ import annotations

import sys

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from fieldlaw import app
from fieldlaw.devices.thermal import palettes
from fieldlaw.devices.thermal.palettes import Isotherm
from fieldlaw.ui.presenters.thermal_colours import painted
from fieldlaw.ui.presenters.thermal_overlay import SAME
from fieldlaw.ui.views.parts.measureview import MeasureView
from fieldlaw.ui.views.parts.sight import Sight
from tests.benchmarks.figures import report, seconds

SIZES = ((1024, 768), (640, 480))
ROOM = QSize(560, 430)  # of the picture in a window of 1440 × 900
TURNS = 60


def scene(wide: int, high: int) -> np.ndarray:
    """A warm scene with noise and a few pixels that are undefined."""
    rng = np.random.default_rng(4)
    rows, columns = np.mgrid[0:high, 0:wide]
    celsius = 20 + 40 * np.exp(-((columns - wide / 3) ** 2 + (rows - high / 2) ** 2) / (wide * 40))
    celsius += rng.normal(0, 0.1, celsius.shape)
    celsius[:3, :3] = np.nan
    return celsius


def bare(image: QImage) -> None:
    """Draw a ready picture into the room of the view."""
    ground = QPixmap(ROOM)
    painter = QPainter(ground)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(0, 0, ROOM.width(), ROOM.height()), image)
    painter.end()


def main() -> None:
    look = app.dress(QApplication([]))
    for wide, high in SIZES:
        held = palettes.ranked(scene(wide, high))
        view = MeasureView(look, Sight(), "")
        view.lay(SAME, QSize(wide, high))
        view.resize(ROOM)
        screen = QPixmap(ROOM)
        ends = iter(range(10_000))
        for name, isotherm in (("span", None), ("span with isotherm", Isotherm(40.0, None))):

            def slide(isotherm: Isotherm | None = isotherm) -> None:
                view.show_image(painted(held, (20.0, 60.0 + next(ends) % 40), "iron", isotherm))  # noqa: B023
                view.render(screen)  # noqa: B023

            image = painted(held, (20.0, 60.0), "iron", None)
            slide()
            assert not view._ground.isNull(), "nothing was painted"
            ours, floor = seconds(slide, TURNS), seconds(lambda image=image: bare(image), TURNS)
            report(f"{name} {wide} x {high}", ours, floor, "bare draw of a ready QImage")
        view.close()


if __name__ == "__main__":
    sys.exit(main())
