"""What is measured on a picture: regions and differences. Their numbers come from the pixels alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.imaging import DIFFERENCE, Measured
from fieldlaw.devices.thermal.analysis import (
    BOX,
    ELLIPSE,
    LINE,
    POLYGON,
    SPOT,
    TOOLS,
    Region,
    beyond,
    measure,
    pixels,
)
from fieldlaw.devices.thermal.image import Linear

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.devices.thermal.image import StoredTool
    from fieldlaw.ui.presenters.thermal_picture import Heat

Place = tuple[int, int]  # column, row
MEAN, HIGH = "mean", "high"
UNDEFINED = "undefined"
WORDS = {SPOT: "点", LINE: "线", BOX: "框", ELLIPSE: "椭圆", POLYGON: "多边形", DIFFERENCE: "差"}


@dataclass(frozen=True)
class Area:
    """A region of a picture, or a difference of two.

    Attributes:
        tool: one of TOOLS, or DIFFERENCE.
        points: what makes the region (`analysis.Region`); a difference has none.
        of: of a difference the two labels, and MEAN or HIGH.
        place: where in the plant, in words.
        low, mean, high: °C; of a difference only the mean, in K. None with a `reason` (a code).
        layers: the ids of the changed parameters that it was computed with.
        event: empty until it is kept.
    """

    label: str
    tool: str
    points: tuple[Place, ...] = ()
    of: tuple[str, ...] = ()
    place: str = ""
    low: float | None = None
    mean: float | None = None
    high: float | None = None
    low_at: Place | None = None
    high_at: Place | None = None
    undefined: int = 0
    reason: str = ""
    outside: bool = False
    layers: tuple[bytes, ...] = ()
    event: bytes = b""
    kept_at: str = ""
    frame: int = 0

    @property
    def number(self) -> int:
        """The number of its label."""
        digits = "".join(one for one in self.label if one.isdecimal())
        return int(digits) if digits else 0

    @property
    def region(self) -> Region | None:
        """Its shape; a difference has none."""
        return Region(self.tool, self.points) if self.tool in TOOLS else None

    @property
    def spoken(self) -> str:
        """The row in words."""
        value = self.reason if self.mean is None else f"{self.mean:.1f}"
        return f"{self.label} {self.place} {value}"


def next_label(tool: str, taken: Iterable[str]) -> str:
    """The label of a new one: numbers run over all tools, and none is given twice."""
    return f"{WORDS[tool]}{1 + max((Area(label, tool).number for label in taken), default=0)}"


def figured(area: Area, heat: Heat) -> Area:
    """A region with its numbers on a picture."""
    found = measure(heat.celsius, Region(area.tool, area.points))
    if found is None:
        bare = Area(area.label, area.tool, area.points, place=area.place, reason=UNDEFINED)
        count = int(pixels(Region(area.tool, area.points), heat.celsius.shape).sum())
        return replace(bare, undefined=count)
    limits = heat.camera.range_c
    return replace(
        area,
        low=found.low,
        mean=found.mean,
        high=found.high,
        low_at=found.low_at,
        high_at=found.high_at,
        undefined=found.undefined,
        reason="",
        outside=beyond(found.low, limits) or beyond(found.high, limits),
    )


def subtracted(area: Area, others: Mapping[str, Area]) -> Area | None:
    """A difference with its number; None when one of the two is gone."""
    first, second, what = area.of
    if first not in others or second not in others:
        return None
    one, other = (getattr(others[label], what) for label in (first, second))
    outside = others[first].outside or others[second].outside
    if one is None or other is None:
        return replace(area, mean=None, reason=UNDEFINED, outside=outside)
    return replace(area, mean=one - other, reason="", outside=outside)


def settled(drafts: Sequence[Area], kept: Sequence[Area], frame: int = 0) -> tuple[Area, ...]:
    """Drafts with their differences worked out anew; a difference of something that is gone goes too.

    What is kept of another frame has no number here, and neither has a difference of it.
    """
    here = (one if one.frame == frame else replace(one, mean=None, high=None) for one in kept)
    others = {one.label: one for one in (*drafts, *here) if one.tool != DIFFERENCE}
    worked = (subtracted(one, others) if one.tool == DIFFERENCE else one for one in drafts)
    return tuple(one for one in worked if one is not None)


def within(points: Sequence[Place], shape: tuple[int, ...]) -> tuple[Place, ...]:
    """Points pulled into a picture of shape (height, width)."""
    high, wide = shape[:2]
    return tuple((min(max(x, 0), wide - 1), min(max(y, 0), high - 1)) for x, y in points)


def moved(points: Sequence[Place], by: Place, shape: tuple[int, ...]) -> tuple[Place, ...]:
    """Points moved together, no further than the edge of a picture of shape (height, width)."""
    columns, rows = zip(*points, strict=True)
    across = min(max(by[0], -min(columns)), shape[1] - 1 - max(columns))
    down = min(max(by[1], -min(rows)), shape[0] - 1 - max(rows))
    return tuple((x + across, y + down) for x, y in points)


def stored(tools: Sequence[StoredTool]) -> tuple[Area, ...]:
    """The regions that the camera stored and that are known here, without numbers."""
    return tuple(
        Area(one.label or WORDS[one.kind], one.kind, tuple(one.points)) for one in tools if one.kind in TOOLS
    )


# --- as records


def from_event(event: Event) -> Area:
    """A kept measurement, of the first sort (a spot) or the second."""
    body = event.body
    if "points" not in body:
        return _from_spot(event)
    return Area(
        body["label"],
        body["tool"],
        tuple((x, y) for x, y in body["points"]),
        of=tuple(body["of"]),
        place=body["place"],
        low=_number(body["low"]),
        mean=_number(body["mean"]),
        high=_number(body["high"]),
        low_at=_pixel(body["low_at"]),
        high_at=_pixel(body["high_at"]),
        undefined=body["undefined"],
        reason=body["reason"],
        outside=body["outside_range"],
        layers=tuple(bytes(one) for one in body["layers"]),
        event=event.id,
        kept_at=event.moment.wall,
        frame=body["frame"],
    )


def _from_spot(event: Event) -> Area:
    body = event.body
    at, value = (body["x"], body["y"]), _number(body["celsius"])
    place = at if value is not None else None
    spot = Area(body["label"], SPOT, (at,), low=value, mean=value, high=value, low_at=place, high_at=place)
    return replace(
        spot,
        reason=body["reason"],
        outside=body["outside_range"],
        event=event.id,
        kept_at=event.moment.wall,
    )


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _pixel(pair: Sequence[int]) -> Place | None:
    return (pair[0], pair[1]) if pair else None


def record(area: Area, heat: Heat, evidence: str, palette: str, frame: int = 0) -> Measured:
    """What is kept of an area; in place of its own event where it has one."""
    low, mean, high = (None if one is None else f"{one:.2f}" for one in (area.low, area.mean, area.high))
    return Measured(
        evidence=evidence,
        tool=area.tool,
        label=area.label,
        points=area.points,
        place=area.place,
        low=low,
        mean=mean,
        high=high,
        low_at=area.low_at,
        high_at=area.high_at,
        undefined=area.undefined,
        reason=area.reason,
        outside_range=area.outside,
        parameters=_parameters(area, heat),
        layers=area.layers,
        palette=palette,
        frame=frame,
        of=area.of,
        replaces=(area.event,) if area.event else (),
    )


def _parameters(area: Area, heat: Heat) -> dict[str, str]:
    """What the temperatures were computed with: the scene, or the line from counts to °C."""
    response = heat.frame.response
    scene = heat.scene_in(Region(area.tool, area.points)) if area.points else heat.scene
    held = response if isinstance(response, Linear) else scene
    return {} if held is None else {name: f"{value:.6g}" for name, value in vars(held).items()}
