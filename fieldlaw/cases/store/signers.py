"""The list of trusted pack signers: a small readable file of the profile, signed with the profile's own key.

So a file that somebody else put there, or changed, is not taken for the list.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.ledger.sealing import sign, verifies
from fieldlaw.cases.records.signer import Signer
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fieldlaw.cases.ledger.sealing import DeviceKeys

FILE = "signers.json"
_NAMES = {field.name for field in fields(Signer)}
_BOUND = b"fieldlaw/signers/v1\n"
_KEY_BYTES = 32


class DamagedSignersError(KnownError):
    """The list cannot be believed; nothing is written over it, and no pack counts as signed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "信任名册读不出来，文件损坏或被改动过。",
            f"把 {path} 移到别处，再重新加入签名人。",
            "规则包和案件都在；名册恢复前不计算金额。",
        )


class SignersNotKeptError(KnownError):
    """The disk did not take the list."""

    def __init__(self) -> None:
        super().__init__("信任名册没有存成：磁盘写不进去。", "腾出空间或检查磁盘后再试。", "原来的名册还在。")


def _bytes(rows: Any) -> bytes:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _BOUND + text.encode("utf-8")


def _signer(row: Any) -> Signer:
    if not isinstance(row, dict) or set(row) != _NAMES:
        raise ValueError("fields")
    if not all(isinstance(value, str) for value in row.values()):
        raise TypeError("values")
    made = Signer(**row)
    if len(made.raw) != _KEY_BYTES or made.raw.hex() != made.key:
        raise ValueError("key")
    return made


def _parsed(text: str, author: bytes) -> tuple[Signer, ...]:
    held = json.loads(text)
    if held["version"] != 1 or set(held) != {"version", "signers", "signature"}:
        raise ValueError("form")
    if not verifies(author, bytes.fromhex(held["signature"]), _bytes(held["signers"])):
        raise ValueError("signature")
    rows = tuple(_signer(row) for row in held["signers"])
    if len({row.key for row in rows}) != len(rows) or len({row.name for row in rows}) != len(rows):
        raise ValueError("twice")
    return rows


def read_signers(folder: Path, keys: DeviceKeys) -> tuple[Signer, ...]:
    """Read the list of a profile folder; empty when there is none yet.

    Raises:
        DamagedSignersError: the file is not what this profile wrote.
    """
    path = folder / FILE
    try:
        return _parsed(path.read_text(encoding="utf-8"), keys.author)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedSignersError(path) from error


def write_signers(folder: Path, signers: Iterable[Signer], keys: DeviceKeys) -> None:
    """Write the list.

    Raises:
        SignersNotKeptError: no room, or no right; the old list stands.
    """
    rows = [asdict(one) for one in signers]
    signature = sign(keys.signing, _bytes(rows)).hex()
    held = {"version": 1, "signers": rows, "signature": signature}
    try:
        write_durable(folder / FILE, json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8"))
    except OSError as error:
        raise SignersNotKeptError from error
