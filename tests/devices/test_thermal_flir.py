"""FLIR blocks: both orders of bytes, three ways to store pixels, pieces, sequences, traps of the records."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import CUT, DAMAGED, NOT_DECODED
from tests.devices import thermal_files as files
from tests.devices.thermal_files import (
    CAMERA,
    CHANGED,
    GPS,
    OVERLAY,
    PALETTE,
    RAW,
    TEXT,
    TOOLS,
    VISIBLE,
    info,
    raw,
    small_counts,
)

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.image import ThermalFrame


def read(data: bytes, number: int = 0) -> ThermalFrame:
    reading = flir.read(data, number)
    assert reading.frame is not None, (reading.reason, reading.where)
    return reading.frame


def with_records(*more: tuple[int, int, bytes], order: str = ">", **changed: object) -> ThermalFrame:
    subtype, body = raw(small_counts())
    return read(files.block([(RAW, subtype, body), (CAMERA, 1, info(**changed)), *more], order))


def test_the_simulated_camera_is_read_back() -> None:
    frame = read(files.SIMULATED)
    assert np.abs(temperatures(frame) - camera.scene()).max() < 0.05
    assert (frame.camera.model, frame.camera.serial) == ("SIM IR160", "SIM00001")
    assert frame.camera.captured_at == "2025-11-25T10:42:07.000+08:00"
    assert frame.warnings == ()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["plain", "png", "turned", "jpeg_ls"])
def test_counts_are_the_same_however_they_are_stored(kind: str, order: str) -> None:
    frame = read(files.frame(small_counts(), kind, order))
    assert frame.counts.dtype == np.uint16
    assert (frame.counts == small_counts()).all()


@pytest.mark.parametrize("kind", ["png", "turned"])
def test_the_order_of_bytes_of_a_png_is_told_by_all_rows_where_some_leave_a_doubt(kind: str) -> None:
    counts = np.full((24, 24), 17000, np.uint16)
    counts[3] += np.arange(24, dtype=np.uint16)
    assert (read(files.frame(counts, kind)).counts == counts).all()


@pytest.mark.parametrize("pieces", [1, 2, 7, 25])
def test_pieces_are_put_together_by_their_index(pieces: int) -> None:
    block = files.rich_block()
    size = -(-len(block) // pieces)
    assert read(files.jpeg(block, size)).warnings == ()


def swapped(data: bytes, first: int, second: int) -> bytes:
    """The two pieces change places in the file, and keep their numbers."""
    places = [i for i in range(len(data)) if data.startswith(b"FLIR\0\1", i)]
    spans = [(p - 4, p - 2 + int.from_bytes(data[p - 2 : p], "big")) for p in places]
    order = list(range(len(spans)))
    order[first], order[second] = second, first
    return data[: spans[0][0]] + b"".join(data[slice(*spans[i])] for i in order) + data[spans[-1][1] :]


def test_the_order_of_pieces_in_the_file_does_not_matter() -> None:
    data = files.rich_jpeg()
    assert swapped(data, 0, 1) != data
    assert (read(swapped(data, 0, 1)).counts == read(data).counts).all()


@pytest.mark.parametrize("index", [b"\x00", b"\x07"])
def test_a_piece_that_is_missing_or_stands_twice_costs_the_numbers(index: bytes) -> None:
    data = bytearray(files.rich_jpeg())
    second = data.index(b"FLIR\0\1\1")
    data[second + 6 : second + 7] = index
    reading = flir.read(bytes(data))
    assert (reading.frame, reading.reason, reading.where) == (None, DAMAGED, "分段")


def test_one_piece_too_many_costs_the_numbers() -> None:
    data = files.rich_jpeg()
    start = data.index(b"FLIR\0\1\1") - 4
    piece = data[start : start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")]
    assert flir.read(data[:start] + piece + data[start:]).where == "分段"


def test_the_kind_of_a_bare_file_is_told_by_its_frames() -> None:
    kinds = {"flir_fff": files.rich_block(), "flir_seq": files.seq(), "flir_csq": files.csq()}
    assert {name: flir.read(data).format for name, data in kinds.items()} == {name: name for name in kinds}
    assert flir.read(files.csq(1)).format == "flir_csq"


@pytest.mark.parametrize("made", [files.seq, files.csq])
def test_each_frame_of_a_sequence_is_its_own(made: object) -> None:
    data = made(4)
    for number in range(4):
        frame = read(data, number)
        assert (frame.counts == small_counts(40 * number)).all()
        assert frame.camera.captured_at == f"2025-11-25T10:42:{7 + number:02}.250+08:00"
        assert frame.warnings == ()
    for number in (4, -1):
        beyond = flir.read(data, number)
        assert (beyond.reason, beyond.where) == (DAMAGED, f"第 {number} 帧（共 4 帧）")


def test_the_magic_inside_pixels_begins_no_frame() -> None:
    counts = small_counts()
    counts[4, 2:4] = np.frombuffer(b"FFF\0", "<u2")
    data = files.frame(counts) + files.frame(small_counts())
    assert data.count(b"FFF\0") == 3
    assert flir.read(data).frames == 2
    assert (read(data, 1).counts == small_counts()).all()


def test_bytes_left_over_between_frames_warn() -> None:
    one = files.frame(small_counts())
    assert read(one + bytes(12) + one, 1).warnings == ()  # filling
    assert read(one + b"something" + one, 1).warnings == (DAMAGED,)
    assert read(one + b"F").warnings == (DAMAGED,)
    assert read(one + b"FFF\0").warnings == (DAMAGED,)


def test_a_broken_frame_does_not_cost_the_others() -> None:
    one = files.frame(small_counts())
    broken = bytearray(one)
    broken[20:24] = bytes(4)
    data = one + bytes(broken) + one
    assert flir.read(data).frames == 3
    assert read(data, 2).warnings == (DAMAGED,)
    assert flir.read(data, 1).where == "文件头"


def test_an_old_sequence_is_recognised_and_not_decoded() -> None:
    data = b"AFF\0" + bytes(200)
    assert flir.claims(data)
    assert flir.read(data).reason == NOT_DECODED


def test_an_ordinary_picture_is_not_claimed() -> None:
    picture = files.photograph()[0x20:]
    assert not flir.claims(picture)


def test_a_broken_directory_entry_of_the_pixels_is_cut_or_damaged() -> None:
    data = files.frame(small_counts())
    assert flir.read(data[:-1300]).reason == CUT
    inside = files.jpeg(data[:-1300])
    assert (flir.read(inside).reason, flir.read(inside).where) == (DAMAGED, "像素")


def body(counts: np.ndarray, change: object) -> bytes:
    subtype, held = raw(counts, "turned")
    return files.block([(RAW, subtype, change(held)), (CAMERA, 1, info())])


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held[:0x20] + files.png16(np.full((8, 8), 9)),
        lambda held: held[:0x20] + files.photograph("PNG")[0x20:],
        lambda held: held[:-1],
        lambda held: held[:90] + b"\xff" + held[91:],
        lambda held: held[:2] + struct.pack("<HH", 65535, 65535) + held[6:],
        lambda held: held[:20],
    ],
)
def test_pixels_that_are_not_what_the_record_says_give_no_numbers(change: object) -> None:
    reading = flir.read(body(small_counts(), change))
    assert (reading.frame, reading.where) == (None, "像素")


@pytest.mark.parametrize("patch", [{3: 0xFFFF}, {5: 0xFFFF}])
def test_a_jpeg_ls_header_cannot_ask_for_more_than_the_record_says(patch: dict[int, int]) -> None:
    data = bytearray(files.frame(small_counts(), "jpeg_ls"))
    start = data.index(b"\xff\xd8\xff\xf7") + 4
    for at, value in patch.items():
        data[start + at : start + at + 2] = value.to_bytes(2, "big")
    reading = flir.read(bytes(data))
    assert (reading.frame, reading.where) == (None, "像素")


@pytest.mark.parametrize(
    "changed",
    [
        {"emissivity": 0.0}, {"emissivity": 1.5}, {"through": 0.0}, {"reflected": 0.0}, {"air": -1.0},
        {"distance": -1.0}, {"humidity": -0.5}, {"r1": 0.0}, {"b": -1.0}, {"r2": 0.0}, {"air": float("nan")},
        {"r1": float("inf")}, {"air": 900.0}, {"size": 0x300},
    ],
)  # fmt: skip
def test_parameters_that_the_formula_has_no_value_for_give_no_numbers(changed: dict[str, float]) -> None:
    reading = flir.read(files.frame(small_counts(), **changed))
    assert (reading.frame, reading.where) == (None, "相机参数")


def test_fields_behind_the_end_of_the_record_are_absent() -> None:
    frame = with_records(size=0x310)
    assert (frame.level_span, frame.camera.captured_at) == (None, None)
    assert frame.warnings == ("clock_implausible",)
    assert with_records().level_span == (17500, 900)


def test_humidity_in_percent_is_a_part_of_one() -> None:
    scenes = [with_records(humidity=stored).scene for stored in (50.0, 0.5)]
    assert scenes[0] == scenes[1]


@pytest.mark.parametrize(
    ("west", "zone"), [(360, "-06:00"), (-480, "+08:00"), (0, "+00:00"), (-345, "+05:45")]
)
def test_the_zone_is_stored_in_minutes_west(west: int, zone: str) -> None:
    at = with_records(west=west, parts=0x10000 + 7).camera.captured_at
    assert at is not None
    assert at.endswith(f".007{zone}")


@pytest.mark.parametrize("changed", [{"unix": 946706066}, {"unix": 0}, {"west": 2000}])
def test_a_clock_that_cannot_be_right_warns(changed: dict[str, int]) -> None:
    assert with_records(**changed).warnings == ("clock_implausible",)


def test_a_camera_that_does_not_measure_warns() -> None:
    for model in (b"Vue Pro 640", b"FLIR Vue Pro"):
        assert with_records(model=model).warnings == ("not_radiometric_model",)
    for model in (b"Vue Pro R", b"Vue Pro R 640", b"Duo Pro R", b"FLIR E5"):
        assert with_records(model=model).warnings == ()


def test_a_scene_that_cannot_be_warns() -> None:
    assert with_records(air=400.0).warnings == ("implausible_scene",)
    assert with_records(alpha1=1e30).warnings == ("implausible_scene",)
    assert with_records(distance=20_000.0, humidity=0.0).warnings == ("implausible_scene",)


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (files.gps(37.75, 112.5), (37.75, 112.5)),
        (files.gps(34.07, 118.254, b"NW"), (34.07, -118.254)),  # FLIR ONE: the ref only
        (files.gps(-34.07, -61.66, b"SW"), (-34.07, -61.66)),  # XT2: the sign and the ref
        (files.gps(1.5, 2.5, valid=16777216), (1.5, 2.5)),  # bytes of the flag turned
        (files.gps(-33.9, 18.4, b"\0\0"), (-33.9, 18.4)),
    ],
)
def test_a_place_has_the_sign_of_its_ref(record: bytes, place: tuple[float, float]) -> None:
    frame = with_records((GPS, 1, record))
    assert frame.gps is not None
    assert (frame.gps.lat, frame.gps.lon, frame.gps.source) == (*place, "flir")
    assert frame.warnings == ()


@pytest.mark.parametrize(
    "record",
    [
        files.gps(37.75, 112.5, valid=0), files.gps(0.0, 0.0), files.gps(-1.0, -1.0), files.gps(91.0, 0.5),
        files.gps(1.0, 181.0), files.gps(float("nan"), 1.0), files.gps(1.0, 2.0, b"XE"), files.gps(-1.5, 2.0),
    ],
)  # fmt: skip
def test_no_fix_is_no_place(record: bytes) -> None:
    frame = with_records((GPS, 1, record))
    assert (frame.gps, frame.warnings) == (None, ("gps_invalid",))


def test_tools_of_every_kind() -> None:
    entries = [
        files.tool(1, (3, 4), "Sp1"), files.tool(4, (1, 2, 8, 9), "L"), files.tool(2, (2, 3, 4, 5), "Bx"),
        files.tool(3, (10, 9, 14, 9, 10, 12), "El"), files.tool(8, (1, 2), "Δ"), files.tool(7, (), ""),
        files.tool(3, (10, 9, 14, 12, 10, 12), "turned", last=True),
    ]  # fmt: skip
    frame = with_records((TOOLS, 1, files.tools(*entries)))
    assert [(tool.kind, tool.label, tool.points) for tool in frame.tools] == [
        ("spot", "Sp1", ((3, 4),)),
        ("line", "L", ((1, 2), (8, 9))),
        ("box", "Bx", ((2, 3), (5, 7))),
        ("ellipse", "El", ((6, 6), (14, 12))),
        ("other", "Δ", ((1, 2),)),
        ("other", "turned", ((10, 9), (14, 12), (10, 12))),
    ]
    assert frame.tools[0].extra == pytest.approx((0.95, 1.0, 293.15))


def test_what_lies_beside_the_temperatures() -> None:
    lines = b'#\r\n.1.label unicode "\xe4\xbd\x8d\xe7\xbd\xae"\r\n.1.value text "2"\r\n.0.label text "A"\r\n'
    frame = with_records(
        (PALETTE, 1, files.palette(3, b"Grey")),
        (OVERLAY, 1, files.overlay()),
        (TEXT, 1, files.texts(lines)),
        (VISIBLE, 5, files.photograph()),
        (0x2C, 2, bytes(9)),
    )
    assert frame.palette is not None
    assert (frame.palette.name, frame.palette.colours) == ("Grey", (0, 0x808080, 0xFFFFFF))
    assert frame.overlay is not None
    assert (frame.overlay.real2ir, frame.overlay.offset_x, frame.overlay.offset_y) == (1.25, -3, 4)
    assert frame.overlay.crop == (2, 20, 1, 15)
    assert frame.texts == (("A", ""), ("位置", "2"))
    assert frame.visible == files.photograph()[0x20:]
    assert [(one.kind, one.subtype, one.size) for one in frame.others] == [(0x2C, 2, 9)]


def test_an_embedded_png_becomes_an_ordinary_one() -> None:
    colours = Image.new("RGB", (16, 12), (200, 40, 90))
    stored = io.BytesIO()
    Image.frombytes("RGB", (16, 12), colours.convert("YCbCr").tobytes()).save(stored, "PNG")
    record = struct.pack("<HHH", 3, 16, 12).ljust(0x20, b"\0") + stored.getvalue()
    frame = with_records((VISIBLE, 3, record))
    assert frame.visible is not None
    with Image.open(io.BytesIO(frame.visible)) as picture:
        assert np.abs(np.asarray(picture)[5, 5].astype(int) - (200, 40, 90)).max() <= 2


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        (PALETTE, b"\xe0" + bytes(300)), (PALETTE, bytes(900)), (OVERLAY, bytes(96)), (OVERLAY, bytes(8)),
        (TOOLS, files.tools(files.tool(7, (), "") * 300)),
        (GPS, b"\1\0\0\0"), (TOOLS, struct.pack("<HHHHI", 1, 12, 0x24, 0, 0) + b"\xff\xff" + bytes(60)),
        (TOOLS, files.tools(files.tool(1, (1, 2), "a")[:-6])), (TOOLS, b"\1"), (VISIBLE, bytes(80)),
        (VISIBLE, files.photograph()[:-80]), (VISIBLE, files.photograph("PNG")[:60]), (TEXT, bytes(60)),
    ],
)  # fmt: skip
def test_a_broken_record_beside_them_never_costs_the_temperatures(kind: int, record: bytes) -> None:
    frame = with_records((kind, 1, record))
    assert (frame.counts == small_counts()).all()
    assert DAMAGED in frame.warnings


def test_a_record_outside_of_the_block_is_left_out() -> None:
    block = files.rich_block(sums=False)
    frame = read(block[:-20])
    assert (frame.counts == small_counts()).all()
    assert frame.warnings == (DAMAGED,)


def test_the_checksum_of_a_record_tells_a_changed_pixel() -> None:
    block = bytearray(files.block([(RAW, *raw(small_counts())), (CAMERA, 1, info())], sums=True))
    assert read(bytes(block)).warnings == ()
    block[64 + 3 * 32 + 0x20 + 7] ^= 4
    assert read(bytes(block)).warnings == (DAMAGED,)


def test_parameters_changed_in_the_camera_have_an_old_checksum() -> None:
    """As in the E40 file: the record of changed parameters stands beside it."""
    changed = (CHANGED, 1, files.texts(b"#\r\n.0 index\r\n"))
    for more, codes in (((changed,), ()), ((), (DAMAGED,))):
        records = [(RAW, *raw(small_counts())), (CAMERA, 1, info()), *more]
        block = bytearray(files.block(records, sums=True))
        place = bytes(block).index(b"TEST", 64)
        block[place : place + 4] = b"BEST"
        assert read(bytes(block)).warnings == codes


def test_a_tail_that_is_missing_leaves_the_numbers_and_warns() -> None:
    data = files.SIMULATED
    for lost in (1, 2, 900):
        frame = read(data[:-lost])
        assert frame.warnings == (DAMAGED,)
        assert (frame.counts == read(data).counts).all()
