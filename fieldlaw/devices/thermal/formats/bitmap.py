"""The head of a Windows bitmap: whether it is one, and how long it says it is."""

from __future__ import annotations

import struct

HEAD = 18
_FORM = struct.Struct("<2sIIII")
_INFO_SIZES = {12, 40, 52, 56, 64, 108, 124}


def size(data: bytes) -> int | None:
    """The length in bytes as its head says; None for what is no bitmap."""
    if len(data) < HEAD or not data.startswith(b"BM"):
        return None
    _, length, reserved, pixels, info = _FORM.unpack_from(data)
    held = reserved == 0 and info in _INFO_SIZES and 14 + info <= pixels <= length
    return int(length) if held else None
