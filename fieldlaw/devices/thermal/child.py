"""The process that reads untrusted files: one request after the other over its standard input and output.

It limits itself before the first file and writes nothing to disk. Whatever goes wrong in it ends it, and its
parent says so; only a lack of memory is reported from here.
"""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, Any

from fieldlaw.devices.thermal import limits, opening, wire
from fieldlaw.devices.thermal.reading import TOO_LARGE, Reading, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.thermal.video import Video

Request = dict[str, Any]
READ, OPEN, FRAME, CHANGE = "read", "open", "frame", "change"
READY = {"ready": True}


def main(arguments: list[str]) -> None:
    """Run until the parent closes the line.

    Args:
        arguments: bytes of memory and seconds for each request.
    """
    limits.confine(int(arguments[0]))
    serve(opening.read, float(arguments[1]))


def serve(read: Callable[[bytes, int, Scale | None], Reading], seconds: float) -> None:
    """Answer requests; `read` reads one file, and each request may take `seconds` (and a little more)."""
    incoming, outgoing = _lines()
    wire.send(outgoing, READY)
    server = _Server(read)
    while True:
        try:
            request, body = wire.receive(incoming)
        except EOFError:
            return
        limits.alarm(seconds + 5)
        head, packed = server.answer(request, body)
        wire.send(outgoing, head, packed)
        limits.alarm(0)


def _lines() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes. Whatever a library prints from now on goes nowhere."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  there only

        for line in (incoming, outgoing):
            msvcrt.setmode(line, os.O_BINARY)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")


class _Server:
    def __init__(self, read: Callable[[bytes, int, Scale | None], Reading]) -> None:
        self._read = read
        self._video: Video | None = None

    def answer(self, request: Request, body: bytes) -> tuple[dict[str, Any], bytes]:
        """Head and bytes of the answer."""
        packer = wire.Packer()
        try:
            found = self._found(request, body)
            head = {"found": packer.pack(found)}
        except MemoryError:
            return {"reason": TOO_LARGE}, b""
        return head, packer.body

    def _found(self, request: Request, body: bytes) -> object:
        kind = request["kind"]
        if kind == READ:
            held = request["scale"]
            return self._read(body, request["frame"], Scale(*held) if held else None)
        return self._of_video(kind, request, body)

    def _of_video(self, kind: str, request: Request, body: bytes) -> object:
        from fieldlaw.devices.thermal import video  # noqa: PLC0415  most files are no video, and cv2 is slow

        if kind == OPEN:
            self._video = video.Video(body)
            return self._video.facts
        if self._video is None:
            raise ValueError("no video is open")
        if kind == FRAME:
            return self._video.frame(request["frame"])
        return self._video.change(request["frame"], request["threshold"], aligned=request["aligned"])
