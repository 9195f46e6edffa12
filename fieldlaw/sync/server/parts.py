"""Parts on the centre's disk: named by their hash, durable before they are acknowledged, never changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldlaw.cases.store.durable import sync_folder, write_durable
from fieldlaw.sync.messages import MAX_PART

if TYPE_CHECKING:
    from collections.abc import AsyncIterable
    from pathlib import Path


class MismatchError(ValueError):
    """The bytes are not what their name says; no trace of them is left."""


class TooLargeError(ValueError):
    """More bytes than a part may have; no trace of them is left."""


class Parts:
    """The folder of parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*/*.tmp"):
            left.unlink(missing_ok=True)

    def path(self, part: str) -> Path:
        """Where a part lies."""
        return self._folder / part[:2] / part

    def has(self, part: str) -> bool:
        """True when the part is on disk."""
        return self.path(part).exists()

    @staticmethod
    async def receive(part: str, chunks: AsyncIterable[bytes]) -> bytes:
        """Collect a part while hashing it (a part fits into memory).

        Raises:
            TooLargeError: it does not end in time.
            MismatchError: it is another part.
        """
        data, seen = bytearray(), hashlib.sha256()
        async for chunk in chunks:
            data += chunk
            seen.update(chunk)
            if len(data) > MAX_PART:
                raise TooLargeError
        if seen.hexdigest() != part:
            raise MismatchError
        return bytes(data)

    def put(self, part: str, data: bytes) -> bool:
        """Make checked bytes durable; False when a good copy was here already."""
        if self.get(part) is not None:
            return False
        folder = self.path(part).parent
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            sync_folder(self._folder)
        write_durable(self.path(part), data)
        return True

    def get(self, part: str) -> bytes | None:
        """The bytes of a part; None when absent or changed on disk."""
        path = self.path(part)
        data = path.read_bytes() if path.exists() else b""
        return data if hashlib.sha256(data).hexdigest() == part else None

    def count(self) -> tuple[int, int]:
        """How many parts are on disk, and their bytes."""
        sizes = [path.stat().st_size for path in self._folder.glob("??/*") if path.suffix != ".tmp"]
        return len(sizes), sum(sizes)
