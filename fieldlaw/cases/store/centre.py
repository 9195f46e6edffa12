"""Which centre this profile belongs to: its address and its public key, in a file of the profile's folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path

CENTRE_FILE = "centre.json"
KEY_BYTES = 32


@dataclass(frozen=True)
class Centre:
    """The bureau's central server.

    Attributes:
        url: where it answers.
        key: its Ed25519 public key, 32 bytes; receipts are checked against it.
    """

    url: str
    key: bytes


class NoCentreError(KnownError):
    """No centre has been entered."""

    def __init__(self, path: Path) -> None:
        super().__init__("还没有登记中心。", f"在 {path} 里写明 url 和 server_key。", "内容都在本机。")


class DamagedCentreError(KnownError):
    """The file cannot be used."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} 读不懂。", "应有 url 和 server_key 两项，后者是 64 个十六进制字符。", "内容都在本机。"
        )


def read_centre(folder: Path) -> Centre:
    """Return the centre of a profile.

    Raises:
        NoCentreError: none was entered.
        DamagedCentreError: the file is not what it should be.
    """
    path = folder / CENTRE_FILE
    if not path.exists():
        raise NoCentreError(path)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        centre = Centre(str(held["url"]), bytes.fromhex(str(held["server_key"])))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedCentreError(path) from error
    if len(centre.key) != KEY_BYTES or not centre.url.startswith(("http://", "https://")):
        raise DamagedCentreError(path)
    return centre


def write_centre(folder: Path, centre: Centre) -> None:
    """Enter a centre, durably."""
    text = json.dumps({"url": centre.url, "server_key": centre.key.hex()})
    write_durable(folder / CENTRE_FILE, text.encode())
