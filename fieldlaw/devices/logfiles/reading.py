"""One door for log files: tell the format from the content, never from the name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldlaw.devices.logfiles import phx21, phx42, tva2020
from fieldlaw.devices.logfiles.lines import split
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from datetime import tzinfo

    from fieldlaw.devices.logfiles.rows import LogFile
    from fieldlaw.devices.logfiles.tva2020 import History

LARGEST_BYTES = 512 * 1024 * 1024
_SAFE = "文件没有改动，案件没有变化。"
_SHOWN = 60


class UnknownLogError(KnownError):
    """No format that the program knows; a table may still be read by saying which column is what."""

    def __init__(self, first: str) -> None:
        shown = first[:_SHOWN] or "空文件"
        super().__init__(
            f"认不出这是哪种仪器的记录，第一行是“{shown}”。", "是表格的，用“对应列”指明各列是什么。", _SAFE
        )


class LogTooLargeError(KnownError):
    """More than any instrument writes."""

    def __init__(self) -> None:
        super().__init__("文件超过 512 MB，没有读。", "把记录按天分开再导入。", _SAFE)


def read_log(data: bytes, zone: tzinfo) -> LogFile:
    """Read readings out of a log file.

    Args:
        data: the whole file.
        zone: of the clock that wrote times without a zone.

    Raises:
        UnknownLogError: the format is none of those known.
        LogTooLargeError: over 512 MB.
    """
    if len(data) > LARGEST_BYTES:
        raise LogTooLargeError
    lines, sha256 = split(data), hashlib.sha256(data).hexdigest()
    if phx42.reads(lines):
        return phx42.read(lines, sha256)
    if phx21.reads(lines):
        return phx21.read(lines, sha256, zone)
    if tva2020.reads(lines):
        return tva2020.read(lines, sha256, zone)
    raise UnknownLogError(lines.first)


def read_calibrations(data: bytes, zone: tzinfo) -> History | None:
    """The calibration history in a file; None when it is none."""
    lines = split(data)
    return tva2020.read_history(lines, zone) if tva2020.reads_history(lines) else None
