"""Somebody whose signature under a rule pack counts on this machine."""

from __future__ import annotations

from dataclasses import dataclass

FINGERPRINT = 8


@dataclass(frozen=True, slots=True)
class Signer:
    """A person and their public key.

    Attributes:
        key: the Ed25519 public key, 64 hex digits.
        name: as it stands in the signatures.
        role: their office in the bureau, in words.
        by: who entered them.
        at: when, ISO 8601.
    """

    key: str
    name: str
    role: str
    by: str
    at: str

    @property
    def fingerprint(self) -> str:
        """The last hex digits of the key, by which two people make sure that they mean the same one."""
        return self.key[-FINGERPRINT:]

    @property
    def raw(self) -> bytes:
        """The key as 32 bytes."""
        return bytes.fromhex(self.key)
