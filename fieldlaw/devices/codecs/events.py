"""What a decoder hands over: frozen events, each with the bytes it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldlaw.cases.records.measurement import Crc, Detector, Quality

if TYPE_CHECKING:
    from decimal import Decimal

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sample:
    """One reading; `value` is None unless the quality lets it be used. Unit as the device sends it."""

    raw: bytes
    detector: Detector
    value: Decimal | None
    unit: str
    quality: Quality
    status: Fields
    crc: Crc = Crc.ABSENT


@dataclass(frozen=True)
class Telemetry:
    """Pressures, voltages and the like: every field is a well-formed number, as text."""

    raw: bytes
    type: str
    fields: Fields
    tail: str = ""
    crc: Crc = Crc.ABSENT


@dataclass(frozen=True)
class Reply:
    """The answer to a command. It proves receipt, not effect."""

    raw: bytes
    type: str
    fields: Fields
    tail: str = ""
    crc: Crc = Crc.ABSENT


@dataclass(frozen=True)
class ErrorReport:
    """The device says that something failed; `about` is the command, `meaning` is plain Chinese."""

    raw: bytes
    type: str
    about: str
    code: int | None
    meaning: str
    fields: Fields = ()
    crc: Crc = Crc.ABSENT


@dataclass(frozen=True)
class Noise:
    """Bytes that are no message of the device, with the reason; kept for the log."""

    raw: bytes
    reason: str

    @property
    def crc(self) -> Crc:
        """BAD when the bytes were a frame with a wrong checksum, else ABSENT."""
        return Crc.BAD if self.reason == "crc" else Crc.ABSENT


Event = Sample | Telemetry | Reply | ErrorReport | Noise


class Decoder(Protocol):
    """What every codec offers."""

    @property
    def pending(self) -> bool:
        """True while a message has begun and not ended."""

    def feed(self, data: bytes) -> list[Event]:
        """Return the events that became complete."""

    def finish(self) -> list[Event]:
        """Return what is left when nothing follows."""

    def expire(self) -> list[Event]:
        """Free a false start after a silence."""
