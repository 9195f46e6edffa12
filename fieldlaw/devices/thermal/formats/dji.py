"""DJI R-JPEG: recognised by its segments and kept. The conversion is not public; a plug-in may do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.devices.thermal.formats import jpeg_parts
from fieldlaw.devices.thermal.reading import CUT, PLUGIN_NEEDED, Reading

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.reading import Scale

NAME = "dji_rjpeg"
MAKER = "DJI"
_RAW, _PARAMETERS = 0xE3, 0xE4
_TAGGED = b"\xff\xd2\xd1\xff"
_TAGS = (b"iirp", b"girp", b"hirp")
_UNTAGGED, _UNTAGGED_SIZE = b"\xaa\x55\x12\x06", 2560  # XT S and H20T


def claims(data: bytes) -> bool:
    """True for a JPEG with raw counts in APP3 and DJI's parameters in APP4."""
    if not data.startswith(jpeg_parts.START):
        return False
    raw = False
    for one in jpeg_parts.segments(data):
        raw = raw or one.marker == _RAW
        if one.marker == _PARAMETERS and raw and _ours(data[one.start : one.end]):
            return True
    return False


def _ours(parameters: bytes) -> bool:
    if parameters.startswith(_TAGGED):
        return parameters[4:8] in _TAGS
    return len(parameters) == _UNTAGGED_SIZE and parameters.startswith(_UNTAGGED)


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """No frame: a plug-in is needed, or the file is cut."""
    del frame, scale
    whole = jpeg_parts.end_of_picture(data) is not None
    return Reading(NAME, frames=1, reason=PLUGIN_NEEDED if whole else CUT, maker=MAKER)
