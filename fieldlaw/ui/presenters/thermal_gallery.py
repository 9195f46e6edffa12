"""The pictures of a case and what is kept of them; read on the store lane, then only looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.imaging import THERMAL, images, labels, locked_span, measured
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.casework.measuring_views import rounds_in
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.measuring_words import VERDICTS, plain, tr
from fieldlaw.ui.presenters.thermal_regions import from_event
from fieldlaw.ui.presenters.thermal_said import said_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.measuring_views import PointView, RoundView
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_said import Said


@dataclass(frozen=True)
class Lock:
    """Level and span held over the case: °C, and by whom."""

    low: float
    high: float
    by: str


@dataclass(frozen=True)
class ImageRow:
    """A picture in the list."""

    evidence: str
    number: str
    title: str
    taken_at: str
    where: str
    sha256: str
    thermal: bool
    video: bool = False

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.number} {self.title} {self.taken_at[:16].replace('T', ' ')}"


@dataclass(frozen=True)
class LinkedPoint:
    """A point that was measured where a picture shows it: spot, tag, value and verdict in words."""

    area: str
    tag: str
    value: str
    verdict: str
    icon: tuple[str, str]


@dataclass(frozen=True)
class Gallery:
    """The pictures of one case.

    Attributes:
        areas: what is measured on each picture and kept.
        used: the labels that nothing new may take.
        points: what was measured with an analyzer where a picture shows it.
        said: what people said of each picture.
        places: places in the plant that the case already knows.
        lock: level and span that hold for every picture; None without.
    """

    case: str = ""
    unit: str = ""
    rows: tuple[ImageRow, ...] = ()
    areas: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    points: Mapping[str, tuple[LinkedPoint, ...]] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    lock: Lock | None = None

    def row(self, evidence: str) -> ImageRow | None:
        """A picture of the list."""
        return next((row for row in self.rows if row.evidence == evidence), None)

    def batch(self, evidence: str) -> tuple[str, ...]:
        """The pictures of the camera that took this one, itself among them; it alone where none is known."""
        camera = self.said[evidence].camera if evidence in self.said else ""
        if not camera:
            return (evidence,)
        return tuple(row.evidence for row in self.rows if self.said[row.evidence].camera == camera)


class NoSuchPictureError(KnownError):
    """The picture is not in the case any more."""

    def __init__(self) -> None:
        super().__init__("打不开：这张图已不在案件里。", "从左边另选一张。", "其余内容都在。")


def _row(event: Event) -> ImageRow:
    body = event.body
    return ImageRow(
        evidence=body["evidence"],
        number=body["number"],
        title=body["title"],
        taken_at=body["taken_at"],
        where=body["place"],
        sha256=body["sha256"].hex(),
        thermal=body["media"] == THERMAL,
        video=body["media"].startswith("video"),
    )


def look_at(desk: Desk, case: str) -> Gallery:
    """Read the pictures of a case.

    Raises:
        NoSuchCaseError: it is not here.
        BrokenChainError: its log does not verify.
    """
    log = read(desk, case)
    rows = tuple(_row(event) for event in images(log))
    rounds = rounds_in(log)
    areas = {row.evidence: tuple(map(from_event, measured(log, row.evidence))) for row in rows}
    return Gallery(
        case=case,
        unit=log.file.values("case_opened")[0].body["unit"],
        rows=rows,
        areas=areas,
        used={row.evidence: labels(log, row.evidence) for row in rows},
        points=_points(rounds),
        said={row.evidence: said_of(log, row.evidence) for row in rows},
        places=_places(rounds, rows, areas),
        lock=_lock(log),
    )


def _lock(log: CaseLog) -> Lock | None:
    event = locked_span(log)
    if event is None:
        return None
    return Lock(float(event.body["low"]), float(event.body["high"]), event.body["by"])


def _points(rounds: Sequence[RoundView]) -> dict[str, tuple[LinkedPoint, ...]]:
    found: dict[str, tuple[LinkedPoint, ...]] = {}
    for one in (point for held in rounds for point in held.points if point.is_last):
        for link in one.links:
            found[link.evidence] = (*found.get(link.evidence, ()), _linked(one, link.area))
    return found


def _places(
    rounds: Sequence[RoundView], rows: Sequence[ImageRow], areas: Mapping[str, Sequence[Area]]
) -> tuple[str, ...]:
    """Places by which something in the case is already known, each once: measurements, points, pictures."""
    named = [one.place for held in areas.values() for one in held]
    planned = [point for held in rounds for point in (*held.planned, *(one.planned for one in held.points))]
    points = [f"{one.component.place or one.component.area} {one.tag}".strip() for one in planned]
    return tuple(dict.fromkeys(text for text in (*named, *points, *(row.where for row in rows)) if text))


def _linked(point: PointView, area: str) -> LinkedPoint:
    icon, tone, word = VERDICTS[point.verdict["verdict"]]
    net = point.result.figure("net")
    gross = tr("{0} 未扣本底").format(plain(point.result.figure("peak")))
    value = tr("净值 {0}").format(plain(net)) if net is not None else gross
    return LinkedPoint(area, point.planned.tag, value, word, (icon, tone))


def bytes_of(desk: Desk, case: str, evidence: str) -> bytes:
    """The untouched bytes of a picture, checked against its hash.

    Raises:
        NoSuchPictureError: it is not in the case.
        DamagedPartError: a part of it is absent or changed.
    """
    event = next((e for e in images(read(desk, case)) if e.body["evidence"] == evidence), None)
    if event is None:
        raise NoSuchPictureError
    return evidence_bytes(desk, case, event)
