"""Broken files: a sample of what tests/fuzz/damage.py runs in full, and what fuzzing has found."""

from __future__ import annotations

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.devices.thermal.formats import flir, flir_block, infiray, jpeg_parts
from tests.devices import thermal_files as files
from tests.fuzz import damage, invariants

MADE = {
    "simulated": files.SIMULATED, "rich": files.rich_jpeg(), "little": files.rich_block(order="<"),
    "seq": files.seq(), "csq": files.csq(), "irg": files.irg(), "irg of the other mark":
    files.irg(b"\xba\xab"),
}  # fmt: skip
REAL = (*files.FLIR_JPEG, *files.FLIR_BARE, *files.IRG, *files.NEGATIVE)
PIECE = b"\xff\xd8\xff\xe1\0\x40FLIR\0\1\0\0"
PREFIXES, FLIPS, FLIPS_OF_LARGE = 200, 500, 60
# A CSQ frame without its end mark, on which the decoder counted zeros for 5 seconds; found by fuzzing.
ENDLESS = bytes.fromhex(
    "ffd8fff7000b0f0012001801011100fff8000d017fff0012004301140040ffda000801010000000000000000000fb2d8460f"
    "86c2e261e16162c5870e1c3870e1c38e3861860a82a08834120a0a0a0a140810204081020820820820a82082082082082082"
    "1084210842108420884210842108421084210842108888344444444444444444444444412222224924924924924829249249"
    "00000000000218fe128421c04ce318c6318c60a318c6318c630541518c130046318c6318c146318c66666088226607804ccc"
    "ccccc14ccccccccc1809cc010080212999999998533333336db6db6db6db02db6db6db6db6db6db02db6db6dff7fff781fff"
    "7fff7fff781fff7fff7fff781fff7fff7fff781fff7fff7fff781fff7f46464600ff0700"
)


def edges(data: bytes) -> set[int]:
    """Where something of the structure begins or ends, in a JPEG, a bare file or an IRG."""
    if data[:2] == b"\xff\xd8":
        found = [n for one in jpeg_parts.segments(data) for n in (one.start, one.end)]
    elif data[:4] == flir_block.MAGIC:
        found = []
        for start, end in flir_block.index(data).places:
            held = flir_block.directory(data, start).entries
            found += [start, start + 64, end]
            found += [start + n for _, _, at, length, _ in held for n in (at, at + 0x20, at + length)]
    else:
        found = [46, 128, len(data) // 3]
    return {n + beside for n in found for beside in (-1, 0, 1)}


def sizes(data: bytes) -> list[int]:
    """Each edge and its neighbours, and some hundred sizes between."""
    between = range(0, len(data), max(1, len(data) // PREFIXES))
    return sorted(n for n in edges(data) | set(between) if 0 <= n < len(data))


@pytest.mark.parametrize("name", MADE)
def test_a_cut_file_gives_no_numbers_without_a_warning(name: str) -> None:
    seen = damage.prefixes(MADE[name], sizes(MADE[name]))
    assert seen.silent <= len(damage.boundaries(MADE[name]))


@pytest.mark.parametrize("name", MADE)
def test_no_changed_byte_breaks_a_promise(name: str) -> None:
    seen, _ = damage.flips(MADE[name], FLIPS)
    assert seen.tried == FLIPS


@files.needs_data
@pytest.mark.parametrize("name", REAL)
def test_a_cut_real_file_gives_no_numbers_without_a_warning(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = files.data_of(name)
    monkeypatch.setattr(flir, "decode_block", damage.remembered(flir.decode_block))
    assert damage.prefixes(data, sizes(data)).tried >= PREFIXES


@files.needs_data
@pytest.mark.parametrize("name", REAL)
def test_no_changed_byte_of_a_real_file_breaks_a_promise(name: str) -> None:
    seen, _ = damage.flips(files.data_of(name), FLIPS_OF_LARGE)
    assert seen.tried == FLIPS_OF_LARGE


@pytest.mark.parametrize("order", ["<", ">"])
def test_where_the_directory_has_checksums_no_record_changes_without_a_warning(order: str) -> None:
    data = files.rich_block(order=order)
    first = min(at for _, _, at, _, _ in flir_block.directory(data).entries)
    _, silent = damage.flips(data, 1500)
    assert not [place for place in silent if place >= first]


def test_a_broken_directory_is_never_silent() -> None:
    """Without checksums: a place or a length of another value costs the numbers, or warns."""
    data = files.frame(files.small_counts())
    for place in (64 + 32 * entry + at for entry in (0, 1) for at in range(12, 20)):
        changed = bytearray(data)
        changed[place] ^= 0x5A
        reading = flir.read(bytes(changed))
        invariants.check(reading)
        assert reading.frame is None or "damaged" in reading.frame.warnings, place


def test_a_jpeg_ls_stream_without_its_end_is_not_decoded() -> None:
    raw = struct.pack("<HHH", 2, files.WIDE, files.HIGH).ljust(0x20, b"\0") + ENDLESS
    data = files.block([(files.RAW, 4, raw), (files.CAMERA, 1, files.info())], "<", b"RTP")
    start = time.perf_counter()
    reading = flir.read(data)
    assert time.perf_counter() - start < invariants.LONGEST
    assert (reading.frame, reading.where) == (None, "像素")


def test_records_that_lie_over_each_other_are_not_summed_each() -> None:
    """1,000 entries that name the same 8 MB."""
    size, count = 8_000_000, 1000
    entry = struct.pack("<HHIIIIIII", 0x29, 1, 100, 1, 64, size, 0, 0, 1)
    head = b"FFF\0" + bytes(16) + struct.pack("<III", 101, 64, count)
    data = head.ljust(64, b"\0") + entry * count + bytes(size)
    start = time.perf_counter()
    assert flir.read(data).frame is None
    assert time.perf_counter() - start < invariants.LONGEST


def test_a_hostile_index_is_walked_once() -> None:
    """Every four bytes a magic, or every frame as small as one can be."""
    least = files.block([(0x29, 1, b"")], "<")
    for data in (b"FFF\0" * 100_000, least * 8_000):
        start = time.perf_counter()
        reading = flir.read(data, 0)
        assert reading.frame is None
        assert time.perf_counter() - start < invariants.LONGEST


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"FFF\0", b"\xff\xd8\xff\xe1\0\x40FLIR\0\1\0\0", b"\xca\xac"]),
)
def test_any_bytes_are_read_to_a_frame_or_a_reason(data: bytes, head: bytes) -> None:
    for reader in (flir, infiray):
        invariants.check(reader.read(head + data, 0, None))
        reader.claims(head + data)
