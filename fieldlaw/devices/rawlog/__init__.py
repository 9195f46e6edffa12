r"""The raw log of a session: every byte that passed, when and in which direction, in files that only grow.

A file is a part (`NAME.0001.rawlog`, …). All numbers are little-endian.

    magic    8 bytes  `FLRAW1\r\n`
    header   u32 n, n bytes of UTF-8 JSON, u32 CRC-32 of the 4 + n bytes before it
             {"format", "model", "device", "port", "started" (wall time with its zone), "started_mono_ns",
              "program", "part" (from 1), "previous" (SHA-256 of the part before it, or null)}
    records  u8 kind (`r` received, `t` sent, `e` end), u64 monotonic ns, u32 n, n bytes, u32 CRC-32 of it
    end      one record of kind `e`, whose bytes are the SHA-256 of everything before it

A record is on the disk before the next one is taken, so a power cut costs at most the last record; the reader
then says so (`Ending.TORN`). A full disk stops the log, never the measuring: it is told once, and what is
there stays readable. Must not know protocols or sessions.
"""

from __future__ import annotations

from fieldlaw.devices.rawlog.form import Header, started
from fieldlaw.devices.rawlog.reading import (
    Ending,
    Record,
    Recording,
    are_parts_of_one,
    header_of,
    parse,
    read,
    received,
    replay,
)
from fieldlaw.devices.rawlog.writing import LogFailed, Part, RawLog, Trouble

__all__ = [
    "Ending",
    "Header",
    "LogFailed",
    "Part",
    "RawLog",
    "Record",
    "Recording",
    "Trouble",
    "are_parts_of_one",
    "header_of",
    "parse",
    "read",
    "received",
    "replay",
    "started",
]
