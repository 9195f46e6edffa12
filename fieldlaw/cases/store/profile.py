"""An open profile: the database, the blobs, the segments, and who is at the keyboard."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fieldlaw.cases.ledger.sealing import DeviceKeys
from fieldlaw.cases.store import engine, schema, tables, vault
from fieldlaw.cases.store.blobs import BlobStore
from fieldlaw.cases.store.folder import DATABASE_FILE, holds_profile
from fieldlaw.cases.store.segments import Segments
from fieldlaw.cases.store.unit_of_work import UnitOfWork

_LOG = logging.getLogger(__name__)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Person:
    """Who works with this profile, and in which role."""

    name: str
    role: str


@dataclass(frozen=True)
class Peer:
    """Another device of the bureau, from the signed directory."""

    author: bytes
    recipient: bytes
    name: str
    role: str


class Profile:
    """One person's data on one machine. Close it to drop the keys."""

    def __init__(self, folder: Path, database: sa.Engine) -> None:
        self.folder = folder
        self.blobs = BlobStore(folder / "blobs")
        self.segments = Segments(folder / "segments")
        self._database = database
        self._closed = False
        with database.connect() as connection:
            row = connection.execute(sa.select(tables.IDENTITY)).one()
        self.person = Person(row.name, row.role)
        self.keys = DeviceKeys(row.signing, row.receiving)
        self.blobs.sweep()

    def work(self) -> UnitOfWork:
        """Open a unit of work: everything in it happens, or nothing."""
        return UnitOfWork(self._database, self.segments)

    def close(self) -> None:
        """Write the log into the database file and let go of it; closing twice does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            with self._database.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except sa.exc.DBAPIError:
            # A full or failing disk: the log stays beside the database and is read at the next opening.
            _LOG.warning("checkpoint at closing failed", exc_info=True)
        finally:
            self._database.dispose()

    def know(self, peer: Peer) -> None:
        """Enter a device of the bureau's directory."""
        with self._database.begin() as connection:
            row = {
                "author": peer.author,
                "recipient": peer.recipient,
                "name": peer.name,
                "role": peer.role,
            }
            connection.execute(sa.delete(tables.PEER).where(tables.PEER.c.author == peer.author))
            connection.execute(sa.insert(tables.PEER).values(**row))

    def peers(self) -> tuple[Peer, ...]:
        """All devices known."""
        with self._database.connect() as connection:
            rows = connection.execute(sa.select(tables.PEER).order_by(tables.PEER.c.name)).all()
        return tuple(Peer(r.author, r.recipient, r.name, r.role) for r in rows)


def create(
    folder: Path,
    person: Person,
    passphrase: str,
    fresh: Callable[[int], bytes],
    kdf: vault.Kdf | None = None,
) -> Profile:
    """Make a new profile with fresh keys and a passphrase slot.

    Args:
        folder: an empty or absent folder.
        person: whose profile it is.
        passphrase: opens slot P.
        fresh: returns so many random bytes (`os.urandom`).
        kdf: Argon2id parameters.

    Raises:
        ProfileExistsError: something is there already.
    """
    if holds_profile(folder):
        raise vault.ProfileExistsError
    folder.mkdir(parents=True, exist_ok=True)
    key = fresh(32)
    database = engine.create(folder / DATABASE_FILE, key)
    schema.upgrade(database)
    row = {"name": person.name, "role": person.role, "signing": fresh(32), "receiving": fresh(32)}
    with database.begin() as connection:
        connection.execute(sa.insert(tables.IDENTITY).values(**row))
    vault.write_slots(folder, [vault.passphrase_slot(key, passphrase, fresh(28), kdf or vault.Kdf())])
    return Profile(folder, database)


def open_with_key(folder: Path, key: bytes) -> Profile:
    """Open a profile with the database key that a slot gave.

    Raises:
        CannotOpenDatabaseError: it does not open; nothing is created.
    """
    database = engine.open_existing(folder / DATABASE_FILE, key)
    schema.upgrade(database)
    return Profile(folder, database)


def unlock(folder: Path, passphrase: str) -> Profile:
    """Open a profile with a passphrase (see the vault for the errors)."""
    return open_with_key(folder, vault.unlock_with_passphrase(folder, passphrase))
