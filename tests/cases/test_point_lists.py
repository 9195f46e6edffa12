"""Lists of sealing points from files: what is taken, and what is turned down by name."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fieldlaw.cases.casework.measuring_points import PointListError, read_points
from fieldlaw.cases.law.threshold_rows import threshold_book
from fieldlaw.cases.records.measuring import Component, PlannedPoint
from tests.devices.measuring_cases import (
    PACK,
)

PACKS = (PACK,)
MEDIA = dict(threshold_book(PACKS).media)


HEAD = "密封点编码,介质,密封点类型,是否可达,装置名称\n"


def as_book(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_list_of_points_is_read_from_csv_and_workbook() -> None:
    text = HEAD + "V-001,气态 VOCs 物料,阀门,是,一车间\n\nV-002,volatile_liquid,法兰,不可达,二车间\n"
    wanted = (
        PlannedPoint("V-001", "gas", Component("阀门", "yes", unit="一车间")),
        PlannedPoint("V-002", "volatile_liquid", Component("法兰", "no", unit="二车间")),
    )
    assert read_points(text.encode("utf-8-sig"), "a.csv", MEDIA) == wanted
    assert read_points(text.encode("gb18030"), "a.csv", MEDIA) == wanted
    rows = [line.split(",") for line in text.strip().splitlines()]
    assert read_points(as_book(rows), "a.xlsx", MEDIA) == wanted


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "密封点编码"),
        (HEAD.encode(), "没有一行"),
        ("介质\ngas\n".encode(), "缺少“密封点编码”"),
        ((HEAD + "A,gas\nA,gas\n").encode(), "第 3 行密封点编码 A 重复"),
        ((HEAD + "A,steam\n").encode(), "第 2 行的介质“steam”"),
        ((HEAD + ",gas\n").encode(), "第 2 行没有密封点编码"),
        ((HEAD + "A,gas,阀,也许\n").encode(), "应写是或否"),
        ((HEAD + "A,gas,阀,是,甲,乙\n").encode(), "多出 1 格"),
        ((HEAD + 'A,"gas\n').encode(), "读不懂"),
        (b"\xff\xfe\xfa\x81", "UTF-8"),
    ],
)
def test_a_list_with_a_fault_is_not_taken(data: bytes, word: str) -> None:
    with pytest.raises(PointListError) as caught:
        read_points(data, "a.csv", MEDIA)
    assert word in caught.value.what


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_turned_down(data: bytes) -> None:
    for lead in (b"", HEAD.encode()):
        with suppress(PointListError):
            assert read_points(lead + data, "a.csv", MEDIA)


@given(st.integers(0, 6000), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_never_crashes(place: int, byte: int) -> None:
    data = bytearray(as_book([HEAD.strip().split(","), ["V-001", "gas"]]))
    data[place % len(data)] = byte
    with suppress(PointListError):
        assert read_points(bytes(data), "a.xlsx", MEDIA)


def test_what_is_no_workbook_says_so() -> None:
    with pytest.raises(PointListError, match="XLSX"):
        read_points(b"PK\x03\x04", "a.xlsx", MEDIA)
