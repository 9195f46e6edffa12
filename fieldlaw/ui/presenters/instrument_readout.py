"""What the large tile and the chip say: a number, or in its place the word why there is none."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.analyzers.spec import State as Flame

if TYPE_CHECKING:
    from fieldlaw.cases.records.measurement import Measurement

_C = "instrument"
WORDS = {
    Quality.UNLIT: "未点火",
    Quality.WARMING: "预热中",
    Quality.OVERRANGE: "超量程",
    Quality.UNDERRANGE: "低于量程",
    Quality.FAULT: "仪器故障",
    Quality.COMM: "通信中断",
    Quality.UNKNOWN: "无数据",
}
_NO_VALUE = {  # why the driver gives no number although the instrument sends one
    "scale unknown": "倍率不明",
    "word order unknown": "字序不明",
    "unit unknown": "单位不明",
}
SHOWN_BYTES = 32
_F32_DIGITS = 9  # as many as any 32-bit number needs
FAULTS = {  # phx42 error codes (LDARtools PhxAccess, facts only) for which the design has a word of its own
    22: "氢气低",
    24: "探头堵",
}


class Phase(Enum):
    """How far the connection is."""

    OFF = "off"
    CONNECTING = "connecting"
    ON = "on"
    DOWN = "down"
    STOPPING = "stopping"


@dataclass(frozen=True)
class Readout:
    """The tile and the chip: `number` with `unit`, or `word`; `status` in colour `tone` with an icon."""

    word: str
    status: str
    tone: str
    icon: str
    number: str = ""
    unit: str = ""

    @property
    def spoken(self) -> str:
        """The reading in words."""
        return f"{self.number} {self.unit}" if self.number else self.word


def tr(text: str) -> str:
    """A word of this page in the person's language."""
    return QCoreApplication.translate(_C, text)


def reason(quality: Quality) -> str:
    """The word for a reading without a value."""
    return tr(WORDS.get(quality, WORDS[Quality.UNKNOWN]))


def seen(data: bytes) -> str:
    """The first bytes as hexadecimal numbers and as text."""
    head = data[:SHOWN_BYTES]
    text = "".join(chr(one) if 0x20 <= one < 0x7F else "·" for one in head)
    return f"{head.hex(' ')}（{text}）"


def spell(value: Decimal) -> str:
    """The digits of the instrument; of a binary number as few as tell it apart (307.4, not 307.39999…).

    What is kept is the exact value.
    """
    if len(value.as_tuple().digits) <= _F32_DIGITS:
        return str(value)
    exact = struct.pack(">f", value)
    short = (Context(prec=count).plus(value) for count in range(1, _F32_DIGITS + 1))
    return f"{next((one for one in short if struct.pack('>f', one) == exact), value):f}"


def why(taken: Measurement) -> str:
    """The word for a reading that has no value."""
    told = _NO_VALUE.get(dict(taken.status).get("reason", ""))
    return tr(told) if told else reason(taken.quality)


def brief(taken: Measurement) -> str:
    """A reading on one line: PID 3.25 ppm, or PID with the reason."""
    shown = f"{spell(taken.value)} {taken.unit}" if taken.value is not None else why(taken)
    return f"{taken.detector.value} {shown}"


def _line(phase: Phase) -> Readout | None:
    lines = {
        Phase.OFF: (tr("未连接"), tr("未连接"), "unknown", "circle-dashed"),
        Phase.CONNECTING: (tr("正在连接"), tr("正在连接"), "accent", "circle-dot"),
        Phase.STOPPING: (tr("正在断开"), tr("正在断开"), "unknown", "circle-dot"),
        Phase.DOWN: (tr("通信中断"), tr("已断开·正在重连"), "danger", "unplug"),
    }
    return Readout(*lines[phase]) if phase in lines else None


def _dark(flame: Flame, fault: str) -> Readout:
    if flame is Flame.IGNITING:
        return Readout(tr("点火中"), tr("点火中"), "accent", "flame")
    status = tr("火焰已熄灭") if flame is Flame.FLAME_OUT else tr("未点火")
    return Readout(fault or tr("未点火"), f"{status}·{fault}" if fault else status, "warning", "flame")


def _valued(taken: Measurement, value: Decimal, fault: str) -> Readout:
    """A number: a flame is spoken of only where there is one."""
    burns, good = taken.detector is Detector.FID, taken.quality is Quality.OK
    status = tr("仪器没有给状态")
    if good:
        status = tr("已点火·读数有效") if burns else tr("读数有效")
    if fault:
        status = tr("有读数·{0}").format(fault)
    tone = "success" if good and not fault else "warning"
    icon = "circle-alert" if fault else "flame" if burns else "circle-check" if good else "circle-help"
    return Readout("", status, tone, icon, spell(value), taken.unit)


def readout(phase: Phase, flame: Flame, last: Measurement | None, fault: str) -> Readout:
    """Say what stands at this moment; a reading from before a silence is never shown as a present one.

    Args:
        phase: how far the connection is.
        flame: what is known of the detector.
        last: the newest reading of the detector that is shown.
        fault: what is wrong with the instrument, in words; empty when nothing is.
    """
    line = _line(phase)
    if line is not None:
        return line
    if last is None or flame is Flame.SILENT:
        return Readout(tr("无数据"), tr("已连接·没有数据"), "warning", "circle-alert")
    if last.quality is Quality.UNLIT:
        return _dark(flame, fault)
    if last.value is None:
        word = fault or why(last)
        return Readout(word, tr("{0}·没有读数").format(word), "warning", "circle-alert")
    return _valued(last, last.value, fault)
