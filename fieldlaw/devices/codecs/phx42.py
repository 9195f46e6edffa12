"""LDARtools phx42 line protocol: ASCII, CRLF, no checksum (LDARtools PhxAccess, MIT, facts only).

Concentration in ppm, currents in pA. CALPPM < 0 means "flame not lit". A line whose grammar is
broken anywhere never yields a concentration: nothing is salvaged.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.codecs.events import ErrorReport, Event, Fields, Noise, Reply, Sample, Telemetry
from fieldlaw.devices.codecs.lines import LineDecoder

if TYPE_CHECKING:
    from datetime import datetime

LINE_LIMIT = 2400  # bytes: 32 parameters of 16 + 32 characters with their signs, and a tail of 768
MAX_PARAMS = 32
MAX_TAIL = 768
_END = b"\r\n"
_PARAM = re.compile(r"([A-Z][A-Z0-9]{0,15})=([!-+\--<>-~]{1,32})")  # printable, no blank, ',' or '='
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_NON_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_TELEMETRY = frozenset({"RDNG", "DRVL", "BATS"})
_QUERIES = frozenset({"BATS", "WUTM"})
_REPORTS = {"FIDR": ",EXT=1", "RDNG": ",TGT=1", "DRVL": ""}
_ERRORS = frozenset({"EROR", "SERR", "SHUT"})
_REPLIES = frozenset(
    {
        "CHEK",
        "PRPT",
        "TRPT",
        "SRPT",
        "TIME",
        "VERS",
        "AIGS",
        "WUTM",
        "CALT",
        "GCTE",
        "DCTE",
        "DCTR",
        "DRFT",
        "FILT",
        "SSTH",
    }
)
_MEANINGS = {
    5: "没有空的标定位",
    18: "设置时钟失败",
    19: "该标定不能删除",
    20: "标定数据不合理",
    21: "预热时间不足",
    22: "氢气压力过低",
    24: "探头滤芯已取下或需要更换",
}


class Decoder(LineDecoder):
    """Collects bytes in any portions and returns the same events for any portioning."""

    def __init__(self) -> None:
        """Start with nothing buffered."""
        super().__init__(_END, LINE_LIMIT, lambda raw: [decode_line(raw)])


def decode_line(raw: bytes) -> Event:
    """Decode one whole line, CRLF included."""
    prefix, _, rest = raw.removesuffix(_END).decode("latin-1").partition(" ")
    if prefix == "ZUzu":
        return Noise(raw, "echo")
    if prefix != "YTyt":
        return Noise(raw, "prefix")
    kind, _, body = rest.partition(" ")
    if kind == "FIDR":
        return _sample(raw, body)
    if kind in _ERRORS:
        return _error(raw, kind, body)
    if kind in _TELEMETRY or kind in _REPLIES:
        return _message(raw, kind, body)
    return Noise(raw, "unknown type" if kind else "tokens")


def battery_state(fields: Fields) -> str:
    """Derive the battery state from a BATS message: PCT in percent, AMPS > 0 while charging."""
    values = dict(fields)
    if "PCT" not in values or "AMPS" not in values:
        return "Unknown"
    if Decimal(values["PCT"]) >= 100:
        return "Charged"
    return "Charging" if Decimal(values["AMPS"]) > 0 else "Discharging"


def encode_chek() -> bytes:
    """Heartbeat; the device wants one in less than every second."""
    return _encode("CHEK")


def encode_vers() -> bytes:
    """Ask for the firmware version."""
    return _encode("VERS")


def encode_query(kind: str) -> bytes:
    """Ask for BATS (battery) or WUTM (warm-up time in seconds): the type without parameters, as VERS."""
    if kind not in _QUERIES:
        raise ValueError(kind)
    return _encode(kind)


def encode_srpt(report: str) -> bytes:
    """Ask for one report FIDR, RDNG or DRVL."""
    if report not in _REPORTS:
        raise ValueError(report)
    return _encode(f"SRPT TYPE={report}")


def encode_time(at: datetime) -> bytes:
    """Set the clock of the device to the local time of `at`; it changes the device: a person asks for it."""
    return _encode(f"TIME TS={at:%Y/%m/%d_%H:%M:%S}")


def command_name(data: bytes) -> str:
    """The type of a command, for the guard; empty when these bytes are no single command."""
    found = re.fullmatch(rb"ZUzu ([A-Z0-9]{4})( [!-~]+)?\r\n", data)
    return found[1].decode("ascii") if found else ""


def encode_prpt(report: str, *, enable: bool) -> bytes:
    """Switch the periodic report FIDR (extended), RDNG (with targets) or DRVL on or off."""
    extra = _REPORTS[report]
    return _encode(f"PRPT TYPE={report},EN={enable:d}{extra}")


def encode_trpt(period_ms: int) -> bytes:
    """Set the report period in milliseconds."""
    return _encode(f"TRPT MS={period_ms:d}")


def encode_aigs(*, go: bool) -> bytes:
    """Start or stop ignition; only ever on a person's explicit action."""
    return _encode(f"AIGS GO={go:d}")


