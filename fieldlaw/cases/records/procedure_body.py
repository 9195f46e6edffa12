"""The result of a step as plain data for an event, and back, without loss. Numbers are decimal text."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.procedure import Instant, RawSpan, Reading, StepResult, Tool, Weather

if TYPE_CHECKING:
    from collections.abc import Mapping


def _flat(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _reading(one: Reading) -> dict[str, Any]:
    plain = _flat(one) | {"begun": _flat(one.begun), "ended": _flat(one.ended)}
    return plain | {"value": None if one.value is None else str(one.value)}


def _raw(span: RawSpan) -> dict[str, Any]:
    plain = _flat(span) | {"begun": _flat(span.begun), "ended": _flat(span.ended)}
    return plain | {"gaps": list(span.gaps)}


def step_body(result: StepResult) -> dict[str, Any]:
    """A result as maps, lists, text, bytes and integers."""
    return _flat(result) | {
        "begun": _flat(result.begun),
        "ended": _flat(result.ended),
        "tool": _flat(result.tool),
        "cylinder": _flat(result.cylinder) if result.cylinder else None,
        "weather": _flat(result.weather) if result.weather else None,
        "readings": [_reading(one) for one in result.readings],
        "figures": [[name, str(number)] for name, number in result.figures],
        "unverified": list(result.unverified),
        "marks": list(result.marks),
        "raw": _raw(result.raw) if result.raw else None,
    }


def read_step(body: Mapping[str, Any]) -> StepResult:
    """A result out of plain data.

    Raises:
        TypeError, ValueError, KeyError: it is not what `step_body` writes.
    """
    raw, cylinder, weather = body["raw"], body["cylinder"], body["weather"]
    return StepResult(
        **{
            **body,
            "begun": Instant(**body["begun"]),
            "ended": Instant(**body["ended"]),
            "tool": Tool(**body["tool"]),
            "cylinder": Cylinder(**cylinder) if cylinder else None,
            "weather": Weather(**weather) if weather else None,
            "readings": tuple(_read_reading(one) for one in body["readings"]),
            "figures": tuple((name, Decimal(number)) for name, number in body["figures"]),
            "unverified": tuple(body["unverified"]),
            "marks": tuple(body["marks"]),
            "raw": _read_raw(raw) if raw else None,
        }
    )


def _read_reading(body: Mapping[str, Any]) -> Reading:
    value = body["value"]
    ends = {"begun": Instant(**body["begun"]), "ended": Instant(**body["ended"])}
    return Reading(**{**body, **ends, "value": None if value is None else Decimal(value)})


def _read_raw(body: Mapping[str, Any]) -> RawSpan:
    ends = {"begun": Instant(**body["begun"]), "ended": Instant(**body["ended"])}
    return RawSpan(**{**body, **ends, "gaps": tuple(body["gaps"])})
