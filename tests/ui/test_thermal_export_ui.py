"""All frames written out as tables, and folders taken in: both with progress, both can be stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from fieldlaw.cases.casework import imaging
from fieldlaw.cases.casework.desk import read
from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal.export import INDEX_HEAD
from tests.ui.heat_reels import Lids, celsius, sequence
from tests.ui.heat_room import JPEG, LEFT, Room, opened, room

if TYPE_CHECKING:
    from pathlib import Path

    from fieldlaw.devices.thermal.apart import Reader

__all__ = ["opened", "room"]  # fixtures
COUNT = 4


@pytest.fixture
def eyes(eyes: Reader) -> Lids:
    return Lids(eyes)


@pytest.fixture
def reel(opened: Room) -> Room:
    opened.load(opened.file("IR_0007.seq", sequence(COUNT)))
    return opened


@pytest.fixture
def out(reel: Room, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person chooses when asked."""
    folder = reel.folder / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    return folder


def export(room: Room) -> None:
    room.qtbot.mouseClick(room.page.frames.export, LEFT)


def done(room: Room) -> None:
    room.qtbot.waitUntil(lambda: room.state.written is not None and bool(room.state.written.index))


def table(path: Path) -> tuple[list[str], np.ndarray]:
    """The lines over a table, and its numbers."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows = list(csv.reader(lines[len(head) :]))
    return head, np.array([[float(cell) if cell else np.nan for cell in row] for row in rows])


def test_the_tables_hold_what_the_screen_shows_and_say_what_they_are(reel: Room, out: Path) -> None:
    export(reel)
    done(reel)
    for frame in range(COUNT):
        head, numbers = table(out / f"热像1_{frame + 1:05d}.csv")
        reel.presenter.show_frame(frame)
        reel.qtbot.waitUntil(lambda at=frame: reel.state.reel.frame == at)
        shown = reel.state.heat.celsius
        assert numbers.shape == shown.shape
        assert np.abs(numbers - shown).max() <= 0.001
        assert np.array_equal(shown, celsius(frame))
        digest = hashlib.sha256(sequence(COUNT)).hexdigest()
        assert head[:3] == ["# 原件 热像1", f"# SHA-256 {digest}", f"# 第 {frame + 1} 帧"]
        assert f"# 拍摄时间 {reel.state.heat.camera.captured_at}" in head
        assert "# 发射率 0.95" in head


def test_the_list_names_every_frame_with_its_ends(reel: Room, out: Path) -> None:
    export(reel)
    done(reel)
    assert reel.says(f"已导出 {COUNT} / {COUNT} 帧，清单是 热像1_全部帧.csv")
    assert not reel.page.writing.stop.isVisible()
    rows = list(csv.reader(io.StringIO((out / "热像1_全部帧.csv").read_text(encoding="utf-8-sig"))))
    assert tuple(rows[0]) == INDEX_HEAD
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    for frame, row in enumerate(rows[1:]):
        held = celsius(frame)
        assert [float(one) for one in row[2:5]] == pytest.approx(
            [held.min(), held.mean(), held.max()], abs=1e-3
        )


def test_changed_parameters_are_those_of_the_tables(reel: Room, out: Path) -> None:
    reel.presenter.sayings.adjust("", {"emissivity": "0.80"}, "锈面钢板")
    reel.qtbot.waitUntil(lambda: reel.state.heat.scene.emissivity == 0.8)
    export(reel)
    done(reel)
    head, numbers = table(out / "热像1_00001.csv")
    assert "# 发射率 0.8" in head
    assert np.abs(numbers - reel.state.heat.celsius).max() <= 0.001


def test_stopping_keeps_the_tables_that_are_written_and_lists_them(reel: Room, out: Path, eyes: Lids) -> None:
    eyes.open.clear()
    export(reel)
    reel.qtbot.waitUntil(lambda: reel.says(f"正在导出 0 / {COUNT} 帧"))
    assert reel.says("已写的表会保留")
    stop = reel.page.writing.stop
    stop.setFocus()
    reel.qtbot.keyClick(stop, Qt.Key.Key_Space)
    eyes.open.set()
    done(reel)
    assert sorted(path.name for path in out.iterdir()) == ["热像1_00001.csv", "热像1_全部帧.csv"]
    assert reel.says(f"已导出 1 / {COUNT} 帧")
    export(reel)  # and again from the start, as far as it goes
    reel.qtbot.waitUntil(lambda: reel.state.written.done == COUNT and bool(reel.state.written.index))


def test_what_cannot_be_written_is_named_and_the_rest_stays(reel: Room, out: Path) -> None:
    (out / "热像1_00003.csv").mkdir()
    export(reel)
    reel.qtbot.waitUntil(lambda: reel.state.problem is not None)
    assert reel.says("热像1_00003.csv 没有写成")
    assert reel.says("腾出空间或换一个文件夹再导出。")
    assert not reel.page.writing.isVisible()
    assert (out / "热像1_00002.csv").is_file()
    assert not (out / "热像1_00004.csv").exists()
    (out / "热像1_00003.csv").rmdir()
    export(reel)
    done(reel)
    assert (out / "热像1_00004.csv").is_file()


def test_a_folder_that_is_gone_is_said(reel: Room, out: Path) -> None:
    out.rmdir()
    export(reel)
    reel.qtbot.waitUntil(lambda: reel.state.problem is not None)
    assert reel.says("热像1_00001.csv 没有写成")


def test_a_broken_frame_stands_in_the_list_with_its_reason(opened: Room, out: Path) -> None:
    opened.load(opened.file("torn.seq", sequence(3, broken=1)))
    opened.qtbot.waitUntil(lambda: opened.state.row.number == "热像 2" and opened.state.reel is not None)
    export(opened)
    done(opened)
    rows = list(csv.reader(io.StringIO((out / "热像2_全部帧.csv").read_text(encoding="utf-8-sig"))))
    assert [bool(row[6]) for row in rows[1:]] == [True, False, True]
    assert rows[2][7]
    assert not rows[2][7].isascii()


def test_it_goes_on_while_another_picture_is_looked_at(reel: Room, out: Path, eyes: Lids) -> None:
    reel.load(reel.file("IR_0001.jpg", JPEG))
    first, second = (row.evidence for row in reel.state.gallery.rows)
    reel.presenter.choose(first)
    reel.qtbot.waitUntil(lambda: reel.state.reel is not None)
    eyes.open.clear()
    export(reel)
    reel.presenter.choose(second)
    assert reel.page.writing.isVisible()
    eyes.open.set()
    done(reel)
    assert len(list(out.iterdir())) == COUNT + 1


def test_no_folder_chosen_writes_nothing(reel: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: "")
    export(reel)
    assert reel.state.written is None


# --- a folder taken in


@pytest.fixture
def card(opened: Room, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A memory card: two pictures, one of them once more with other bytes, a damaged, a foreign, a photo."""
    folder = opened.folder / "card"
    deep = folder / "100_FLIR" / "a"
    deep.mkdir(parents=True)
    (folder / "IR_1.jpg").write_bytes(JPEG)
    (deep / "IR_2.jpg").write_bytes(camera.radiometric_jpeg(1764038600))
    (deep / "IR_3.jpg").write_bytes(JPEG + b"\0" * 16)
    (folder / "IR_4.jpg").write_bytes(JPEG[:9000])
    (folder / "notes.txt").write_bytes(b"no picture")
    (folder / ".hidden.jpg").write_bytes(JPEG)
    photo = QImage(64, 48, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.darkCyan)
    assert photo.save(str(folder / "photo.jpg"), "JPG")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    return folder


