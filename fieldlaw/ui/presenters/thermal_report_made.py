"""Makes the report of the picture in hand: what the page shows of it, and what the case says of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.imaging import DIFFERENCE, measured
from fieldlaw.cases.casework.printing_heat import Computed, document_of, heat_title, make_heat
from fieldlaw.cases.documents.model_heat import HeatPictures, Outline, Raster
from fieldlaw.devices.thermal.analysis import BOX, ELLIPSE, POLYGON, Region, measure
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.thermal_regions import from_event
from fieldlaw.ui.presenters.thermal_said import said_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.documents.dossier import Built
    from fieldlaw.devices.thermal.image import Camera, Gps, Scene
    from fieldlaw.ui.presenters.thermal_picture import Heat, Picture
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_state import State as PageState

LEAST_WIDE, MOST_WIDE = 640, 1600  # pixels: of the infrared picture, of the other one
_ROUND = 48  # corners of an ellipse
_WINDOW = ("window_c", "window_transmission")
_WHITE = 0xFFFFFFFF


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class ChangedMeanwhileError(KnownError):
    """The case says something else of the picture than the page shows."""

    def __init__(self) -> None:
        super().__init__("报告页没有排：案件里刚有变化。", "等画面更新后再按一次“报告页”。", "案件没有变化。")


@dataclass(frozen=True)
class Spoken:
    """What the view says in words.

    Attributes:
        colours: how the picture is coloured: the palette; of a sequence also which frame it is.
        notes: what the reader must know of the temperatures and of their colours.
        labels: by label of a kept region what stands beside it on the picture.
    """

    colours: str
    notes: tuple[str, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Made:
    """A report that is laid out.

    Attributes:
        case, document: where a copy that leaves the program is noted.
        title: what it is called; `unit` whom it is about.
        drafts: how many regions of the picture it lacks, because they are not kept.
    """

    built: Built
    case: str
    document: str
    title: str
    unit: str
    drafts: int


def lay_out(desk: Desk, press: Press, page: PageState, spoken: Spoken) -> Made:
    """Lay out the report of the picture in hand, as the page shows it.

    Raises:
        ChangedMeanwhileError: the case says something else of the picture than the page.
        MissingGlyph: a character that no bundled font has; nothing is made.
        NoSuchImageError: the image is not in the case.
    """
    case, evidence = page.gallery.case, page.chosen
    log = read(desk, case)
    kept = tuple(map(from_event, measured(log, evidence)))
    if (kept, said_of(log, evidence)) != (page.gallery.areas.get(evidence, ()), page.said):
        raise ChangedMeanwhileError
    built = make_heat(log, press, evidence, computed(page, spoken), pictures(page, spoken))
    document = document_of(evidence)
    drafts = sum(not one.event for one in page.areas)
    return Made(built, case, document, heat_title(log, document), page.gallery.unit, drafts)


# --- what only the file can say


def computed(page: PageState, spoken: Spoken) -> Computed:
    """What the temperatures are now, and what they depend on.

    Raises:
        ValueError: the picture in hand has no temperatures.
    """
    heat = _heat(page)
    kept = tuple(one for one in page.areas if one.event)
    stored, used = _parameters(heat.stored, heat.scene)
    return Computed(
        camera=_camera(heat.camera),
        captured_at=heat.camera.captured_at,
        gps=place_words(heat.frame.gps),
        stored=stored,
        used=used,
        values=_values(heat, kept),
        warnings=(*spoken.notes, *_older(heat, kept)),
        frame=page.frame,
    )


def _heat(page: PageState) -> Heat:
    if page.heat is None:
        raise ValueError("no temperatures")
    return page.heat


def _camera(camera: Camera) -> str:
    lens = _tr("镜头 {0}").format(camera.lens) if camera.lens else ""
    return "\n".join(part for part in (f"{camera.model} {camera.serial}".strip(), lens) if part)


def place_words(gps: Gps | None) -> str:
    """北纬 37.87051°, and on a line of its own 东经 112.55067°; empty without a fix."""
    if gps is None:
        return ""
    north = _tr("北纬") if gps.lat >= 0 else _tr("南纬")
    east = _tr("东经") if gps.lon >= 0 else _tr("西经")
    return f"{north} {abs(gps.lat):.5f}°\n{east} {abs(gps.lon):.5f}°"


def _parameters(stored: Scene | None, used: Scene | None) -> tuple[dict[str, float], dict[str, float]]:
    """As the file has them and as computed with; those of a window only where there is one."""
    if stored is None or used is None:
        return {}, {}
    left = _WINDOW if stored.window_transmission == used.window_transmission == 1 else ()
    first, second = (
        {name: value for name, value in vars(one).items() if name not in left} for one in (stored, used)
    )
    return first, second


def _values(heat: Heat, kept: tuple[Area, ...]) -> dict[str, tuple[float, float, float]]:
    """Lowest, mean and highest by label, of the whole picture under an empty one."""
    found = {one.label: measure(heat.celsius, Region(one.tool, one.points)) for one in kept if one.points} | {
        "": heat.whole
    }
    return {label: (one.low, one.mean, one.high) for label, one in found.items() if one is not None}


def _older(heat: Heat, kept: tuple[Area, ...]) -> tuple[str, ...]:
    """Which kept numbers were computed with other parameters than hold now."""
    labels = "、".join(one.label for one in kept if one.layers != heat.layers)
    words = _tr("{0} 是改参数以前写入案件的，表里是当时的数字。")
    return (words.format(labels),) if labels else ()


# --- pictures


def pictures(page: PageState, spoken: Spoken) -> HeatPictures:
    """The pictures as the page shows them.

    Raises:
        ValueError: the picture in hand has no temperatures.
    """
    heat, other = _heat(page), _beside(page.picture)
    high, wide = heat.celsius.shape
    kept = (one for one in page.areas if one.event and one.tool != DIFFERENCE)
    low, top = (f"{end:.1f} ℃" for end in page.span)
    return HeatPictures(
        infrared=raster(page.painted, math.ceil(LEAST_WIDE / wide)),
        visible=None if other is None else raster(other[1]),
        visible_title=other[0] if other else "",
        bar=raster(page.bar),
        low=low,
        high=top,
        palette=spoken.colours,
        outlines=tuple(_outline(one, (wide, high), spoken) for one in kept),
        camera=_own(page),
    )


def _own(page: PageState) -> Raster | None:
    """The camera's own picture, where numbers of it were noted and a photograph has its place."""
    picture = page.picture
    if picture is None or picture.visible.isNull() or picture.plain.isNull() or not page.said.printed:
        return None
    return raster(_narrowed(picture.plain))


