"""The one door to the network: a session with the centre. Every failure of the line is a ServerAwayError."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx2

from fieldlaw.cases.ledger import canonical, sealing
from fieldlaw.errors import BugError, KnownError
from fieldlaw.sync import messages as m
from fieldlaw.sync.receipts import Receipt, RefusedReceiptError, verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from fieldlaw.cases.ledger.sealing import DeviceKeys

_MOST_REPLY = 4 * m.MAX_EVENT_BYTES
_SAFE = "内容都在本机，没有变化。"


class ServerAwayError(KnownError):
    """The centre cannot be reached, or broke off; trying again later is right."""

    retryable = True

    def __init__(self) -> None:
        super().__init__("连不上中心。", "检查网络后会自动再试。", _SAFE)


class ServerRefusedError(KnownError):
    """The centre was reached and said no, in its own words."""

    def __init__(self, status: int, said: m.Refusal) -> None:
        super().__init__(said.what, said.way_out, _SAFE)
        self.status = status


class StoppedError(KnownError):
    """The round was stopped by this side; what the centre had signed for stays so."""

    def __init__(self) -> None:
        super().__init__("这次发送停下了。", "会自动再试，也可以现在再发。", "已送达的算数，其余都在本机。")


class Stop:
    """Ends a round from another thread, without waiting for a slow line."""

    def __init__(self) -> None:
        self._said: Future[tuple[int, bytes]] = Future()

    def say(self) -> None:
        """Whoever waits for the line stops waiting."""
        if not self._said.done():
            self._said.set_result((0, b""))

    def check(self) -> None:
        """Raise once it has been said.

        Raises:
            StoppedError: it has.
        """
        if self._said.done():
            raise StoppedError

    def first(self, answer: Future[tuple[int, bytes]]) -> tuple[int, bytes]:
        """The answer, if it comes before the stop.

        Raises:
            StoppedError: it does not.
        """
        wait((answer, self._said), return_when=FIRST_COMPLETED)
        self.check()
        return answer.result()


def is_address(text: str) -> bool:
    """True when a centre could answer there: http or https, and a host."""
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        return False


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a connection, and for the next bytes."""

    connect: float = 10.0
    read: float = 30.0


