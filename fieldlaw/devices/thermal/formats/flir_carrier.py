"""The JPEG around a FLIR block: its pieces, what EXIF says, whether the picture is there to its end.

Layout: ExifTool FLIR.pm 1.23 (`FF E1 <length> "FLIR" 00 01 <index> <last index>`), compared with files of
eight cameras.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.devices.thermal.formats import exif, jpeg_parts
from fieldlaw.devices.thermal.formats.broken import BrokenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.devices.thermal.formats.jpeg_parts import Segment

SOI = b"\xff\xd8"
_FLIR = b"FLIR\0"
_APP1, _APP13, _SCAN, _END = 0xE1, 0xED, 0xDA, 0xD9


@dataclass(frozen=True)
class Carrier:
    """What a radiometric JPEG carries.

    Attributes:
        block: the FFF block.
        said: what EXIF says.
        whole: the picture is there to its end mark.
        resaved: a program for editing wrote the file again.
    """

    block: bytes
    said: exif.Exif
    whole: bool
    resaved: bool


def carries_flir(data: bytes) -> bool:
    """True for a JPEG with a FLIR segment, and for a broken one that still shows the beginning of one."""
    if data[:2] != SOI:
        return False
    for one in jpeg_parts.segments(data):
        if _is_flir(data, one):
            return True
        if one.marker in (_SCAN, _END):
            return False
    return data.find(_FLIR + b"\1") >= 0


def _is_flir(data: bytes, one: Segment) -> bool:
    return one.marker == _APP1 and data.startswith(_FLIR, one.start)


def unpack(data: bytes) -> Carrier:
    """Take a radiometric JPEG apart.

    Raises:
        BrokenError: a piece is missing, stands twice, or contradicts the others.
    """
    held = tuple(jpeg_parts.segments(data))
    said = exif.of_segments(data, held)
    return Carrier(
        block=_block(data, held),
        said=said,
        whole=bool(held) and held[-1].marker == _END,
        resaved=said.resaved or any(_by_editor(data, one) for one in held),
    )


def _by_editor(data: bytes, one: Segment) -> bool:
    return one.marker == _APP13 and data.startswith(b"Photoshop", one.start)


def _block(data: bytes, held: Sequence[Segment]) -> bytes:
    pieces: dict[int, memoryview] = {}
    view, last = memoryview(data), -1
    for one in held:
        if not _is_flir(data, one):
            continue
        body = view[one.start : one.end]
        if len(body) < 8 or body[5] != 1 or body[6] in pieces or last not in (-1, body[7]):
            raise BrokenError("分段")
        pieces[body[6]], last = body[8:], body[7]
    if last < 0 or set(pieces) != set(range(last + 1)):
        raise BrokenError("分段", cut=_ends_early(data, held))
    return b"".join(pieces[i] for i in range(last + 1))


def _ends_early(data: bytes, held: Sequence[Segment]) -> bool:
    """True when the file ends before its picture begins, within a segment or between two."""
    place = held[-1].end if held else len(SOI)
    if any(one.marker == _SCAN for one in held):
        return False
    head = data[place : place + 4]
    return len(head) < 4 or (head[0] == 0xFF and place + 2 + int.from_bytes(head[2:], "big") > len(data))
