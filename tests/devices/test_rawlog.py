"""The raw log: nothing lost, nothing invented, every ending by its name."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import signal
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw import __version__
from fieldlaw.devices.link import LinkLost, Loss
from fieldlaw.devices.rawlog import (
    Ending,
    Header,
    LogFailed,
    RawLog,
    Trouble,
    are_parts_of_one,
    parse,
    read,
    replay,
    started,
)
from fieldlaw.devices.rawlog.form import END_SIZE, RECORD_LIMIT, head, record

WHEN = datetime(2025, 7, 30, 14, 32, tzinfo=timezone(timedelta(hours=8)))
HEADER = Header("phx42", "FID-02", "COM7", started(WHEN), 5, __version__)
PASSED = [("rx", b"YTyt CHEK\r\n"), ("tx", b"ZUzu CHEK\r\n"), ("rx", b""), ("rx", bytes(range(256)))]


def quick(_number):
    """A test needs no disk under its file."""


class Told(list):
    """Keeps what the log tells, by its name."""

    def __call__(self, failure):
        assert isinstance(failure, LogFailed)
        assert failure.what
        assert failure.way_out
        assert failure.safe
        self.append(failure.trouble)


def make(folder, passed=PASSED, **options):
    told = Told()
    options = {"sync": quick, **options}
    log = RawLog(folder / "one", HEADER, count(1000).__next__, told, **options)
    for direction, data in passed:
        log(direction, data)
    return log, told


def bytes_of(recording):
    return [(one.direction, one.data) for one in recording.records]


def test_what_passed_is_read_again(tmp_path):
    log, told = make(tmp_path, sync=os.fsync)
    (part,) = log.close()
    found = read(part.path)
    assert bytes_of(found) == [one for one in PASSED if one[1]]  # nothing passed: nothing to keep
    assert [one.mono_ns for one in found.records] == [1000, 1001, 1002]
    assert (found.header, found.ending, found.lost, told) == (HEADER, Ending.COMPLETE, 0, [])
    data = part.path.read_bytes()
    assert part.sha256 == hashlib.sha256(data).hexdigest() == found.sha256
    assert (part.size, part.is_whole, log.is_over) == (len(data), True, True)


def test_the_header_names_zone_and_program():
    assert HEADER.started.endswith("+08:00")
    assert HEADER.program == __version__
    with pytest.raises(ValueError, match="zone"):
        started(WHEN.replace(tzinfo=None))
    assert started(WHEN.astimezone(UTC)).endswith("+00:00")


def test_a_session_replays(tmp_path):
    log, _ = make(tmp_path)
    link = replay(read(part.path) for part in log.close())
    assert [link.read_some(0), link.read_some(0)] == [b"YTyt CHEK\r\n", bytes(range(256))]
    with pytest.raises(LinkLost) as caught:
        link.read_some(0)
    assert caught.value.loss is Loss.ENDED


def test_nothing_passed_leaves_no_file(tmp_path):
    log, _ = make(tmp_path, [])
    assert log.close() == ()
    assert list(tmp_path.iterdir()) == []
    log("rx", b"late")
    assert list(tmp_path.iterdir()) == []


def test_cut_at_every_byte_loses_at_most_the_last_record(tmp_path):
    log, _ = make(tmp_path)
    data = log.close()[0].path.read_bytes()
    whole = parse(data).records
    borders = [len(head_of(data))]
    for one in whole:
        borders.append(borders[-1] + len(record(b"r", 0, one.data)))
    for size in range(len(data)):
        found = parse(data[:size])
        kept = sum(border <= size for border in borders) - 1
        if size < borders[0]:
            assert (found.ending, found.header) == (Ending.NO_LOG, None)
            continue
        assert found.records == whole[:kept]
        at_border = size in borders
        assert found.ending is (Ending.NOT_CLOSED if at_border else Ending.TORN)
        assert found.lost == size - borders[kept]


def head_of(data):
    size = int.from_bytes(data[8:12], "little")
    return data[: 8 + 4 + size + 4]


def test_a_tail_of_zeros_is_a_power_cut_too(tmp_path):
    log, _ = make(tmp_path)
    data = log.close()[0].path.read_bytes()
    body = data[:-END_SIZE]
    assert parse(body + bytes(500)).ending is Ending.TORN
    assert parse(body + bytes(500)).records == parse(data).records


def test_every_changed_byte_is_noticed(tmp_path):
    log, _ = make(tmp_path)
    data = log.close()[0].path.read_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x41
        found = parse(bytes(changed))
        assert found.ending is not Ending.COMPLETE, place
        assert set(found.records) <= set(parse(data).records)


def test_more_behind_the_end_is_damage(tmp_path):
    log, _ = make(tmp_path)
    data = log.close()[0].path.read_bytes()
    assert parse(data + b"x").ending is Ending.DAMAGED
    assert parse(head({"a": 1})).ending is Ending.NO_LOG
    assert parse(b"").ending is Ending.NO_LOG


def test_parts_follow_each_other_and_are_chained(tmp_path):
    passed = [("rx", bytes([number]) * 100) for number in range(50)]
    log, told = make(tmp_path, passed, part_limit=1500)
    parts = log.close()
    recordings = [read(part.path) for part in parts]
    assert [part.path.name for part in parts][:2] == ["one.0001.rawlog", "one.0002.rawlog"]
    assert len(parts) > 3
    assert all(part.size <= 1500 and part.is_whole for part in parts)
    assert [one for recording in recordings for one in bytes_of(recording)] == passed
    assert are_parts_of_one(recordings)
    assert not are_parts_of_one(recordings[1:])
    assert not are_parts_of_one([recordings[0], *recordings[2:]])
    assert told == []


def test_a_portion_longer_than_a_record_is_kept_in_two(tmp_path):
    data = os.urandom(RECORD_LIMIT + 5)
    log, _ = make(tmp_path, [("rx", data)])
    found = read(log.close()[0].path)
    assert [len(one.data) for one in found.records] == [RECORD_LIMIT, 5]
    assert b"".join(one.data for one in found.records) == data


@given(
    st.lists(st.tuples(st.sampled_from(["rx", "tx"]), st.binary(min_size=1, max_size=300)), max_size=30),
    st.integers(300, 2000),
)
def test_any_session_is_read_as_it_was(tmp_path_factory, passed, limit):
    log, told = make(tmp_path_factory.mktemp("log"), passed, part_limit=limit)
    recordings = [read(part.path) for part in log.close()]
    assert [one for recording in recordings for one in bytes_of(recording)] == passed
    assert all(recording.ending is Ending.COMPLETE for recording in recordings)
    assert told == []


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(data):
    valid = head({"format": "x", **HEADER.__dict__})
    assert parse(data).header is None or data.startswith(b"FLRAW1")
    assert parse(valid + data).records == () or len(data) > 17


def test_a_full_disk_is_told_once_and_leaves_whole_records(tmp_path):
    """A real limit of the system: the file may not grow beyond so many bytes."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        log, told = make(tmp_path, [("rx", bytes([number]) * 90) for number in range(100)], sync=os.fsync)
        parts = log.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert told == [Trouble.DISK_FULL]
    (part,) = parts
    found = read(part.path)
    assert (found.ending, found.lost, part.is_whole) == (Ending.NOT_CLOSED, 0, False)
    assert bytes_of(found) == [("rx", bytes([number]) * 90) for number in range(len(found.records))]
    assert len(found.records) > 5
    assert part.sha256 == found.sha256


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (errno.ENOSPC, Trouble.DISK_FULL),
        (errno.EIO, Trouble.IO_ERROR),
        (errno.EROFS, Trouble.NO_PERMISSION),
        (errno.EDQUOT, Trouble.DISK_FULL),
    ],
)
def test_a_disk_that_fails_while_syncing_is_told(tmp_path, code, trouble):
    calls = count()

    def sync(_number):
        if next(calls) == 4:
            raise OSError(code, "x")

    log, told = make(tmp_path, PASSED * 3, sync=sync)
    (part,) = log.close()
    assert told == [trouble]
    assert (read(part.path).ending, len(read(part.path).records)) == (Ending.NOT_CLOSED, 2)


def test_a_folder_that_is_not_there_and_a_name_that_is_taken(tmp_path):
    _, told = make(tmp_path / "none")
    assert told == [Trouble.NO_FOLDER]
    (tmp_path / "one.0001.rawlog").write_bytes(b"kept")
    _, told = make(tmp_path)
    assert told == [Trouble.EXISTS]
    assert (tmp_path / "one.0001.rawlog").read_bytes() == b"kept"


def test_a_disk_that_is_full_from_the_start_leaves_no_stump(tmp_path):
    def sync(_number):
        raise OSError(errno.ENOSPC, "x")

    log, told = make(tmp_path, sync=sync)
    assert (told, log.close(), list(tmp_path.iterdir())) == ([Trouble.DISK_FULL], (), [])
