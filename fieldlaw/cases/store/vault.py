"""The vault: one random database key, wrapped in slots. Any slot opens; none is ever wiped on failure.

Slot P: a passphrase through Argon2id (RFC 9106). Slot K: a key in the system's key ring (see `ring`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldlaw.cases.store.durable import write_durable
from fieldlaw.cases.store.folder import SLOT_FILES
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Kdf:
    """Argon2id parameters; a slot below the floor is refused (a downgrade would go unnoticed)."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4


FLOOR = Kdf(19 * 1024, 2, 1)


class WrongPassphraseError(KnownError):
    """The passphrase opens no slot."""

    def __init__(self) -> None:
        super().__init__("口令不对。", "看看大写锁定和全角。", "数据没有动。")


class SlotsDamagedError(KnownError):
    """Neither copy of the slot file can be read."""

    def __init__(self) -> None:
        super().__init__("密钥槽文件损坏。", "用备份里的密钥槽文件恢复，或交信息员。", "数据文件没有动。")


class ProfileExistsError(KnownError):
    """There is a profile already; nothing is created over it."""

    def __init__(self) -> None:
        super().__init__("这里已有一份数据。", "直接解锁，或另选一个文件夹。", "原有数据没有动。")


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _stretch(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(passphrase.encode())


def passphrase_slot(key: bytes, passphrase: str, fresh: bytes, kdf: Kdf) -> dict[str, Any]:
    """Wrap the database key under a passphrase; `fresh` is 28 random bytes (salt, nonce)."""
    salt, nonce = fresh[:16], fresh[16:28]
    sealed = AESGCM(_stretch(passphrase, salt, kdf)).encrypt(nonce, key, b"fieldlaw/slot/P")
    numbers = [kdf.memory_kib, kdf.iterations, kdf.lanes]
    return {"slot": "P", "kdf": numbers, "salt": _b64(salt), "nonce": _b64(nonce), "sealed": _b64(sealed)}


def keyring_slot(key: bytes, kek: bytes, nonce: bytes, name: str) -> dict[str, Any]:
    """Wrap the database key under a key that the key ring holds under `name`."""
    sealed = AESGCM(kek).encrypt(nonce, key, b"fieldlaw/slot/K")
    return {"slot": "K", "name": name, "nonce": _b64(nonce), "sealed": _b64(sealed)}


def write_slots(folder: Path, slots: list[dict[str, Any]]) -> None:
    """Write both copies of the slot file, each durably, one after the other."""
    body = json.dumps(slots, sort_keys=True)
    text = json.dumps({"sha256": hashlib.sha256(body.encode()).hexdigest(), "slots": slots}, sort_keys=True)
    for name in SLOT_FILES:
        write_durable(folder / name, text.encode())


def _read_copy(path: Path) -> list[dict[str, Any]] | None:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        slots: list[dict[str, Any]] = held["slots"]
        body = json.dumps(slots, sort_keys=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return slots if hashlib.sha256(body.encode()).hexdigest() == held.get("sha256") else None


def read_slots(folder: Path) -> list[dict[str, Any]]:
    """Read the slots from the first copy that is whole.

    Raises:
        SlotsDamagedError: neither copy is.
    """
    for name in SLOT_FILES:
        slots = _read_copy(folder / name)
        if slots is not None:
            return slots
    raise SlotsDamagedError


def add_slot(folder: Path, slot: dict[str, Any]) -> None:
    """Add a slot; another of the same kind is replaced.

    Raises:
        SlotsDamagedError: neither copy of the slots can be read; nothing is written.
    """
    others = [held for held in read_slots(folder) if held["slot"] != slot["slot"]]
    write_slots(folder, [*others, slot])


def open_slot(slot: dict[str, Any], kek: bytes) -> bytes | None:
    """The database key out of a slot, or None when `kek` (32 bytes) does not open it."""
    bound = f"fieldlaw/slot/{slot['slot']}".encode()
    try:
        return AESGCM(kek).decrypt(base64.b64decode(slot["nonce"]), base64.b64decode(slot["sealed"]), bound)
    except InvalidTag:
        return None


def unlock_with_passphrase(folder: Path, passphrase: str) -> bytes:
    """Return the database key.

    Raises:
        WrongPassphraseError: no passphrase slot opens.
        SlotsDamagedError: no slot file is whole, or a slot is weaker than the floor.
    """
    for slot in read_slots(folder):
        if slot["slot"] != "P":
            continue
        kdf = Kdf(*slot["kdf"])
        if kdf.memory_kib < FLOOR.memory_kib or kdf.iterations < FLOOR.iterations:
            raise SlotsDamagedError
        key = open_slot(slot, _stretch(passphrase, base64.b64decode(slot["salt"]), kdf))
        if key is not None:
            return key
    raise WrongPassphraseError
