"""Thermal images of a case: what is kept of them besides the original. Each is one event that names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event

SPOT = "spot"
THERMAL = "thermal"


class NoSuchImageError(KnownError):
    """A measurement names an image that is not in the case."""

    def __init__(self) -> None:
        super().__init__("测量点没有写入：案件里没有这份热像。", "重新打开热像再写。", "其余内容都在。")


class NoReasonError(KnownError):
    """Something was to be made void without a reason."""

    def __init__(self) -> None:
        super().__init__("没有作废：还没写理由。", "写一句理由再作废。", "测量点没有变化。")


@dataclass(frozen=True)
class Measured:
    """A spot on a thermal image.

    Attributes:
        evidence: the id of the image.
        place: column and row, from 0 at the upper left.
        celsius: decimal text, or None with a `reason`.
        outside_range: the temperature lies outside of the camera's calibrated range.
        parameters: name to decimal text: what the temperature was computed with.
    """

    evidence: str
    label: str
    place: tuple[int, int]
    celsius: str | None
    reason: str
    outside_range: bool
    parameters: Mapping[str, str]
    palette: str
    frame: int = 0

    def __post_init__(self) -> None:
        """A value, or no value with its reason."""
        if (self.celsius is None) != bool(self.reason):
            raise ValueError("a value, or a reason")


def images(log: CaseLog) -> tuple[Event, ...]:
    """Thermal images and pictures among the evidence, in the order in which they came."""
    return tuple(
        e
        for e in log.file.all("evidence_added")
        if e.body["media"] == THERMAL or e.body["media"].startswith("image/")
    )


def same_bytes(log: CaseLog, data: bytes) -> Event | None:
    """The evidence that already holds exactly these bytes."""
    digest = hashlib.sha256(data).digest()
    return next((e for e in log.file.all("evidence_added") if e.body["sha256"] == digest), None)


def measured(log: CaseLog, evidence: str) -> tuple[Event, ...]:
    """What has been measured on an image and still stands."""
    return tuple(e for e in log.file.all("image_measured") if e.body["evidence"] == evidence)


def labels(log: CaseLog, evidence: str) -> frozenset[str]:
    """Every label that was ever written for an image, also of what is void: none is given twice."""
    held = log.file.lists.get("image_measured", ())
    return frozenset(e.body["label"] for e in held if e.body["evidence"] == evidence)


def keep_spot(desk: Desk, case: str, spot: Measured) -> Changes:
    """Keep a spot as a derived record that names the original and its hash.

    Raises:
        ClosedInspectionError: the case has been approved.
        NoSuchImageError: the image is not in the case.
    """
    log = read(desk, case)
    if log.file.all("case_approved"):
        raise ClosedInspectionError
    original = next((e for e in log.file.all("evidence_added") if e.body["evidence"] == spot.evidence), None)
    if original is None:
        raise NoSuchImageError
    column, row = spot.place
    body = {
        "evidence": spot.evidence,
        "sha256": original.body["sha256"],
        "frame": spot.frame,
        "tool": SPOT,
        "label": spot.label,
        "x": column,
        "y": row,
        "celsius": spot.celsius,
        "reason": spot.reason,
        "outside_range": spot.outside_range,
        "parameters": dict(spot.parameters),
        "palette": spot.palette,
    }
    return write(desk, case, Draft("image_measured", body))


def void_spot(desk: Desk, case: str, event: bytes, reason: str) -> Changes:
    """Make a kept spot void; it stays in the log, with the reason.

    Raises:
        NoReasonError: no reason was given.
        ClosedInspectionError: the case has been approved.
    """
    if not reason.strip():
        raise NoReasonError
    if read(desk, case).file.all("case_approved"):
        raise ClosedInspectionError
    changed = write(desk, case, Draft("withdrawn", {"event": event, "reason": reason.strip()}))
    return Changes(changed.kinds | {Kind.MEASUREMENTS})
