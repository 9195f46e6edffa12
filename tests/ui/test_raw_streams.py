"""Raw logs that become evidence: of a round, of a reading, and those that a killed program left."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldlaw.app.recorder import RAW, Recorder, left_over
from fieldlaw.cases.casework import inspecting, opening
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.measuring import STREAM, RoundError, begin_round, keep_step
from fieldlaw.cases.casework.measuring_views import round_of
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measurement import CalibrationState, Crc, Detector, Measurement, Quality
from fieldlaw.devices.procedure import Session
from fieldlaw.devices.rawlog import Ending, parse
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.presenters.raw_streams import end_with, keep_left_over, keep_raws
from tests.cases.bureau import new_desk
from tests.cases.test_measuring import PLAN
from tests.devices.measuring_cases import LIMITS, PACK, START, TOOL, ready
from tests.ui.conftest import TASK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FID = Instrument("FID-02", "phx42", "COM7")


class Site:
    """A desk with a case and a round whose first steps are done; a recorder of its instrument."""

    def __init__(self, folder: Path) -> None:
        self.desk = new_desk(folder)
        self.case = opening.open_case(self.desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
        self.round = begin_round(self.desk, self.case, PLAN, (PACK,)).round
        self.wall = START
        self.recorder = self.record()

    def record(self, one: Instrument = FID) -> Recorder:
        return Recorder(self.desk.profile.folder, one, lambda: self.wall, lambda _failed: None)

    @property
    def folder(self) -> Path:
        return self.desk.profile.folder / RAW

    @property
    def view(self):
        return round_of(self.desk, self.case, self.round)

    def events(self, kind: str) -> list:
        return list(read(self.desk, self.case).file.all(kind))

    def measure(self) -> None:
        for result in ready(Session(TOOL, LIMITS)).results:
            keep_step(self.desk, self.case, self.round, result)

    def keep_reading(self, at: datetime) -> None:
        taken = Measurement(
            "FID-02", Detector.FID, Decimal(12), "ppm", Quality.OK, (), b"YT", Crc.ABSENT, at, 1.0
        )
        spot, state = inspecting.Spot("门缝"), CalibrationState("", "", None)
        inspecting.keep_measurement(self.desk, self.case, taken, spot, state)

    def left(self, wanted=lambda *_about: True) -> tuple:
        return left_over(self.desk.profile.folder, lambda: [self.recorder.writing], wanted)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "p")
    yield made
    made.recorder.cut()
    made.desk.profile.close()


def test_the_bytes_of_a_round_are_evidence_and_the_file_is_gone(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    raws = site.recorder.cut()
    original = (site.desk.profile.folder / raws[0].file).read_bytes()
    keep_raws(site.desk, site.case, site.view, raws)
    (added,) = site.events("evidence_added")
    assert added.body["number"] == f"{STREAM} 1"
    assert inspecting.evidence_bytes(site.desk, site.case, added) == original
    assert parse(original).ending is Ending.COMPLETE
    (kept,) = site.events("round_raw_kept")
    assert kept.body["sha256"] == added.body["sha256"] == hashlib.sha256(original).digest()
    assert list(site.folder.iterdir()) == []


def test_the_end_of_a_round_keeps_its_stream_once(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    raws = site.recorder.cut()
    keep_raws(site.desk, site.case, site.view, raws)
    end_with(site.desk, site.case, site.view, raws, "仪器没电了，没有做漂移")
    assert len(site.events("round_raw_kept")) == len(site.events("evidence_added")) == 1
    assert site.view.ended is not None


def test_a_stream_that_was_changed_on_the_disk_is_refused_and_left(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    raws = site.recorder.cut()
    path = site.desk.profile.folder / raws[0].file
    path.write_bytes(path.read_bytes().replace(b"512", b"499"))
    with pytest.raises(RoundError, match="对不上"):
        keep_raws(site.desk, site.case, site.view, raws)
    assert path.exists()
    assert not site.events("evidence_added")


def test_of_a_stream_that_is_gone_the_hash_is_kept(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    raws = site.recorder.cut()
    (site.desk.profile.folder / raws[0].file).unlink()
    keep_raws(site.desk, site.case, site.view, raws)
    assert site.events("round_raw_kept")[0].body["sha256"] == raws[0].sha256
    assert not site.events("evidence_added")


def test_what_a_killed_program_left_is_found_by_the_steps_that_rest_on_it(site: Site) -> None:
    killed = site.record()
    killed("rx", b"YT 512.3\r\n")  # never closed: no end record
    other = site.record(Instrument("PID-09", "expec3100", "COM8"))
    other("rx", b"x")
    site.measure()
    keep_left_over(site.desk, site.case, site.view, site.left)
    (added,) = site.events("evidence_added")
    assert parse(inspecting.evidence_bytes(site.desk, site.case, added)).ending is Ending.NOT_CLOSED
    assert [path.name.partition("-2")[0] for path in site.folder.iterdir()] == ["PID-09"]
    keep_left_over(site.desk, site.case, site.view, site.left)
    assert len(site.events("evidence_added")) == 1
    for one in (killed, other):
        one.cut()


def test_an_instrument_that_was_used_in_a_round_without_being_named_is_in_it(site: Site) -> None:
    spare = site.record(Instrument("FID-03", "phx42", "COM9"))
    spare("rx", b"YT 1.3\r\n")
    (raw,) = spare.cut()
    keep_raws(site.desk, site.case, site.view, (raw,))
    assert not site.events("round_raw_kept")
    tool = replace(TOOL, name="FID-03")
    session = Session(tool, LIMITS)
    result = session.check_instrument("王立新", ready().results[0].begun)
    keep_step(site.desk, site.case, site.round, result)
    keep_raws(site.desk, site.case, site.view, (raw,))
    assert site.events("round_raw_kept")[0].body["device"] == "FID-03"


def test_a_log_that_is_being_written_is_not_left_over(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    site.measure()
    assert site.left() == ()
    keep_left_over(site.desk, site.case, site.view, site.left)
    assert not site.events("evidence_added")
    site.recorder.cut()
    assert len(site.left()) == 1


def test_a_reading_without_a_round_has_its_stream_too(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    site.keep_reading(START + timedelta(seconds=1))
    site.wall = START + timedelta(seconds=2)
    raws = site.recorder.cut()
    keep_raws(site.desk, site.case, None, raws)
    assert len(site.events("evidence_added")) == 1
    assert not site.events("round_raw_kept")


def test_a_stream_from_which_nothing_was_kept_stays_out_of_the_case(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    raws = site.recorder.cut()
    site.keep_reading(START + timedelta(hours=1))
    keep_raws(site.desk, site.case, None, raws)
    assert not site.events("evidence_added")
    assert len(list(site.folder.iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"FLRAW1\r\n", b"\0" * 400])
def test_a_file_that_is_no_log_is_passed_over(site: Site, data: bytes) -> None:
    site.folder.mkdir(exist_ok=True)
    (site.folder / "FID-02-x.0001.rawlog").write_bytes(data)
    assert site.left() == ()


def test_a_log_without_a_zone_in_its_time_is_passed_over(site: Site) -> None:
    site.wall = START
    site.recorder("rx", b"YT 512.3\r\n")
    (raw,) = site.recorder.cut()
    path = site.desk.profile.folder / raw.file
    text = path.read_bytes()
    assert b"+08:00" in text
    path.write_bytes(text.replace(b"+08:00", b"      "))
    assert site.left() == ()


def test_a_log_that_nobody_asks_for_is_not_read_through(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    (raw,) = site.recorder.cut()
    path = site.desk.profile.folder / raw.file
    asked: list[tuple[str, datetime, datetime]] = []

    def wanted(*about) -> bool:
        asked.append(about)
        path.unlink(missing_ok=True)  # reading on would miss it, and say so
        return False

    assert site.left(wanted) == ()
    ((device, begun, touched),) = asked
    assert (device, begun.isoformat()) == ("FID-02", raw.begun)
    assert touched.tzinfo is not None


def test_a_log_whose_file_is_older_than_its_begin_is_still_found(site: Site) -> None:
    site.recorder("rx", b"YT 512.3\r\n")
    (raw,) = site.recorder.cut()
    os.utime(site.desk.profile.folder / raw.file, (0, 0))
    site.measure()
    keep_left_over(site.desk, site.case, site.view, site.left)
    assert len(site.events("round_raw_kept")) == 1
