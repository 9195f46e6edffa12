"""A simulated infrared camera: writes a radiometric JPEG of a warm duct, for demos, training and tests.

It has its own encoder and shares no code with the readers.
"""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 160, 120
R1, B, F, OFFSET, R2 = 14866.5, 1395.7, 1.0, -5859, 0.0110865  # constants of the size that real cameras have
_PIECE = 60000


def scene() -> np.ndarray:
    """Temperatures in °C, shape (120, 160): a wall at 18 °C, a duct at 34 °C, a leak spot at 61 °C."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    wall = 18 + 1.5 * np.sin(columns / 23) + rows / 60
    duct = 16 * np.exp(-(((rows - 60) / 13) ** 4))
    spot = 27 * np.exp(-((rows - 52) ** 2 + (columns - 104) ** 2) / 60)
    return np.asarray(wall + duct + spot)


def counts(celsius: np.ndarray) -> np.ndarray:
    """What the sensor counts at these temperatures (black body, no air between)."""
    kelvin = celsius + 273.15
    return np.rint(R1 / (R2 * (np.exp(B / kelvin) - F)) - OFFSET).astype("<u2")


def _camera_info(unix: int) -> bytes:
    info = bytearray(0x420)
    struct.pack_into("<H", info, 0, 2)
    struct.pack_into("<7f", info, 0x20, 1.0, 0.0, 293.15, 293.15, 293.15, 1.0, 0.0)
    struct.pack_into("<f", info, 0x3C, 0.5)
    struct.pack_into("<3f", info, 0x58, R1, B, F)
    struct.pack_into("<5f", info, 0x70, 0.006569, 0.01262, -0.002276, -0.00667, 1.9)
    struct.pack_into("<2f", info, 0x90, 393.15, 253.15)
    info[0xD4 : 0xD4 + 9] = b"SIM IR160"
    info[0x104 : 0x104 + 8] = b"SIM00001"
    struct.pack_into("<if", info, 0x308, OFFSET, R2)
    struct.pack_into("<IIh", info, 0x384, unix, 0, -480)
    return bytes(info)


def _block(unix: int, visible: bytes) -> bytes:
    raw = struct.pack("<HHH", 2, WIDTH, HEIGHT).ljust(0x20, b"\0") + counts(scene()).tobytes()
    picture = struct.pack("<HHH", 3, 320, 240).ljust(0x20, b"\0") + visible
    bodies = [(0x01, 2, raw), (0x20, 1, _camera_info(unix)), (0x0E, 5, picture)]
    place, entries = 64 + 32 * len(bodies), []
    for kind, subtype, body in bodies:
        entries.append(struct.pack(">HHIIIIIII", kind, subtype, 100, 0, place, len(body), 0, 0, 0))
        place += len(body)
    head = b"FFF\0" + b"SIM".ljust(16, b"\0") + struct.pack(">III", 101, 64, len(bodies))
    return head.ljust(64, b"\0") + b"".join(entries) + b"".join(body for _, _, body in bodies)


def _visible() -> bytes:
    picture = Image.new("RGB", (320, 240), (176, 178, 172))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 92, 319, 148), fill=(120, 124, 128))
    for x in range(20, 320, 60):
        draw.line((x, 92, x, 148), fill=(90, 92, 96), width=2)
    draw.ellipse((200, 96, 216, 112), outline=(60, 60, 60), width=2)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _rendered() -> bytes:
    celsius = scene()
    level = np.clip((celsius - 15) / 50 * 255, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(level).resize((320, 240)).save(out, "JPEG", quality=85)
    return out.getvalue()


def radiometric_jpeg(unix: int) -> bytes:
    """A radiometric JPEG taken at `unix` seconds; the same moment gives the same bytes."""
    block = _block(unix, _visible())
    pieces = [block[i : i + _PIECE] for i in range(0, len(block), _PIECE)]
    jpeg = _rendered()
    segments = b"".join(
        b"\xff\xe1"
        + (len(piece) + 10).to_bytes(2, "big")
        + b"FLIR\0\x01"
        + bytes([i, len(pieces) - 1])
        + piece
        for i, piece in enumerate(pieces)
    )
    return jpeg[:2] + segments + jpeg[2:]
