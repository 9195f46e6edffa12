"""Opening the encrypted database: checks first, and never a new file over an old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path

OLDEST_SQLITE = (3, 51, 3)  # before it a checkpoint race can lose committed writes (WAL-reset bug)
_PLAIN_HEADER = b"SQLite format 3\x00"
_PRAGMAS = (
    "cipher_log_level=NONE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "wal_autocheckpoint=200",
    "busy_timeout=10000",
)


class CannotOpenDatabaseError(KnownError):
    """The database is there and does not open. Nothing is created in its place."""


def _refuse(why: str) -> CannotOpenDatabaseError:
    return CannotOpenDatabaseError(
        f"本机数据打不开：{why}。", "用另一个密钥槽再试，或用备份恢复，或交信息员。", "原来的文件没有动。"
    )


def check_library(version: tuple[int, ...] = driver.sqlite_version_info) -> None:
    """Refuse an SQLite that can lose committed writes.

    Raises:
        CannotOpenDatabaseError: older than 3.51.3.
    """
    if version < OLDEST_SQLITE:
        raise _refuse("数据库组件版本过旧")


def _connect(path: Path, key: bytes) -> Any:
    connection = driver.connect(str(path), check_same_thread=False, timeout=10)
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        connection.close()
        raise _refuse("加密组件缺失")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _check_file(path: Path) -> None:
    if not path.exists():
        raise _refuse("数据文件不在")
    with path.open("rb") as file:
        if file.read(16) == _PLAIN_HEADER:
            raise _refuse("数据文件没有加密")


def create(path: Path, key: bytes) -> sa.Engine:
    """Make the database of a new profile.

    Raises:
        CannotOpenDatabaseError: there is a file already.
    """
    check_library()
    if path.exists():
        raise _refuse("这里已有数据文件")
    path.touch(mode=0o600)
    return _engine(path, key)


def open_existing(path: Path, key: bytes) -> sa.Engine:
    """Open the database of a profile with its raw 32-byte key.

    Raises:
        CannotOpenDatabaseError: absent, unencrypted, damaged, or another key.
    """
    check_library()
    _check_file(path)
    engine = _engine(path, key)
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT count(*) FROM sqlite_master"))
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise _refuse("密钥不对，或文件已损坏") from error
    return engine


def _engine(path: Path, key: bytes) -> sa.Engine:
    return sa.create_engine(
        "sqlite+pysqlite://",
        module=driver,
        creator=lambda: _connect(path, key),
        poolclass=sa.pool.QueuePool,
        hide_parameters=True,
    )