def _encode(body: str) -> bytes:
    return f"ZUzu {body}\r\n".encode("ascii")


def _params(text: str) -> Fields | None:
    """Split "K=V,K=V"; None when any item breaks the grammar or a key comes twice."""
    items = [_PARAM.fullmatch(item) for item in text.split(",")] if text else []
    fields = tuple((item[1], item[2]) for item in items if item)
    broken = len(fields) != len(items) or len({key for key, _ in fields}) != len(fields)
    return None if broken or len(fields) > MAX_PARAMS else fields


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _sample(raw: bytes, body: str) -> Sample:
    fields = _params(body)
    if fields is None:
        return _no_value(raw, Quality.COMM, (("reason", "malformed"),))
    values = dict(fields)
    if not {"CALPPM", "PA"} <= values.keys():
        return _no_value(raw, Quality.COMM, (("reason", "incomplete"),))
    bad = [text for text in values.values() if not _is_number(text)]
    if bad:
        finite = any(not _NON_FINITE.fullmatch(text) for text in bad)
        return _no_value(raw, Quality.COMM if finite else Quality.UNKNOWN, (("reason", "not a number"),))
    value = Decimal(values["CALPPM"])
    if value < 0:
        return _no_value(raw, Quality.UNLIT, fields)
    return Sample(raw, Detector.FID, value, "ppm", Quality.OK, fields)


def _no_value(raw: bytes, quality: Quality, status: Fields) -> Sample:
    return Sample(raw, Detector.FID, None, "ppm", quality, status)


def _split_tail(body: str) -> tuple[Fields | None, str]:
    text, _, tail = body.partition(" ")
    return (_params(text) if len(tail) <= MAX_TAIL else None), tail


def _message(raw: bytes, kind: str, body: str) -> Event:
    fields, tail = _split_tail(body)
    if fields is None:
        return Noise(raw, "malformed")
    if kind in _REPLIES:
        return Reply(raw, kind, fields, tail)
    if not fields or not all(_is_number(text) for _, text in fields):
        return Noise(raw, "malformed")
    return Telemetry(raw, kind, fields, tail)


def _error(raw: bytes, kind: str, body: str) -> Event:
    if kind != "EROR":
        return ErrorReport(
            raw, kind, "", None, "仪器已熄火或关机" if kind == "SHUT" else "仪器报告故障", _text(body)
        )
    fields, _ = _split_tail(body)
    values = dict(fields or ())
    if fields is None or not re.fullmatch(r"[0-9]{1,5}", values.get("CODE", ""), re.ASCII):
        return Noise(raw, "malformed")
    code = int(values["CODE"])
    return ErrorReport(
        raw, kind, values.get("TYPE", ""), code, _MEANINGS.get(code, f"仪器错误码 {code}"), fields
    )


def _text(body: str) -> Fields:
    shown = "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in body[:MAX_TAIL])
    return (("text", shown),) if shown else ()
