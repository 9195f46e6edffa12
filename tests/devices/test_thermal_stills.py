"""Ordinary pictures in RGB: kinds, which way up, sizes, what is cut, damaged or too large."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal.reading import CUT, DAMAGED, FOREIGN, NOT_DECODED, TOO_LARGE
from fieldlaw.devices.thermal.stills import decode
from tests.devices.thermal_files import FLIR_JPEG, data_of, needs_data

RED, BLUE = (200, 30, 20), (20, 40, 210)
KINDS = ("JPEG", "PNG", "BMP", "GIF", "WEBP", "TIFF")


def flag() -> Image.Image:
    """Red over blue at the left, all blue at the right: no turn and no mirror of it is the same."""
    pixels = np.zeros((48, 80, 3), dtype=np.uint8)
    pixels[:] = BLUE
    pixels[:24, :40] = RED
    return Image.fromarray(pixels)


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def near(pixels: np.ndarray, wanted: object) -> bool:
    """Whether two pictures are the same, but for what JPEG and resizing do."""
    wanted = np.asarray(wanted)
    return pixels.shape == wanted.shape and np.abs(pixels.astype(float) - wanted).mean() < 8


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_decoded(kind) -> None:
    found = decode(saved(flag(), kind))
    assert (found.reason, found.pixels.dtype, found.pixels.shape) == ("", np.uint8, (48, 80, 3))
    assert near(found.pixels, flag())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("way", range(1, 9))
def test_a_picture_stands_upright(kind, way) -> None:
    """EXIF 2.32, 4.6.4 A: the turns that undo each orientation."""
    lying = {
        1: flag(),
        2: flag().transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: flag().transpose(Image.Transpose.ROTATE_180),
        4: flag().transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: flag().transpose(Image.Transpose.TRANSPOSE),
        6: flag().transpose(Image.Transpose.ROTATE_90),
        7: flag().transpose(Image.Transpose.TRANSVERSE),
        8: flag().transpose(Image.Transpose.ROTATE_270),
    }[way]
    said = Image.Exif()
    said[0x0112] = way
    data = saved(lying, kind, exif=said)
    assert near(decode(data).pixels, flag())
    assert near(decode(data, (40, 40)).pixels, flag().resize((40, 24)))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_made_to_fit_and_never_grows(kind) -> None:
    data = saved(flag().resize((1600, 960)), kind)
    assert decode(data, (400, 400)).pixels.shape == (240, 400, 3)
    assert decode(data, (4000, 100)).pixels.shape == (100, 167, 3)
    assert decode(data, (3000, 3000)).pixels.shape == (960, 1600, 3)
    assert near(decode(data, (400, 400)).pixels, flag().resize((400, 240)))


def test_what_is_clear_lies_on_white() -> None:
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    assert decode(saved(clear, "PNG")).pixels.min() == 255
    held = flag().convert("P")
    held.info["transparency"] = held.getpixel((0, 0))
    assert decode(saved(held, "GIF")).pixels[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize(("mode", "kind"), [("1", "PNG"), ("L", "TIFF"), ("CMYK", "JPEG"), ("LA", "PNG")])
def test_other_colours_become_rgb(mode, kind) -> None:
    held = flag().convert("L").convert(mode)
    wanted = held.convert("RGB")
    assert near(decode(saved(held, kind)).pixels, wanted)


def test_sixteen_bits_are_shown_of_a_png_and_are_a_matrix_in_a_tiff() -> None:
    deep = Image.fromarray((np.arange(64, dtype=np.uint16).reshape(8, 8)) * 1000)
    assert decode(saved(deep, "PNG")).pixels[7, 7].tolist() == [246] * 3
    assert decode(saved(deep, "TIFF")).reason == NOT_DECODED


def test_of_a_jpeg_that_is_cut_there_is_what_came_and_it_says_so() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 400, 3), dtype=np.uint8))
    whole = decode(saved(noise, "JPEG")).pixels
    found = decode(saved(noise, "JPEG")[: len(saved(noise, "JPEG")) // 2])
    assert found.reason == CUT
    assert np.array_equal(found.pixels[:150], whole[:150])
    assert not np.array_equal(found.pixels[-50:], whole[-50:])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_a_jpeg_cut_before_its_picture_shows_nothing() -> None:
    assert decode(camera.radiometric_jpeg(1764038527)[:9000]).pixels is None
    assert decode(camera.radiometric_jpeg(1764038527)[:9000]).reason == CUT


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "WEBP"])
def test_nothing_is_made_up_for_other_kinds_that_are_cut(kind) -> None:
    data = saved(flag().resize((300, 300)), kind)
    found = decode(data[: len(data) // 2])
    assert (found.pixels, found.reason) == (None, CUT)


def test_a_broken_picture_is_damaged() -> None:
    whole = saved(flag(), "PNG")
    data = bytearray(whole)
    data[whole.index(b"IDAT") + 8] ^= 0xFF
    assert decode(bytes(data)).reason == DAMAGED


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"1,2\n3,4\n", b"%PDF-1.4", b"<svg/>", b"FFF\0" + bytes(99)]
)
def test_what_is_no_picture_is_given_to_no_decoder(data) -> None:
    assert decode(data).reason == FOREIGN


def png_of(width: int, height: int) -> bytes:
    """A PNG of one bit whose head says how large it is; its rows are empty."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress(bytes(((width + 7) // 8 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(9000, 9000), (30_000, 30_000), (20_000, 10)])
def test_a_picture_that_is_too_large_is_not_decoded(size) -> None:
    assert decode(png_of(*size)).reason == TOO_LARGE
    assert decode(png_of(20_000, 10), (1000, 1000)).pixels.shape == (1, 1000, 3)


def test_a_large_jpeg_that_is_wanted_small_is_decoded_small() -> None:
    data = saved(Image.new("L", (10_000, 8_000), 90), "JPEG")
    assert decode(data).reason == TOO_LARGE
    assert decode(data, (1000, 1000)).pixels.shape == (800, 1000, 3)


SMALL = {kind: saved(flag().resize((20, 12)), kind) for kind in KINDS}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_bytes_make_it_raise(data) -> None:
    held = bytearray(SMALL[data.draw(st.sampled_from(KINDS))])
    for _ in range(data.draw(st.integers(1, 4))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    found = decode(bytes(held[: data.draw(st.integers(0, len(held)))]), (16, 16))
    assert found.reason or max(found.pixels.shape[:2]) <= 16


@needs_data
def test_the_pictures_of_real_cameras_are_whole() -> None:
    for name in FLIR_JPEG:
        found = decode(data_of(name), (320, 320))
        assert (found.reason, max(found.pixels.shape)) == ("", 320), name
