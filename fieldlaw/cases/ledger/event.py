"""One event: written the moment it happens, chained, signed and sealed, and never changed.

`append` makes the exact bytes that are stored and sent; `open_event` turns bytes back into a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.ledger import canonical, kinds, sealing

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER = {
    "v", "suite", "case", "epoch", "author", "seq", "prev", "heads", "kind", "version", "salt",
    "commit", "ct",
}  # fmt: skip


class DamagedEventError(ValueError):
    """The bytes are no event, or not the one that was signed."""


@dataclass(frozen=True)
class Moment:
    """When something happened, as far as the device knew.

    Attributes:
        wall: ISO 8601 with offset.
        monotonic_ms: milliseconds since the device was started.
        boot: names the start that `monotonic_ms` counts from.
        offset_ms: the last trusted difference to the server's clock; None when never compared.
    """

    wall: str
    monotonic_ms: int
    boot: str
    offset_ms: int | None


@dataclass(frozen=True)
class Tip:
    """The end of one author's chain as last seen: sequence number and event id."""

    seq: int
    event: bytes


@dataclass(frozen=True)
class Draft:
    """What is to be written: the kind, its schema version and the body."""

    kind: str
    body: Mapping[str, Any]
    version: int = 1


@dataclass(frozen=True)
class Envelope:
    """The signed outside of an event: readable by the server, tells nothing of the content."""

    id: bytes
    raw: bytes
    case: str
    epoch: int
    author: bytes
    seq: int
    prev: bytes | None
    heads: Mapping[bytes, Tip]
    kind: str
    version: int
    salt: bytes
    commit: bytes
    ct: bytes

    @property
    def tip(self) -> Tip:
        """This event as the end of its author's chain."""
        return Tip(self.seq, self.id)


@dataclass(frozen=True)
class Event:
    """An opened event: the envelope, the moment, the body."""

    envelope: Envelope
    moment: Moment
    body: Mapping[str, Any]

    @property
    def id(self) -> bytes:
        """SHA-256 of the envelope's bytes."""
        return self.envelope.id

    @property
    def kind(self) -> str:
        """The kind of event."""
        return self.envelope.kind

    @property
    def known(self) -> bool:
        """True when this program knows what the event means."""
        return kinds.known(self.kind, self.envelope.version)


@dataclass(frozen=True)
class Place:
    """Where in which chain an event is to stand."""

    case: str
    epoch: int
    last: Tip | None
    heads: Mapping[bytes, Tip]


def _bound(header: Mapping[str, Any]) -> bytes:
    return canonical.encode({k: v for k, v in header.items() if k not in {"ct", "commit"}})


def _plain(draft: Draft, moment: Moment) -> bytes:
    when = [moment.wall, moment.monotonic_ms, moment.boot, moment.offset_ms]
    return canonical.pad(canonical.encode({"when": when, "body": dict(draft.body)}))


def append(
    draft: Draft,
    moment: Moment,
    place: Place,
    keys: sealing.DeviceKeys,
    secrets: tuple[bytes, bytes],
) -> Event:
    """Make, seal and sign the next event of an author's chain.

    Args:
        draft: kind and body, checked against the schema.
        moment: when it happened.
        place: the chain, its last event, and the last seen events of the other authors.
        keys: the device's private keys.
        secrets: the case key (32 bytes) and fresh randomness (16 bytes).

    Raises:
        UnfitBodyError: the body does not fit its kind.
    """
    kinds.check(draft.kind, draft.version, draft.body)
    case_key, salt = secrets
    header = _header(draft, place, keys.author, salt)
    plain = _plain(draft, moment)
    header["commit"] = sealing.commit(case_key, salt, plain)
    header["ct"] = plain if place.epoch == 0 else sealing.seal(case_key, salt, plain, _bound(header))
    signature = sealing.sign(keys.signing, canonical.encode(header))
    raw = canonical.encode({"e": header, "s": signature})
    return Event(_envelope(raw, header), moment, dict(draft.body))


def _header(draft: Draft, place: Place, author: bytes, salt: bytes) -> dict[str, Any]:
    if (place.epoch == 0) != (draft.kind in kinds.OPEN_KINDS):
        raise kinds.UnfitBodyError(f"{draft.kind}: epoch {place.epoch}")
    return {
        "v": 1,
        "suite": sealing.SUITE,
        "case": place.case,
        "epoch": place.epoch,
        "author": author,
        "seq": place.last.seq + 1 if place.last else 1,
        "prev": place.last.event if place.last else None,
        "heads": {a: [t.seq, t.event] for a, t in place.heads.items() if a != author},
        "kind": draft.kind,
        "version": draft.version,
        "salt": salt,
    }


def _envelope(raw: bytes, header: Mapping[str, Any]) -> Envelope:
    heads = {author: Tip(seq, event) for author, (seq, event) in header["heads"].items()}
    rest = {k: header[k] for k in _HEADER - {"v", "suite", "heads"}}
    return Envelope(id=canonical.digest(raw), raw=raw, heads=heads, **rest)


def read_envelope(raw: bytes) -> Envelope:
    """Read the outside of an event and check its signature.

    Raises:
        DamagedEventError: not an event, an unknown suite, or a signature that does not hold.
    """
    try:
        outer = canonical.decode(raw)
        header, signature = outer["e"], outer["s"]
        _shape(outer, header, signature)
        envelope = _envelope(raw, header)
    except (canonical.DamagedBytesError, KeyError, TypeError, ValueError) as error:
        raise DamagedEventError(str(error)) from error
    if not sealing.verifies(envelope.author, signature, canonical.encode(header)):
        raise DamagedEventError("signature")
    return envelope


_BYTES = {"author": 32, "salt": 16, "commit": 32}


def _shape(outer: Any, header: Any, signature: Any) -> None:
    if set(outer) != {"e", "s"} or set(header) != _HEADER or not isinstance(signature, bytes):
        raise ValueError("fields")
    if (header["v"], header["suite"]) != (1, sealing.SUITE):
        raise ValueError("suite")
    for field, size in _BYTES.items():
        if not isinstance(header[field], bytes) or len(header[field]) != size:
            raise ValueError(field)
    for field, kind in (
        ("case", str),
        ("kind", str),
        ("version", int),
        ("epoch", int),
        ("ct", bytes),
    ):
        if not isinstance(header[field], kind):
            raise TypeError(field)
    first = header["seq"] == 1 and header["prev"] is None
    later = isinstance(header["seq"], int) and header["seq"] > 1 and isinstance(header["prev"], bytes)
    if not (first or later):
        raise ValueError("seq")


def open_event(envelope: Envelope, case_key: bytes) -> Event:
    """Unseal the content of an event.

    Raises:
        CannotOpenError: wrong case key, or changed bytes.
        DamagedEventError: the content is not what the envelope commits to.
    """
    plain = envelope.ct
    if envelope.epoch:
        header = canonical.decode(envelope.raw)["e"]
        plain = sealing.unseal(case_key, envelope.salt, envelope.ct, _bound(header))
        if sealing.commit(case_key, envelope.salt, plain) != envelope.commit:
            raise DamagedEventError("commitment")
    return _content(envelope, plain)


def _content(envelope: Envelope, plain: bytes) -> Event:
    try:
        content = canonical.decode(canonical.unpad(plain))
        moment = Moment(*content["when"])
        body = content["body"]
        if kinds.known(envelope.kind, envelope.version):
            kinds.check(envelope.kind, envelope.version, body)
    except (canonical.DamagedBytesError, kinds.UnfitBodyError, KeyError, TypeError) as error:
        raise DamagedEventError(str(error)) from error
    return Event(envelope, moment, body)
