"""Gas cylinders and instruments: entered, changed, and never written over when damaged."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework.cylinders import (
    UnfitCylinderError,
    list_cylinders,
    remove_cylinder,
    save_cylinder,
)
from fieldlaw.cases.casework.equipment import list_instruments, save_instrument
from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.procedure import Tool, tool_of
from fieldlaw.cases.store.equipment import CYLINDERS, INSTRUMENTS
from fieldlaw.cases.store.listfile import DamagedListError, ListNotKeptError
from tests.devices.measuring_cases import (
    METHANE,
    TOOL,
)

if TYPE_CHECKING:
    from tests.cases.bureau import Bureau


def test_cylinders_are_entered_changed_and_taken_off(bureau: Bureau) -> None:
    desk = bureau.one
    assert list_cylinders(desk) == ()
    save_cylinder(desk, METHANE)
    save_cylinder(desk, Cylinder(" A-01 ", "propane", "500"))
    assert [one.number for one in list_cylinders(desk)] == ["A-01", "B-17"]
    assert save_cylinder(desk, Cylinder("A-02", "propane", "600"), "A-01")[0].concentration == "600"
    assert remove_cylinder(desk, "A-02") == (METHANE,)
    assert METHANE.days_left(date(2027, 6, 29)) == 1
    assert not METHANE.expired(date(2027, 6, 30))
    assert METHANE.expired(date(2027, 7, 1))
    assert Cylinder("A", "methane", "1").days_left(date(2027, 6, 30)) is None


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (replace(METHANE, number=" "), "瓶号"),
        (replace(METHANE, concentration="much"), "只写数字"),
        (replace(METHANE, concentration="-1"), "大于 0"),
        (replace(METHANE, uncertainty="0"), "大于 0"),
        (replace(METHANE, k="two"), "只写数字"),
        (replace(METHANE, valid_until="30/6"), "2027-01-16"),
        (METHANE, "换一个编号"),
    ],
)
def test_an_unfit_cylinder_is_turned_down(bureau: Bureau, wrong: Cylinder, word: str) -> None:
    save_cylinder(bureau.one, METHANE)
    with pytest.raises(UnfitCylinderError) as caught:
        save_cylinder(bureau.one, wrong)
    assert word in caught.value.sentence
    assert list_cylinders(bureau.one) == (METHANE,)


@pytest.mark.parametrize("text", ["", "{}", '{"version": 1, "cylinders": [{"number": "A"}]}', "[]"])
def test_a_damaged_list_is_not_written_over(bureau: Bureau, text: str) -> None:
    path = bureau.one.profile.folder / CYLINDERS.file
    path.write_text(text, "utf-8")
    with pytest.raises(DamagedListError):
        save_cylinder(bureau.one, METHANE)
    assert path.read_text("utf-8") == text
    twice = {"version": 1, "cylinders": [asdict(METHANE), asdict(METHANE)]}
    for held in (twice, {"version": 1, "cylinders": [{**asdict(METHANE), "k": 2}]}):
        path.write_text(json.dumps(held), "utf-8")
        with pytest.raises(DamagedListError):
            list_cylinders(bureau.one)


def test_a_disk_that_takes_nothing_says_so(bureau: Bureau) -> None:
    with pytest.raises(ListNotKeptError):
        CYLINDERS.write(bureau.folder / "pulled out", (METHANE,))


def test_a_list_of_instruments_of_before_still_reads(bureau: Bureau) -> None:
    old = {"name": "FID-02", "model": "phx42", "address": "COM4", "serial": "SN 4471"}
    old |= {"certificate": "检字 1", "valid_until": "2027-01-16"}
    path = bureau.one.profile.folder / INSTRUMENTS.file
    path.write_text(json.dumps({"version": 1, "instruments": [old]}), "utf-8")
    (one,) = list_instruments(bureau.one)
    assert one == Instrument("FID-02", "phx42", "COM4", "SN 4471", "检字 1", "2027-01-16")
    assert tool_of(one, "FID") == TOOL
    pid = replace(
        one, name="PID-01", lamp_ev="10.6", unit="ppm_ib", calibration_gas="isobutylene", baudrate="9600"
    )
    save_instrument(bureau.one, pid)
    assert list_instruments(bureau.one) == (one, pid)
    assert tool_of(pid, "PID") == Tool(
        "PID-01", "phx42", "SN 4471", "PID", "ppm_ib", "10.6", "", "检字 1", "2027-01-16", "isobutylene"
    )
