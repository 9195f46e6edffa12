"""Taking infrared images into a case: what was read of them, which are one capture, what is made of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.imaging import image
from fieldlaw.cases.casework.inspecting import Note, add_evidence
from fieldlaw.cases.ledger.event import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.records.changes import Changes


@dataclass(frozen=True)
class ImageFacts:
    """What reading an image gave.

    Attributes:
        format, maker, reason: as the reader says them; `reason` is empty when there are temperatures.
        captured_at: the camera's own time, with its zone if the file has one; None without it.
        gps: lat, lon, source as text; None without a valid fix.
        counts: SHA-256 of the raw counts (little-endian, row by row); empty without any.
        warnings: codes.
        program: name and version of the program that read it.
    """

    format: str
    maker: str = ""
    reason: str = ""
    frames: int = 0
    model: str = ""
    serial: str = ""
    captured_at: str | None = None
    gps: Mapping[str, str] | None = None
    counts: bytes = b""
    warnings: tuple[str, ...] = ()
    program: str = ""


@dataclass(frozen=True)
class Derived:
    """How evidence was made of other evidence: the frame, its time, the method, its parameters as text."""

    of: str
    frame: int
    at_ms: int
    method: str
    parameters: Mapping[str, str]


def add_image(desk: Desk, case: str, data: bytes, note: Note, facts: ImageFacts) -> Changes:
    """Keep an image as evidence together with what was read of it, all or nothing.

    Raises:
        DiskFullError: no room; the case is unchanged.
        ClosedInspectionError: the case has been approved.
    """
    body = _read_body(data, facts)
    return add_evidence(
        desk, case, data, note, lambda made: [Draft("image_read", {**body, "evidence": made})]
    )


def _read_body(data: bytes, facts: ImageFacts) -> dict[str, Any]:
    return {
        **vars(facts),
        "sha256": hashlib.sha256(data).digest(),
        "gps": None if facts.gps is None else dict(facts.gps),
        "warnings": list(facts.warnings),
    }


def facts_of(log: CaseLog, evidence: str) -> Event | None:
    """What reading an image gave when it was taken in; None for evidence of an older program."""
    return next((e for e in log.file.all("image_read") if e.body["evidence"] == evidence), None)


def same_capture(log: CaseLog, counts: bytes) -> tuple[Event, ...]:
    """The images with exactly these raw counts: the same capture, whatever their other bytes are."""
    if not counts:
        return ()
    named = {e.body["evidence"] for e in log.file.all("image_read") if e.body["counts"] == counts}
    return tuple(e for e in log.file.all("evidence_added") if e.body["evidence"] in named)


def keep_derived(desk: Desk, case: str, data: bytes, note: Note, how: Derived) -> Changes:
    """Keep what was made of a piece of evidence as evidence of its own that names the original and its hash.

    Raises:
        NoSuchImageError: the original is not in the case.
        DiskFullError, ClosedInspectionError: as for any evidence.
    """
    original = image(read(desk, case), how.of)
    body = {
        **vars(how),
        "sha256": original.body["sha256"],
        "parameters": dict(how.parameters),
        "by": desk.profile.person.name,
    }
    return add_evidence(
        desk, case, data, note, lambda made: [Draft("image_derived", {**body, "evidence": made})]
    )


def derived_from(log: CaseLog, evidence: str) -> Event | None:
    """How a piece of evidence was made of another one; None when it is an original."""
    return next((e for e in log.file.all("image_derived") if e.body["evidence"] == evidence), None)