def _beside(picture: Picture | None) -> tuple[str, QImage] | None:
    """The photograph, else the camera's own picture with the numbers that it burned in; with its title."""
    if picture is None or (picture.visible.isNull() and picture.plain.isNull()):
        return None
    title, image = _tr("相机画面"), picture.plain
    if not picture.visible.isNull():
        title, image = _tr("可见光"), picture.visible
    return title, _narrowed(image)


def _narrowed(image: QImage) -> QImage:
    if image.width() <= MOST_WIDE:
        return image
    return image.scaledToWidth(MOST_WIDE, Qt.TransformationMode.SmoothTransformation)


def raster(image: QImage, times: int = 1) -> Raster:
    """The bytes of an image, each pixel repeated so often both ways; what is clear becomes white."""
    held = image.convertToFormat(QImage.Format.Format_ARGB32)
    high, wide = held.height(), held.width()
    pixels = np.frombuffer(held.constBits(), dtype=np.uint32).reshape(high, wide)
    solid = np.where(pixels >> 24 == 0, np.uint32(_WHITE), pixels)
    colours = np.stack([(solid >> shift & 0xFF).astype(np.uint8) for shift in (16, 8, 0)], axis=-1)
    if times > 1:
        colours = colours.repeat(times, axis=0).repeat(times, axis=1)
    return Raster(colours.tobytes(), wide * max(times, 1), high * max(times, 1))


def _outline(area: Area, size: tuple[int, int], spoken: Spoken) -> Outline:
    corners = tuple((x / size[0], y / size[1]) for x, y in corners_of(area))
    closed = area.tool in (BOX, ELLIPSE, POLYGON)
    return Outline(spoken.labels.get(area.label, area.label), corners, closed)


def corners_of(area: Area) -> tuple[tuple[float, float], ...]:
    """Corners in pixels: around the pixels of a frame, through the middles of those of the other tools."""
    if area.tool not in (BOX, ELLIPSE):
        return tuple((x + 0.5, y + 0.5) for x, y in area.points)
    (x1, x2), (y1, y2) = (sorted(one) for one in zip(*area.points, strict=True))
    left, top, right, bottom = float(x1), float(y1), x2 + 1.0, y2 + 1.0
    if area.tool == BOX:
        return (left, top), (right, top), (right, bottom), (left, bottom)
    across, down = (right - left) / 2, (bottom - top) / 2
    turns = (2 * math.pi * n / _ROUND for n in range(_ROUND))
    return tuple((left + across * (1 + math.cos(one)), top + down * (1 + math.sin(one))) for one in turns)
