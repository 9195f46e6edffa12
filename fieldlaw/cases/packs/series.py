"""Rows that belong together: whether their bands cover the numbers and their periods the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.bands import Span, covered, gaps, hull, read_number, read_span
from fieldlaw.cases.packs.places import Spot, key_spot
from fieldlaw.cases.packs.shapes import as_day
from fieldlaw.cases.packs.walking import items, row_id

if TYPE_CHECKING:
    from fieldlaw.cases.packs.walking import Part

Fault = tuple[Spot, str, str]  # place, text, kind
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Band:
    name: str
    spot: Spot
    order: int
    span: Span
    period: tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Axis:
    """The fact that bands divide: the numbers it can take, and its step if it takes whole steps only."""

    name: str
    domain: tuple[Span, ...]
    step: Any

    def real(self, span: Span) -> bool:
        """Whether the fact can take a value in a span."""
        parts = [span.meet(part) for part in self.domain] if self.domain else [span]
        return any(not p.empty and (self.step is None or p.holds_step(self.step)) for p in parts)


def period_of(row: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day of a row; the last possible day where its end is open; None where it states none."""
    stated = row.get("in_force")
    first = as_day(stated.get("from")) if isinstance(stated, Mapping) else None
    if first is None or not isinstance(stated, Mapping):
        return None
    return first, as_day(stated.get("to")) or date.max


def band_faults(part: Part) -> Iterator[Fault]:
    """Gaps, overlaps and unreachable bands among the rows of a list."""
    groups: dict[tuple[str, str], list[_Band]] = defaultdict(list)
    for order, (row, spot) in enumerate(part.rows()):
        stated = row.get("band")
        if not isinstance(stated, Mapping):
            continue
        span = read_span(stated)
        place = key_spot(row, "band")
        if span is None or span.empty:
            yield place, f"{row_id(row)} 的数值段须写明两端是数且是否包含，下端不高于上端", "band"
            continue
        period = period_of(row) or (date.min, date.max)
        group = (str(stated.get("fact")), str(row.get("key", "")))
        groups[group].append(_Band(row_id(row), place or spot, order, span, period))
    for (fact, _), bands in groups.items():
        yield from _group_faults(_axis(fact, part), bands)


def domain_faults(part: Part) -> Iterator[Fault]:
    """Parts of a fact's domain that are no range."""
    for stated, spot in part.rows() if part.name == "domain" else ():
        span = read_span(stated)
        if span is None or span.empty:
            yield spot, "取值范围须写明两端是否包含，下端不高于上端", "band"


def _axis(name: str, part: Part) -> _Axis:
    fact = part.facts.get(name, {})
    spans = [read_span(each) for each in items(fact.get("domain"))]
    step = read_number(fact.get("step"))
    return _Axis(name, tuple(s for s in spans if s and not s.empty), step if step and step > 0 else None)


def _group_faults(axis: _Axis, bands: list[_Band]) -> Iterator[Fault]:
    told: set[Fault] = set()
    for day in sorted({band.period[0] for band in bands}):
        active = [band for band in bands if band.period[0] <= day <= band.period[1]]
        for fault in (*_gap_faults(axis, active), *_overlap_faults(axis, active)):
            if fault not in told:
                told.add(fault)
                yield fault
    for band in bands:
        if not axis.real(band.span):
            text = f"{band.name} 永远选不到：{axis.name} 不会有 {band.span.shown(axis.name)}"
            yield band.spot, text, "unreachable"


def _gap_faults(axis: _Axis, bands: list[_Band]) -> Iterator[Fault]:
    domain = axis.domain or (hull(band.span for band in bands),)
    for hole in gaps((band.span for band in bands), domain):
        if axis.step is None or hole.holds_step(axis.step):
            beside = next((b for b in bands if hole.low == b.span.high or b.span.low == hole.high), bands[0])
            yield beside.spot, f"{axis.name} 有空档：{hole.shown(axis.name)} 没有对应的行", "gap"


def _overlap_faults(axis: _Axis, bands: list[_Band]) -> Iterator[Fault]:
    widest: _Band | None = None
    for band in sorted(bands, key=lambda b: (b.span, b.order)):
        if widest and axis.real(shared := band.span.meet(widest.span)):
            first, later = sorted((band, widest), key=lambda b: b.order)
            yield later.spot, f"{later.name} 与 {first.name} 重叠：{shared.shown(axis.name)}", "overlap"
            yield from _hidden_faults(axis, later, [b.span for b in bands if b.order < later.order])
        widest = band if widest is None or band.span.high > widest.span.high else widest


def _hidden_faults(axis: _Axis, band: _Band, earlier: list[Span]) -> Iterator[Fault]:
    parts = [band.span.meet(part) for part in axis.domain] or [band.span]
    if all(covered(part, earlier) for part in parts if not part.empty):
        yield band.spot, f"{band.name} 永远选不到：前面的行已全部覆盖", "unreachable"


def time_faults(part: Part, on: date) -> Iterator[Fault]:
    """Gaps and overlaps in time among rows with one key, or old and new statutes of one list; what has ended.

    Rows with the very same period stand side by side, and so do rows with bands: they do not overlap in time.
    """
    series: dict[str, list[tuple[tuple[date, date], str, Spot, bool]]] = defaultdict(list)
    for order, (row, spot) in enumerate(part.rows()):
        period = period_of(row)
        if period:
            name = str(row.get("key") or ("era" if "era" in row else f"#{order}"))
            place = key_spot(row, "in_force") or spot
            series[name].append((period, row_id(row), place, "band" in row))
    for rows in series.values():
        yield from _line_faults(sorted(rows, key=lambda row: row[0]), on)


def _line_faults(rows: list[tuple[tuple[date, date], str, Spot, bool]], on: date) -> Iterator[Fault]:
    (first, until), last, where, _ = rows[0]
    for (start, end), name, spot, banded in rows[1:]:
        if start > until and start - until > _DAY:
            yield spot, f"{last} 与 {name} 之间时间有空档：{until + _DAY} 至 {start - _DAY}", "time_gap"
        elif start <= until and (start, end) != (first, until) and not banded:
            shared = f"{start} 至 {_day(min(end, until))}"
            text = f"{name} 与 {last} 时间重叠：{shared}（并行的规定各写不同的 key）"
            yield spot, text, "time_overlap"
        if end >= until:
            first, until, last, where = start, end, name, spot
    if until < on:
        yield where, f"{last} 已于 {until} 失效，没有后续的行", "expired"


def _day(day: date) -> str:
    return "今后" if day == date.max else day.isoformat()
