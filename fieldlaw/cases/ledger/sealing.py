"""Sealing and signatures, suite 1: Ed25519, SHA-256, AES-256-GCM, HKDF-SHA256, HPKE X25519 (RFC 9180).

The suite id stands in every envelope and is signed, so that another suite can join later.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = 1
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE = bytes(12)  # every derived key seals exactly one message


class CannotOpenError(ValueError):
    """The key does not open these bytes: wrong key, wrong place, or changed bytes."""


@dataclass(frozen=True)
class DeviceKeys:
    """A device's two private keys, 32 raw bytes each: for signing and for receiving case keys."""

    signing: bytes
    receiving: bytes

    @property
    def author(self) -> bytes:
        """The public signing key: the author's name in the ledger."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()

    @property
    def recipient(self) -> bytes:
        """The public receiving key, to which case keys are wrapped."""
        return X25519PrivateKey.from_private_bytes(self.receiving).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Ed25519 signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verifies(author: bytes, signature: bytes, message: bytes) -> bool:
    """True when `signature` is the author's over `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(author).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def derive(key: bytes, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256."""
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def commit(case_key: bytes, salt: bytes, plain: bytes) -> bytes:
    """A keyed commitment to the plain bytes: the server cannot guess short answers from it."""
    return hmac.digest(derive(case_key, salt, b"fieldlaw/commit/v1"), plain, "sha256")


def seal(case_key: bytes, salt: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM under a key used once; `bound` is authenticated with it."""
    return AESGCM(derive(case_key, salt, b"fieldlaw/event/v1")).encrypt(_NONCE, plain, bound)


def unseal(case_key: bytes, salt: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Undo `seal`.

    Raises:
        CannotOpenError: another key, other bound bytes, or changed bytes.
    """
    try:
        return AESGCM(derive(case_key, salt, b"fieldlaw/event/v1")).decrypt(_NONCE, sealed, bound)
    except InvalidTag as error:
        raise CannotOpenError("event") from error


def seal_part(blob_key: bytes, index: int, plain: bytes, bound: bytes) -> bytes:
    """Seal part `index` of a blob; the nonce is the counter, the key belongs to this blob alone."""
    return AESGCM(blob_key).encrypt(index.to_bytes(12, "big"), plain, bound)


def unseal_part(blob_key: bytes, index: int, sealed: bytes, bound: bytes) -> bytes:
    """Undo `seal_part`.

    Raises:
        CannotOpenError: wrong blob, wrong place, or changed bytes.
    """
    try:
        return AESGCM(blob_key).decrypt(index.to_bytes(12, "big"), sealed, bound)
    except InvalidTag as error:
        raise CannotOpenError("part") from error


def _wrap_info(case: str, epoch: int, recipient: bytes) -> bytes:
    return f"fieldlaw/ck/v1|{SUITE}|{case}|{epoch}|{recipient.hex()}".encode()


def wrap(case_key: bytes, case: str, epoch: int, recipient: bytes) -> bytes:
    """HPKE-wrap a case key to one recipient; case, epoch and recipient are bound into it."""
    public = X25519PublicKey.from_public_bytes(recipient)
    return bytes(_HPKE.encrypt(case_key, public, _wrap_info(case, epoch, recipient)))


def unwrap(wrapped: bytes, case: str, epoch: int, keys: DeviceKeys) -> bytes:
    """Undo `wrap` with the recipient's private key.

    Raises:
        CannotOpenError: wrapped for somebody else, for another case, or changed.
    """
    private = X25519PrivateKey.from_private_bytes(keys.receiving)
    try:
        return bytes(_HPKE.decrypt(wrapped, private, _wrap_info(case, epoch, keys.recipient)))
    except (InvalidTag, ValueError) as error:
        raise CannotOpenError("case key") from error
