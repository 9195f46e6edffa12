"""The database and the segment files set each other right."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import inspecting, looking, opening, rescue
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

TASK = opening.Task(
    "示检〔2026〕1123-02", "示例汽车销售服务有限公司", "", "示例区迎新路18号", "双随机", "张三",
    (("王立新", "示0217"), ("李志强", "示0233")),
)  # fmt: skip


def open_desk(folder: Path) -> Desk:
    moment = Moment("2026-11-25T10:42:07+08:00", 1, "boot", None)
    return Desk(profile.unlock(folder, "pass"), lambda: moment, os.urandom)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "p"
    profile.create(made, profile.Person("王立新", "执法人员"), "pass", os.urandom, vault.FLOOR).close()
    return made


def opened(desk: Desk) -> str:
    return opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))


def test_a_backup_that_lacks_events_gets_them_from_the_segments(folder: Path, tmp_path: Path) -> None:
    desk = open_desk(folder)
    old = opened(desk)
    desk.profile.close()
    shutil.copy(folder / "fieldlaw.db", tmp_path / "backup.db")
    desk = open_desk(folder)
    inspecting.answer_item(desk, old, "A01", "no", "敞门喷漆")
    new = opened(desk)
    desk.profile.close()
    shutil.copy(tmp_path / "backup.db", folder / "fieldlaw.db")
    desk = open_desk(folder)
    assert rescue.mend(desk) == rescue.Mended(to_database=3)
    assert read(desk, old).file.values("item_answered", "A01")[0].body["note"] == "敞门喷漆"
    assert looking.verify(desk, new)["ok"]
    assert {row.id for row in looking.list_cases(desk)} == {old, new}
    assert looking.unsent(desk) == 5
    assert rescue.mend(desk) == rescue.Mended()
    desk.profile.close()


def test_a_segment_file_that_lacks_events_gets_them_from_the_database(folder: Path) -> None:
    desk = open_desk(folder)
    case = opened(desk)
    path = folder / "segments" / f"{case}.seg"
    path.write_bytes(path.read_bytes()[:-10])
    assert rescue.mend(desk) == rescue.Mended(to_segments=1)
    path.unlink()
    assert rescue.mend(desk) == rescue.Mended(to_segments=2)
    assert rescue.mend(desk) == rescue.Mended()
    desk.profile.close()


def test_a_segment_of_strangers_is_named_and_left_alone(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    profile.create(other, profile.Person("李志强", "执法人员"), "pass", os.urandom, vault.FLOOR).close()
    theirs = open_desk(other)
    case = opened(theirs)
    theirs.profile.close()
    (folder / "segments").mkdir()
    shutil.copy(other / "segments" / f"{case}.seg", folder / "segments")
    desk = open_desk(folder)
    assert rescue.mend(desk) == rescue.Mended(unreadable=(case,))
    assert looking.list_cases(desk) == []
    desk.profile.close()


def test_a_changed_byte_in_a_segment_brings_nothing_false_back(folder: Path) -> None:
    desk = open_desk(folder)
    case = opened(desk)
    path = folder / "segments" / f"{case}.seg"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(bytes(data))
    assert rescue.mend(desk) == rescue.Mended(to_segments=2)
    assert looking.verify(desk, case)["events"] == 2
    desk.profile.close()
