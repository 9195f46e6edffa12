"""InfiRay IRG: three marks, their scales, what is cut, what is broken. The peer is infiray_irg 1.6.0."""

from __future__ import annotations

import infiray_irg
import numpy as np
import pytest

from fieldlaw.devices.thermal.formats import infiray
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import CUT, DAMAGED
from tests.devices.thermal_files import HIGH, WIDE, irg

PICTURE = 128 + 3 * WIDE * HIGH


@pytest.mark.parametrize(
    ("magic", "flag"), [(b"\xca\xac", 0), (b"\xca\xac", 1), (b"\xba\xab", 0), (b"\x04\xa0", 0)]
)
def test_each_mark_has_its_scale(magic: bytes, flag: int) -> None:
    data = irg(magic, flag)
    assert infiray.claims(data)
    frame = infiray.read(data).frame
    assert frame is not None
    assert np.abs(temperatures(frame) - infiray_irg.load(data)[1]).max() < 1e-9
    assert not frame.adjustable
    assert (frame.scene, frame.warnings) == (None, ())
    assert frame.texts == (("发射率", "0.95"), ("距离（米）", "0.25"))
    assert (frame.visible is None) == (magic == b"\x04\xa0")


def test_a_file_without_a_photograph() -> None:
    frame = infiray.read(irg(photo=b"")).frame
    assert frame is not None
    assert (frame.visible, frame.warnings) == (None, ())


@pytest.mark.parametrize("size", [2, 40, 127, 128, 200, PICTURE - 1])
def test_a_file_that_ends_before_its_pixels_is_cut(size: int) -> None:
    reading = infiray.read(irg()[:size])
    assert (reading.frame, reading.reason) == (None, CUT)


@pytest.mark.parametrize("size", [PICTURE, PICTURE + 60, -1])
def test_a_photograph_that_is_cut_leaves_the_temperatures(size: int) -> None:
    frame = infiray.read(irg()[:size]).frame
    assert frame is not None
    assert DAMAGED in frame.warnings
    assert frame.visible is None


@pytest.mark.parametrize("at", [2, 3, 4, 5, 8, 9, 10, 11, 12, 126, 127])
def test_a_broken_header_gives_no_numbers(at: int) -> None:
    data = bytearray(irg())
    data[at] ^= 0x55
    reading = infiray.read(bytes(data))
    assert reading.frame is None
    assert reading.reason in (DAMAGED, CUT)


def test_two_bytes_alone_are_not_the_third_mark() -> None:
    assert not infiray.claims(b"\x04\xa0 any other file" * 20)
    assert not infiray.claims(b"\x04\xa0")


def test_there_is_one_frame() -> None:
    assert infiray.read(irg(), 1).where == "第 1 帧（共 1 帧）"


def test_a_matrix_larger_than_its_file_is_not_made() -> None:
    data = bytearray(irg())
    data[4:12] = (4096 * 4096).to_bytes(4, "little") + b"\0\x10\0\x10"
    assert infiray.read(bytes(data)).reason == CUT
