"""Canonical bytes: one value, one encoding (RFC 8949 §4.2, deterministic CBOR)."""

from __future__ import annotations

import hashlib
from typing import Any

import cbor2

PAD = 256


class DamagedBytesError(ValueError):
    """The bytes are not the canonical encoding of anything."""


def encode(value: Any) -> bytes:
    """Return the canonical CBOR of a value built of maps, lists, text, bytes, integers, booleans."""
    return bytes(cbor2.dumps(value, canonical=True))


def decode(data: bytes) -> Any:
    """Return the value of canonical CBOR.

    Raises:
        DamagedBytesError: not CBOR, trailing bytes, or not in canonical form.
    """
    try:
        value = cbor2.loads(data)
        again = encode(value)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise DamagedBytesError(str(error)) from error
    if again != data:
        raise DamagedBytesError("not canonical")
    return value


def digest(data: bytes) -> bytes:
    """SHA-256, 32 bytes."""
    return hashlib.sha256(data).digest()


def pad(data: bytes) -> bytes:
    """Length (4 bytes, big-endian), data, zeros up to a multiple of 256: hides the size of an answer."""
    framed = len(data).to_bytes(4, "big") + data
    return framed + bytes(-len(framed) % PAD)


def unpad(data: bytes) -> bytes:
    """Undo `pad`.

    Raises:
        DamagedBytesError: the frame does not hold what its length says.
    """
    inner = data[4 : 4 + int.from_bytes(data[:4], "big")]
    if pad(inner) != data:
        raise DamagedBytesError("padding")
    return inner
