"""Writing a raw log: whole records or nothing, and no failure of the disk ever reaches the measuring."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING

from fieldlaw.devices.rawlog.form import END, END_SIZE, FORMAT, KINDS, RECORD_LIMIT, SUFFIX, head, record
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldlaw.devices.rawlog.form import Header

PART_LIMIT = 64 * 1024 * 1024  # bytes


class Trouble(Enum):
    """Why a log could not be kept."""

    DISK_FULL = "disk_full"
    NO_PERMISSION = "no_permission"
    NO_FOLDER = "no_folder"
    EXISTS = "exists"
    IO_ERROR = "io_error"


_SENTENCES = {
    Trouble.DISK_FULL: ("磁盘已满，原始数据没有继续保存。", "请腾出磁盘空间，再重新连接仪器。"),
    Trouble.NO_PERMISSION: ("没有权限写原始数据文件。", "请检查数据文件夹的权限，再重新连接仪器。"),
    Trouble.NO_FOLDER: ("找不到保存原始数据的文件夹。", "请检查数据文件夹，再重新连接仪器。"),
    Trouble.EXISTS: ("同名的原始数据文件已经有了，没有覆盖。", "请重新连接仪器，程序会另起一个名称。"),
    Trouble.IO_ERROR: ("原始数据写不进磁盘。", "请检查磁盘，再重新连接仪器。"),
}
_TROUBLES = {
    errno.ENOSPC: Trouble.DISK_FULL,
    errno.EDQUOT: Trouble.DISK_FULL,
    errno.EFBIG: Trouble.DISK_FULL,
    errno.EACCES: Trouble.NO_PERMISSION,
    errno.EPERM: Trouble.NO_PERMISSION,
    errno.EROFS: Trouble.NO_PERMISSION,
    errno.ENOENT: Trouble.NO_FOLDER,
    errno.ENOTDIR: Trouble.NO_FOLDER,
    errno.EEXIST: Trouble.EXISTS,
}
_SAFE = "测量继续，读数照常保存；已写入的原始数据不受影响。"


class LogFailed(KnownError):  # noqa: N818 - told, not thrown: the measuring goes on
    """The raw log ended before its session did.

    Attributes:
        trouble: why, by name.
    """

    def __init__(self, trouble: Trouble) -> None:
        what, way_out = _SENTENCES[trouble]
        super().__init__(what, way_out, _SAFE)
        self.trouble = trouble


@dataclass(frozen=True)
class Part:
    """One finished file: its SHA-256 (hex) over all bytes, its size, and whether it has its end record."""

    path: Path
    sha256: str
    size: int
    is_whole: bool


class RawLog:
    """A ByteLog that keeps everything, for the thread that owns the line. Never raises for the disk."""

    def __init__(
        self,
        stem: Path,
        header: Header,
        mono_ns: Callable[[], int],
        tell: Callable[[LogFailed], None],
        part_limit: int = PART_LIMIT,
        sync: Callable[[int], None] = os.fsync,
    ) -> None:
        """Take where the files go; nothing is written before the first byte passes.

        Args:
            stem: folder and name of the files, without number and ending.
            header: of the first part.
            mono_ns: the session's monotonic clock.
            tell: is told once when the log had to end early.
            part_limit: bytes after which the next part begins.
            sync: brings a file to the disk.
        """
        self._stem = stem
        self._header = header
        self._mono_ns = mono_ns
        self._tell = tell
        self._limit = part_limit
        self._sync = sync
        self._file: _File | None = None
        self._parts: list[Part] = []
        self._is_over = False

    @property
    def is_over(self) -> bool:
        """True once nothing more is kept: closed, or in trouble."""
        return self._is_over

    def __call__(self, direction: str, data: bytes) -> None:
        """Keep bytes that passed; "rx" or "tx"."""
        for start in range(0, len(data), RECORD_LIMIT):
            if self._is_over:
                return
            self._guarded(direction, data[start : start + RECORD_LIMIT])

    def close(self) -> tuple[Part, ...]:
        """Write the end and return the finished parts; none when nothing passed."""
        if self._file is not None:
            try:
                self._finish(self._file)
            except OSError as error:
                self._fail(error)
        self._is_over = True
        return tuple(self._parts)

    def _guarded(self, direction: str, data: bytes) -> None:
        try:
            self._keep(record(KINDS[direction], self._mono_ns(), data))
        except OSError as error:
            self._fail(error)

    def _keep(self, packed: bytes) -> None:
        if self._file is not None and self._file.size + len(packed) + END_SIZE > self._limit:
            self._finish(self._file)
        if self._file is None:
            self._file = self._begin()
        self._file.append(packed)

    def _begin(self) -> _File:
        number = len(self._parts) + 1
        previous = self._parts[-1].sha256 if self._parts else None
        about = {**asdict(self._header), "part": number, "previous": previous}
        path = self._stem.with_name(f"{self._stem.name}.{number:04d}{SUFFIX}")
        return _File(path, head({"format": FORMAT, **about}), self._sync)

    def _finish(self, file: _File) -> None:
        file.append(record(END, self._mono_ns(), bytes.fromhex(file.sha256)))
        self._file = None
        self._parts.append(file.close(is_whole=True))

    def _fail(self, error: OSError) -> None:
        self._is_over = True
        if self._file is not None:
            self._parts.append(self._file.close(is_whole=False))
            self._file = None
        self._tell(LogFailed(_TROUBLES.get(error.errno or 0, Trouble.IO_ERROR)))


class _File:
    """A file that grows by whole records: what is written in part is taken back."""

    def __init__(self, path: Path, first: bytes, sync: Callable[[int], None]) -> None:
        self._path = path
        self._sync = sync
        self._hash = hashlib.sha256()
        self.size = 0
        self._number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _sync_folder(path.parent, sync)
            self.append(first)
        except OSError:
            os.close(self._number)
            path.unlink(missing_ok=True)
            raise

    @property
    def sha256(self) -> str:
        """Of everything so far, in hex."""
        return self._hash.hexdigest()

    def append(self, data: bytes) -> None:
        """Write all of it and bring it to the disk, or leave the file as it was."""
        try:
            self._write(data)
            self._sync(self._number)
        except OSError:
            self._take_back()
            raise
        self._hash.update(data)
        self.size += len(data)

    def close(self, *, is_whole: bool) -> Part:
        """Let the file go."""
        os.close(self._number)
        return Part(self._path, self.sha256, self.size, is_whole)

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._number, left) :]

    def _take_back(self) -> None:
        os.ftruncate(self._number, self.size)
        os.lseek(self._number, self.size, os.SEEK_SET)


def _sync_folder(folder: Path, sync: Callable[[int], None]) -> None:
    """Bring the new name to the disk too; Windows keeps names by itself and opens no folder."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        sync(number)
    finally:
        os.close(number)
