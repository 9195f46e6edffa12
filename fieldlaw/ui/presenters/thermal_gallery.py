"""The pictures of a case and the spots that are kept on them; read on the store lane, then only looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.imaging import THERMAL, images, labels, measured
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.casework.measuring_views import rounds_of
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.measuring_words import VERDICTS, plain, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.measuring_views import PointView
    from fieldlaw.cases.ledger.event import Event

Place = tuple[int, int]  # column, row


@dataclass(frozen=True)
class Spot:
    """A spot: a temperature in °C, or None with a reason; `event` is empty until it is kept."""

    label: str
    place: Place
    celsius: float | None
    reason: str = ""
    outside: bool = False
    event: bytes = b""
    kept_at: str = ""

    @property
    def spoken(self) -> str:
        """The spot in words."""
        value = self.reason if self.celsius is None else f"{self.celsius:.1f} ℃"
        return f"{self.label} {self.place[0]}, {self.place[1]} {value}"


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
        used: the labels that no new spot may take.
        points: what was measured with an analyzer where a picture shows it.
    """

    case: str = ""
    unit: str = ""
    rows: tuple[ImageRow, ...] = ()
    spots: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    points: Mapping[str, tuple[LinkedPoint, ...]] = field(default_factory=dict)

    def row(self, evidence: str) -> ImageRow | None:
        """A picture of the list."""
        return next((row for row in self.rows if row.evidence == evidence), None)


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
    )


def _spot(event: Event) -> Spot:
    body = event.body
    return Spot(
        label=body["label"],
        place=(body["x"], body["y"]),
        celsius=None if body["celsius"] is None else float(body["celsius"]),
        reason=body["reason"],
        outside=body["outside_range"],
        event=event.id,
        kept_at=event.moment.wall,
    )


def look_at(desk: Desk, case: str) -> Gallery:
    """Read the pictures of a case.

    Raises:
        NoSuchCaseError: it is not here.
        BrokenChainError: its log does not verify.
    """
    log = read(desk, case)
    rows = tuple(_row(event) for event in images(log))
    return Gallery(
        case=case,
        unit=log.file.values("case_opened")[0].body["unit"],
        rows=rows,
        spots={row.evidence: tuple(map(_spot, measured(log, row.evidence))) for row in rows},
        used={row.evidence: labels(log, row.evidence) for row in rows},
        points=_points(desk, case),
    )


def _points(desk: Desk, case: str) -> dict[str, tuple[LinkedPoint, ...]]:
    found: dict[str, tuple[LinkedPoint, ...]] = {}
    for one in (point for held in rounds_of(desk, case) for point in held.points if point.is_last):
        for link in one.links:
            found[link.evidence] = (*found.get(link.evidence, ()), _linked(one, link.area))
    return found


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
