"""What the large tile and the chip say: a number, or in its place the word why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.records.measurement import Quality
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


def readout(phase: Phase, flame: Flame, last: Measurement | None, fault: str) -> Readout:
    """Say what stands at this moment; a reading from before a silence is never shown as a present one."""
    line = _line(phase)
    if line is not None:
        return line
    if last is None or flame is Flame.SILENT:
        return Readout(tr("无数据"), tr("已连接·没有数据"), "warning", "circle-alert")
    if last.quality is Quality.UNLIT:
        return _dark(flame, fault)
    if last.value is None:
        word = fault or reason(last.quality)
        return Readout(word, tr("{0}·没有读数").format(word), "warning", "circle-alert")
    status = tr("已点火·读数有效") if last.quality is Quality.OK else tr("有读数·仪器没有给状态")
    tone = "success" if last.quality is Quality.OK else "warning"
    return Readout("", status, tone, "flame", str(last.value), last.unit)
