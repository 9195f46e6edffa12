"""The equipment list on a real profile folder."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.casework.equipment import (
    UnfitInstrumentError,
    list_instruments,
    remove_instrument,
    save_instrument,
)
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.equipment import INSTRUMENTS
from fieldlaw.cases.store.listfile import DamagedListError, ListNotKeptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROW = (
    b'{"version": 1, "instruments": [{"name": %s, "model": "", "address": "", "serial": "",'
    b' "certificate": "", "valid_until": %s}]}'
)
FID = Instrument("FID-02", "phx42", "/dev/rfcomm0", "SN 4471", "检字 1", "2026-11-29")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    held = profile.create(
        tmp_path / "p", profile.Person("王立新", "执法人员"), "words", os.urandom, vault.FLOOR
    )
    yield Desk(held, lambda: Moment("2026-11-25T10:42:07+08:00", 1, "boot", None), os.urandom)
    held.close()


def test_instruments_are_entered_changed_and_taken_off(desk: Desk) -> None:
    assert list_instruments(desk) == ()
    save_instrument(desk, FID)
    save_instrument(desk, Instrument(" FID-01 ", "phx42", "socket://10.0.0.2:23"))
    assert [one.name for one in list_instruments(desk)] == ["FID-01", "FID-02"]
    renamed = Instrument("FID-09", "phx42", "COM4")
    assert [one.name for one in save_instrument(desk, renamed, "FID-01")] == ["FID-02", "FID-09"]
    assert remove_instrument(desk, "FID-09") == (FID,)
    assert list_instruments(desk) == (FID,)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (Instrument("", "phx42", "COM4"), "名称"),
        (Instrument("FID-03", "phx42", " "), "端口"),
        (Instrument("FID-03", "phx42", "COM4", valid_until="29/11"), "2027-01-16"),
        (Instrument("FID-02", "phx42", "COM4"), "换一个名称"),
        (Instrument("PID-01", "rae_R", "COM4", lamp_ev="十"), "10.6"),
        (Instrument("PID-01", "rae_R", "COM4", baudrate="fast"), "9600"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_way_out(desk: Desk, wrong: Instrument, word: str) -> None:
    save_instrument(desk, FID)
    with pytest.raises(UnfitInstrumentError) as caught:
        save_instrument(desk, wrong)
    assert word in caught.value.way_out
    assert list_instruments(desk) == (FID,)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"version": 2, "instruments": []}',
        b'{"version": 1, "instruments": {}}',
        b'{"version": 1, "instruments": [{"name": "FID-02"}]}',
        _ROW % (b"2", b'""'),
        _ROW % (b'"a"', b'"soon"'),
        _ROW % (b'"a"', b"null"),
    ],
)
def test_a_damaged_list_is_named_and_never_written_over(desk: Desk, damage: bytes) -> None:
    path = desk.profile.folder / INSTRUMENTS.file
    path.write_bytes(damage)
    with pytest.raises(DamagedListError, match="损坏") as caught:
        list_instruments(desk)
    assert str(path) in caught.value.way_out
    with pytest.raises(DamagedListError):
        save_instrument(desk, FID)
    assert path.read_bytes() == damage


def test_a_disk_that_takes_nothing_says_so(tmp_path: Path, desk: Desk) -> None:
    save_instrument(desk, FID)
    with pytest.raises(ListNotKeptError, match="磁盘"):
        INSTRUMENTS.write(tmp_path / "pulled out", (FID,))
    assert list_instruments(desk) == (FID,)


def test_days_are_counted_to_the_last_valid_one() -> None:
    assert FID.days_left(date(2026, 11, 23)) == 6
    assert not FID.expired(date(2026, 11, 29))
    assert FID.expired(date(2026, 11, 30))
    bare = Instrument("FID-03", "phx42", "COM4")
    assert bare.days_left(date(2026, 11, 23)) is None
    assert not bare.expired(date(2026, 11, 23))
    assert FID.calibration.certificate == "检字 1"
