"""Blob parts on disk: immutable, named by the hash of their sealed bytes, durable before a row names them."""

from __future__ import annotations

import errno
import hashlib
from typing import TYPE_CHECKING

from fieldlaw.cases.store.durable import SUFFIX, write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART_BYTES = 1024 * 1024


class DiskFullError(KnownError):
    """No room to make something durable; nothing was acknowledged."""

    def __init__(self) -> None:
        super().__init__("没有存成：磁盘满了。", "腾出 1 GB 或换存储位置后再来。", "以前存下的都在。")


class DamagedPartError(KnownError):
    """A part on disk is not what its name says."""

    def __init__(self, part: str) -> None:
        super().__init__(
            f"影像的一段（{part[:8]}）和校验值对不上。", "联网后从中心取回，或用备份恢复。", "其余部分正常。"
        )


class BlobStore:
    """The folder of blob parts of a profile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, part: str) -> Path:
        """Where a part lies."""
        return self._folder / part[:2] / part

    def has(self, part: str) -> bool:
        """True when the part is on disk."""
        return self.path(part).exists()

    def put(self, sealed: bytes) -> str:
        """Make sealed bytes durable (write, fsync, rename, fsync folder) and return their id.

        Raises:
            DiskFullError: no room; no trace is left.
        """
        part = hashlib.sha256(sealed).hexdigest()
        target = self.path(part)
        if target.exists():
            return part
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_durable(target, sealed)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFullError from error
            raise
        return part

    def get(self, part: str) -> bytes:
        """Return the sealed bytes of a part, checked against its name.

        Raises:
            DamagedPartError: absent, or changed on disk.
        """
        path = self.path(part)
        data = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(data).hexdigest() != part:
            raise DamagedPartError(part)
        return data

    def sweep(self) -> int:
        """Remove temporary files that a power cut left behind; return how many."""
        left = list(self._leftovers())
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _leftovers(self) -> Iterator[Path]:
        return self._folder.glob(f"*/*{SUFFIX}")
