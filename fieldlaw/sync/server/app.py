"""The centre's HTTP interface: every body is canonical CBOR, every refusal is said in plain words."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fieldlaw.cases.ledger.event import DamagedEventError, Envelope, read_envelope
from fieldlaw.sync import messages as m
from fieldlaw.sync.receipts import Receipt, issue
from fieldlaw.sync.server import directory
from fieldlaw.sync.server.database import Database
from fieldlaw.sync.server.parts import MismatchError, Parts, TooLargeError
from fieldlaw.sync.server.sessions import SECONDS, Sessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from starlette.requests import Request

_P = ParamSpec("_P")
_T = TypeVar("_T")
_THREADS = 8
_ASK = "请联系信息员。"


class RefusedError(Exception):
    """A request that the centre does not serve: status and plain words."""

    def __init__(self, status: int, what: str, way_out: str = _ASK) -> None:
        super().__init__(what)
        self.status = status
        self.message = m.Refusal(what, way_out)


def _reply(message: m.Message, status: int = 200) -> Response:
    return Response(message.encode(), status, media_type=m.MEDIA)


async def _refused(_: Request, error: Exception) -> Response:
    if isinstance(error, RefusedError):
        return _reply(error.message, error.status)
    return _reply(m.Refusal("中心看不懂这个请求。", "升级程序后再试。"), 400)


async def _disk(_: Request, error: Exception) -> Response:
    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    if full or (isinstance(error, sa.exc.DBAPIError) and "disk is full" in str(error.orig)):
        return _reply(m.Refusal("中心的磁盘满了，没有收下。", _ASK), 507)
    raise error


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > m.MAX_BODY:
            raise RefusedError(413, "一次送得太多，中心没有收。")
    return bytes(data)


def _read(raw: bytes) -> Envelope | None:
    try:
        return read_envelope(raw)
    except DamagedEventError:
        return None


def _fitting(rows: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    sizes = itertools.accumulate(len(raw) for _, raw in rows)
    return [row for row, size in zip(rows, sizes, strict=True) if size <= m.MAX_EVENT_BYTES]


class Centre:
    """The endpoints over one data folder."""

    def __init__(
        self, data_dir: Path, signing_key: bytes, clock: Callable[[], str], monotonic: Callable[[], float]
    ) -> None:
        self._data_dir = data_dir
        self._signing = signing_key
        self._clock = clock
        self._server = directory.public_key(signing_key)
        self._sessions = Sessions(self._server, monotonic)
        self._database = Database(data_dir / "centre.db")
        self._parts = Parts(data_dir / "parts")
        self._threads = ThreadPoolExecutor(_THREADS, "centre")

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Let the disk work end, then let go of the database."""
        try:
            yield
        finally:
            self._threads.shutdown()
            self._database.close()

    async def _aside(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do disk work in a thread, so that other requests go on."""
        call = functools.partial(work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    # --- who asks

    async def session(self, request: Request) -> Response:
        """Give a nonce; then a token for a proof on it."""
        hello = m.Hello.decode(await _body(request))
        if not hello.nonce:
            return _reply(m.Challenge(self._sessions.challenge()))
        token = self._sessions.open(hello.author, hello.nonce, hello.signature)
        if token is None:
            raise RefusedError(401, "中心没有认出这台设备的签名。", "再试一次；不行就联系信息员。")
        self._enrolled(hello.author)
        return _reply(m.Session(token, SECONDS))

    def _enrolled(self, author: bytes) -> None:
        if author not in directory.devices(self._data_dir):
            raise RefusedError(403, "中心还不认识这台设备。", "请信息员登记这台设备后再试。")

    def _admit(self, request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        author = self._sessions.author(token)
        if author is None:
            raise RefusedError(401, "登录已过期。", "会自动再试。")
        self._enrolled(author)

    def _case(self, request: Request) -> str:
        self._admit(request)
        return m.case_name(request.path_params["case"])

    def _part(self, request: Request) -> str:
        self._admit(request)
        return m.part_name(request.path_params["part"])

    # --- events

    async def push(self, request: Request) -> Response:
        """Keep events; say of each whether it is kept, and sign for those."""
        case = self._case(request)
        push = m.Push.decode(await _body(request))
        if len(push.events) > m.MAX_EVENTS or len(push.parts) > m.MAX_PARTS:
            raise RefusedError(413, "一次送得太多，中心没有收。")
        if sum(map(len, push.events)) > m.MAX_EVENT_BYTES:
            raise RefusedError(413, "一次送得太多，中心没有收。")
        return _reply(await self._aside(self._keep, case, push))

    def _keep(self, case: str, push: m.Push) -> m.PushReply:
        known = directory.devices(self._data_dir)
        read = [_read(raw) for raw in push.events]
        good = [e if e and e.case == case and e.author in known else None for e in read]
        kept = [e for e in good if e]
        at = self._database.keep(case, kept, self._clock())
        complete = all(self._held(m.part_name(p)) for p in push.parts)
        receipt = self._sign("events", case, [e.id for e in kept], at, complete=complete)
        return m.PushReply(tuple("kept" if e else "refused" for e in good), receipt)

    def _held(self, part: str) -> bool:
        return self._parts.get(part) is not None

    def _sign(self, kind: str, case: str, ids: Sequence[bytes], at: str, *, complete: bool) -> bytes:
        return issue(Receipt(kind, self._server, case, tuple(ids), at, complete), self._signing)

    async def cases(self, request: Request) -> Response:
        """The cases that this device may fetch: for now, all."""
        self._admit(request)
        heads = await self._aside(self._database.cases)
        return _reply(m.CaseList(tuple(heads), tuple(heads.values())))

    async def pull(self, request: Request) -> Response:
        """One page of a case, at most as many bytes as a push may have."""
        case = self._case(request)
        try:
            after = int(request.query_params.get("after", "0"))
            limit = min(max(int(request.query_params.get("limit", "200")), 1), m.MAX_EVENTS)
        except ValueError as error:
            raise m.DamagedMessage("query") from error
        rows = _fitting(await self._aside(self._database.page, case, after, limit))
        numbers, raws = tuple(n for n, _ in rows), tuple(raw for _, raw in rows)
        return _reply(m.PullPage(case, after, numbers, raws, m.page_hash(case, after, numbers, raws)))

    async def summary(self, request: Request) -> Response:
        """Count and set hash of a case."""
        ids = await self._aside(self._database.ids, self._case(request))
        return _reply(m.Summary(len(ids), m.set_hash(ids)))

    # --- parts

    async def missing(self, request: Request) -> Response:
        """Which parts the centre lacks; a signature for those that it holds whole."""
        self._admit(request)
        asked = [m.part_name(p) for p in m.Missing.decode(await _body(request)).parts]
        if len(asked) > m.MAX_PARTS:
            raise RefusedError(413, "一次问得太多。")
        return _reply(await self._aside(self._lacking, asked))

    def _lacking(self, asked: list[str]) -> m.MissingReply:
        lacking = [p for p in asked if not self._held(p)]
        held = [bytes.fromhex(p) for p in asked if p not in set(lacking)]
        receipt = self._sign("parts", "", held, self._clock(), complete=not lacking)
        return m.MissingReply(tuple(lacking), receipt)

    async def put_part(self, request: Request) -> Response:
        """Keep a part if it is what its name says."""
        part = self._part(request)
        try:
            data = await self._parts.receive(part, request.stream())
        except TooLargeError as error:
            raise RefusedError(413, "这一段太大，中心没有收。") from error
        except MismatchError as error:
            raise RefusedError(422, "这一段传坏了，中心没有收。", "会自动再试。") from error
        new = await self._aside(self._parts.put, part, data)
        receipt = self._sign("parts", "", [bytes.fromhex(part)], self._clock(), complete=True)
        return Response(receipt, 201 if new else 200, media_type=m.MEDIA)

    async def get_part(self, request: Request) -> Response:
        """The bytes of a part, checked before they leave."""
        data = await self._aside(self._parts.get, self._part(request))
        if data is None:
            raise RefusedError(404, "中心没有这一段，或它坏了。")
        return Response(data, media_type="application/octet-stream")

    # --- is it alive

    async def health(self, _: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok")

    async def ready(self, _: Request) -> Response:
        """The database answers too."""
        await self._aside(self._database.cases)
        return PlainTextResponse("ready")

    async def metrics(self, _: Request) -> Response:
        """What is kept, in the text format that Prometheus reads; nothing of any content."""
        cases, events = await self._aside(self._database.count)
        parts, size = await self._aside(self._parts.count)
        held = {"cases": cases, "events": events, "parts": parts, "part_bytes": size}
        lines = [f"# TYPE fieldlaw_{name} gauge\nfieldlaw_{name} {value}\n" for name, value in held.items()]
        return PlainTextResponse("".join(lines))

    def routes(self) -> list[Route]:
        """The table of addresses."""
        return [
            Route("/healthz", self.health),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
            Route("/v1/session", self.session, methods=["POST"]),
            Route("/v1/cases", self.cases),
            Route("/v1/cases/{case}/events", self.push, methods=["POST"]),
            Route("/v1/cases/{case}/events", self.pull, methods=["GET"]),
            Route("/v1/cases/{case}/summary", self.summary),
            Route("/v1/blobs/missing", self.missing, methods=["POST"]),
            Route("/v1/blobs/{part}", self.put_part, methods=["PUT"]),
            Route("/v1/blobs/{part}", self.get_part, methods=["GET"]),
        ]


def create_app(
    data_dir: Path,
    signing_key: bytes,
    clock: Callable[[], str],
    monotonic: Callable[[], float] = time.monotonic,
) -> Starlette:
    """The centre over a data folder (see `directory.init` and `directory.enrol`).

    Args:
        data_dir: where keys, devices, database and parts lie.
        signing_key: the centre's private Ed25519 key.
        clock: the time for receipts, ISO 8601.
        monotonic: seconds, for the end of sessions.
    """
    centre = Centre(data_dir, signing_key, clock, monotonic)
    refusals = {RefusedError: _refused, m.DamagedMessage: _refused}
    return Starlette(
        routes=centre.routes(),
        lifespan=centre.lifespan,
        exception_handlers={**refusals, OSError: _disk, sa.exc.DBAPIError: _disk},
    )
