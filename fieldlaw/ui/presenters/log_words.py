"""The rows of a log file and of a calibration history in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.devices.logfiles.rows import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from fieldlaw.devices.logfiles.rows import LogFile, LogRow
    from fieldlaw.devices.logfiles.tva2020 import Calibration, History

_OUTCOMES = {
    Outcome.MEASUREMENT: ("读数", "circle-check", "success"),
    Outcome.UNLIT: ("未点火", "flame", "warning"),
    Outcome.UNKNOWN: ("不是读数", "circle-help", "unknown"),
    Outcome.REPEAT: ("重复", "rotate-ccw", "unknown"),
}
_KINDS = {"ZERO": "零点"}
FORMATS = {
    "phx42-csv": "phx42 记录（CSV）",
    "phx21-csv": "phx21 记录（CSV）",
    "tva2020-log": "TVA2020 存储数据",
    "tva2020-history": "TVA2020 标定历史",
    "table": "其他表格",
}


def tr(text: str) -> str:
    """A word of this page in the person's language."""
    return QCoreApplication.translate("log", text)


def clock(at: datetime | None) -> str:
    """A moment of a file, in the zone that the file has."""
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else "—"


@dataclass(frozen=True)
class LogLine:
    """A row of the preview; `outcome` with its icon and tone."""

    line: int
    at: str
    point: str
    value: str
    outcome: str
    icon: tuple[str, str]
    why: str
    usable: bool

    @property
    def key(self) -> str:
        """By which it is known again."""
        return str(self.line)

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (str(self.line), self.at, self.point, self.value, self.outcome, self.why)[column]


@dataclass(frozen=True)
class CalibrationLine:
    """A record of a calibration history."""

    line: int
    detector: str
    kind: str
    concentration: str
    at: str
    origin: str
    icon: tuple[str, str]

    @property
    def key(self) -> str:
        """By which it is known again."""
        return str(self.line)

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (str(self.line), self.at, self.detector, self.kind, self.concentration, self.origin)[column]


def log_lines(log: LogFile) -> tuple[LogLine, ...]:
    """The rows of a file."""
    return tuple(map(_line, log.rows))


def _line(row: LogRow) -> LogLine:
    word, icon, tone = _OUTCOMES[row.outcome]
    detector = row.detector.value if row.detector else tr("检测器不明")
    value = f"{row.value} {row.unit} {detector}" if row.value is not None else "—"
    usable = row.outcome is Outcome.MEASUREMENT and row.as_measurement("") is not None
    return LogLine(row.line, clock(row.at), row.point, value, tr(word), (icon, tone), row.why, usable)


def calibration_lines(history: History) -> tuple[CalibrationLine, ...]:
    """The records of a calibration history."""
    return tuple(map(_calibration, history.records))


def _calibration(one: Calibration) -> CalibrationLine:
    kind = tr(_KINDS[one.kind]) if one.kind in _KINDS else tr("标气 {0}").format(one.kind[-1])
    origin = tr("从文件载入") if one.loaded else tr("仪器上做的")
    icon = ("file-text", "warning") if one.loaded else ("circle-check", "success")
    value = f"{one.concentration} {one.unit}"
    return CalibrationLine(one.line, one.detector.value, kind, value, clock(one.at), origin, icon)
