"""One transaction: events, their outbox rows and their projection, all or none; then the segment file.

Two threads may each be in a unit of work (an officer writes while a round runs): they take turns, each on a
connection of its own, and their segment frames never mix.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from fieldlaw.cases.ledger.event import read_envelope
from fieldlaw.cases.store import tables
from fieldlaw.cases.store.blobs import DiskFullError
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from types import TracebackType

    from fieldlaw.cases.ledger.event import Envelope
    from fieldlaw.cases.store.segments import Segments


class StoreError(KnownError):
    """The database refused a write; nothing of this step was kept."""

    def __init__(self) -> None:
        super().__init__(
            "没有存成：本机数据库写不进去。", "关掉占用它的程序再试，或交信息员。", "以前存下的都在。"
        )


@dataclass(frozen=True)
class CaseRow:
    """A line in the list of cases; rebuilt from events."""

    id: str
    number: str
    unit: str
    stage: str
    events: int


@dataclass(frozen=True)
class Pending:
    """An event that the centre has not acknowledged, with its exact bytes."""

    event: bytes
    raw: bytes


@dataclass(frozen=True)
class Waiting:
    """A part that the centre has not confirmed; `size` is 0 when it is to come from there."""

    part: str
    case: str
    size: int


@dataclass(frozen=True)
class Post:
    """What of a case has been sent.

    Attributes:
        unsent: events without a receipt, `size` their bytes.
        delivered: events with a receipt.
        receipt: the receipt of the newest of them, as the centre signed it; None without one.
    """

    case: str
    unsent: int
    size: int
    delivered: int
    receipt: bytes | None


def _translated(error: sa.exc.DBAPIError) -> KnownError:
    return DiskFullError() if "disk is full" in str(error.orig) else StoreError()


class UnitOfWork:
    """The one place that commits. Leaving it normally commits; an exception rolls back."""

    def __init__(self, database: sa.Engine, segments: Segments) -> None:
        self._database = database
        self._segments = segments
        self._added: dict[str, list[bytes]] = {}

    def __enter__(self) -> Self:
        """Begin."""
        self._connection = self._database.connect()
        try:
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        except sa.exc.DBAPIError as failure:
            self._connection.close()
            raise _translated(failure) from failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or roll back; then append to the segment files."""
        with self._connection:
            if kind is not None:
                self._connection.rollback()
                if isinstance(error, sa.exc.DBAPIError):
                    raise _translated(error) from error
                return
            try:
                self._connection.commit()
            except sa.exc.DBAPIError as failure:
                raise _translated(failure) from failure
        try:
            for case, raws in self._added.items():
                self._segments.append(case, raws)
        except OSError as failure:
            if failure.errno == errno.ENOSPC:
                raise DiskFullError from failure
            raise

    # --- events

    def add(self, envelope: Envelope, *, send: bool, segment: bool = True) -> bool:
        """Keep an event; with `send` also its outbox row. False when it was here already.

        Without `segment` it is not appended to the segment file, where it comes from.
        """
        known = sa.select(tables.EVENT.c.place).where(tables.EVENT.c.id == envelope.id)
        if self._connection.execute(known).first():
            return False
        row = {"id": envelope.id, "case": envelope.case, "author": envelope.author, "seq": envelope.seq}
        self._connection.execute(sa.insert(tables.EVENT).values(**row, raw=envelope.raw))
        if send:
            self._connection.execute(sa.insert(tables.OUTBOX).values(event=envelope.id, raw=envelope.raw))
        if segment:
            self._added.setdefault(envelope.case, []).append(envelope.raw)
        return True

    def raws(self, case: str) -> list[bytes]:
        """The exact bytes of all events of a case, in order of arrival."""
        asked = (
            sa.select(tables.EVENT.c.raw).where(tables.EVENT.c.case == case).order_by(tables.EVENT.c.place)
        )
        return list(self._connection.scalars(asked))

    def arrivals(self, case: str, start: int = 0) -> list[tuple[int, bytes]]:
        """Place and exact bytes of the events that arrived at `start` or later, in order of arrival."""
        asked = (
            sa.select(tables.EVENT.c.place, tables.EVENT.c.raw)
            .where((tables.EVENT.c.case == case) & (tables.EVENT.c.place >= start))
            .order_by(tables.EVENT.c.place)
        )
        return [(row.place, row.raw) for row in self._connection.execute(asked)]

    def envelopes(self, case: str) -> list[Envelope]:
        """The events of a case, signatures checked."""
        return [read_envelope(raw) for raw in self.raws(case)]

    def known_cases(self) -> list[str]:
        """The ids of all cases of which there is an event."""
        return list(self._connection.scalars(sa.select(tables.EVENT.c.case).distinct()))

    def event_counts(self) -> dict[str, int]:
        """How many events there are of each case."""
        asked = sa.select(tables.EVENT.c.case, sa.func.count()).group_by(tables.EVENT.c.case)
        return {row[0]: row[1] for row in self._connection.execute(asked)}

    def last_of(self, author: bytes) -> list[bytes]:
        """The exact bytes of the last event that an author wrote in each case."""
        last = sa.select(sa.func.max(tables.EVENT.c.place)).where(tables.EVENT.c.author == author)
        places = last.group_by(tables.EVENT.c.case)
        return list(
            self._connection.scalars(sa.select(tables.EVENT.c.raw).where(tables.EVENT.c.place.in_(places)))
        )

    # --- keys

    def keep_key(self, case: str, epoch: int, key: bytes) -> None:
        """Keep a case key."""
        self._connection.execute(sa.insert(tables.CASE_KEY).values(case=case, epoch=epoch, key=key))

    def keys(self, case: str) -> dict[int, bytes]:
        """The case keys that this profile has, by epoch."""
        rows = self._connection.execute(sa.select(tables.CASE_KEY).where(tables.CASE_KEY.c.case == case))
        return {r.epoch: r.key for r in rows}

    # --- outbox and parts

    def pending(self, case: str | None = None) -> list[Pending]:
        """Events without a receipt, oldest first."""
        asked = sa.select(tables.OUTBOX).join(tables.EVENT).where(tables.OUTBOX.c.receipt.is_(None))
        if case is not None:
            asked = asked.where(tables.EVENT.c.case == case)
        rows = self._connection.execute(asked.order_by(tables.EVENT.c.place))
        return [Pending(r.event, r.raw) for r in rows]

    def acknowledge(self, event: bytes, receipt: bytes) -> None:
        """Note the centre's signed receipt for an event."""
        done = sa.update(tables.OUTBOX).where(tables.OUTBOX.c.event == event).values(receipt=receipt)
        self._connection.execute(done)

    def add_part(self, part: str, case: str, size: int, *, durable: bool = False) -> None:
        """Note a blob part that is on disk already; `durable`: the centre has it too."""
        known = sa.select(tables.PART.c.id).where(tables.PART.c.id == part)
        if not self._connection.execute(known).first():
            row = {"id": part, "case": case, "size": size, "durable": durable}
            self._connection.execute(sa.insert(tables.PART).values(**row))

    def parts(self, case: str, *, durable: bool) -> list[str]:
        """The parts of a case that the centre has, or has not, confirmed."""
        where = (tables.PART.c.case == case) & (tables.PART.c.durable == durable)
        return list(self._connection.scalars(sa.select(tables.PART.c.id).where(where)))

    def confirm_part(self, part: str) -> None:
        """Note that the centre has a part durably."""
        self._connection.execute(sa.update(tables.PART).where(tables.PART.c.id == part).values(durable=True))

    def posts(self) -> list[Post]:
        """What has been sent of each case that something was written in."""
        open_ = tables.OUTBOX.c.receipt.is_(None)
        size = sa.func.sum(sa.case((open_, sa.func.length(tables.OUTBOX.c.raw)), else_=0))
        last = sa.func.max(sa.case((~open_, tables.EVENT.c.place)))
        counts = (
            sa.select(
                tables.EVENT.c.case,
                sa.func.sum(sa.case((open_, 1), else_=0)).label("unsent"),
                size.label("size"),
                sa.func.count(tables.OUTBOX.c.receipt).label("delivered"),
                last.label("last"),
            )
            .select_from(tables.OUTBOX.join(tables.EVENT))
            .group_by(tables.EVENT.c.case)
            .subquery()
        )
        newest = sa.select(tables.EVENT.c.place, tables.OUTBOX.c.receipt).join_from(
            tables.EVENT, tables.OUTBOX
        )
        receipts = newest.subquery()
        asked = sa.select(counts, receipts.c.receipt).outerjoin(receipts, receipts.c.place == counts.c.last)
        rows = self._connection.execute(asked)
        return [Post(r.case, r.unsent, r.size, r.delivered, r.receipt) for r in rows]

    def waiting_parts(self) -> list[Waiting]:
        """The parts that the centre has not confirmed, of all cases."""
        rows = self._connection.execute(sa.select(tables.PART).where(~tables.PART.c.durable))
        return [Waiting(r.id, r.case, r.size) for r in rows]

    # --- projections

    def project(self, row: CaseRow) -> None:
        """Write the list line of a case anew."""
        self._connection.execute(sa.delete(tables.CASE).where(tables.CASE.c.id == row.id))
        self._connection.execute(sa.insert(tables.CASE).values(**vars(row)))

    def cases(self) -> list[CaseRow]:
        """The list of cases."""
        rows = self._connection.execute(sa.select(tables.CASE).order_by(tables.CASE.c.number))
        return [CaseRow(r.id, r.number, r.unit, r.stage, r.events) for r in rows]

    def cursor(self, case: str) -> int:
        """How far this case has been pulled."""
        asked = sa.select(tables.CURSOR.c.after).where(tables.CURSOR.c.case == case)
        return self._connection.scalar(asked) or 0

    def move_cursor(self, case: str, after: int) -> None:
        """Remember how far this case has been pulled."""
        self._connection.execute(sa.delete(tables.CURSOR).where(tables.CURSOR.c.case == case))
        self._connection.execute(sa.insert(tables.CURSOR).values(case=case, after=after))
