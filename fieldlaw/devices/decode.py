"""Decode a recorded byte stream for the command line: one plain dict per event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.devices.codecs import expec3100, modbus, phx21, phx42, pids3, rae, tva1000b_bt, tva2020
from fieldlaw.devices.codecs.events import Decoder, ErrorReport, Event, Noise, Reply, Sample, Telemetry
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


DECODERS: dict[str, Callable[[], Decoder]] = {
    "phx21": phx21.Decoder,
    "phx42": phx42.Decoder,
    "expec3100": expec3100.Decoder,
    "tva2020": tva2020.Decoder,
    "tva1000b_bt": tva1000b_bt.Decoder,
    "rae_R": rae.Decoder,
    "modbus": modbus.Decoder,
    "raeguard3": modbus.Decoder,
    "falco": modbus.Decoder,
    "pids3": pids3.Decoder,
}
_KINDS = {Telemetry: "telemetry", Reply: "reply", ErrorReport: "error", Noise: "noise"}


def decode_lines(model: str, data: bytes, chunk: int) -> list[dict[str, Any]]:
    """Feed `data` in portions of `chunk` bytes (0: all at once) and describe every event."""
    if model not in DECODERS:
        raise KnownError(f"不认识仪器型号“{model}”。", f"可用型号：{'、'.join(DECODERS)}。")
    decoder = DECODERS[model]()
    events: list[Event] = []
    for portion in _portions(data, chunk):
        events += decoder.feed(portion)
    return [describe(event) for event in events + decoder.finish()]


def describe(event: Event) -> dict[str, Any]:
    """Say kind, detector, value (decimal text or None), unit, quality, status, raw (hex) and crc."""
    if isinstance(event, Sample):
        return _sample(event)
    empty = {"detector": None, "value": None, "unit": None, "quality": None}
    return {
        "kind": _KINDS[type(event)],
        **empty,
        "status": _status(event),
        "raw": event.raw.hex(),
        "crc": event.crc.value,
    }


def _sample(event: Sample) -> dict[str, Any]:
    return {
        "kind": "sample",
        "detector": event.detector.value,
        "value": None if event.value is None else format(event.value, "f"),
        "unit": event.unit,
        "quality": event.quality.value,
        "status": dict(event.status),
        "raw": event.raw.hex(),
        "crc": event.crc.value,
    }


def _status(event: Telemetry | Reply | ErrorReport | Noise) -> dict[str, str]:
    if isinstance(event, Noise):
        return {"reason": event.reason}
    status = {"type": event.type, **dict(event.fields)}
    if isinstance(event, ErrorReport):
        return status | {"meaning": event.meaning}
    return status | ({"tail": event.tail} if event.tail else {})


def _portions(data: bytes, chunk: int) -> Iterable[bytes]:
    size = chunk if chunk > 0 else max(len(data), 1)
    return (data[start : start + size] for start in range(0, len(data), size))
