"""The centre's tables: envelopes numbered per case. Holds nothing that it could read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver
from sqlalchemy.dialects.sqlite import insert

from fieldlaw.cases.store.engine import OLDEST_SQLITE
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldlaw.cases.ledger.event import Envelope

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)
_META = sa.MetaData()

CASE = sa.Table(
    "case",
    _META,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("head", sa.Integer, nullable=False),
)
EVENT = sa.Table(
    "event",
    _META,
    sa.Column("case", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("author", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
)


class OldSqliteError(KnownError):
    """The SQLite library can lose committed writes."""


def check_library(version: tuple[int, ...] = driver.sqlite_version_info) -> None:
    """Refuse an SQLite before 3.51.3.

    Raises:
        OldSqliteError: too old.
    """
    if version < OLDEST_SQLITE:
        raise OldSqliteError("中心没有启动：数据库组件版本过旧。", "升级后再启动。", "已存的数据没有动。")


def _connect(path: Path) -> Any:
    connection = driver.connect(str(path), check_same_thread=False, timeout=10)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Database:
    """The centre's database; every method is one transaction."""

    def __init__(self, path: Path) -> None:
        check_library()
        self._engine = sa.create_engine(
            "sqlite+pysqlite://",
            module=driver,
            creator=lambda: _connect(path),
            poolclass=sa.pool.QueuePool,
            hide_parameters=True,
        )
        _META.create_all(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def keep(self, case: str, envelopes: Sequence[Envelope], at: str) -> str:
        """Number and keep events, all or none; return when the last of them was first kept."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            times = [self._one(connection, case, envelope, at) for envelope in envelopes]
            connection.commit()
        return max(times, default="")

    @staticmethod
    def _one(connection: sa.Connection, case: str, envelope: Envelope, at: str) -> str:
        known = connection.scalar(sa.select(EVENT.c.at).where(EVENT.c.id == envelope.id))
        if known is not None:
            return str(known)
        first = insert(CASE).values(id=case, head=0).on_conflict_do_nothing()
        connection.execute(first)
        counted = sa.update(CASE).where(CASE.c.id == case).values(head=CASE.c.head + 1)
        number = connection.scalar(counted.returning(CASE.c.head))
        row = {"case": case, "number": number, "id": envelope.id, "author": envelope.author}
        kept = insert(EVENT).values(**row, at=at, raw=envelope.raw)
        connection.execute(kept.on_conflict_do_nothing(index_elements=["id"]))
        return at

    def cases(self) -> dict[str, int]:
        """The last number of every case."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(CASE).order_by(CASE.c.id)).all()
        return {r.id: r.head for r in rows}

    def page(self, case: str, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Numbers and bytes of the events above `after`, in order."""
        asked = sa.select(EVENT.c.number, EVENT.c.raw).where(EVENT.c.case == case, EVENT.c.number > after)
        with self._engine.connect() as connection:
            rows = connection.execute(asked.order_by(EVENT.c.number).limit(limit)).all()
        return [(r.number, r.raw) for r in rows]

    def ids(self, case: str) -> list[bytes]:
        """The ids of all events of a case."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(EVENT.c.id).where(EVENT.c.case == case)))

    def count(self) -> tuple[int, int]:
        """How many cases and events are kept."""
        with self._engine.connect() as connection:
            asked = (sa.select(sa.func.count()).select_from(table) for table in (CASE, EVENT))
            cases, events = (connection.scalar(one) or 0 for one in asked)
        return cases, events
