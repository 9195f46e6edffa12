"""How far a case is on its way, whether its clock is to be believed, what is wrong with its chain."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import clockwatch, inspecting, opening, outlook
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.ledger import canonical
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TASK = opening.Task("示检〔2026〕1125-01", "示例印务有限公司", "91X", "迎新路18号", "双随机", "张三", ())
NOTE = inspecting.Note("证据1", "照片", "image/jpeg", "厂门", "王立新", "2026-11-25T10:42:07+08:00")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = Moment("2026-11-25T10:00:00+08:00", 1_000_000, "boot-1", None)

    def __call__(self) -> Moment:
        return self.now

    def set(self, time: str, monotonic_s: int, boot: str = "boot-1") -> None:
        self.now = Moment(f"2026-11-25T{time}+08:00", monotonic_s * 1000, boot, None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    person = profile.Person("王立新", "执法人员")
    held = profile.create(tmp_path / "p", person, "pw", os.urandom, vault.FLOOR)
    yield Desk(held, clockwatch.TrustedClock(clock), os.urandom)
    held.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))


def sign_for(desk: Desk, case: str, count: int) -> None:
    """Note a receipt for the first events that wait, as a round does."""
    with desk.profile.work() as work:
        some = [one.event for one in work.pending(case)[:count]]
        body = {"at": "2026-11-25T10:05:00+08:00", "events": some, "complete": False}
        for event in some:
            work.acknowledge(event, canonical.encode({"r": body, "s": b""}))


def test_unsent_delivered_complete(desk: Desk, case: str) -> None:
    inspecting.add_evidence(desk, case, b"x" * 3000, NOTE)
    (one,) = outlook.look_out(desk)
    assert (one.unsent, one.delivered, one.complete, one.parts, one.items) == (3, 0, 0, 1, 4)
    assert one.size > 3000
    assert one.receipt is None
    assert outlook.to_send(desk) == 4
    sign_for(desk, case, 3)
    inspecting.answer_item(desk, case, "A01", "yes")
    (one,) = outlook.look_out(desk)
    assert (one.unsent, one.delivered, one.complete) == (1, 3, 2)
    assert one.receipt == outlook.Receipt("2026-11-25T10:05:00+08:00", 3, whole=False)
    with desk.profile.work() as work:
        for part in work.parts(case, durable=False):
            work.confirm_part(part)
    (one,) = outlook.look_out(desk)
    assert (one.delivered, one.complete, one.parts) == (3, 3, 0)


def test_a_part_that_is_to_come_is_no_fault_of_the_chain(desk: Desk, case: str) -> None:
    inspecting.add_evidence(desk, case, b"x", NOTE)
    with desk.profile.work() as work:
        (part,) = work.parts(case, durable=False)
    desk.profile.blobs.path(part).unlink()
    lost = outlook.check_chain(desk, case)
    assert (lost.ok, lost.entry) == (False, 3)
    other = desk.profile.blobs.put(b"y")
    desk.profile.blobs.path(other).unlink()
    with desk.profile.work() as work:
        work.add_part(other, case, 0)
    assert [line.awaited for line in outlook.look_out(desk)] == [2]


def test_what_came_before_the_program_ended_is_taken_in(desk: Desk, case: str) -> None:
    with desk.profile.work() as work:
        (row,) = work.cases()
        work.project(replace(row, events=1))
    changes = outlook.catch_up(desk)
    assert changes is not None
    assert changes.touch(Kind.ANSWERS)
    with desk.profile.work() as work:
        assert work.cases() == [row]
    assert outlook.catch_up(desk) is None
    assert case


def test_the_disk(desk: Desk) -> None:
    disk = outlook.look_at_disk(desk)
    assert 0 < disk.used < disk.total
    assert 0 < disk.free < disk.total


def test_a_jump_back_is_found_and_noted_once_for_each_start(desk: Desk, case: str, clock: Clock) -> None:
    clock.set("09:58:30", 5, "boot-2")
    assert clockwatch.find_jump(desk) is None  # an ordinary correction
    clock.set("07:00:00", 5, "boot-2")
    jump = clockwatch.find_jump(desk)
    assert jump is not None
    assert jump.back == timedelta(hours=3)
    assert clockwatch.note_clock(desk, case, jump) is not None
    assert clockwatch.note_clock(desk, case, jump) is None
    (noted,) = read(desk, case).file.all("clock_anomaly")
    assert "往回走了 3 小时" in noted.body["note"]
    clock.set("06:00:00", 5, "boot-3")
    again = clockwatch.find_jump(desk)
    assert again is not None
    assert clockwatch.note_clock(desk, case, again) is not None


def test_in_one_boot_the_steady_clock_counts_too(desk: Desk, case: str, clock: Clock) -> None:
    clock.set("10:01:00", 1000 + 3600)  # an hour went by, the wall clock says a minute
    jump = clockwatch.find_jump(desk)
    assert jump is not None
    assert jump.back == timedelta(minutes=59)
    assert case


def test_an_offset_is_trusted_until_the_clock_goes_back(desk: Desk, clock: Clock) -> None:
    trusted = desk.clock
    assert isinstance(trusted, clockwatch.TrustedClock)
    theirs = clockwatch._wall(clock.now) + timedelta(seconds=90)
    held = clockwatch.compare(trusted, lambda: theirs)
    assert (held.offset_ms, held.within_ms) == (90_000, 0)
    trusted.trust(held)
    clock.set("10:05:00", 1300)
    assert trusted().offset_ms == 90_000
    clock.set("09:05:00", 1400)
    assert trusted().offset_ms is None
    clock.set("10:10:00", 5, "boot-2")
    assert trusted().offset_ms is None


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(minutes=12), "12 分钟"),
        (timedelta(hours=3, minutes=5), "3 小时"),
        (timedelta(days=4), "4 天"),
    ],
)
def test_a_jump_in_words(back: timedelta, words: str) -> None:
    assert clockwatch.plain(back) == words
