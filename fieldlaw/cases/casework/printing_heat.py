"""The report page of an infrared image, worded from the events of a case; the pictures are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.imaging import DIFFERENCE, image, measured
from fieldlaw.cases.casework.imaging_layers import adjustments, clock_errors, overprints, scale_of
from fieldlaw.cases.casework.imaging_words import (
    PARAMETER_WORDS,
    VALUE_WORDS,
    WHOLE,
    change_words,
    clock_words,
    parameter_text,
)
from fieldlaw.cases.casework.measuring_views import rounds_in
from fieldlaw.cases.casework.printing_record import opened_event, say_time
from fieldlaw.cases.documents.dossier import Built, build_heat
from fieldlaw.cases.documents.heat_report import TITLE
from fieldlaw.cases.documents.model_heat import HeatReport
from fieldlaw.cases.law.threshold import VERDICT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.documents.model_heat import HeatPictures
    from fieldlaw.cases.ledger.event import Event

_PREFIX = "heat:"
_DASH = "—"
_MOST_APART_K = 0.15  # what a display of one decimal can hide on both sides


@dataclass(frozen=True)
class Computed:
    """What only the file itself can say.

    Attributes:
        camera: model, serial and lens, in words.
        captured_at: the camera's time, ISO 8601; None where the file has none.
        gps: where it was, in words; empty without a valid fix.
        stored, used: the parameters as the file has them and as they were computed with; empty without any.
        values: by label of a measurement (empty: the whole picture) its lowest, mean and highest now, °C.
        warnings: in words.
        frame: of a sequence the frame that is reported on; the first is 0.
    """

    camera: str
    captured_at: str | None
    gps: str
    stored: Mapping[str, float]
    used: Mapping[str, float]
    values: Mapping[str, tuple[float, float, float]]
    warnings: tuple[str, ...]
    frame: int = 0


def document_of(evidence: str) -> str:
    """The id of the report of an image."""
    return _PREFIX + evidence


def image_of_document(document: str) -> str:
    """The image that a document reports on; empty for other documents."""
    return document.removeprefix(_PREFIX) if document.startswith(_PREFIX) else ""


def heat_title(log: CaseLog, document: str) -> str:
    """What a report is called: with the number of its image."""
    return f"{TITLE}（{image(log, image_of_document(document)).body['number']}）"


def make_heat(log: CaseLog, press: Press, evidence: str, computed: Computed, pictures: HeatPictures) -> Built:
    """Lay out the report of an image. The same events and pictures give the same bytes.

    Raises:
        NoSuchImageError: the image is not in the case.
        MissingGlyph: a character that no bundled font has; nothing is made.
        DisputedCaseError: the case was opened twice.
    """
    return build_heat(report_of(log, evidence, computed, pictures), press.faces)


def report_of(log: CaseLog, evidence: str, computed: Computed, pictures: HeatPictures) -> HeatReport:
    """Everything that the report of an image prints."""
    original, opened = image(log, evidence), opened_event(log)
    regions = tuple(e for e in measured(log, evidence) if e.body["frame"] == computed.frame)
    shown = (original, *regions, *adjustments(log, evidence), *overprints(log, evidence))
    last = max((opened, *shown, *clock_errors(log, evidence)), key=lambda e: (e.envelope.seq, e.id))
    return HeatReport(
        title=heat_title(log, document_of(evidence)),
        doc_number=opened.body["number"],
        head=tuple(_head(log, original, opened, computed)),
        pictures=pictures,
        regions=(*_whole(computed), *(_region(e, _points(log, evidence)) for e in regions)),
        parameters=tuple(_parameters(computed)),
        printed=tuple(_printed(e, computed) for e in overprints(log, evidence)),
        changes=tuple(_changes(log, evidence)),
        warnings=computed.warnings,
        original=f"{original.body['number']} {original.body['title']}，{original.body['size']} 字节",
        sha256=original.body["sha256"].hex(),
        chain_head=last.id.hex(),
    )


def _head(log: CaseLog, original: Event, opened: Event, computed: Computed) -> Iterator[tuple[str, ...]]:
    body, evidence = original.body, original.body["evidence"]
    yield "被检查单位", opened.body["unit"], "热像", f"{body['number']} {body['title']}"
    yield "取证人", body["by"], "地点", body["place"] or _DASH
    stored = computed.captured_at
    yield (
        "相机时间",
        _second(stored) if stored else "文件里没有",
        "更正后",
        _true_time(log, evidence, stored),
    )
    yield "相机", computed.camera or _DASH, "坐标", computed.gps or "没有有效定位"
    scale = scale_of(log, evidence)
    if scale is not None:
        held = scale.body
        yield (
            "换算",
            f"温度 = 计数 × {held['scale']} + ({held['offset']}) ℃，依据：{held['source']}（{held['by']}）",
        )


def _true_time(log: CaseLog, evidence: str, stored: str | None) -> str:
    errors = clock_errors(log, evidence)
    if not errors:
        return "没有记时钟误差"
    if len({e.body["error_s"] for e in errors}) > 1:
        return "两人记的时钟误差不同"
    said = clock_words(errors[0].body["error_s"])
    if stored is None:
        return said
    right = datetime.fromisoformat(stored) - timedelta(seconds=errors[0].body["error_s"])
    return f"{_second(right.isoformat())}，{said}"


def _second(moment: str) -> str:
    """To the second, with the zone that the file has; a camera without one says so."""
    at = datetime.fromisoformat(moment)
    zone = f"（{at.isoformat()[-6:]}）" if at.tzinfo else "（文件没有时区）"
    return f"{at:%Y-%m-%d %H:%M:%S}{zone}"


# --- what was measured


def _points(log: CaseLog, evidence: str) -> dict[str, list[str]]:
    """By label of a region what an analyzer measured there."""
    found: dict[str, list[str]] = {}
    for point in (one for held in rounds_in(log) for one in held.points if one.is_last):
        for link in point.links:
            if link.evidence == evidence:
                word = VERDICT_WORDS[point.verdict["verdict"]]
                found.setdefault(link.area, []).append(f"{point.planned.tag} {word}")
    return found


def _whole(computed: Computed) -> Iterator[tuple[str, ...]]:
    held = computed.values.get("")
    if held is not None:
        yield WHOLE, _DASH, *(f"{value:.2f}" for value in held), _DASH


def _region(event: Event, points: Mapping[str, list[str]]) -> tuple[str, ...]:
    body = event.body
    label, here = body["label"], "、".join(points.get(body["label"], ())) or "未测"
    if "celsius" in body:  # version 1: a spot
        value = body["celsius"] or "算不出"
        return label, _DASH, value, value, value, here
    if body["tool"] == DIFFERENCE:
        one, other, what = body["of"]
        between = f"{one} 减 {other}（{VALUE_WORDS[what]}）"
        return label, between, _DASH, f"{body['mean']} K" if body["mean"] else "算不出", _DASH, _DASH
    values = (body[name] or "算不出" for name in ("low", "mean", "high"))
    outside = "（超出相机量程）" if body["outside_range"] else ""
    return label, (body["place"] or _DASH) + outside, *values, here


def _parameters(computed: Computed) -> Iterator[tuple[str, str, str]]:
    for name, value in computed.stored.items():
        stored, used = parameter_text(name, value), parameter_text(name, computed.used[name])
        yield PARAMETER_WORDS[name][0], stored, used if used == stored else f"{used}（已改）"


def _printed(event: Event, computed: Computed) -> tuple[str, str, str]:
    body = event.body
    held = computed.values.get(body["label"])
    name = f"{body['label'] or WHOLE} {VALUE_WORDS[body['what']]}"
    if held is None:
        return name, body["shown"], "算不出"
    ours = held[("low", "mean", "high").index(body["what"])]
    apart = ours - float(body["celsius"])
    note = f"（相差 {apart:+.1f}）" if abs(apart) > _MOST_APART_K else ""
    return name, body["shown"], f"{ours:.1f} ℃{note}"


def _changes(log: CaseLog, evidence: str) -> Iterator[tuple[str, str, str]]:
    rows = [(e, _adjusted(e.body), e.body["reason"]) for e in adjustments(log, evidence)]
    rows += [(e, clock_words(e.body["error_s"]), e.body["how"]) for e in clock_errors(log, evidence)]
    for event, what, why in sorted(rows, key=lambda row: row[0].moment.wall):
        yield say_time(event.moment.wall), what, f"{event.body['by']}：{why}"


def _adjusted(body: Mapping[str, Any]) -> str:
    where = f"{body['label']}：" if body["label"] else ""
    return where + change_words(body["old"], body["new"])
