"""The process that reads untrusted files: one request after the other over its standard input and output.

It limits itself before the first file, keeps the last one in memory, and writes nothing to disk. Whatever
goes wrong in it ends it, and its parent says so; only a lack of memory is reported from here.
"""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, Any

from fieldlaw.devices.thermal import limits, opening, stills, wire
from fieldlaw.devices.thermal.formats import csv_matrix, tiff
from fieldlaw.devices.thermal.reading import TOO_LARGE, Reading, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.thermal.formats.scales import Probe
    from fieldlaw.devices.thermal.video import Video

Request = dict[str, Any]
READ, PICTURE, PROBE, OPEN, FRAME, CHANGE = "read", "picture", "probe", "open", "frame", "change"
MISSING = "missing"  # the file is named only, and another one is kept here
_OF_FILES = (READ, PICTURE, PROBE)
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


def _probed(data: bytes) -> Probe | None:
    """What a matrix without its scale holds, and which scales are offered; None when it is no matrix."""
    if tiff.claims(data):
        return tiff.probe(data)
    return csv_matrix.probe(data) if csv_matrix.claims(data) else None


class _MissingError(Exception):
    """The file that is named is not kept here."""


class _Server:
    def __init__(self, read: Callable[[bytes, int, Scale | None], Reading]) -> None:
        self._read = read
        self._video: Video | None = None
        self._file, self._data = "", b""

    def answer(self, request: Request, body: bytes) -> tuple[dict[str, Any], bytes]:
        """Head and bytes of the answer."""
        packer = wire.Packer()
        try:
            found = self._found(request, body)
            head = {"found": packer.pack(found)}
        except MemoryError:
            return {"reason": TOO_LARGE}, b""
        except _MissingError:
            return {"reason": MISSING}, b""
        return head, packer.body

    def _found(self, request: Request, body: bytes) -> object:
        kind = request["kind"]
        if kind in _OF_FILES:
            return self._of_file(kind, request, self._kept(request, body))
        return self._of_video(kind, request, body)

    def _kept(self, request: Request, body: bytes) -> bytes:
        """The file of a request: it comes with it, or it is the one that came last."""
        if request["whole"]:
            self._file, self._data = request["file"], body
        elif request["file"] != self._file:
            raise _MissingError
        return self._data

    def _of_file(self, kind: str, request: Request, data: bytes) -> object:
        if kind == PROBE:
            return _probed(data)
        if kind == PICTURE:
            within = request["within"]
            return stills.decode(data, (within[0], within[1]) if within else None)
        held = request["scale"]
        return self._read(data, request["frame"], Scale(*held) if held else None)

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
