"""A TCP proxy that can cut the centre's replies inside their headers."""

from __future__ import annotations

import socket
import threading
from typing import Self


class ChaosProxy:
    """Passes one connection at a time; `cut(word)` breaks the reply to the request that holds the word."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._word = b""
        self.cuts = 0

    def cut(self, word: bytes) -> None:
        """From now on cut replies to requests that hold `word`; empty: none."""
        self._word = word

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.create_connection(self._listener.getsockname()) as last:
            last.sendall(b"STOP")
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            near, _ = self._listener.accept()
            with near:
                if not self._exchange(near):
                    return

    def _exchange(self, near: socket.socket) -> bool:
        """One request and one reply, then close; False when told to stop."""
        request = read_message(near)
        if request == b"STOP":
            return False
        request = request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        with socket.create_connection(self._target) as far:
            far.sendall(request)
            reply = b"".join(iter(lambda: far.recv(65536), b""))
        if self._word and self._word in request:
            self.cuts += 1
            reply = reply[:40]
        near.sendall(reply)
        return True


def read_message(near: socket.socket) -> bytes:
    """A whole HTTP request with a Content-Length, or what came until the end."""
    data = b""
    while chunk := near.recv(65536):
        data += chunk
        head, gap, body = data.partition(b"\r\n\r\n")
        if gap and len(body) >= _length(head):
            break
    return data


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
