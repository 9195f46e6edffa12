"""Thermal images of a case: which there are, and what is measured on them. Each record names its original."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read, read_in, write, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event

THERMAL, VIDEO = "thermal", "video"
DIFFERENCE = "difference"
Place = tuple[int, int]  # column, row


class NoSuchImageError(KnownError):
    """A record names an image that is not in the case."""

    def __init__(self) -> None:
        super().__init__("没有写入：案件里没有这份热像。", "重新打开热像再写。", "其余内容都在。")


class NoReasonError(KnownError):
    """Something was to be made void without a reason."""

    def __init__(self) -> None:
        super().__init__("没有作废：还没写理由。", "写一句理由再作废。", "原来的记录没有变化。")


@dataclass(frozen=True)
class Measured:
    """What was measured on a region of a thermal image, or between two of them.

    Attributes:
        evidence: the id of the image.
        tool: spot, line, box, ellipse, polygon, or difference.
        points: column and row of what makes the region, from 0 at the upper left; a difference has none.
        place: where in the plant it is, in words; may be empty.
        low, mean, high: °C in decimal text; a difference has only a mean, in K.
        low_at, high_at: the pixels of the ends.
        undefined: how many pixels have no temperature.
        reason: why there is no temperature; empty when there is one.
        outside_range: a temperature lies outside of the camera's calibrated range.
        parameters: name to decimal text: what the temperatures were computed with.
        layers: the ids of the changed parameters among them.
        of: the labels that a difference is taken of, and of what: mean or high.
        replaces: the ids of the measurements that it stands in place of.
    """

    evidence: str
    tool: str
    label: str
    points: tuple[Place, ...]
    place: str
    low: str | None
    mean: str | None
    high: str | None
    low_at: Place | None
    high_at: Place | None
    undefined: int
    reason: str
    outside_range: bool
    parameters: Mapping[str, str]
    layers: tuple[bytes, ...]
    palette: str
    frame: int = 0
    of: tuple[str, ...] = ()
    replaces: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """A value, or no value with its reason."""
        if (self.mean is None) != bool(self.reason):
            raise ValueError("a value, or a reason")
        if bool(self.of) != (self.tool == DIFFERENCE) or bool(self.points) == bool(self.of):
            raise ValueError("a region has points, a difference has the labels that it is taken of")


def is_picture(event: Event) -> bool:
    """Whether a piece of evidence is a thermal image, a picture, or a video."""
    media = event.body["media"]
    return media in (THERMAL, VIDEO) or media.startswith(("image/", "video/"))


def images(log: CaseLog) -> tuple[Event, ...]:
    """Thermal images, pictures and videos among the evidence, in the order in which they came."""
    return tuple(e for e in log.file.all("evidence_added") if is_picture(e))


def image(log: CaseLog, evidence: str) -> Event:
    """The event that added an image.

    Raises:
        NoSuchImageError: the image is not in the case.
    """
    found = next((e for e in log.file.all("evidence_added") if e.body["evidence"] == evidence), None)
    if found is None:
        raise NoSuchImageError
    return found


def same_bytes(log: CaseLog, data: bytes) -> Event | None:
    """The evidence that already holds exactly these bytes."""
    digest = hashlib.sha256(data).digest()
    return next((e for e in log.file.all("evidence_added") if e.body["sha256"] == digest), None)


def measured(log: CaseLog, evidence: str) -> tuple[Event, ...]:
    """What has been measured on an image and still stands."""
    return tuple(e for e in standing(log, "image_measured") if e.body["evidence"] == evidence)


def standing(log: CaseLog, kind: str) -> tuple[Event, ...]:
    """The events of a kind that are neither void nor replaced; void ones replace too, what they stood for."""
    replaced = {bytes(one) for e in log.file.lists.get(kind, ()) for one in e.body.get("replaces", ())}
    return tuple(e for e in log.file.all(kind) if e.id not in replaced)


def labels(log: CaseLog, evidence: str) -> frozenset[str]:
    """Every label that was ever written for an image, also of what is void: none is given twice."""
    held = log.file.lists.get("image_measured", ())
    return frozenset(e.body["label"] for e in held if e.body["evidence"] == evidence)


def open_log(desk: Desk, case: str) -> CaseLog:
    """Read a case that still takes entries.

    Raises:
        ClosedInspectionError: it has been approved.
    """
    log = read(desk, case)
    if log.file.all("case_approved"):
        raise ClosedInspectionError
    return log


def keep_measured(desk: Desk, case: str, one: Measured) -> Changes:
    """Keep a measurement as a derived record that names the original and its hash.

    Raises:
        ClosedInspectionError: the case has been approved.
        NoSuchImageError: the image is not in the case.
    """
    original = image(open_log(desk, case), one.evidence)
    return write(desk, case, Draft("image_measured", _body(desk, one, original), version=2))


def _body(desk: Desk, one: Measured, original: Event) -> dict[str, Any]:
    return {
        **vars(one),
        "sha256": original.body["sha256"],
        "points": [list(place) for place in one.points],
        "low_at": list(one.low_at or ()),
        "high_at": list(one.high_at or ()),
        "parameters": dict(one.parameters),
        "layers": list(one.layers),
        "of": list(one.of),
        "replaces": list(one.replaces),
        "by": desk.profile.person.name,
    }


def void_measured(desk: Desk, case: str, event: bytes, reason: str) -> Changes:
    """Make a kept record of an image void; it stays in the log, with the reason.

    What it stood in place of stays replaced: a void one does not bring an older one back.

    Raises:
        NoReasonError: no reason was given.
        ClosedInspectionError: the case has been approved.
    """
    if not reason.strip():
        raise NoReasonError
    open_log(desk, case)
    changed = write(desk, case, Draft("withdrawn", {"event": event, "reason": reason.strip()}))
    return Changes(changed.kinds | {Kind.MEASUREMENTS})


def locked_span(log: CaseLog) -> Event | None:
    """The lock of level and span over the case, while one holds; of two that disagree the last one."""
    held = log.file.values("image_span_locked")
    return held[-1] if held and held[-1].body["low"] is not None else None


def lock_span(desk: Desk, case: str, low: str | None, high: str | None) -> Changes:
    """Colour every picture of the case between two temperatures (decimal text, °C); None unlocks.

    Raises:
        ClosedInspectionError: the case has been approved.
    """
    if (low is None) != (high is None):
        raise ValueError("both ends, or none")
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        if log.file.all("case_approved"):
            raise ClosedInspectionError
        body = {"low": low, "high": high, "by": desk.profile.person.name}
        write_in(desk, work, log, [Draft("image_span_locked", body)])
    return Changes(frozenset({Kind.MEASUREMENTS, Kind.OUTBOX}))
