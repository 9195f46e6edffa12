"""A measurement as it happens: readings at exact times, and the steps up to the first point."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from fieldlaw.cases.law.threshold_rows import procedure_limits
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.measurement import Crc, Detector, Measurement, Quality
from fieldlaw.cases.records.procedure import POSITIONS, Instant, Tool, Weather
from fieldlaw.devices.procedure import Session
from fieldlaw.devices.procedure_gas import ResponseTime, WarmUp, begin_drift, begin_span, begin_zero
from fieldlaw.devices.procedure_point import begin_background, begin_point
from fieldlaw.devices.procedure_stream import Stream

ROOT = Path(__file__).parents[2]
PACK = load_pack(ROOT / "resources" / "thresholds" / "leak.yaml")
LIMITS = procedure_limits((PACK,))
START = datetime(2026, 11, 25, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TOOL = Tool("FID-02", "phx42", "SN 4471", "FID", certificate="检字 1", valid_until="2027-01-16")
METHANE = Cylinder("B-17", "methane", "500", "μmol/mol", "2", "2", "标字 9", "2027-06-30")
WEATHER = Weather("12.5", "40", "101.3", "NE", "1.2", "晴")
BY = "王立新"


def at(seconds, day=0):
    """The moment so many seconds after nine o'clock."""
    moment = START + timedelta(days=day, seconds=float(seconds))
    return Instant(moment.isoformat(), int(Decimal(str(seconds)) * 1000) + day * 86_400_000 + 1_000_000)


def reading(seconds, value, quality=Quality.OK, day=0):
    """A measurement at that moment; None has no value."""
    when = at(seconds, day)
    exact = None if value is None else Decimal(str(value))
    raw = f"{seconds}:{value}:{quality.value}".encode()
    return Measurement(
        *("FID-02", Detector.FID, exact, "ppm", quality, (), raw, Crc.ABSENT),
        datetime.fromisoformat(when.wall),
        when.mono_ms / 1000,
    )


def fed(run, *readings):
    """A run with readings."""
    for one in readings:
        run = run.fed(one)
    return run


def steady(first, last, value, step=0.5, day=0):
    """Readings of one value from a moment to another."""
    count = int((last - first) / step) + 1
    return [reading(first + n * step, value, day=day) for n in range(count)]


def warmed(session, now=2000, day=0):
    run = fed(WarmUp(Stream(at(0, day))), reading(100, 1.5, day=day), reading(now, 1.5, day=day))
    return session.keep(run.finish(session, BY, at(now, day)))


def zeroed(session, now=2100, day=0):
    run = begin_zero(
        session, Cylinder("Z-1", "zero_air", "0", uncertainty="2", valid_until="2027-06-30"), at(now, day)
    )
    run = fed(run, reading(now + 1, "0.3", day=day)).take(at(now + 1, day))
    return session.keep(run.finish(session, BY, at(now + 2, day)))


def spanned(session, readings=("485", "510", "492"), now=2200, cylinder=METHANE, day=0):
    run = begin_span(session, cylinder, at(now, day))
    for value in readings:
        run = fed(run, reading(now + 1, "0.3", day=day)).take(at(now + 1, day))
        run = fed(run, reading(now + 2, value, day=day)).take(at(now + 2, day))
        now += 2
    return session.keep(run.finish(session, BY, at(now + 1, day)))


def timed(session, times=("6.2", "5.8", "6.6"), now=2300, day=0):
    run = ResponseTime(Stream(at(now, day)), METHANE)
    for seconds in times:
        run = fed(run, reading(now, 0, day=day)).switch(at(now, day))
        late = Decimal(now) + Decimal(seconds)
        run = fed(run, reading(now + 2, 100, day=day), reading(now + 4, 300, day=day))
        run = fed(run, reading(late, 470, day=day), reading(late + 2, 500, day=day))
        run = run.settled(session, at(late + 2, day))
        now += 20
    return session.keep(run.finish(session, BY, at(now, day)))


def backed(session, values=("1.2", "1.4", "1.6", "1.3", "1.5"), now=2500, day=0):
    run = begin_background(session, at(now, day))
    for position, value in zip(POSITIONS, values, strict=False):
        run = fed(run.arrive(position, at(now, day)), reading(now, value, day=day)).depart(at(now + 2, day))
        now += 10
    return session.keep(run.finish(session, WEATHER, BY, at(now, day)))


def ready(session=None, day=0):
    """The session with all steps before the points passed."""
    session = session or Session(TOOL, LIMITS)
    session = session.keep(session.check_instrument(BY, at(0, day)))
    return backed(timed(spanned(zeroed(warmed(session, day=day), day=day), day=day), day=day), day=day)


def pointed(session, tag="V-001", value="2001.4", now=3000, stay=13.0, day=0):
    run = fed(begin_point(session, tag, at(now, day)), *steady(now, now + stay, value, day=day))
    return session.keep(run.finish(session, BY, at(now + stay + 0.5, day)))


def drifted(session, value="492", now=8000, day=0):
    run = fed(begin_drift(session, METHANE, at(now, day)), reading(now + 1, value, day=day))
    return session.keep(run.take(at(now + 1, day)).finish(session, BY, at(now + 2, day)))
