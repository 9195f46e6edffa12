"""Matrices without a scale of their own: 16-bit TIFF and exported tables of numbers."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fieldlaw.devices.thermal import opening
from fieldlaw.devices.thermal.formats import csv_matrix, scales, table_text, tiff
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import (
    CUT,
    DAMAGED,
    NO_VALUES,
    NOT_DECODED,
    SCALE_UNCONFIRMED,
    TOO_LARGE,
    Scale,
)

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared thermal files are not here")
DUO = "FLIR_DuoProR_radiometric_lzw.tiff"
CELSIUS = Scale("1", "0", "表头")
COUNTS = np.arange(12, dtype=np.uint16).reshape(3, 4) * 1000 + 27000


def picture(values, **options):
    out = io.BytesIO()
    Image.fromarray(values).save(out, "TIFF", **options)
    return out.getvalue()


def big_endian(values):
    """A TIFF as ITU-R and Adobe's TIFF 6.0 lay it out, with the larger byte first."""
    height, width = values.shape
    tags = {
        256: width,
        257: height,
        258: 16,
        259: 1,
        262: 1,
        273: 8,
        277: 1,
        278: height,
        279: values.size * 2,
    }
    entries = b"".join(struct.pack(">HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
    directory = struct.pack(">H", len(tags)) + entries + bytes(4)
    return b"MM\0*" + struct.pack(">I", 8 + values.size * 2) + values.astype(">u2").tobytes() + directory


def table(text, encoding="utf-8"):
    return text.encode(encoding)


def read(data, scale=CELSIUS):
    found = opening.read(data, 0, scale)
    assert found.format == "csv"
    return found


@needs_data
def test_the_real_tiff_gives_the_reference_values() -> None:
    data = (DATA / DUO).read_bytes()
    wanted = json.loads((DATA / "reference.json").read_text())[DUO]
    found = opening.read(data, 0, Scale("0.04", "-273.15", "手册"))
    celsius = temperatures(found.frame)
    assert (found.frame.gps.lat, found.frame.gps.lon) == pytest.approx((53.4476, -2.81227), abs=1e-5)
    assert (found.frame.counts.min(), found.frame.counts.max()) == (wanted["raw_min"], wanted["raw_max"])
    held = (celsius.min(), celsius.mean(), celsius.max())
    assert held == pytest.approx([wanted["T_if_0_04K"][k] for k in ("min", "mean", "max")], abs=0.0051)
    for place, value in wanted["pixels_C"].items():
        row, column = (int(one) for one in place[1:].split("c"))
        assert celsius[row, column] == pytest.approx(value, abs=0.0051)


@needs_data
def test_the_real_tiff_waits_for_its_scale() -> None:
    data = (DATA / DUO).read_bytes()
    assert opening.read(data).reason == SCALE_UNCONFIRMED
    seen = tiff.probe(data)
    assert (seen.width, seen.height, seen.low, seen.high) == (640, 512, 6743, 7077)
    assert [one.scale for one in seen.suggestions] == ["0.04", "0.40", "0.01", "0.01"]
    assert [one.verified for one in seen.suggestions] == [True, True, True, False]


@pytest.mark.parametrize(
    "data", [picture(COUNTS), picture(COUNTS, compression="tiff_lzw"), big_endian(COUNTS)]
)
def test_both_orders_and_lzw(data) -> None:
    found = opening.read(data, 0, Scale("0.01", "-273.15", "手册"))
    assert np.array_equal(found.frame.counts, COUNTS)
    assert temperatures(found.frame)[0, 0] == pytest.approx(-3.15)
    assert temperatures(found.frame)[2, 3] == pytest.approx(106.85)


def test_every_page_is_a_frame() -> None:
    pages = [Image.fromarray(COUNTS + n) for n in (1, 2)]
    data = picture(COUNTS, save_all=True, append_images=pages)
    found = opening.read(data, 2, Scale("1", "0", "手册"))
    assert found.frames == 3
    assert np.array_equal(found.frame.counts, COUNTS + 2)
    assert opening.read(data, 3, CELSIUS).reason == DAMAGED


def test_floats_are_temperatures_in_a_unit_to_be_confirmed() -> None:
    data = picture(np.array([[1.5, np.nan], [-300.0, 20.0]], dtype=np.float32))
    assert opening.read(data).reason == SCALE_UNCONFIRMED
    found = opening.read(data, 0, CELSIUS)
    assert found.format == "tiff_float"
    assert np.array_equal(np.isnan(found.frame.counts), [[False, True], [True, False]])


def test_an_ordinary_tiff_is_an_ordinary_picture() -> None:
    for mode in ("L", "RGB"):
        assert opening.read(picture(np.asarray(Image.new(mode, (8, 8))))).reason == NO_VALUES
    assert opening.read(picture(np.zeros((4, 4), dtype=np.int32))).reason == NOT_DECODED


def test_a_cut_tiff_and_one_with_a_huge_side() -> None:
    data = big_endian(COUNTS)
    assert opening.read(data[:40], 0, CELSIUS).reason == CUT
    wide = bytearray(data)
    place = wide.index(struct.pack(">HHII", 256, 4, 1, 4))
    struct.pack_into(">I", wide, place + 8, 1_000_000)
    assert opening.read(bytes(wide), 0, CELSIUS).reason == TOO_LARGE
    struct.pack_into(">I", wide, place + 8, 9)
    assert opening.read(bytes(wide), 0, CELSIUS).reason == DAMAGED


@pytest.mark.parametrize(
    "scale",
    [None, Scale("", "0", ""), Scale("0", "0", ""), Scale("NaN", "0", ""), Scale("1", "Infinity", "")],
)
def test_a_scale_that_is_none_is_not_confirmed(scale) -> None:
    assert opening.read(picture(COUNTS), 0, scale).reason == SCALE_UNCONFIRMED
    assert opening.read(b"1;2\n3;4\n", 0, scale).reason == SCALE_UNCONFIRMED


@needs_data
@pytest.mark.parametrize(("name", "step"), [("comma", 0.0051), ("semicolon_decimalcomma", 0.051)])
def test_the_exported_tables_agree_with_the_picture_they_came_from(name, step) -> None:
    celsius = temperatures(opening.read((DATA / "FLIR_E40_window098_spot.jpg").read_bytes()).frame)
    found = read((DATA / f"DERIVED_E40_temp_{name}.csv").read_bytes())
    assert found.frame.response is None
    assert np.abs(found.frame.counts - celsius).max() < step


HEADED = "文件;样品.jpg\r\n发射率;0,95\r\n单位;℃\r\n\r\n20,5;---;21\r\n;19,25;-3\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_header_missing_cells_and_encodings(encoding) -> None:
    data = table(HEADED, encoding)
    found = read(data)
    assert np.array_equal(
        found.frame.counts, np.float32([[20.5, np.nan, 21], [np.nan, 19.25, -3]]), equal_nan=True
    )
    assert found.frame.texts == (("文件", "样品.jpg"), ("发射率", "0,95"), ("单位", "℃"))
    seen = csv_matrix.probe(data)
    assert (seen.skipped, seen.unit, seen.width, seen.height) == (3, "C", 3, 2)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding) -> None:
    assert np.array_equal(read(table("1.5\t2\r\n3\t4\r\n", encoding)).frame.counts, [[1.5, 2], [3, 4]])


def test_other_units() -> None:
    fahrenheit = scales.of_unit("F")[0]
    found = read(b"Unit,F\n32,212\n50,68\n", Scale(fahrenheit.scale, fahrenheit.offset, fahrenheit.source))
    assert found.frame.counts == pytest.approx(np.array([[0, 100], [10, 20]]), abs=1e-4)
    assert csv_matrix.probe(b"Fahrenheit\n32,212\n50,68\n").suggestions[0] == fahrenheit
    assert csv_matrix.probe(b"Fahrenheit or Celsius\n32,212\n50,68\n").unit == ""
    assert csv_matrix.probe(b"29315,29400\n29316,29500\n").suggestions[0].scale == "0.04"


def test_quotes_labels_indexes_and_a_last_separator() -> None:
    assert np.array_equal(read(b'"1,5";"2,5"\n"3,5";"4,5"\n').frame.counts, [[1.5, 2.5], [3.5, 4.5]])
    assert np.array_equal(read(b"1,2,\n3,4,\n").frame.counts, [[1, 2], [3, 4]])
    columns = ",".join(str(n) for n in range(8))
    rows = "\n".join(f"{n}," + ",".join(["20.5"] * 8) for n in range(8))
    assert read(f",{columns}\n{rows}\n".encode()).frame.counts.shape == (8, 8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2,3\n4,5,6\n7,8\n9,8,7\n", "第 3 行有 2 格，应为 3 格"),
        ("1,2,3\n4,5\n7,8,9\n1,2,3\n", "第 1 行有 3 格，应为 2 格|第 1 行|第 2 行"),
        ("1,2\n3,4\n\n5,6\n7,8\n", "第 4 行起还有另一张表"),
        ("22,9,23,0\n21,1,20,5\n", "逗号"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(text, words) -> None:
    found = read(text.encode())
    assert found.reason == DAMAGED
    assert any(word in found.where for word in words.split("|"))


def test_text_and_logs_are_no_matrix() -> None:
    for text in (
        "说明文字\n第二行\n",
        "time,ppm\n12:00:01,3.5\n12:00:02,3.6\n",
        "12:00,1,2\n12:01,3,4\n",
        "5\n6\n",
    ):
        assert not csv_matrix.claims(text.encode())
    assert not csv_matrix.claims(b"")
    assert not csv_matrix.claims(bytes(range(256)) * 4)


def test_a_table_that_is_too_large_is_not_read() -> None:
    assert read(("1," * 5000 + "1\n").encode() * 2).reason == TOO_LARGE
    assert read(b"1,2\n" * 5000).reason == TOO_LARGE
    with pytest.raises(table_text.TooLargeError):
        table_text.parse(b"1,2\n" * ((64 << 20) // 4 + 1))


CELLS = st.sampled_from(["1", "-2,5", "3.5", "", "---", "x", '"4"', '"', "1e9", "1e999", "٣", "_1", "nan"])


@settings(max_examples=150)
@given(
    st.lists(st.lists(CELLS, max_size=5), max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_no_table_makes_the_reader_raise(rows, mark, end) -> None:
    data = end.join(mark.join(row) for row in rows).encode()
    if csv_matrix.claims(data):
        found = csv_matrix.read(data, 0, CELSIUS)
        assert found.reason or np.isfinite(found.frame.counts).any()
        csv_matrix.probe(data)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_readers_raise(data) -> None:
    for head in (b"", b"II*\0\x08\0\0\0", b"1,2\n3,4\n", b"\xff\xfe"):
        for one in (tiff, csv_matrix):
            if one.claims(head + data):
                one.read(head + data, 0, CELSIUS)
            one.probe(head + data)


def test_no_flipped_bit_of_a_tiff_makes_the_reader_raise() -> None:
    for data in (picture(COUNTS, compression="tiff_lzw"), big_endian(COUNTS)):
        for place in range(8 * len(data)):
            changed = bytearray(data)
            changed[place // 8] ^= 1 << (place % 8)
            found = opening.read(bytes(changed), 0, CELSIUS)
            assert found.reason or found.frame.counts.size <= scales.MOST_SIDE**2


def test_a_number_too_large_for_a_temperature_is_none() -> None:
    """Found by fuzzing: a hundred digits in one cell."""
    data = f'"1","2"\r\n3,4\r\n5,{"1" * 95}\r\n'.encode()
    got = csv_matrix.read(data, 0, Scale("0.5", "-273.15", "test"))
    assert got.frame is None or not np.isinf(got.frame.counts).any()
    wide = "\r\n".join(f"20,{'1' * 95 if n == 3 else 21}" for n in range(8)).encode()
    frame = csv_matrix.read(wide, 0, Scale("1", "0", "test")).frame
    assert frame is not None
    assert np.isnan(frame.counts[3, 1])
