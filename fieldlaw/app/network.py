"""One round with the centre of an open profile, for the network lane; and the end of it, from any thread."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.clockwatch import Compared, TrustedClock, compare
from fieldlaw.cases.store.centre import KEY_BYTES, Centre, NoCentreError, read_centre, write_centre
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError
from fieldlaw.sync.client import Client, ServerAwayError, ServerRefusedError, Stop, StoppedError, is_address
from fieldlaw.sync.cycle import Progress, run_once
from fieldlaw.sync.receipts import RefusedReceiptError
from fieldlaw.ui.presenters.sync_state import Carried

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.casework.desk import Desk

LAST_FILE = "last_sync.json"
_SAFE = "没有登记，原来的没有变。"


class Network:
    """The line of one profile; one round at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._stop = Stop()
        self._closed = False
        self._idle = threading.Event()
        self._idle.set()

    # --- which centre

    def centre(self) -> str:
        """The address of the centre; empty when none is registered.

        Raises:
            DamagedCentreError: the file cannot be used.
        """
        try:
            return read_centre(self._desk.profile.folder).url
        except NoCentreError:
            return ""

    def enter(self, url: str, key: str) -> str:
        """Register a centre by address and public key (64 hex digits); return the address.

        Raises:
            KnownError: one of them cannot be right; nothing was changed.
        """
        centre = Centre(_address(url.strip()), _key(key))
        write_centre(self._desk.profile.folder, centre)
        return centre.url

    def last(self) -> str:
        """The wall time of the last round in both directions that came to its end; empty: never."""
        path = self._desk.profile.folder / LAST_FILE
        try:
            return str(json.loads(path.read_text(encoding="utf-8"))["at"]) if path.exists() else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""  # a convenience only: the receipts are what counts

    # --- a round

    def carry(self, told: Callable[[int], None], *, pull: bool) -> Carried:
        """Do one round; returns in any case what was done, with the reason when it broke off.

        Args:
            told: called from this thread with the number of things that the centre has signed for.
            pull: also fetch what is new there.
        """
        with self._lock:
            if self._closed:
                return Carried(stopped=True)
            self._stop = stop = Stop()
            self._idle.clear()
        try:
            return self._round(told, stop, pull=pull)
        finally:
            self._idle.set()

    def _round(self, told: Callable[[int], None], stop: Stop, *, pull: bool) -> Carried:
        progress = Progress(told=lambda now: told(now.pushed + now.sent))
        compared: Compared | None = None
        fault: KnownError | None = None
        profile = self._desk.profile
        try:
            centre = read_centre(profile.folder)
            with Client(centre.url, profile.keys, centre.key, stop=stop) as client:
                compared = self._compare(client)
                run_once(profile, client, progress, pull=pull)
            if pull:
                self._remember()
        except KnownError as error:
            fault = error
        return _carried(progress, compared, fault, pull=pull)

    def _compare(self, client: Client) -> Compared:
        client.time()  # opens the line: the second question is then no longer than it has to be
        compared = compare(self._desk.clock, client.time)
        if isinstance(self._desk.clock, TrustedClock):
            self._desk.clock.trust(compared)
        return compared

    def _remember(self) -> None:
        held = json.dumps({"at": self._desk.clock().wall})
        write_durable(self._desk.profile.folder / LAST_FILE, held.encode())

    # --- the end

    def stop(self) -> None:
        """End the round that runs, at once; what the centre has signed for stays."""
        with self._lock:
            self._stop.say()

    def close(self) -> None:
        """End the round that runs, and begin none any more."""
        with self._lock:
            self._closed = True
            self._stop.say()

    def wait(self) -> None:
        """Return when no round runs; not for the main thread."""
        self._idle.wait()


def _carried(
    progress: Progress, compared: Compared | None, fault: KnownError | None, *, pull: bool
) -> Carried:
    return Carried(
        pull=pull,
        pushed=progress.pushed,
        pulled=progress.pulled,
        sent=progress.sent,
        received=progress.received,
        stuck=dict(progress.stuck),
        arrived=frozenset(progress.arrived),
        compared=compared,
        fault=_said(fault),
        away=isinstance(fault, ServerAwayError),
        refused=isinstance(fault, ServerRefusedError | RefusedReceiptError),
        stopped=isinstance(fault, StoppedError),
    )


def _said(fault: KnownError | None) -> KnownError | None:
    """A proof is bound to the registered key: where it does not hold, that is the first thing to look at."""
    if isinstance(fault, ServerRefusedError) and fault.status == 401:
        return KnownError(fault.what, "核对登记的中心公钥；不行就联系信息员。", fault.safe)
    return fault


def _address(url: str) -> str:
    if not is_address(url):
        raise KnownError("中心地址不对。", "应写成 https://中心:8470 这样，向信息员要。", _SAFE)
    return url.rstrip("/")


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex("".join(text.split()))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KnownError("中心公钥不对。", "应是 64 个十六进制字符，向信息员要。", _SAFE)
    return key
