"""Infrared files for tests: where the real ones lie, and an encoder for small ones."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path

import jpeg_ls
import numpy as np
import pytest
from PIL import Image

from fieldlaw.devices.simulated import camera

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "thermal"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="reference files are not on this machine")
REFERENCE = json.loads((DATA / "reference.json").read_text()) if DATA.exists() else {}
FLIR_JPEG = sorted(n for n, r in REFERENCE.items() if r["kind"] == "flirjpg")
FLIR_BARE = sorted(n for n, r in REFERENCE.items() if r["kind"] in ("fff", "seq"))
IRG = sorted(n for n, r in REFERENCE.items() if r["kind"] == "irg")
NEGATIVE = sorted(n for n, r in REFERENCE.items() if r["kind"] == "negative")
MOMENT = 1764038527
SIMULATED = camera.radiometric_jpeg(MOMENT)
WIDE, HIGH = 24, 18
RAW, VISIBLE, CAMERA, TOOLS, PALETTE, TEXT = 0x01, 0x0E, 0x20, 0x21, 0x22, 0x23
OVERLAY, GPS, CHANGED = 0x2A, 0x2B, 0x2E


def data_of(name: str) -> bytes:
    """The bytes of a reference file."""
    return (DATA / name).read_bytes()


def small_counts(warmer: int = 0) -> np.ndarray:
    """Counts of a slope with a warm spot, shape (18, 24)."""
    rows, columns = np.mgrid[0:HIGH, 0:WIDE]
    counts = 17000 + 9 * columns + 5 * rows + warmer
    counts[6:9, 10:14] += 5000
    return counts.astype("<u2")


def info(**changed: object) -> bytes:
    """A CameraInfo record; `changed` names fields below."""
    fields: dict[str, object] = {
        "emissivity": 0.95, "distance": 1.0, "reflected": 293.15, "air": 293.15, "window": 293.15,
        "through": 1.0, "humidity": 0.5, "r1": camera.R1, "b": camera.B, "f": 1.0, "o": camera.OFFSET,
        "r2": camera.R2, "model": b"TEST", "serial": b"T1", "unix": MOMENT, "parts": 250, "west": -480,
        "low": 253.15, "high": 393.15, "alpha1": 0.006569, "x": 1.9, "size": 0x4A0, "fov": 24.0,
    }  # fmt: skip
    assert not set(changed) - set(fields)
    f = fields | changed
    held = bytearray(0x4A0)
    struct.pack_into("<HHH", held, 0, 2, WIDE, HIGH)
    struct.pack_into("<2f", held, 0x20, f["emissivity"], f["distance"])
    struct.pack_into("<4f", held, 0x28, f["reflected"], f["air"], f["window"], f["through"])
    struct.pack_into("<f", held, 0x3C, f["humidity"])
    struct.pack_into("<3f", held, 0x58, f["r1"], f["b"], f["f"])
    struct.pack_into("<5f", held, 0x70, f["alpha1"], 0.01262, -0.002276, -0.00667, f["x"])
    struct.pack_into("<2f", held, 0x90, f["high"], f["low"])
    struct.pack_into("<32s", held, 0xD4, f["model"])
    struct.pack_into("<16s", held, 0x104, f["serial"])
    struct.pack_into("<f", held, 0x1B4, f["fov"])
    struct.pack_into("<if", held, 0x308, f["o"], f["r2"])
    struct.pack_into("<HxxH", held, 0x338, 17500, 900)
    struct.pack_into("<IIh", held, 0x384, f["unix"], f["parts"], f["west"])
    return bytes(held[: f["size"]])


def raw(counts: np.ndarray, kind: str = "plain") -> tuple[int, bytes]:
    """Subtype and body of a RawData record: plain, png (right order), turned (as cameras do), jpeg_ls."""
    high, wide = counts.shape
    head = struct.pack("<HHH", 2, wide, high).ljust(0x20, b"\0")
    if kind == "plain":
        return 2, head + counts.astype("<u2").tobytes()
    if kind == "jpeg_ls":
        return 4, head + bytes(jpeg_ls.encode_array(counts.astype(np.uint16)))
    held = counts.astype("<u2") if kind == "png" else counts.astype("<u2").byteswap()
    return 3, head + png16(held)


def png16(pixels: np.ndarray) -> bytes:
    """A 16-bit grey PNG."""
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint16)).save(out, "PNG")
    return out.getvalue()


def block(
    records: list[tuple[int, int, bytes]], order: str = ">", creator: bytes = b"TEST", *, sums: bool = False
) -> bytes:
    """An FFF block of (type, subtype, body), with checksums or without; an unused entry stands last."""
    place, entries = 64 + 32 * (len(records) + 1), []
    for kind, subtype, body in records:
        told = zlib.crc32(body) if sums else 0
        entries.append(struct.pack(order + "HHIIIIIII", kind, subtype, 100, 1, place, len(body), 0, 0, told))
        place += len(body)
    head = b"FFF\0" + creator.ljust(16, b"\0") + struct.pack(order + "III", 101, 64, len(records) + 1)
    return head.ljust(64, b"\0") + b"".join(entries) + bytes(32) + b"".join(body for _, _, body in records)


def frame(counts: np.ndarray, kind: str = "plain", order: str = "<", **changed: object) -> bytes:
    """A block with pixels and CameraInfo only, as sequences have."""
    subtype, body = raw(counts, kind)
    creator = b"RTP" if kind == "jpeg_ls" else b"TEST"
    return block([(RAW, subtype, body), (CAMERA, 1, info(**changed))], order, creator)


def csq(count: int = 3) -> bytes:
    """A CSQ of so many frames, each warmer than the one before."""
    return b"".join(frame(small_counts(40 * n), "jpeg_ls", unix=MOMENT + n) for n in range(count))


def seq(count: int = 3) -> bytes:
    """A SEQ of so many frames, each warmer than the one before."""
    return b"".join(frame(small_counts(40 * n), unix=MOMENT + n) for n in range(count))


def tool(kind: int, numbers: tuple[int, ...], label: str, *, last: bool = False) -> bytes:
    """An entry of the record of tools; the last one has the length 0."""
    body = struct.pack(f"<{len(numbers)}H", *numbers) + label.encode("utf-16-le") + b"\0\0"
    head = struct.pack("<HHHHHH", 0 if last else 0x24 + len(body), 0x100, 2 * len(numbers), 0, 0, kind)
    return head + bytes(12) + struct.pack("<3f", 0.95, 1.0, 293.15) + body


def tools(*entries: bytes) -> bytes:
    """The record of tools."""
    return struct.pack("<HHHHI", 1, 12, 0x24, 0, 0) + b"".join(entries)


def gps(lat: float, lon: float, refs: bytes = b"NE", valid: int = 1, height: float = 80.0) -> bytes:
    """A GPS record."""
    held = struct.pack("<I4s2s2s4xddf", valid, b"2200", refs[:1], refs[1:], lat, lon, height)
    return held.ljust(184, b"\0")


def palette(count: int = 224, name: bytes = b"Iron") -> bytes:
    """A palette from black to white in the range of video."""
    light = np.linspace(16, 235, count).round().astype(np.uint8)
    body = np.stack([light, np.full(count, 128, np.uint8), np.full(count, 128, np.uint8)], axis=1).tobytes()
    return (bytes([count]).ljust(0x50, b"\0") + name).ljust(0x70, b"\0") + body


def overlay(scale: float = 1.25, x: int = -3, y: int = 4) -> bytes:
    """A picture-in-picture record."""
    return struct.pack("<f6h", scale, x, y, 2, 20, 1, 15).ljust(96, b"\0")


def texts(lines: bytes) -> bytes:
    """A record of lines of text."""
    return bytes(12) + lines


def photograph(kind: str = "JPEG") -> bytes:
    """A small photograph with its record's head."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (90, 120, 60)).save(out, kind)
    return struct.pack("<HHH", 3, 32, 24).ljust(0x20, b"\0") + out.getvalue()


