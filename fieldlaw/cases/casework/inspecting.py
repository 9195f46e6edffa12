"""On site: steps, answers, readings, evidence. Each is one event, written the moment it happens."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read, read_in, write, write_in
from fieldlaw.cases.ledger import sealing
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.store.blobs import PART_BYTES
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.records.measurement import CalibrationState, Measurement

ANSWERS = ("yes", "no", "not_applicable", "unknown")


class ClosedInspectionError(KnownError):
    """The case has been approved; the inspection takes no more entries."""

    def __init__(self) -> None:
        super().__init__(
            "案件已通过审核，检查不再接受新内容。", "需要更正时，请审核人退回。", "已有内容没有变化。"
        )


@dataclass(frozen=True)
class Note:
    """What is known of a piece of evidence besides its bytes."""

    number: str
    title: str
    media: str
    place: str
    by: str
    taken_at: str
    item: str | None = None


def next_number(log: CaseLog, word: str) -> str:
    """The number of the next piece of evidence of a sort: its word, and how many there are then."""
    count = sum(e.body["number"].startswith(word) for e in log.file.all("evidence_added"))
    return f"{word} {count + 1}"


def _no_more(_evidence: str) -> Sequence[Draft]:
    return ()


def check_open(desk: Desk, case: str) -> None:
    """Refuse entries into a case that has been approved.

    Raises:
        ClosedInspectionError: it has been.
    """
    if read(desk, case).file.all("case_approved"):
        raise ClosedInspectionError


def finish_step(desk: Desk, case: str, step: str, note: str = "") -> Changes:
    """Note that a step of the inspection is done; steps may be done in any order."""
    check_open(desk, case)
    return write(desk, case, Draft("step_done", {"step": step, "note": note}))


def note_step(desk: Desk, case: str, step: str, note: str) -> Changes:
    """Note something at a step, done or not; the newest note stands and goes into the record."""
    check_open(desk, case)
    return write(desk, case, Draft("step_noted", {"step": step, "note": note}))


def answer_item(desk: Desk, case: str, item: str, answer: str, note: str = "") -> Changes:
    """Answer a checklist item. The answers that it stands in place of are named in the event."""
    if answer not in ANSWERS:
        raise ValueError(answer)
    check_open(desk, case)
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        before = [e.id for e in log.file.values("item_answered", item)]
        body = {"item": item, "answer": answer, "note": note, "replaces": before}
        write_in(desk, work, log, [Draft("item_answered", body)])
    return Changes(frozenset({Kind.ANSWERS, Kind.OUTBOX}))


@dataclass(frozen=True)
class Spot:
    """Where a reading was taken, and for which checklist item."""

    point: str
    item: str | None = None


def keep_measurement(
    desk: Desk, case: str, taken: Measurement, spot: Spot, calibration: CalibrationState
) -> Changes:
    """Keep a reading as evidence: the value or the reason, the raw bytes, the calibration state."""
    check_open(desk, case)
    return write(desk, case, Draft("measurement_kept", reading_body(desk, taken, spot, calibration)))


def reading_body(desk: Desk, taken: Measurement, spot: Spot, calibration: CalibrationState) -> dict[str, Any]:
    """A reading as the case keeps it."""
    return {
        "measurement": desk.fresh(8).hex(),
        "device": taken.device_id,
        "detector": taken.detector.value,
        "value": None if taken.value is None else str(taken.value),
        "unit": taken.unit,
        "quality": taken.quality.value,
        "raw": taken.raw,
        "crc": taken.crc.value,
        "taken_at": taken.taken_at.isoformat(),
        "point": spot.point,
        "item": spot.item,
        "calibration": {
            "certificate": calibration.certificate,
            "valid_until": calibration.valid_until,
            "span_checked_at": calibration.span_checked_at,
        },
    }


def keep_gap(desk: Desk, case: str, device: str, after: str, before: str) -> Changes:
    """Record a time in which the instrument gave nothing, so that nobody fills it in later."""
    return write(desk, case, Draft("reading_gap", {"device": device, "after": after, "before": before}))


def _bound(case: str, blob: str, index: int, total: int) -> bytes:
    return f"{sealing.SUITE}|{case}|{blob}|{index}|{int(index == total - 1)}|{total}".encode()


def _blob_key(case_key: bytes, blob: str) -> bytes:
    return sealing.derive(case_key, blob.encode(), b"fieldlaw/blob/v1|%d" % sealing.SUITE)


def _seal(case: str, case_key: bytes, blob: str, data: bytes) -> list[bytes]:
    pieces = [data[i : i + PART_BYTES] for i in range(0, len(data), PART_BYTES)] or [b""]
    key = _blob_key(case_key, blob)
    return [
        sealing.seal_part(key, i, piece, _bound(case, blob, i, len(pieces))) for i, piece in enumerate(pieces)
    ]


def add_evidence(
    desk: Desk, case: str, data: bytes, note: Note, more: Callable[[str], Sequence[Draft]] = _no_more
) -> Changes:
    """Keep a file as evidence: parts durable first, then the event with the SHA-256 of the original.

    Args:
        desk: where the person works.
        case: the case.
        data: the file.
        note: what is known of it besides.
        more: what is recorded along with it, all or nothing; is told the id of the evidence.

    Raises:
        DiskFullError: no room; the case is unchanged.
    """
    check_open(desk, case)
    blob = desk.fresh(16).hex()
    sealed = _seal(case, read(desk, case).key, blob, data)
    parts = [desk.profile.blobs.put(piece) for piece in sealed]
    body = {**vars(note), "evidence": blob, "blob": blob, "parts": parts}
    body |= {"sha256": hashlib.sha256(data).digest(), "size": len(data)}
    with desk.profile.work() as work:
        for part, piece in zip(parts, sealed, strict=True):
            work.add_part(part, case, len(piece))
        along = more(blob)
        write_in(desk, work, read_in(desk, work, case), [Draft("evidence_added", body), *along])
    kinds = {Kind.EVIDENCE, Kind.OUTBOX, *({Kind.MEASUREMENTS} if along else ())}
    return Changes(frozenset(kinds))


def evidence_bytes(desk: Desk, case: str, event: Event) -> bytes:
    """Return the original bytes of a piece of evidence, checked against the hash in its event.

    Raises:
        DamagedPartError: a part is absent or changed.
        CannotOpenError: a part is not the one that was sealed.
    """
    body = event.body
    key = _blob_key(read(desk, case).key, body["blob"])
    total = len(body["parts"])
    plain = b"".join(
        sealing.unseal_part(key, i, desk.profile.blobs.get(part), _bound(case, body["blob"], i, total))
        for i, part in enumerate(body["parts"])
    )
    if hashlib.sha256(plain).digest() != body["sha256"]:
        raise sealing.CannotOpenError(body["number"])
    return plain
