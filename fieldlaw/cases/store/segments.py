"""The second line: each case's envelopes in a plain append-only file of checked frames.

A lost database can be rebuilt from it, and the other way round. It holds only signed, sealed envelopes.
Frame: length (4 bytes, big-endian), CRC-32 (4 bytes), envelope.
"""

from __future__ import annotations

import os
import threading
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def frame(raw: bytes) -> bytes:
    """One envelope as a frame."""
    return len(raw).to_bytes(4, "big") + zlib.crc32(raw).to_bytes(4, "big") + raw


def parse(data: bytes) -> tuple[list[bytes], int]:
    """Whole frames from the start of `data`, and the number of bytes that they fill."""
    raws, place = [], 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        raw = data[place + 8 : place + 8 + size]
        if len(raw) < size or zlib.crc32(raw).to_bytes(4, "big") != data[place + 4 : place + 8]:
            break
        raws.append(raw)
        place += 8 + size
    return raws, place


class Segments:
    """The folder of segment files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  # an officer writes while a round with the centre runs
        self._whole: dict[str, int] = {}  # bytes of whole frames, as this program left each file

    def _path(self, case: str) -> Path:
        return self._folder / f"{case}.seg"

    def append(self, case: str, raws: Iterable[bytes]) -> None:
        """Append envelopes durably, one thread at a time; a tail torn by a power cut is cut off first."""
        frames = b"".join(frame(raw) for raw in raws)
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._append(case, self._path(case), frames)

    def _append(self, case: str, path: Path, frames: bytes) -> None:
        whole = self._whole_bytes(case, path)
        self._whole.pop(case, None)
        with path.open("r+b" if path.exists() else "xb") as file:
            file.truncate(whole)
            file.seek(whole)
            file.write(frames)
            file.flush()
            os.fsync(file.fileno())
        self._whole[case] = whole + len(frames)

    def _whole_bytes(self, case: str, path: Path) -> int:
        """Where the last whole frame ends; read again only when the file is not as this program left it."""
        if not path.exists():
            return 0
        known = self._whole.get(case)
        return known if known == path.stat().st_size else parse(path.read_bytes())[1]

    def read(self, case: str) -> list[bytes]:
        """All whole envelopes of a case."""
        path = self._path(case)
        return parse(path.read_bytes())[0] if path.exists() else []

    def cases(self) -> list[str]:
        """The cases that have a segment file."""
        return sorted(path.stem for path in self._folder.glob("*.seg"))
