"""Who is asking: a device proves its key on the centre's nonce and gets a token for some minutes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fieldlaw.cases.ledger import sealing
from fieldlaw.sync.messages import session_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 600
_MOST = 10_000


class Sessions:
    """Open nonces and tokens, in memory: after a restart every device simply proves its key again."""

    def __init__(self, server: bytes, monotonic: Callable[[], float]) -> None:
        self._server = server
        self._monotonic = monotonic
        self._nonces: dict[bytes, float] = {}
        self._tokens: dict[str, tuple[bytes, float]] = {}

    def challenge(self) -> bytes:
        """A fresh nonce."""
        now = self._monotonic()
        self._nonces = {n: end for n, end in self._nonces.items() if end > now}
        while len(self._nonces) >= _MOST:
            self._nonces.pop(next(iter(self._nonces)))
        nonce = os.urandom(32)
        self._nonces[nonce] = now + SECONDS
        return nonce

    def open(self, author: bytes, nonce: bytes, signature: bytes) -> str | None:
        """A token, or None when the proof does not hold; a nonce serves once."""
        now = self._monotonic()
        if self._nonces.pop(nonce, now) <= now:
            return None
        if not sealing.verifies(author, signature, session_bytes(self._server, nonce)):
            return None
        self._tokens = {t: kept for t, kept in self._tokens.items() if kept[1] > now}
        token = os.urandom(32).hex()
        self._tokens[token] = (author, now + SECONDS)
        return token

    def author(self, token: str) -> bytes | None:
        """Whose token this is; None when unknown or out of date."""
        author, end = self._tokens.get(token, (None, 0.0))
        return author if end > self._monotonic() else None
