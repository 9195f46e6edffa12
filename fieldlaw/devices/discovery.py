"""Which analyzer is at this port? Listen first, then ask harmless questions one by one.

Nothing guarded is ever sent: every question passes the guard of its own model. Knows no window and no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.analyzers.guard import Guard
from fieldlaw.devices.codecs import expec3100, phx21, phx42, rae, tva1000b_bt, tva2020
from fieldlaw.devices.codecs.events import Noise, Reply, Sample, Telemetry

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.codecs.events import Decoder, Event
    from fieldlaw.devices.link import Link

LISTEN_SECONDS = 2.5  # a phx42, a TVA or an EXPEC that talks says something each second
ANSWER_SECONDS = 1.0
READ_SECONDS = 0.05
SHOWN_BYTES = 32
KEPT_BYTES = 4096
_TALKERS: tuple[tuple[str, Callable[[], Decoder]], ...] = (
    ("phx42", phx42.Decoder),
    ("phx21", phx21.Decoder),
    ("expec3100", expec3100.Decoder),
    ("tva2020", tva2020.Decoder),
    ("tva1000b_bt", tva1000b_bt.Decoder),
)
# The phx21 comes first: to it "ZU" opens a frame of 85 bytes, and it would wait for the rest.
# A phx42 takes the phx21's poll for the start of a line, so it is asked twice.
_PROBES = (
    ("phx21", phx21.encode_read()),
    ("phx42", phx42.encode_vers()),
    ("phx42", phx42.encode_vers()),
    ("expec3100", expec3100.encode_read_cal(Detector.FID)),
)


@dataclass(frozen=True)
class Discovery:
    """The model, or None; what came over the line (the first 4096 bytes), and a sentence for the person."""

    model: str | None
    received: bytes
    words: str


class _Ear:
    """Hears one opened line with all decoders at once."""

    def __init__(self, link: Link, now: Callable[[], float], is_cancelled: Callable[[], bool]) -> None:
        self._link, self._now, self._is_cancelled = link, now, is_cancelled
        self._decoders = {model: make() for model, make in _TALKERS}
        self.received = b""

    def ask(self, model: str, data: bytes) -> None:
        """Send a question that the model's own guard lets pass."""
        self._link.write(Guard(KNOWN[model]).release(data))

    def model(self, seconds: float) -> str | None:
        """The model that is recognised within so many seconds."""
        until = self._now() + seconds
        while self._now() < until and not self._is_cancelled():
            data = self._link.read_some(READ_SECONDS)
            self.received += data
            found = self._recognised(data)
            if found is not None:
                return found
        return None

    def _recognised(self, data: bytes) -> str | None:
        """The first model one of whose messages is whole."""
        heard = [model for model, one in self._decoders.items() if any(map(_is_message, one.feed(data)))]
        return heard[0] if heard else None

    def number(self, seconds: float) -> bool:
        """True when exactly one integer with CR comes within so many seconds, as a RAE answers."""
        before, decoder = len(self.received), rae.Decoder()
        until = self._now() + seconds
        while self._now() < until and not self._is_cancelled():
            data = self._link.read_some(READ_SECONDS)
            self.received += data
            events = decoder.feed(data)
            if events:
                told = [event for event in events if not isinstance(event, Noise)]
                return len(told) == 1 and self.received[before:].lstrip(b"R") == told[0].raw
        return False


def _is_message(event: Event) -> bool:
    if isinstance(event, Sample):
        return event.quality is not Quality.COMM
    return isinstance(event, Reply | Telemetry)


def discover(
    open_link: Callable[[int], Link],
    now: Callable[[], float],
    is_cancelled: Callable[[], bool] = lambda: False,
    *,
    listen_seconds: float = LISTEN_SECONDS,
    answer_seconds: float = ANSWER_SECONDS,
) -> Discovery:
    """Find out which analyzer is at a port; takes some eight seconds, so never in the window's thread.

    Args:
        open_link: opens the line at this baud rate (which Bluetooth and TCP ignore); called once or twice.
        now: a monotonic clock in seconds.
        is_cancelled: asked all the time; True ends the search at once.
        listen_seconds: how long to listen before anything is sent.
        answer_seconds: how long to wait for each answer.

    Raises:
        LinkLost: the line could not be opened or was lost.
    """
    model, received = _at_full_speed(open_link, now, is_cancelled, listen_seconds, answer_seconds)
    if model is None and not is_cancelled():
        model, late = _as_rae(open_link, now, is_cancelled, answer_seconds)
        received += late
    return Discovery(model, received[:KEPT_BYTES], _words(model, received, is_cancelled=is_cancelled()))


def _at_full_speed(
    open_link: Callable[[int], Link],
    now: Callable[[], float],
    is_cancelled: Callable[[], bool],
    listen_seconds: float,
    answer_seconds: float,
) -> tuple[str | None, bytes]:
    link = open_link(115200)
    try:
        ear = _Ear(link, now, is_cancelled)
        found = ear.model(listen_seconds)
        for model, question in _PROBES:
            if found is None and not is_cancelled():
                ear.ask(model, question)
                found = ear.model(answer_seconds)
        return found, ear.received
    finally:
        link.close()


def _as_rae(
    open_link: Callable[[int], Link],
    now: Callable[[], float],
    is_cancelled: Callable[[], bool],
    answer_seconds: float,
) -> tuple[str | None, bytes]:
    """Last, because an `R` and a bare number prove little."""
    link = open_link(KNOWN["rae_R"].baudrate)
    try:
        ear = _Ear(link, now, is_cancelled)
        found = ear.model(answer_seconds)
        if found is None and not is_cancelled():
            ear.ask("rae_R", rae.encode_read())
            found = "rae_R" if ear.number(answer_seconds) else None
        return found, ear.received
    finally:
        link.close()


def _words(model: str | None, received: bytes, *, is_cancelled: bool) -> str:
    if model is not None:
        thin = "这个型号的公开资料很少，请核对读数。" if KNOWN[model].experimental else ""
        return f"找到 {KNOWN[model].name}。{thin}"
    if is_cancelled:
        return "查找已停止。"
    if not received:
        return "什么也没有收到。请检查仪器是否开机、端口是否选对。"
    what = "像乱码，可能是波特率不对，或这不是仪器的数据口" if is_garbage(received) else "认不出是哪种仪器"
    return f"收到的内容{what}。{shown(received)}请核对型号和端口。"


def is_garbage(data: bytes) -> bool:
    """True when hardly half of the bytes are readable: what a wrong baud rate makes of a text."""
    readable = sum(0x20 <= value < 0x7F or value in b"\r\n\t" for value in data)
    return readable * 10 < len(data) * 6


def shown(data: bytes) -> str:
    """The first 32 bytes as hexadecimal numbers and as text."""
    head = data[:SHOWN_BYTES]
    text = "".join(chr(value) if 0x20 <= value < 0x7F else "·" for value in head)
    return f"开头 {len(head)} 个字节：{head.hex(' ')}（{text}）。"
