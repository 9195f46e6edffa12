"""The compiled pack as one file: its header, its signatures, its canonical bytes, a line each.

Every line is canonical JSON and is read strictly: a byte more, less or other is named with its line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.compile import build, canonical
from fieldlaw.cases.packs.parsing import shape_problems
from fieldlaw.cases.packs.places import located
from fieldlaw.cases.packs.records import Pack, PackError, PackHeader, Problem, SignatureError
from fieldlaw.cases.packs.sign import SignedPack, sign, verify
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAGIC = b"fieldlaw-pack 1"
SUFFIX = ".pack"
LARGEST = 64 * 1024 * 1024
ROLES = {"author": "编写人", "reviewer": "复核人"}
_SIGNATURE_KEYS = {"role", "name", "public_key", "signature"}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a pack as what; keys and signature as raw bytes (32 and 64)."""

    role: str
    name: str
    public_key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class PackFile:
    """A compiled pack and the signatures that came with it, not yet judged."""

    pack: Pack
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One signature looked at: whether it fits the content, and whose key it is on this machine.

    Attributes:
        trusted: the name that the list of trusted keys gives the key; None for a stranger.
    """

    signature: Signature
    fits: bool
    trusted: str | None

    @property
    def good(self) -> bool:
        """Whether a trusted person signed this content under their own name."""
        return self.fits and self.trusted == self.signature.name


class SigningError(KnownError):
    """A pack cannot be signed like this."""

    def __init__(self, pack_id: str, why: str) -> None:
        what = f"规则包 {pack_id} 没有签名：{why}。"
        super().__init__(what, "编写人和复核人须是两个人、两把密钥。", "文件未变。")


def header_json(header: PackHeader) -> dict[str, Any]:
    """A header as plain data."""
    first, last = header.in_force
    return {
        "id": header.id,
        "kind": header.kind,
        "jurisdiction": header.jurisdiction,
        "edition": header.edition,
        "in_force": [first.isoformat(), last.isoformat() if last else None],
        "status": header.status,
        "sha256": header.sha256,
    }


def write_bytes(file: PackFile) -> bytes:
    """The bytes of a pack file; the same pack gives the same bytes."""
    signatures = [
        {"role": s.role, "name": s.name, "public_key": s.public_key.hex(), "signature": s.signature.hex()}
        for s in file.signatures
    ]
    stated = (header_json(file.pack.header), signatures, file.pack.content)
    return b"".join(line + b"\n" for line in (MAGIC, *map(canonical, stated)))


def read_file(path: Path) -> PackFile:
    """Read a compiled pack.

    Raises:
        PackError: missing, damaged, not canonical, or its content breaks the schema; names file and line.
    """
    return read_bytes(slurp(path), path.name)


def slurp(path: Path) -> bytes:
    """The bytes of a file of bearable size."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise PackError((Problem(path.name, 0, f"文件读不出（{error.strerror}）"),)) from error
    if len(data) > LARGEST:
        raise PackError((Problem(path.name, 0, f"文件超过 {LARGEST // 1024**2} MB"),))
    return data


def read_bytes(data: bytes, file: str) -> PackFile:
    """Read a compiled pack from its bytes; see `read_file`."""
    lines = data.split(b"\n")
    if lines[0] != MAGIC:
        raise _damaged(file, 1, "不是编译后的规则包")
    if len(lines) != 5 or lines[4]:
        raise _damaged(file, len(lines), "文件不完整，或者末尾有多余内容")
    stated, listed, content = (_read_line(lines[n], file, n + 1) for n in (1, 2, 3))
    pack = reread(content, file)
    if stated != header_json(pack.header):
        raise _damaged(file, 2, "包头与内容不符")
    return PackFile(pack, _signatures(listed, file))


def reread(content: Any, file: str) -> Pack:
    """A pack from the plain content of one.

    Raises:
        PackError: it breaks the schema.
    """
    problems = shape_problems(located(content), file)
    if problems:
        raise PackError(problems)
    return build(content)


def _read_line(line: bytes, file: str, number: int) -> Any:
    try:
        value = json.loads(line.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
        if canonical(value) == line:
            return value
    except (ValueError, RecursionError) as error:
        raise _damaged(file, number, "读不懂，文件已损坏") from error
    raise _damaged(file, number, "不是规范写法，文件被改动过")


def _no_float(text: str) -> float:
    raise ValueError(text)


def _signatures(listed: Any, file: str) -> tuple[Signature, ...]:
    if not isinstance(listed, list):
        raise _damaged(file, 3, "签名应为列表")
    found = tuple(_signature(each, file) for each in listed)
    if len({each.role for each in found}) != len(found):
        raise _damaged(file, 3, "同一身份有两个签名")
    return found


def _signature(stated: Any, file: str) -> Signature:
    if not isinstance(stated, dict) or stated.keys() != _SIGNATURE_KEYS:
        raise _damaged(file, 3, "签名的写法不对")
    if not all(isinstance(value, str) for value in stated.values()) or stated["role"] not in ROLES:
        raise _damaged(file, 3, "签名的写法不对")
    key, signature = _hex(stated["public_key"], 32, file), _hex(stated["signature"], 64, file)
    return Signature(stated["role"], stated["name"], key, signature)


def _hex(text: str, size: int, file: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError as error:
        raise _damaged(file, 3, "签名不是十六进制") from error
    if len(data) != size or data.hex() != text:
        raise _damaged(file, 3, "签名长度不对")
    return data


def _damaged(file: str, line: int, text: str) -> PackError:
    return PackError((Problem(file, line, text, "damaged"),))


def sign_file(file: PackFile, key: Ed25519PrivateKey, role: str, name: str) -> PackFile:
    """Add a signature, or renew the one that the same key gave in the same role.

    Raises:
        SigningError: the role is taken by another key, or author and reviewer would be one person.
    """
    signed = sign(file.pack, key, (role, name))
    kept = tuple(s for s in file.signatures if (s.role, s.public_key) != (role, signed.public_key))
    for other in kept:
        if other.role == role:
            raise SigningError(file.pack.header.id, f"{ROLES[role]}已由 {other.name} 签名")
        if other.public_key == signed.public_key or other.name == name:
            raise SigningError(file.pack.header.id, f"{name} 或这把密钥已作为{ROLES[other.role]}签名")
    mine = Signature(role, name, signed.public_key, signed.signature)
    return replace(file, signatures=tuple(sorted((*kept, mine), key=lambda s: s.role)))


def judge(file: PackFile, trusted: Mapping[bytes, str]) -> tuple[Judgement, ...]:
    """Look at every signature of a pack.

    Args:
        file: the pack as read.
        trusted: name by raw public key.
    """
    return tuple(
        Judgement(each, _fits(file.pack, each), trusted.get(each.public_key)) for each in file.signatures
    )


def _fits(pack: Pack, each: Signature) -> bool:
    signer = (each.role, each.name)
    signed = SignedPack(pack.header, canonical(pack.content), each.signature, each.public_key, signer)
    try:
        verify(signed, {each.public_key})
    except SignatureError:
        return False
    return True
