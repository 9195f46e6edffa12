"""The kinds of event and the fields of each version. A body that does not fit is never written.

An event of a kind or version that is not listed here is kept and passed on unchanged, never interpreted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# Field types: t text, i integer, b bytes, y yes/no, l list, m map; a trailing ? admits null.
_EVIDENCE = {
    "evidence": "t", "number": "t", "title": "t", "media": "t", "sha256": "b", "size": "i",
    "blob": "t", "parts": "l", "item": "t?", "place": "t", "by": "t", "taken_at": "t",
}  # fmt: skip
# A place in a thermal image: °C in decimal text, or none with the reason; the parameters of the computation.
_MEASURED = {
    "evidence": "t", "sha256": "b", "frame": "i", "tool": "t", "label": "t", "x": "i", "y": "i",
    "celsius": "t?", "reason": "t", "outside_range": "y", "parameters": "m", "palette": "t",
}  # fmt: skip
# A region of a thermal image: `points` are lists of [column, row]; `low`, `mean`, `high` °C in decimal text,
# or none with the reason; `low_at`, `high_at` a list of column and row, empty without one. `layers` are the
# ids of the changed parameters it was computed with; `of` the labels that a difference is taken of; `place`
# says where in the plant; `replaces` the measurements that it stands in place of.
_MEASURED_2 = {
    "evidence": "t", "sha256": "b", "frame": "i", "tool": "t", "label": "t", "points": "l", "of": "l",
    "place": "t", "low": "t?", "mean": "t?", "high": "t?", "low_at": "l", "high_at": "l", "undefined": "i",
    "reason": "t", "outside_range": "y", "parameters": "m", "layers": "l", "palette": "t", "replaces": "l",
    "by": "t",
}  # fmt: skip
# What reading an image gave when it was taken in. `counts` is the SHA-256 of the raw counts (little-endian,
# row by row), empty without any: two files with the same counts are the same capture.
_IMAGE_READ = {
    "evidence": "t", "sha256": "b", "format": "t", "maker": "t", "reason": "t", "frames": "i", "model": "t",
    "serial": "t", "captured_at": "t?", "gps": "m?", "counts": "b", "warnings": "l", "program": "t",
}  # fmt: skip
# Other parameters of the scene than the file has, for the whole picture (`tool` empty) or a region.
_ADJUSTED = {
    "evidence": "t", "sha256": "b", "tool": "t", "points": "l", "label": "t", "old": "m", "new": "m",
    "reason": "t", "by": "t",
}  # fmt: skip
# How far the clock of a camera was off, in seconds (fast is positive), for some images of it.
_CLOCK_NOTED = {
    "camera": "t", "images": "l", "error_s": "i", "how": "t", "replaces": "l", "by": "t",
}  # fmt: skip
_SCALED = {"evidence": "t", "sha256": "b", "scale": "t", "offset": "t", "source": "t", "by": "t"}
# A number that the camera wrote into its own picture: as it stands there, and in °C.
_OVERPRINT = {
    "evidence": "t", "sha256": "b", "label": "t", "what": "t", "shown": "t", "celsius": "t", "by": "t",
}  # fmt: skip
# A piece of evidence that was made of another one, and how.
_DERIVED = {
    "evidence": "t", "of": "t", "sha256": "b", "frame": "i", "at_ms": "i", "method": "t", "parameters": "m",
    "by": "t",
}  # fmt: skip
# On a page of a document: strokes are lists of [x, y, t]: thousandths of the pad's width, milliseconds.
_SIGNED = {
    "document": "t", "sha256": "b", "page": "i", "who": "t", "role": "t", "outcome": "t", "strokes": "l",
    "reason": "t", "witness": "t", "recorded": "y", "heads": "m",
}  # fmt: skip
# Dates of the proceeding. `at` is a day or a moment with its zone, null while the day of service is unknown;
# `how` the way of service; `proof` the evidence id of the receipt. A stop lasts while `to` is null.
_NOTED = {
    "event": "t", "occurrence": "i", "at": "t?", "how": "t", "document": "t", "proof": "t", "by": "t",
    "note": "t",
}  # fmt: skip
_STOPPED = {
    "stop": "t", "occurrence": "i", "from": "t", "to": "t?", "document": "t", "proof": "t", "by": "t",
    "note": "t",
}  # fmt: skip
# `extension` is the ground in the packs, `turn` which of the times it may be granted.
_EXTENDED = {
    "deadline": "t", "occurrence": "i", "extension": "t", "turn": "i", "days": "i", "approved_by": "t",
    "approved_on": "t", "document": "t", "proof": "t", "by": "t", "note": "t",
}  # fmt: skip
# `asked` names the question that was answered: violation, days of the act, day found, day of the decision.
_CHOSEN = {
    "finding": "t", "statutes": "l", "limitation": "t", "reason": "t", "by": "t", "role": "t", "asked": "t",
}  # fmt: skip
# An answer to a check: `fact` is its id in the packs, or document: and a document; unknown takes it back.
_ANSWERED = {"fact": "t", "answer": "t", "note": "t", "by": "t", "role": "t"}
_READING = {
    "measurement": "t", "device": "t", "detector": "t", "value": "t?", "unit": "t", "quality": "t",
    "raw": "b", "crc": "t", "taken_at": "t", "point": "t", "item": "t?", "calibration": "m",
}  # fmt: skip
# `origin`: file (a log file, kept as `evidence`, the reading in its `line`) or hand (typed in; `evidence` is
# the photo of the screen, empty without one).
_READING_2 = {**_READING, "origin": "t", "evidence": "t", "line": "i", "note": "t"}
# A log file: `summary` is what reading it counted, `signs` what a person should ask about, `columns` how a
# table was read.
_LOG_IMPORTED = {
    "evidence": "t", "device": "t", "format": "t", "sha256": "b", "summary": "m", "signs": "l",
    "columns": "m", "by": "t",
}  # fmt: skip
# A round of measuring. `limits` is the hash of the pack of thresholds that the verdicts are taken from.
_ROUND_BEGUN = {
    "round": "t", "title": "t", "purpose": "t", "standard": "t", "edition": "t", "region": "t", "method": "t",
    "instruments": "l", "operator": "t", "second": "t", "escort": "t", "place": "t", "begun_at": "t",
    "limits": "b", "program": "t",
}  # fmt: skip
_POINTS_PLANNED = {"round": "t", "points": "l", "source": "t", "sha256": "b", "by": "t"}
# `result` is what a step keeps (records/procedure_body.py), `verdict` what the law said of it, `correction`
# the reading by the factor of a lamp and where that comes from (empty where none was asked).
_STEP_KEPT = {"round": "t", "step": "t", "result": "m", "by": "t"}
_POINT_KEPT = {
    "round": "t", "point": "t", "tag": "t", "component": "m", "medium": "t", "probe": "t", "result": "m",
    "verdict": "m", "correction": "m", "links": "l", "instead_of": "t", "reason": "t", "by": "t",
}  # fmt: skip
_RAW_KEPT = {
    "round": "t", "device": "t", "file": "t", "size": "i", "sha256": "b", "begun": "t", "ended": "t",
}  # fmt: skip
_ROUND_ENDED = {"round": "t", "ended_at": "t", "reason": "t", "by": "t"}
SCHEMAS: dict[tuple[str, int], dict[str, str]] = {
    ("key_granted", 1): {"epoch": "i", "wraps": "m"},
    ("case_opened", 1): {
        "number": "t",
        "unit": "t",
        "credit_code": "t",
        "address": "t",
        "basis": "t",
        "checklist": "t",
        "checklist_sha256": "b",
        "officers": "l",
        "party": "t",
    },
    ("step_done", 1): {"step": "t", "note": "t"},
    ("step_noted", 1): {"step": "t", "note": "t"},
    ("item_answered", 1): {"item": "t", "answer": "t", "note": "t", "replaces": "l"},
    ("measurement_kept", 1): _READING,
    ("measurement_kept", 2): _READING_2,
    ("log_imported", 1): _LOG_IMPORTED,
    ("round_begun", 1): _ROUND_BEGUN,
    ("round_points_planned", 1): _POINTS_PLANNED,
    ("round_step_kept", 1): _STEP_KEPT,
    ("round_point_kept", 1): _POINT_KEPT,
    ("round_raw_kept", 1): _RAW_KEPT,
    ("round_ended", 1): _ROUND_ENDED,
    ("reading_gap", 1): {"device": "t", "after": "t", "before": "t"},
    ("evidence_added", 1): _EVIDENCE,
    ("image_measured", 1): _MEASURED,
    ("image_measured", 2): _MEASURED_2,
    ("image_read", 1): _IMAGE_READ,
    ("image_adjusted", 1): _ADJUSTED,
    ("image_clock_noted", 1): _CLOCK_NOTED,
    ("image_scaled", 1): _SCALED,
    ("image_span_locked", 1): {"low": "t?", "high": "t?", "by": "t"},
    ("image_overprint_noted", 1): _OVERPRINT,
    ("image_derived", 1): _DERIVED,
    ("finding_recorded", 1): {
        "finding": "t",
        "violation": "t",
        "title": "t",
        "facts": "m",
        "items": "l",
    },
    ("law_chosen", 1): _CHOSEN,
    ("assessment_made", 1): {"assessment": "t", "finding": "t", "result": "m", "packs": "m"},
    ("assessment_made", 2): {"assessment": "t", "finding": "t", "result": "m", "packs": "m", "signed": "l"},
    ("pack_kept", 1): {"pack": "t", "edition": "t", "sha256": "b", "content": "b"},
    ("document_printed", 1): {"document": "t", "title": "t", "pages": "i", "sha256": "b"},
    ("signed", 1): {"document": "t", "who": "t", "role": "t", "outcome": "t", "heads": "m"},
    ("signed", 2): _SIGNED,
    ("party_opinion", 1): {"text": "t", "by": "t"},
    ("review_asked", 1): {"to": "t", "note": "t"},
    ("item_returned", 1): {"item": "t", "reason": "t", "by": "t"},
    ("comment_added", 1): {"item": "t", "text": "t", "by": "t"},
    ("case_approved", 1): {"by": "t", "opinion": "t"},
    ("proceeding_noted", 1): _NOTED,
    ("proceeding_stopped", 1): _STOPPED,
    ("deadline_extended", 1): _EXTENDED,
    ("check_answered", 1): _ANSWERED,
    ("withdrawn", 1): {"event": "b", "reason": "t"},
    ("clock_anomaly", 1): {"wall_ms": "i", "monotonic_ms": "i", "note": "t"},
}
OPEN_KINDS = frozenset({"key_granted"})  # readable without the case key, which they carry in wraps

_TYPES: dict[str, type] = {"t": str, "i": int, "b": bytes, "y": bool, "l": list, "m": dict}


class UnfitBodyError(ValueError):
    """The body of an event does not have the fields that its kind and version ask for."""


def known(kind: str, version: int) -> bool:
    """True when this program knows what an event of this kind and version means."""
    return (kind, version) in SCHEMAS


def _fits(value: Any, wanted: str) -> bool:
    if value is None:
        return wanted.endswith("?")
    asked = _TYPES[wanted[0]]
    return isinstance(value, asked) and (asked is not int or not isinstance(value, bool))


def check(kind: str, version: int, body: Mapping[str, Any]) -> None:
    """Hold a body against its schema.

    Raises:
        UnfitBodyError: unknown kind, a field missing, one too many, or of the wrong type.
    """
    if not known(kind, version):
        raise UnfitBodyError(f"{kind} {version}: unknown kind")
    schema = SCHEMAS[kind, version]
    wrong = sorted(set(body) ^ set(schema))
    wrong += sorted(f for f in schema if f in body and not _fits(body[f], schema[f]))
    if wrong:
        raise UnfitBodyError(f"{kind} {version}: {', '.join(wrong)}")
