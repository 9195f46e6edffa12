"""EXIF as far as evidence needs it; Pillow writes the fields, and reads the reference files as the peer."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fieldlaw.devices.thermal.formats import exif, flir
from tests.devices import thermal_files as files

MAKE, MODEL, SOFTWARE, CHANGED, MORE, PLACE = 0x010F, 0x0110, 0x0131, 0x0132, 0x8769, 0x8825
TAKEN, FRACTION, ZONE, SERIAL = 0x9003, 0x9291, 0x9011, 0xA431
NORTH_EAST = {1: "N", 2: (37.0, 45.0, 0.0), 3: "E", 4: (112.0, 30.0, 0.0), 5: b"\0", 6: 780.5}


def written(fields: dict | None = None, more: dict | None = None, place: dict | None = None) -> exif.Exif:
    held = Image.Exif()
    held.update(fields or {})
    for folder, own in ((MORE, more), (PLACE, place)):
        held.get_ifd(folder).update(own or {})
    return exif.parse(held.tobytes()[6:])


def test_who_and_when() -> None:
    said = written(
        {MAKE: "DJI", MODEL: "FLIR", SOFTWARE: "01.15"},
        {TAKEN: "2026:03:01 09:08:07", ZONE: "+08:00", FRACTION: "25", SERIAL: "S 1"},
    )
    assert (said.make, said.model, said.software, said.serial) == ("DJI", "FLIR", "01.15", "S 1")
    assert said.taken_at == "2026-03-01T09:08:07.250+08:00"
    assert not said.resaved


@pytest.mark.parametrize("text", ["2026:13:01 09:08:07", "0000:00:00 00:00:00", "yesterday", ""])
def test_a_time_that_is_none(text: str) -> None:
    assert written(more={TAKEN: text}).taken_at is None


def test_a_place_with_its_signs() -> None:
    gps = written(place=NORTH_EAST).gps
    assert gps is not None
    assert (gps.lat, gps.lon, gps.altitude_m, gps.source) == (37.75, 112.5, 780.5, "exif")
    south = written(place=NORTH_EAST | {1: "S", 3: "W", 5: b"\1"}).gps
    assert south is not None
    assert (south.lat, south.lon, south.altitude_m) == (-37.75, -112.5, -780.5)


@pytest.mark.parametrize(
    "wrong",
    [{2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, {2: (95.0, 0.0, 0.0)}, {1: "NS"}, {4: (200.0, 0.0, 0.0)}],
)
def test_a_place_that_is_none(wrong: dict) -> None:
    said = written(place=NORTH_EAST | wrong)
    assert (said.gps, said.gps_invalid) == (None, True)


@pytest.mark.parametrize(
    ("software", "changed", "codes"),
    [
        ("Adobe Photoshop 25.1 (Windows)", "2026:03:01 09:08:07", ["resaved"]),
        ("FLIR Tools", "2026:03:01 09:08:07", ["resaved"]),
        ("", "2026:03:01 09:08:50", []),  # written while the card was slow
        ("", "2026:03:01 17:08:08", []),  # in another zone
        ("", "2026:03:01 11:20:00", ["resaved"]),
        ("", "2026:03:02 09:08:07", ["resaved"]),  # no zones lie a day apart
        ("", "2026:03:01 08:00:00", []),
        ("15.0.14", "", []),
    ],
)
def test_a_file_that_was_written_again(software: str, changed: str, codes: list[str]) -> None:
    said = written({SOFTWARE: software, CHANGED: changed}, {TAKEN: "2026:03:01 09:08:07"})
    assert said.resaved == bool(codes)


def test_what_the_block_does_not_say_is_taken_from_exif() -> None:
    held = Image.Exif()
    held.update({MAKE: "DJI", MODEL: "FLIR"})
    held.get_ifd(MORE).update({TAKEN: "2026:03:01 09:08:07"})
    held.get_ifd(PLACE).update(NORTH_EAST)
    before = files.segment(0xE1, held.tobytes())
    block = files.frame(files.small_counts(), model=b"", unix=0)
    frame = flir.read(files.jpeg(block, before=before)).frame
    assert frame is not None
    assert (frame.camera.model, frame.camera.captured_at) == ("DJI FLIR", "2026-03-01T09:08:07")
    assert frame.gps is not None
    assert frame.gps.source == "exif"
    assert frame.warnings == ()


def test_an_editor_leaves_its_own_segment() -> None:
    before = files.segment(0xED, b"Photoshop 3.0\0" + bytes(20))
    frame = flir.read(files.jpeg(files.frame(files.small_counts()), before=before)).frame
    assert frame is not None
    assert frame.warnings == ("resaved",)


@files.needs_data
@pytest.mark.parametrize("name", [*files.FLIR_JPEG, *files.NEGATIVE])
def test_pillow_reads_the_same(name: str) -> None:
    said = exif.of_file(files.data_of(name))
    with Image.open(io.BytesIO(files.data_of(name))) as picture:
        peer = picture.getexif()
        taken = peer.get_ifd(MORE).get(TAKEN, "")
    assert said.make == peer.get(MAKE, "").strip("\0")
    assert said.model == peer.get(MODEL, "").strip("\0")
    assert said.software == peer.get(SOFTWARE, "").strip("\0")
    assert (said.taken_at or "").replace("-", ":").replace("T", " ")[:19] == taken.strip("\0")


@given(st.binary(max_size=300), st.sampled_from([b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]))
def test_nothing_makes_it_raise(data: bytes, head: bytes) -> None:
    exif.parse(head + data)
    exif.of_file(head + data)
    exif.of_file(b"\xff\xd8\xff\xe1\x01\x00Exif\0\0" + head + data)
