"""A centre that is told to stop does stop, whatever its callers do."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING

from fieldlaw.sync.server import directory, serve
from fieldlaw.sync.server.app import create_app

if TYPE_CHECKING:
    from pathlib import Path


def test_a_caller_who_stops_in_the_middle_does_not_hold_up_the_end(tmp_path: Path) -> None:
    directory.init(tmp_path, os.urandom)
    app = create_app(tmp_path, directory.signing_key(tmp_path), lambda: "2026-11-25T10:42:07+08:00")
    with socket.socket() as caller:
        with serve.LocalServer(app) as server:
            caller.connect(("127.0.0.1", server.port))
            caller.sendall(b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
            with socket.create_connection(("127.0.0.1", server.port)) as other:
                other.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                assert b"200 OK" in other.recv(4096)
            start = time.monotonic()
        assert time.monotonic() - start < 10 * serve.GRACE_SECONDS