def ended(room: Room) -> None:
    room.qtbot.waitUntil(lambda: room.state.progress is None and bool(room.state.outcomes))


def test_a_folder_is_taken_in_with_its_folders_and_what_it_held_is_said(opened: Room, card: Path) -> None:
    opened.presenter.import_files([str(card / "IR_1.jpg")])
    ended(opened)
    opened.qtbot.waitUntil(lambda: bool(opened.state.gallery.rows))
    names: list[str] = []
    opened.presenter.changed.connect(
        lambda state: names.append(state.progress.name if state.progress else "")
    )
    opened.qtbot.mouseClick(opened.page.folder, LEFT)
    ended(opened)
    assert {"IR_2.jpg", "IR_3.jpg", "IR_4.jpg", "photo.jpg"} <= set(names)
    kept = [event.body["title"] for event in imaging.images(read(opened.desk, opened.case))]
    assert sorted(kept) == ["IR_1", "IR_2", "IR_3", "IR_4", "photo"]
    for words in (
        "已导入 4 件",
        "其中 1 件不可测温",
        "IR_4.jpg：文件读到一半断了，原件已保存，温度不能算。",
        "notes.txt 不是图片，也不是认得的热像，没有存。",
        "IR_1.jpg 已在本案，是热像 1，没有再存一份。",
        "和热像 1 是同一次拍摄、文件不同，两份都保存。",
    ):
        assert opened.says(words), words


def test_the_same_folder_again_is_recognised(opened: Room, card: Path) -> None:
    opened.page.asks.folder()
    ended(opened)
    before = len(imaging.images(read(opened.desk, opened.case)))
    opened.page.asks.folder()
    ended(opened)
    assert len(imaging.images(read(opened.desk, opened.case))) == before
    assert opened.says("没有新导入")
    assert opened.says(" 等 5 件 已在本案，没有再存。")


def test_progress_names_the_file_and_stopping_keeps_what_is_in(opened: Room, card: Path, eyes: Lids) -> None:
    opened.page.asks.folder()
    eyes.open.clear()
    opened.qtbot.waitUntil(lambda: opened.page.line.isVisible() and opened.says("正在导入 "))
    assert opened.says("已导入的会保留")
    opened.qtbot.mouseClick(opened.page.line.stop, LEFT)
    eyes.open.set()
    ended(opened)
    assert opened.says("没有导入；已导入的保留。")
    assert not opened.page.line.isVisible()


def test_an_empty_folder_says_that_it_is_empty(opened: Room) -> None:
    empty = opened.folder / "empty"
    empty.mkdir()
    opened.presenter.import_files([str(empty)])
    opened.qtbot.waitUntil(lambda: opened.state.problem is not None)
    assert opened.says("没有导入：文件夹里没有文件。")


def test_another_case_opened_while_a_folder_is_listed_takes_nothing(opened: Room, card: Path) -> None:
    gate, lanes = threading.Event(), opened.presenter._bench.lanes
    lanes.images.run(lambda: gate.wait(10), lambda _done: None, lambda _error: None)
    opened.presenter.import_files([str(card)])
    opened.presenter._case = "another"
    gate.set()
    waited: list[object] = []
    lanes.images.run(lambda: True, waited.append, waited.append)
    opened.qtbot.waitUntil(lambda: bool(waited))
    assert opened.state.progress is None
    opened.presenter._case = opened.case
