"""A simulated infrared video: a soft cloud over a noisy yard, a bright figure moves. For tests and demos.

It has its own writer (Motion JPEG in an AVI) and shares no code with the readers.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, HEIGHT, FPS = 320, 240, 20
SOURCE = (150, 170)  # column and row where the cloud comes out
_SEED = 20261126
_MARGIN = 40
_NOISE, _FLICKER = 3.0, 1.5  # grey levels


def _yard() -> NDArray[np.float64]:
    """Ground, posts and boxes, with a margin on each side for a camera that moves."""
    rows, columns = np.mgrid[-_MARGIN : HEIGHT + _MARGIN, -_MARGIN : WIDTH + _MARGIN]
    ground = 90 + 40 * (rows > 130) + 8 * np.sin(columns / 17) * np.cos(rows / 29)
    scene = ground + 45 * ((columns % 90 < 9) & (rows > 40))
    luck = np.random.default_rng(_SEED)
    for x, y, wide, high in zip(
        *(luck.integers(low, top, 40) for low, top in ((0, 380), (0, 300), (6, 24), (5, 18))), strict=True
    ):
        scene[y : y + high, x : x + wide] += luck.normal(0, 18)
    return np.asarray(scene, dtype=np.float64)


def _cloud(number: int, strength: float) -> NDArray[np.float64]:
    """Puffs of uneven strength leave the source one after the other, drift to the left, grow and thin out."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    total = np.zeros((HEIGHT, WIDTH))
    for born in range(number - number % 8 - 64, number + 1, 8):
        age, luck = number - born, np.random.default_rng(born + 1_000)
        x, y = SOURCE[0] - 1.6 * age, SOURCE[1] + luck.normal(0, 0.25) * age
        size = 5 + 0.3 * age
        part = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * size**2)) / (1 + age / 30)
        total += luck.uniform(0.0, 2.0) * part
    return np.asarray(-strength * total, dtype=np.float64)


def _figure(number: int) -> NDArray[np.bool_]:
    """A solid thing with hard edges that swings to and fro on the right."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    x = 245 + 22 * np.sin(number / 9)
    return np.asarray((np.abs(columns - x) < 9) & (np.abs(rows - 120) < 34), dtype=np.bool_)


def frames(
    count: int, *, strength: float = 16.0, shake: float = 0.0, figure: bool = True
) -> NDArray[np.uint8]:
    """Grey frames, shape (count, 240, 320).

    Args:
        count: how many, 20 for a second.
        strength: of the cloud in grey levels; 0 for none.
        shake: pixels that the camera moves between two frames.
        figure: whether a solid thing moves in the picture.
    """
    luck = np.random.default_rng(_SEED)
    yard, made = _yard(), []
    walk = np.cumsum(luck.normal(0, shake, (count, 2)), axis=0) if shake else np.zeros((count, 2))
    for number, (right, down) in enumerate(np.rint(walk).astype(int)):
        scene = yard.copy()
        middle = scene[_MARGIN : _MARGIN + HEIGHT, _MARGIN : _MARGIN + WIDTH]
        middle += _cloud(number, strength) if strength else 0
        middle[_figure(number) & figure] = 215
        top, left = (int(np.clip(_MARGIN - one, 0, 2 * _MARGIN)) for one in (down, right))
        scene = scene[top : top + HEIGHT, left : left + WIDTH]
        noise = luck.normal(0, _NOISE, scene.shape) + luck.normal(0, _FLICKER)
        made.append(np.clip(np.rint(scene + noise), 0, 255).astype(np.uint8))
    return np.stack(made)


def cloud_box(number: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of the visible part of the cloud in a frame."""
    rows, columns = np.nonzero(_cloud(number, 1.0) < -0.15)
    left, top = int(columns.min()), int(rows.min())
    return left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1


def _jpeg(frame: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(frame).save(out, "JPEG", quality=90)
    return out.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def avi(pictures: NDArray[np.uint8], claimed: int | None = None) -> bytes:
    """A Motion JPEG video of grey or RGB frames; `claimed`: how many its head says, right or wrong."""
    count, height, width = pictures.shape[:3]
    said = count if claimed is None else claimed
    main = struct.pack("<14I", 1_000_000 // FPS, 0, 0, 0x10, said, 0, 1, 1 << 20, width, height, 0, 0, 0, 0)
    stream = struct.pack(
        "<4s4sIHHIIIIIIIIhhhh",
        b"vids",
        b"MJPG",
        0,
        0,
        0,
        0,
        1,
        FPS,
        0,
        said,
        1 << 20,
        0,
        0,
        0,
        0,
        width,
        height,
    )
    form = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
    streams = _chunk(b"LIST", b"strl" + _chunk(b"strh", stream) + _chunk(b"strf", form))
    head = _chunk(b"LIST", b"hdrl" + _chunk(b"avih", main) + streams)
    parts = [_chunk(b"00dc", _jpeg(one)) for one in pictures]
    places, at = [], 4
    for part in parts:
        places.append(struct.pack("<4sIII", b"00dc", 0x10, at, struct.unpack_from("<I", part, 4)[0]))
        at += len(part)
    body = head + _chunk(b"LIST", b"movi" + b"".join(parts)) + _chunk(b"idx1", b"".join(places))
    return _chunk(b"RIFF", b"AVI " + body)
