"""Does a pack of leak thresholds hold together? Its names exist; each place has one limit on each day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.check import problem
from fieldlaw.cases.packs.coverage import SCHEMA
from fieldlaw.cases.packs.places import TOP, Spot, key_spot
from fieldlaw.cases.packs.series import period_of
from fieldlaw.cases.packs.shapes import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldlaw.cases.packs.records import Problem
    from fieldlaw.cases.packs.series import Fault

ANY_REGION = "any"
GAP, OVERLAP = "gap", "overlap"
_DAY = timedelta(days=1)
_Line = tuple[date, date, str, Spot]
# The numbers that the steps of a measurement ask for; the pack says each with its source and status.
ASKED = (
    *("warmup_minutes", "precision_percent", "precision_alternations", "response_seconds"),
    *("response_runs", "response_percent", "dwell_factor", "dwell_band_percent", "dwell_band_least"),
    *("drift_percent", "background_positions", "gas_uncertainty_percent", "zero_gas_at_most"),
    *("background_near_m", "background_far_m", "background_least_cm", "probe_shaft_cm"),
    "open_surface_mm",
)


def threshold_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between the rows of a pack of thresholds whose shape is sound; nothing for other packs."""
    if content["pack"]["kind"] != "thresholds":
        return
    faults = (*_names(content), *_numbers(content), *_times(content), *_asked(content))
    for spot, text, kind in faults:
        yield problem(file, spot, text, kind)


def _ids(rows: Any) -> set[str]:
    return {row["id"] for row in rows}


def _names(content: Any) -> Iterator[Fault]:
    """Standards, regions, media and gases that a row names and the pack does not have."""
    held = {
        "standard": _ids(content["standards"]),
        "region": _ids(content["regions"]) | {ANY_REGION},
        "medium": _ids(content["media"]),
    }
    for row in content["limits"]:
        for key, known in held.items():
            if row[key] not in known:
                yield key_spot(row, key), f"{row['id']}：没有 {key} {row[key]}", SCHEMA
        for gas in row["calibration"]:
            if gas not in _ids(content["gases"]):
                yield key_spot(row, "calibration"), f"{row['id']}：没有校准气 {gas}", SCHEMA
    for row in content["rounds"]:
        if row["standard"] not in held["standard"]:
            yield key_spot(row, "standard"), f"{row['id']}：没有 standard {row['standard']}", SCHEMA


def _numbers(content: Any) -> Iterator[Fault]:
    for row in content["limits"]:
        if Decimal(row["number"]) <= 0:
            yield key_spot(row, "number"), f"{row['id']} 的限值应大于 0", SCHEMA
        later, period = as_day(row.get("existing_from")), period_of(row)
        if later and period and not period[0] <= later <= period[1]:
            yield key_spot(row, "existing_from"), f"{row['id']} 的 existing_from 不在施行期间内", SCHEMA
    for gas in content["gases"]:
        if gas["carbons"] < 1:
            yield key_spot(gas, "carbons"), f"{gas['id']} 的碳数至少为 1", SCHEMA


def _asked(content: Any) -> Iterator[Fault]:
    held = _ids(content["procedure"])
    for name in ASKED:
        if name not in held:
            yield TOP, f"procedure 缺少 {name}", SCHEMA


def _times(content: Any) -> Iterator[Fault]:
    """Gaps and overlaps in time for one standard, medium and region, and for the rule of one round."""
    lines: dict[tuple[str, ...], list[_Line]] = defaultdict(list)
    regions = sorted(_ids(content["regions"])) or [ANY_REGION]
    for row in content["limits"]:
        for region in regions if row["region"] == ANY_REGION else [row["region"]]:
            lines[row["standard"], row["medium"], region].append(_line(row))
    for row in content["rounds"]:
        lines[(row["standard"],)].append(_line(row))
    told: set[Fault] = set()
    for rows in lines.values():
        for fault in _line_faults(sorted(rows, key=lambda row: row[:3])):
            if fault not in told:
                told.add(fault)
                yield fault


def _line(row: Any) -> _Line:
    first, last = period_of(row) or (date.min, date.max)
    return first, last, row["id"], key_spot(row, "in_force")


def _line_faults(rows: list[_Line]) -> Iterator[Fault]:
    _, until, last, _ = rows[0]
    for start, end, name, spot in rows[1:]:
        if start <= until:
            yield spot, f"{name} 与 {last} 时间重叠", OVERLAP
        elif start - until > _DAY:
            yield spot, f"{last} 与 {name} 之间时间有空档：{until + _DAY} 至 {start - _DAY}", GAP
        if end >= until:
            until, last = end, name
