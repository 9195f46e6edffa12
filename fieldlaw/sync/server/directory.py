"""The centre's own files: its signing key, and which devices it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.ledger import canonical
from fieldlaw.cases.ledger.sealing import DeviceKeys
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY_FILE = "server.key"
DEVICES_FILE = "devices.cbor"


class CentreExistsError(KnownError):
    """There is a centre in this folder already."""


def public_key(signing: bytes) -> bytes:
    """The public key that clients pin."""
    return DeviceKeys(signing, signing).author


def init(data_dir: Path, fresh: Callable[[int], bytes]) -> bytes:
    """Make the centre's signing key in a new folder and return its public key.

    Raises:
        CentreExistsError: there is a key already; it is not replaced.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    if (data_dir / KEY_FILE).exists():
        raise CentreExistsError("没有新建：这里已有一个中心。", "换一个空文件夹。", "原来的密钥没有动。")
    signing = fresh(32)
    write_durable(data_dir / KEY_FILE, signing)
    return public_key(signing)


def signing_key(data_dir: Path) -> bytes:
    """The centre's private signing key."""
    return (data_dir / KEY_FILE).read_bytes()


def devices(data_dir: Path) -> dict[bytes, str]:
    """The enrolled devices: public key and name."""
    path = data_dir / DEVICES_FILE
    return dict(canonical.decode(path.read_bytes())) if path.exists() else {}


def enrol(data_dir: Path, author: bytes, name: str) -> None:
    """Let a device in; a running centre notices at once."""
    known = {**devices(data_dir), author: name}
    write_durable(data_dir / DEVICES_FILE, canonical.encode(known))