class Client:
    """A device's line to one centre, whose public key is pinned. Use in a `with`.

    With a `stop` each request runs in a thread of its own; when the stop is said it is left behind, since
    neither looking up a name nor connecting can be broken off. It touches nothing but its socket.
    """

    def __init__(
        self,
        url: str,
        keys: DeviceKeys,
        server_key: bytes,
        timeouts: Timeouts | None = None,
        stop: Stop | None = None,
    ) -> None:
        waits = timeouts or Timeouts()
        self._stop = stop
        self._keys = keys
        self._server_key = server_key
        self._token = ""
        self._http = httpx2.Client(
            base_url=url,
            timeout=httpx2.Timeout(waits.read, connect=waits.connect),
            headers={"accept-encoding": "identity", "content-type": m.MEDIA},
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Nothing is sent yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the connections."""
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    # --- the line

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        if self._stop is None:
            return self._exchange(method, path, body)
        self._stop.check()
        answer: Future[tuple[int, bytes]] = Future()

        def run() -> None:
            try:
                answer.set_result(self._exchange(method, path, body))
            except KnownError as error:
                answer.set_exception(error)
            finally:
                if not answer.done():  # the fault itself goes to the hook for threads
                    answer.set_exception(BugError("line"))

        threading.Thread(target=run, name="line", daemon=True).start()
        return self._stop.first(answer)

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        data = bytearray()
        headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            with self._http.stream(method, path, content=body, headers=headers) as reply:
                for chunk in reply.iter_raw():
                    data += chunk
                    if len(data) > _MOST_REPLY:
                        raise m.DamagedMessage("too long")
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            raise ServerAwayError from error
        return reply.status_code, bytes(data)

    @staticmethod
    def _checked(status: int, data: bytes) -> bytes:
        if status in {200, 201}:
            return data
        try:
            said = m.Refusal.decode(data)
        except m.DamagedMessage as error:
            raise ServerAwayError from error  # a gateway's page, not the centre
        raise ServerRefusedError(status, said)

    def _call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        if not self._token:
            self.session()
        status, data = self._send(method, path, body)
        if status == 401:
            self.session()
            status, data = self._send(method, path, body)
        return self._checked(status, data)

    # --- the calls

    def session(self) -> None:
        """Prove the device's key on the centre's nonce.

        Raises:
            ServerAwayError: no line.
            ServerRefusedError: the centre does not know this device.
        """
        self._token = ""
        hello = m.Hello(self._keys.author).encode()
        nonce = m.Challenge.decode(self._checked(*self._send("POST", "/v1/session", hello))).nonce
        proof = sealing.sign(self._keys.signing, m.session_bytes(self._server_key, nonce))
        answer = m.Hello(self._keys.author, nonce, proof).encode()
        self._token = m.Session.decode(self._checked(*self._send("POST", "/v1/session", answer))).token

    def push_events(self, case: str, raws: Sequence[bytes], parts: Sequence[str]) -> tuple[Receipt, bytes]:
        """Send events; return the verified receipt and its bytes.

        Raises:
            RefusedReceiptError: the receipt is not the pinned centre's, or for something else.
        """
        body = m.Push(tuple(raws), tuple(parts)).encode()
        reply = m.PushReply.decode(self._call("POST", f"/v1/cases/{m.case_name(case)}/events", body))
        receipt = verify(reply.receipt, self._server_key)
        sent = {canonical.digest(raw) for raw in raws}
        if (receipt.kind, receipt.case) != ("events", case) or not sent.issuperset(receipt.events):
            raise RefusedReceiptError
        return receipt, reply.receipt

    def missing(self, parts: Sequence[str]) -> tuple[list[str], list[str]]:
        """Split parts into those that the centre lacks and those that it has signed for."""
        reply = m.MissingReply.decode(
            self._call("POST", "/v1/blobs/missing", m.Missing(tuple(parts)).encode())
        )
        held = self._parts_of(reply.receipt)
        return [p for p in parts if p not in held], [p for p in parts if p in held]

    def _parts_of(self, data: bytes) -> set[str]:
        receipt = verify(data, self._server_key)
        if receipt.kind != "parts":
            raise RefusedReceiptError
        return {part.hex() for part in receipt.events}

    def put_part(self, part: str, sealed: bytes) -> None:
        """Send a part; returns only when the centre has signed that it is durable."""
        if part not in self._parts_of(self._call("PUT", f"/v1/blobs/{m.part_name(part)}", sealed)):
            raise RefusedReceiptError

    def get_part(self, part: str) -> bytes | None:
        """Fetch a part, checked against its name; None when the centre does not have it.

        Raises:
            DamagedMessage: other bytes than the name says.
        """
        try:
            data = self._call("GET", f"/v1/blobs/{m.part_name(part)}")
        except ServerRefusedError as error:
            if error.status == 404:
                return None
            raise
        if canonical.digest(data).hex() != part:
            raise m.DamagedMessage("part")
        return data

    def time(self) -> datetime:
        """The centre's clock, from a receipt that it signs now.

        Raises:
            RefusedReceiptError: not signed by the pinned centre.
            DamagedMessage: no time in it.
        """
        reply = m.MissingReply.decode(self._call("POST", "/v1/blobs/missing", m.Missing(()).encode()))
        said = verify(reply.receipt, self._server_key).at
        try:
            return datetime.fromisoformat(said).astimezone()
        except ValueError as error:
            raise m.DamagedMessage("time") from error

    def cases(self) -> dict[str, int]:
        """The cases that this device may fetch, and the last number of each."""
        return m.CaseList.decode(self._call("GET", "/v1/cases")).pairs()

    def pull(self, case: str, after: int, limit: int = m.MAX_EVENTS) -> m.PullPage:
        """One page of a case, whole and in order."""
        path = f"/v1/cases/{m.case_name(case)}/events?after={after}&limit={limit}"
        page = m.PullPage.decode(self._call("GET", path))
        page.check(case, after)
        return page

    def summary(self, case: str) -> m.Summary:
        """Count and set hash of a case at the centre."""
        return m.Summary.decode(self._call("GET", f"/v1/cases/{m.case_name(case)}/summary"))
