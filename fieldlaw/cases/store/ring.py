"""The system's key ring as a slot of the vault: real back ends only, off this thread, in bounded time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import keyring
import keyring.errors

from fieldlaw.cases.store.folder import holds_profile
from fieldlaw.cases.store.vault import add_slot, keyring_slot, open_slot, read_slots
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REAL_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
        "keyring.backends.kwallet",
    }
)
KEYRING_SECONDS = 5.0
_SERVICE = "fieldlaw"


class KeyringSilentError(KnownError):
    """The key ring is absent, locked, or does not answer."""

    def __init__(self) -> None:
        super().__init__("系统密钥环没有应答。", "改用口令解锁。", "数据没有动。")


def _with_time_out(ask: Callable[[], str | None], seconds: float) -> str | None:
    answers: list[str | None] = []

    def work() -> None:
        try:
            answers.append(ask())
        except (keyring.errors.KeyringError, RuntimeError, OSError):
            answers.append(None)

    thread = threading.Thread(target=work, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else None


def is_real(backend: Any) -> bool:
    """True for the back ends of an operating system; a plain-text or prompting one is refused."""
    return type(backend).__module__ in REAL_BACKENDS


def system_is_real() -> bool:
    """True when this machine has a key ring that may hold a slot."""
    return is_real(keyring.get_keyring())


def is_set_up(folder: Path) -> bool:
    """True when the profile has a slot that a key ring opens."""
    return holds_profile(folder) and any(slot["slot"] == "K" for slot in read_slots(folder))


def unlock(folder: Path, backend: Any | None = None, seconds: float = KEYRING_SECONDS) -> bytes:
    """Return the database key through the system's key ring.

    Raises:
        KeyringSilentError: no real key ring, no answer in time, or no slot that it opens.
    """
    ring = backend if backend is not None else keyring.get_keyring()
    if not is_real(ring):
        raise KeyringSilentError
    for slot in read_slots(folder):
        if slot["slot"] == "K":
            name = slot["name"]
            kek = _with_time_out(lambda: ring.get_password(_SERVICE, name), seconds)  # noqa: B023
            key = open_slot(slot, bytes.fromhex(kek)) if kek else None
            if key is not None:
                return key
    raise KeyringSilentError


def set_up(
    folder: Path,
    key: bytes,
    fresh: Callable[[int], bytes],
    backend: Any | None = None,
    seconds: float = KEYRING_SECONDS,
) -> None:
    """Put a fresh key into the key ring and add the slot that it opens.

    Args:
        folder: the profile.
        key: its database key.
        fresh: returns so many random bytes.
        backend: a key ring; the system's when None.
        seconds: how long the key ring may take.

    Raises:
        KeyringSilentError: no real key ring, or it did not keep the key; the slots are as before.
    """
    ring = backend if backend is not None else keyring.get_keyring()
    if not is_real(ring):
        raise KeyringSilentError
    kek, name = fresh(32), fresh(8).hex()

    def keep() -> str | None:
        ring.set_password(_SERVICE, name, kek.hex())
        return str(ring.get_password(_SERVICE, name))

    if _with_time_out(keep, seconds) != kek.hex():
        raise KeyringSilentError
    add_slot(folder, keyring_slot(key, kek, fresh(12), name))
