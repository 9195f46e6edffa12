"""Whose signature under a rule pack counts: the signers of this profile, and a pack held against them.

A pack is verified when an author and a reviewer, two people with two keys who both stand in the list under
the names that they signed with, have signed exactly its content. Half of that is nothing.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.files import MAGIC, ROLES, PackFile, Signature, judge
from fieldlaw.cases.packs.records import PackError, Problem
from fieldlaw.cases.records.signer import FINGERPRINT, Signer
from fieldlaw.cases.store.signers import read_signers, write_signers
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.files import Judgement

    Trusted = Mapping[bytes, str]

_SAFE = "名册没有变化。"
_KEY_DIGITS = 64
_LINES = 5


class UnfitSignerError(KnownError):
    """A signer cannot be entered like this."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what, way_out, _SAFE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A signer as a person fills them in; `told` is the end of the key as the signer read it out."""

    name: str
    role: str
    key: str
    told: str


def list_signers(desk: Desk) -> tuple[Signer, ...]:
    """All trusted signers, by name.

    Raises:
        DamagedSignersError: the list cannot be believed.
    """
    held = read_signers(desk.profile.folder, desk.profile.keys)
    return tuple(sorted(held, key=lambda one: one.name))


def trusted_by(signers: Iterable[Signer]) -> Trusted:
    """Name by raw public key."""
    return {one.raw: one.name for one in signers}


def add_signer(desk: Desk, entry: Entry) -> tuple[Signer, ...]:
    """Enter a signer, once the end of the key was typed as the signer read it out; return the list.

    Raises:
        UnfitSignerError: something is missing or wrong, or name or key stand in the list already.
        DamagedSignersError: the list cannot be believed; it is not written over.
        SignersNotKeptError: the disk did not take it.
    """
    new, held = _checked(desk, entry), list_signers(desk)
    for one in held:
        if one.key == new.key:
            raise UnfitSignerError(f"这把公钥已在名册里，是{one.name}的。", "不用再加；要改名先移出。")
        if one.name == new.name:
            raise UnfitSignerError(f"名册里已有{one.name}，是另一把公钥。", "换了密钥的，先移出旧的再加。")
    write_signers(desk.profile.folder, (*held, new), desk.profile.keys)
    return list_signers(desk)


def remove_signer(desk: Desk, key: str) -> tuple[Signer, ...]:
    """Take a signer off the list; packs stay on the disk, but count no longer. Return the list.

    Raises:
        DamagedSignersError: the list cannot be believed; it is not written over.
        SignersNotKeptError: the disk did not take it; the signer still counts.
    """
    left = tuple(one for one in list_signers(desk) if one.key != key)
    write_signers(desk.profile.folder, left, desk.profile.keys)
    return left


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _digits(text: str) -> str:
    return "".join(_plain(text).split()).lower()


def _checked(desk: Desk, entry: Entry) -> Signer:
    name, role = _plain(entry.name), _plain(entry.role)
    key, told = _digits(entry.key), _digits(entry.told)
    if not name or not role:
        raise UnfitSignerError("签名人还没有写全。", "写上姓名和职务，姓名要和签名里的一样。")
    if len(key) != _KEY_DIGITS or set(key) - set("0123456789abcdef"):
        raise UnfitSignerError("公钥不对。", "公钥是 64 个十六进制字符，向签名人要。")
    if told != key[-FINGERPRINT:]:
        raise UnfitSignerError(
            "公钥末八位和签名人报的对不上，没有加入。", "当面或打电话请签名人报末八位，不要从文件里抄。"
        )
    return Signer(key, name, role, desk.profile.person.name, desk.clock().wall)


# --- a pack held against the list


def doubt(judged: Iterable[Judgement]) -> str:
    """Why the signatures of a pack do not make it verified; empty when they do."""
    found = {one.signature.role: one for one in judged}
    for role, word in ROLES.items():
        if why := _doubt_of(found.get(role), word):
            return why
    one, other = (found[role].signature for role in ROLES)
    if one.public_key == other.public_key or one.name == other.name:
        return "编写人和复核人是同一人或同一把密钥"
    return ""


def _doubt_of(one: Judgement | None, word: str) -> str:
    if one is None:
        return f"没有{word}签名"
    who = f"{word} {one.signature.name}（公钥末八位 {one.signature.public_key.hex()[-FINGERPRINT:]}）"
    if not one.fits:
        return f"{who}的签名与内容不符"
    if one.trusted is None:
        return f"签名人不在名册里：{who}"
    return "" if one.good else f"{who}的公钥在名册里是{one.trusted}的"


def doubt_of_bytes(data: bytes, name: str, trusted: Trusted) -> str:
    """Why the bytes of a pack file are not verified; looks at signatures and hash alone, trusts nothing else.

    What a stranger wrote is so never checked along its schema, which a hostile pack could make endless.

    Raises:
        PackError: it is not a pack file, or cannot be read that far.
    """
    lines = data.split(b"\n", _LINES)
    if lines[0] != MAGIC:
        raise PackError((Problem(name, 1, "不是编译后的规则包", "damaged"),))
    try:
        _magic, _header, signatures, content, _end = lines
        pack = build(json.loads(content))
        held = tuple(_signature(each) for each in json.loads(signatures))
        return doubt(judge(PackFile(pack, held), trusted))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackError((Problem(name, 0, "读不懂，文件不完整或已损坏", "damaged"),)) from error


def _signature(row: Mapping[str, str]) -> Signature:
    key, signature = bytes.fromhex(row["public_key"]), bytes.fromhex(row["signature"])
    return Signature(str(row["role"]), str(row["name"]), key, signature)
