"""Signed receipts: the only thing that counts as the centre's word. A status code never does."""

from __future__ import annotations

from dataclasses import dataclass

from fieldlaw.cases.ledger import canonical, sealing
from fieldlaw.errors import KnownError

_FIELDS = {"kind": str, "server": bytes, "case": str, "events": list, "at": str, "complete": bool}


class RefusedReceiptError(KnownError):
    """The receipt is not signed by the pinned centre, or not for what was sent."""

    def __init__(self) -> None:
        super().__init__(
            "收到的回执不是本单位中心签的，没有采用。",
            "核对中心地址和指纹，或交信息员。",
            "内容都在本机，没有变化。",
        )


@dataclass(frozen=True)
class Receipt:
    """What the centre signed for.

    Attributes:
        kind: `events` or `parts`.
        server: the centre's public key.
        case: the case; empty for parts.
        events: the ids of events, or of parts.
        at: the centre's clock when the last of them was kept.
        complete: every part that the sender named is durable too.
    """

    kind: str
    server: bytes
    case: str
    events: tuple[bytes, ...]
    at: str
    complete: bool


def _body(receipt: Receipt) -> dict[str, object]:
    return {**vars(receipt), "events": list(receipt.events)}


def _signed(body: dict[str, object]) -> bytes:
    return canonical.encode(["fieldlaw/receipt/v1", body])


def issue(receipt: Receipt, signing: bytes) -> bytes:
    """Sign a receipt; the same receipt always gives the same bytes."""
    body = _body(receipt)
    return canonical.encode({"r": body, "s": sealing.sign(signing, _signed(body))})


def verify(data: bytes, server: bytes) -> Receipt:
    """Read a receipt and check it against the pinned key.

    Raises:
        RefusedReceiptError: damaged, or signed by somebody else.
    """
    try:
        outer = canonical.decode(data)
        body, signature = outer["r"], outer["s"]
        whole = set(body) == set(_FIELDS) and all(isinstance(body[k], t) for k, t in _FIELDS.items())
    except (canonical.DamagedBytesError, KeyError, TypeError) as error:
        raise RefusedReceiptError from error
    if not whole or not isinstance(signature, bytes) or body["server"] != server:
        raise RefusedReceiptError
    if not sealing.verifies(server, signature, _signed(body)):
        raise RefusedReceiptError
    return Receipt(**{**body, "events": tuple(body["events"])})
