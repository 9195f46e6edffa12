"""Ed25519 over the SHA-256 of a pack: who issued it, and that nothing changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from fieldlaw.cases.packs.compile import build, canonical, digest
from fieldlaw.cases.packs.records import Pack, PackHeader, SignatureError

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class SignedPack:
    """A compiled pack with its signature and the raw public key of its signer.

    Attributes:
        signer: as what and under which name it was signed; both empty when only the content was signed.
    """

    header: PackHeader
    content: bytes
    signature: bytes
    public_key: bytes
    signer: tuple[str, str] = ("", "")


def sign(pack: Pack, key: Ed25519PrivateKey, signer: tuple[str, str] = ("", "")) -> SignedPack:
    """Sign the hash of a pack, together with the signer's role and name where given."""
    data = canonical(pack.content)
    signature = key.sign(_signed_bytes(data, signer))
    return SignedPack(pack.header, data, signature, key.public_key().public_bytes_raw(), signer)


def _signed_bytes(content: bytes, signer: tuple[str, str]) -> bytes:
    role, name = signer
    return digest(content) + (canonical({"role": role, "name": name}) if role else b"")


def verify(signed: SignedPack, trusted: Collection[bytes]) -> Pack:
    """Check a signed pack and open it.

    Args:
        signed: the pack as received.
        trusted: raw public keys of the issuers that this machine trusts.

    Returns:
        The pack that was signed.

    Raises:
        SignatureError: a stranger's key, a changed content or a changed header.
    """
    name = signed.header.id
    if signed.public_key not in trusted:
        raise SignatureError(name, "签名人不在本机信任名单内")
    try:
        key = Ed25519PublicKey.from_public_bytes(signed.public_key)
        key.verify(signed.signature, _signed_bytes(signed.content, signed.signer))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError(name, "内容与签名不符") from error
    pack = build(json.loads(signed.content))
    if pack.header != signed.header:
        raise SignatureError(name, "包头与内容不符")
    return pack
