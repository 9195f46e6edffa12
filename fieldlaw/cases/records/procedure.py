"""What the steps of a measurement keep: who, when, with what, which readings, and what came of it.

The results of the steps are all there is: the state of a measurement is a fold of them (`procedure_state`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldlaw.cases.records.cylinder import Cylinder
    from fieldlaw.cases.records.instrument import Instrument

INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE = "instrument", "warmup", "zero", "span", "response"
BACKGROUND, POINT, DRIFT = "background", "point", "drift"
BEFORE_POINTS = (INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE, BACKGROUND)
STEP_WORDS = {
    INSTRUMENT: "仪器与证书",
    WARMUP: "预热",
    ZERO: "零点",
    SPAN: "量程与精密度",
    RESPONSE: "响应时间",
    BACKGROUND: "环境本底",
    POINT: "测点",
    DRIFT: "日终漂移",
}
PASSED, FAILED, LEFT = "passed", "failed", "left"
OUTCOME_WORDS = {PASSED: "通过", FAILED: "未通过", LEFT: "未做"}
POSITIONS = ("东", "南", "西", "北", "中")
SEEN = "seen"


@dataclass(frozen=True)
class Limit:
    """A number that a step is held against; only one that was seen in its source is verified."""

    id: str
    name: str
    number: Decimal
    unit: str
    source: str
    status: str

    @property
    def is_verified(self) -> bool:
        """Whether somebody read it in its source."""
        return self.status == SEEN

    @property
    def words(self) -> str:
        """The number with its unit, and that it is not verified."""
        return f"{self.number} {self.unit}" + ("" if self.is_verified else "（未核实）")


@dataclass(frozen=True)
class Instant:
    """A moment: wall clock as ISO 8601 with offset, and milliseconds of a clock that never steps."""

    wall: str
    mono_ms: int

    @property
    def day(self) -> date:
        """The local day."""
        return date.fromisoformat(self.wall[:10])

    def seconds_since(self, earlier: Instant) -> Decimal:
        """Seconds between two moments of one run of the program, by the clock that never steps."""
        return Decimal(self.mono_ms - earlier.mono_ms) / 1000


@dataclass(frozen=True)
class Tool:
    """The instrument as it was when a step was done."""

    name: str
    model: str
    serial: str
    detector: str
    unit: str = "ppm"
    lamp_ev: str = ""
    firmware: str = ""
    certificate: str = ""
    valid_until: str = ""
    calibration_gas: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it this instrument and detector."""
        return self.name, self.serial, self.detector


def tool_of(instrument: Instrument, detector: str) -> Tool:
    """The instrument of the equipment list as a step keeps it."""
    return Tool(
        name=instrument.name,
        model=instrument.model,
        serial=instrument.serial,
        detector=detector,
        unit=instrument.unit or "ppm",
        lamp_ev=instrument.lamp_ev,
        firmware=instrument.firmware,
        certificate=instrument.certificate,
        valid_until=instrument.valid_until,
        calibration_gas=instrument.calibration_gas,
    )


@dataclass(frozen=True)
class Weather:
    """As noted at the background: decimal text without units (°C, %, kPa, m/s); empty where not noted."""

    temperature_c: str = ""
    humidity: str = ""
    pressure_kpa: str = ""
    wind_direction: str = ""
    wind_speed: str = ""
    conditions: str = ""


@dataclass(frozen=True)
class Reading:
    """One reading of a step: a value, or none with the reason; `label` says which one it is."""

    label: str
    value: Decimal | None
    unit: str
    reason: str
    begun: Instant
    ended: Instant

    def __post_init__(self) -> None:
        """A value, or no value with its reason."""
        if (self.value is None) != bool(self.reason):
            raise ValueError("a value, or a reason")


@dataclass(frozen=True)
class RawSpan:
    """Which part of the raw stream a step rests on.

    Attributes:
        samples: how many frames came between the two moments, usable or not.
        sha256: a chain over their raw bytes: each link is SHA-256(link before + SHA-256(frame)), from zeros.
        gaps: where the stream broke off, in words.
        unchecked: how many of the frames carry no checksum: a damaged digit in them shows nowhere.
    """

    begun: Instant
    ended: Instant
    samples: int
    sha256: bytes
    gaps: tuple[str, ...] = ()
    unchecked: int = 0


@dataclass(frozen=True)
class StepResult:
    """What came of one step, done by one person with one instrument.

    Attributes:
        step: instrument, warmup, zero, span, response, background, point or drift.
        outcome: passed, failed or left.
        reason: why it failed or was left; empty else.
        figures: name to number: precision, mean, peak, dwell …
        unverified: ids of numbers that it was held against and that nobody has read in their source.
        marks: what else the record must say, in words.
        subject: the tag of the point; empty for other steps.
    """

    step: str
    outcome: str
    reason: str
    begun: Instant
    ended: Instant
    by: str
    tool: Tool
    cylinder: Cylinder | None = None
    weather: Weather | None = None
    readings: tuple[Reading, ...] = ()
    figures: tuple[tuple[str, Decimal], ...] = ()
    unverified: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    raw: RawSpan | None = None
    subject: str = ""

    def figure(self, name: str) -> Decimal | None:
        """A number of the result by its name."""
        return dict(self.figures).get(name)