def rich_block(*, sums: bool = True, order: str = ">", **changed: object) -> bytes:
    """A block with one record of every kind that is read, and one that is not."""
    subtype, body = raw(small_counts(), "turned")
    spot, box = tool(1, (12, 7), "Sp1"), tool(2, (10, 6, 4, 3), "区1", last=True)
    return block(
        [
            (RAW, subtype, body),
            (CAMERA, 1, info(**changed)),
            (TOOLS, 1, tools(spot, box)),
            (PALETTE, 1, palette()),
            (OVERLAY, 1, overlay()),
            (GPS, 1, gps(37.75, 112.5)),
            (TEXT, 1, texts(b'#\r\n.0.label text "Site"\r\n.0.value text "A 3"\r\n')),
            (VISIBLE, 5, photograph()),
            (0x29, 1, bytes(8)),
        ],
        order,
        sums=sums,
    )


def jpeg(held: bytes, piece: int = 1500, before: bytes = b"") -> bytes:
    """A radiometric JPEG around a block; `before` are segments that stand in front of it."""
    out = io.BytesIO()
    Image.new("L", (WIDE, HIGH), 128).save(out, "JPEG")
    picture = out.getvalue()
    pieces = [held[i : i + piece] for i in range(0, len(held), piece)]
    heads = (b"FLIR\0\x01" + bytes([i, len(pieces) - 1]) for i in range(len(pieces)))
    carried = b"".join(segment(0xE1, head + one) for head, one in zip(heads, pieces, strict=True))
    return picture[:2] + before + carried + picture[2:]


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def rich_jpeg() -> bytes:
    """A JPEG around the block with every kind of record."""
    return jpeg(rich_block())


def irg(magic: bytes = b"\xca\xac", flag: int = 0, photo: bytes | None = None) -> bytes:
    """An InfiRay file of 24 by 18 pixels."""
    photo = photograph()[0x20:] if photo is None else photo
    head = bytearray(128)
    struct.pack_into("<2sHIHHH", head, 0, magic, 128, WIDE * HIGH, HIGH, WIDE, flag)
    struct.pack_into("<I", head, 22, len(photo))
    struct.pack_into("<I", head, 30, 9500)
    struct.pack_into("<I", head, 42, 2500)
    if magic != b"\x04\xa0":
        head[126:] = b"\xac\xca"
    kelvin = (np.arange(WIDE * HIGH) % 40 + 290) * (16 if magic == b"\xca\xac" and not flag else 10)
    return bytes(head) + bytes(WIDE * HIGH) + kelvin.astype("<u2").tobytes() + photo
