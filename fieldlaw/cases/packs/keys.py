"""Reads the key files of those who sign packs: private keys (PEM or hex) and the list of trusted keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path


class KeyFileError(KnownError):
    """A key file cannot be used."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"密钥文件 {file} 不能用：{why}。",
            "私钥应是 Ed25519 的 PEM 或 64 个十六进制字符；信任名单每行一把公钥和姓名。",
        )


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """Read an Ed25519 private key, PEM (PKCS 8, without passphrase) or 64 hex digits.

    Raises:
        KeyFileError: no such key in the file.
    """
    text = _text(path).strip()
    try:
        if not text.startswith("-----BEGIN"):
            return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
        key = load_pem_private_key(text.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(path.name, "读不懂，或者有口令") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(path.name, "不是 Ed25519 私钥")
    return key


def read_trusted(path: Path) -> dict[bytes, str]:
    """Read the list of trusted keys: a line each, 64 hex digits and a name; # begins a remark.

    Raises:
        KeyFileError: a line is not a key with a name; names the line.
    """
    found: dict[bytes, str] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        stated = line.partition("#")[0].split(maxsplit=1)
        if not stated:
            continue
        key = _public(stated[0])
        if key is None or len(stated) < 2:
            raise KeyFileError(path.name, f"第 {number} 行不是公钥和姓名")
        found[key] = stated[1].strip()
    return found


def _public(text: str) -> bytes | None:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return None
    return key if len(key) == 32 else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise KeyFileError(path.name, error.strerror or "读不出") from error
    except UnicodeDecodeError as error:
        raise KeyFileError(path.name, "不是文字文件") from error
