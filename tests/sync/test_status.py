"""What the centre tells whoever watches it: alive, ready, how much is kept; nothing of any content."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx2

from fieldlaw.sync.server import directory
from fieldlaw.sync.server.app import create_app
from fieldlaw.sync.server.serve import LocalServer

if TYPE_CHECKING:
    from pathlib import Path


def test_the_centre_says_how_it_is(tmp_path: Path) -> None:
    directory.init(tmp_path, os.urandom)
    app = create_app(tmp_path, directory.signing_key(tmp_path), lambda: "2026-11-25T10:42:07+08:00")
    with LocalServer(app) as server, httpx2.Client(base_url=server.url) as client:
        assert client.get("/healthz").text == "ok"
        assert client.get("/readyz").text == "ready"
        figures = client.get("/metrics").text
    assert "fieldlaw_events 0\n" in figures
    assert "fieldlaw_part_bytes 0\n" in figures
