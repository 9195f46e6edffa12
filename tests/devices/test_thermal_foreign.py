"""Files of other makers, ordinary pictures and videos: recognised by their bytes, kept, no temperatures."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fieldlaw.devices.simulated import gas_video
from fieldlaw.devices.thermal import opening
from fieldlaw.devices.thermal.formats import bitmap, dji, exif, foreign, jpeg_parts, plain
from fieldlaw.devices.thermal.reading import CUT, FOREIGN, NO_VALUES, NOT_DECODED, PLUGIN_NEEDED

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared thermal files are not here")


def picture(form, size=(24, 16)):
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 40)).save(out, form)
    return out.getvalue()


JPEG, BMP = picture("JPEG"), picture("BMP")


def with_segments(*segments):
    """A JPEG with these (marker, content) behind its start."""
    parts = (struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments)
    return JPEG[:2] + b"".join(parts) + JPEG[2:]


def hikmicro(width=8, height=6, counts=None):
    block = b"HDRI" + bytes(8) + struct.pack("<III", width, height, 2 * width * height) + bytes(20)
    return JPEG + block + bytes(2 * width * height if counts is None else counts)


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name in names:
            held.writestr(name, b"\0" * 4096)
    return out.getvalue()


DJI_TAGGED = with_segments((0xE3, b"\x10\x20" * 50), (0xE4, b"\xff\xd2\xd1\xffiirp" + bytes(40)))
DJI_UNTAGGED = with_segments((0xE3, b"\x10\x20" * 50), (0xE4, b"\xaa\x55\x12\x06" + bytes(2556)))
IJPEG = with_segments((0xE2, b"\x01\x00\x00\x00IJPEG\0" + bytes(20)))
FLUKE = archive("Images/Main/IR.data", "CalibrationData.gpbenc", "ImageProperties.json")
KNOWN = {
    "dji_rjpeg": ("DJI", DJI_TAGGED, PLUGIN_NEEDED),
    "hikmicro": ("HIKMICRO", hikmicro(), NOT_DECODED),
    "infiray_ijpeg": ("InfiRay", IJPEG, NOT_DECODED),
    "testo_bmt": ("Testo", BMP + BMP, NOT_DECODED),
    "fluke_is2": ("Fluke", FLUKE, NOT_DECODED),
}


@needs_data
@pytest.mark.parametrize(
    ("name", "model"), [("DJI_M3T_thermal.JPG", "M3T"), ("DJI_H20T_thermal.jpg", "ZH20T")]
)
def test_real_dji_files_need_a_plugin(name, model) -> None:
    data = (DATA / name).read_bytes()
    found = opening.read(data)
    assert (found.format, found.maker, found.reason, found.frames) == ("dji_rjpeg", "DJI", PLUGIN_NEEDED, 1)
    assert exif.of_file(data).model == model
    assert jpeg_parts.sides(data) == (640, 512)
    assert opening.read(data[: len(data) // 2 + 50_000]).reason == CUT


@needs_data
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("NEG_FLIR_visible_only.jpg", "jpeg"),
        ("FLIRONE_video_not_radiometric.mp4", "mp4"),
        ("OGI_GOD-Video_079.avi", "avi"),
    ],
)
def test_real_pictures_and_videos_hold_no_temperatures(name, form) -> None:
    data = (DATA / name).read_bytes()
    found = opening.read(data)
    assert (found.format, found.reason, found.maker) == (form, NO_VALUES, "")
    for part in (0.3, 0.7, 0.99):
        assert opening.read(data[: int(part * len(data))]).reason == CUT


@pytest.mark.parametrize("name", KNOWN)
def test_a_maker_is_named_where_the_bytes_tell_it(name) -> None:
    maker, data, reason = KNOWN[name]
    found = opening.read(data)
    assert (found.format, found.maker, found.reason) == (name, maker, reason)
    assert found.frame is None


def test_the_untagged_parameters_of_dji() -> None:
    assert opening.read(DJI_UNTAGGED).format == "dji_rjpeg"


@pytest.mark.parametrize("name", KNOWN)
def test_a_cut_file_is_cut_or_no_file_of_this_maker(name) -> None:
    _, data, reason = KNOWN[name]
    for size in range(len(data)):
        found = opening.read(data[:size])
        if found.format == name:
            assert found.reason == CUT, size
        else:
            assert found.reason in (CUT, FOREIGN, NO_VALUES), size
    assert opening.read(data).reason == reason


def test_marks_in_another_place_name_nobody() -> None:
    """Four letters may stand anywhere: in pixels, in a comment, in a second file."""
    for data in (
        with_segments((0xFE, b"HDRI" + struct.pack("<10I", 0, 0, 8, 6, 96, 0, 0, 0, 0, 0))),
        JPEG + b"HDRI" + bytes(60),
        hikmicro(width=100_000, counts=200),
        with_segments((0xFE, b"IJPEG")),
        with_segments((0xE2, bytes(40) + b"IJPEG")),
        with_segments((0xE4, b"\xff\xd2\xd1\xffiirp" + bytes(40))),
        with_segments((0xE3, bytes(90)), (0xE4, b"\xff\xd2\xd1\xffxxxx")),
        with_segments((0xE3, bytes(90)), (0xE4, b"\xaa\x55\x12\x06")),
    ):
        assert (opening.read(data).format, opening.read(data).reason) == ("jpeg", NO_VALUES)
    assert opening.read(BMP + b"BM" + bytes(30)).format == "bmp"
    assert opening.read(archive("notes.txt", "IR.data.txt.bak")).format != "jpeg"
    assert not foreign.claims(archive("notes.txt"))


def test_nothing_is_unpacked_from_an_archive() -> None:
    """The member claims a length that no memory has."""
    bomb = bytearray(FLUKE)
    struct.pack_into("<I", bomb, 22, 0xFFFF_FFFF)
    assert opening.read(bytes(bomb)).format == "fluke_is2"


@pytest.mark.parametrize(
    ("form", "name"),
    [("JPEG", "jpeg"), ("PNG", "png"), ("BMP", "bmp"), ("GIF", "gif"), ("WEBP", "webp"), ("TIFF", "tiff")],
)
def test_ordinary_pictures_and_their_cuts(form, name) -> None:
    data = picture(form)
    assert (opening.read(data).format, opening.read(data).reason) == (name, NO_VALUES)
    assert opening.read(data[: len(data) - len(data) // 3]).reason == CUT


def test_a_progressive_picture_ends_with_its_last_scan() -> None:
    out = io.BytesIO()
    Image.effect_noise((64, 64), 60).save(out, "JPEG", progressive=True)
    assert jpeg_parts.end_of_picture(out.getvalue()) == len(out.getvalue())
    assert jpeg_parts.end_of_picture(out.getvalue()[:-2]) is None


def box(name, body=b"", size=None):
    return struct.pack(">I4s", len(body) + 8 if size is None else size, name) + body


def matroska(kind, size, body):
    return (
        b"\x1a\x45\xdf\xa3\x8b\x42\x82" + bytes([0x80 | len(kind)]) + kind + b"\x18\x53\x80\x67" + size + body
    )


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (box(b"ftyp", b"isom0000") + box(b"moov", bytes(20)) + box(b"mdat", bytes(99)), "mp4", NO_VALUES),
        (box(b"ftyp", b"qt  0000") + box(b"mdat", b"", 0), "mov", CUT),
        (box(b"ftyp", b"isom0000") + box(b"moov") + box(b"mdat", bytes(9), 999), "mp4", CUT),
        (box(b"ftyp", b"heic0000") + box(b"meta", bytes(9)), "heic", NO_VALUES),
        (box(b"moov", bytes(9)) + box(b"mdat", struct.pack(">Q", 20) + bytes(4), 1), "mov", NO_VALUES),
        (matroska(b"webm", b"\x85", b"12345"), "webm", NO_VALUES),
        (matroska(b"matroska", b"\x01" + b"\xff" * 7, b"12345"), "mkv", NO_VALUES),
        (matroska(b"matroska", b"\x40\x50", b"12345"), "mkv", CUT),
        (gas_video.avi(gas_video.frames(2)), "avi", NO_VALUES),
    ],
)
def test_videos_and_their_cuts(data, name, reason) -> None:
    assert (opening.read(data).format, opening.read(data).reason) == (name, reason)


@settings(max_examples=300)
@given(st.binary(max_size=120))
def test_no_bytes_make_the_readers_raise(tail) -> None:
    heads = (b"", JPEG[:2], JPEG, BMP, JPEG + b"HDRI", b"PK\x03\x04", b"RIFF", b"\x1a\x45\xdf\xa3", b"GIF89a")
    for head in heads:
        for one in (dji, foreign, plain):
            if one.claims(head + tail):
                one.read(head + tail)
        bitmap.size(head + tail)
