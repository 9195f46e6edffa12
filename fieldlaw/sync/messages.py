"""What travels between a profile and the centre: frozen records in canonical CBOR, version 1."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from fieldlaw.cases.ledger import canonical
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
MEDIA = "application/cbor"
MAX_EVENTS = 200
MAX_EVENT_BYTES = 1024 * 1024
MAX_BODY = 2 * MAX_EVENT_BYTES
MAX_PARTS = 2000
MAX_PART = 1024 * 1024 + 64
_CASE = re.compile(r"[0-9A-Za-z_-]{1,64}")
_PART = re.compile(r"[0-9a-f]{64}")
_TYPES: dict[str, type] = {"str": str, "bytes": bytes, "int": int, "bool": bool}


class DamagedMessage(KnownError):  # noqa: N818 - the name that the plan gives it
    """What arrived is not what was sent, or not of this protocol; nothing of it was used."""

    def __init__(self, why: str = "") -> None:
        super().__init__(
            "中心传来的内容不完整或不对。", "会自动再试；一直这样就交信息员。", "内容都在本机，没有变化。"
        )
        self.why = why


def case_name(text: str) -> str:
    """Return a case id that is safe in a path and in an address.

    Raises:
        DamagedMessage: it is not.
    """
    if not _CASE.fullmatch(text):
        raise DamagedMessage("case")
    return text


def part_name(text: str) -> str:
    """Return a part id: 64 lower-case hex digits.

    Raises:
        DamagedMessage: it is not.
    """
    if not _PART.fullmatch(text):
        raise DamagedMessage("part")
    return text


def _fits(value: Any, kind: str) -> bool:
    if kind.startswith("tuple["):
        inner = kind.removeprefix("tuple[").removesuffix(", ...]")
        return isinstance(value, list) and all(_fits(one, inner) for one in value)
    return type(value) is _TYPES[kind]


@dataclass(frozen=True)
class Message:
    """Base of all messages: a map of its fields, its name and the version."""

    def encode(self) -> bytes:
        """The canonical bytes."""
        body = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in body.items()}
        return canonical.encode({"v": VERSION, "m": type(self).__name__, "b": plain})

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read the bytes of exactly this message.

        Raises:
            DamagedMessage: something else.
        """
        try:
            outer = canonical.decode(data)
            body: Mapping[str, Any] = outer["b"]
            named = (outer["v"], outer["m"], set(body))
        except (canonical.DamagedBytesError, KeyError, TypeError) as error:
            raise DamagedMessage(str(error)) from error
        kinds = {f.name: str(f.type) for f in fields(cls)}
        if named != (VERSION, cls.__name__, set(kinds)):
            raise DamagedMessage(f"not a {cls.__name__}")
        if wrong := [k for k, kind in kinds.items() if not _fits(body[k], kind)]:
            raise DamagedMessage(f"{cls.__name__}: {wrong[0]}")
        return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in body.items()})


@dataclass(frozen=True)
class Hello(Message):
    """A device asks for a nonce, or (nonce and signature filled) for a token."""

    author: bytes
    nonce: bytes = b""
    signature: bytes = b""


@dataclass(frozen=True)
class Challenge(Message):
    """The server's nonce."""

    nonce: bytes


@dataclass(frozen=True)
class Session(Message):
    """A token, valid for some seconds."""

    token: str
    seconds: int


@dataclass(frozen=True)
class Refusal(Message):
    """Why the centre did not do it, in plain Chinese."""

    what: str
    way_out: str


@dataclass(frozen=True)
class Push(Message):
    """The exact bytes of events, and the parts that the sender still waits for."""

    events: tuple[bytes, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PushReply(Message):
    """One status for each event in order (`kept` or `refused`) and a receipt for those kept."""

    statuses: tuple[str, ...]
    receipt: bytes


@dataclass(frozen=True)
class Missing(Message):
    """The parts of a question: which of these does the centre lack."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class MissingReply(Message):
    """The parts that the centre lacks, and a receipt for the others."""

    parts: tuple[str, ...]
    receipt: bytes


@dataclass(frozen=True)
class CaseList(Message):
    """Cases that this device may fetch, and the last number of each."""

    cases: tuple[str, ...]
    heads: tuple[int, ...]

    def pairs(self) -> dict[str, int]:
        """The last number by case, names checked.

        Raises:
            DamagedMessage: a case id that is none, or lists of different length.
        """
        if len(self.cases) != len(self.heads):
            raise DamagedMessage("cases")
        return {case_name(c): h for c, h in zip(self.cases, self.heads, strict=True)}


@dataclass(frozen=True)
class Summary(Message):
    """How many events the centre has of a case, and the hash of their sorted ids."""

    events: int
    ids: bytes


@dataclass(frozen=True)
class PullPage(Message):
    """Events numbered above `after`, in order, with the page's own hash."""

    case: str
    after: int
    numbers: tuple[int, ...]
    events: tuple[bytes, ...]
    hash: bytes

    def check(self, case: str, after: int) -> None:
        """Raise unless this is the page asked for, whole and in order.

        Raises:
            DamagedMessage: it is not.
        """
        asked = (self.case, self.after) == (case, after)
        rising = list(self.numbers) == sorted({n for n in self.numbers if n > after})
        same = len(self.numbers) == len(self.events)
        if not (asked and rising and same and self.hash == page_hash(case, after, self.numbers, self.events)):
            raise DamagedMessage("page")


def page_hash(case: str, after: int, numbers: tuple[int, ...], events: tuple[bytes, ...]) -> bytes:
    """The hash that a page carries."""
    return canonical.digest(canonical.encode([case, after, list(numbers), list(events)]))


def set_hash(ids: list[bytes]) -> bytes:
    """The hash of a set of event ids."""
    return canonical.digest(b"".join(sorted(ids)))


def session_bytes(server: bytes, nonce: bytes) -> bytes:
    """What a device signs to prove its key: bound to one server and one nonce."""
    return canonical.encode(["fieldlaw/session/v1", server, nonce])
