"""Running the centre: blocking for a real one, in a thread for one on this machine."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Self

import uvicorn

if TYPE_CHECKING:
    from types import TracebackType

    from starlette.applications import Starlette


GRACE_SECONDS = (
    3  # for requests under way at the end: one whose sender is gone would else hold it up for ever
)


def _config(app: Starlette, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def run(app: Starlette, host: str, port: int) -> None:
    """Serve until the process is told to stop."""
    uvicorn.Server(_config(app, host, port)).run()


class LocalServer:
    """A centre on 127.0.0.1 at a free port, for as long as the `with` lasts.

    Attributes:
        url: where it listens.
        port: the port of it.
    """

    def __init__(self, app: Starlette) -> None:
        self._server = uvicorn.Server(_config(app, "127.0.0.1", 0))
        self.port = 0
        self.url = ""

    def __enter__(self) -> Self:
        """Listen first, so that nobody comes too early, then serve in a thread."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="local-centre")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and wait until it has stopped."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
