"""Frames of a sequence: moved through, measured on each, what is kept belongs to its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton

from fieldlaw.cases.casework import imaging
from fieldlaw.cases.casework.desk import read
from tests.devices import thermal_files
from tests.ui.heat_reels import Lids, celsius, sequence
from tests.ui.heat_room import DATA, LEFT, Room, needs_data, opened, room
from tests.ui.rooms import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldlaw.devices.thermal.apart import Reader
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.framebar import FrameBar

__all__ = ["opened", "room"]  # fixtures
KEY = Qt.Key
BOX = ((60, 40), (89, 59))


@pytest.fixture
def eyes(eyes: Reader) -> Lids:
    return Lids(eyes)


@pytest.fixture
def reel(opened: Room) -> Room:
    opened.load(opened.file("IR_0007.seq", sequence()))
    opened.page.banner.hide()
    return opened


def at(room: Room, frame: int) -> None:
    room.qtbot.waitUntil(
        lambda: room.state.reel is not None and room.state.reel.frame == frame and not room.state.asked
    )


def go(room: Room, frame: int) -> None:
    room.presenter.show_frame(frame)
    at(room, frame)


def test_a_picture_alone_has_no_bar_and_a_sequence_says_where_it_is(opened: Room) -> None:
    opened.load(opened.file("one.fff", sequence(1)))
    assert not opened.page.frames.isVisible()
    opened.load(opened.file("four.seq", sequence()))
    opened.qtbot.waitUntil(opened.page.frames.isVisible)
    assert opened.says("第 1 / 4 帧")


def test_slider_keys_and_buttons_move_through_the_frames(reel: Room) -> None:
    bar = reel.page.frames
    reel.key(KEY.Key_Period)
    at(reel, 1)
    reel.qtbot.mouseClick(bar.forth, LEFT)
    at(reel, 2)
    assert reel.says("第 3 / 4 帧")
    reel.key(KEY.Key_Comma)
    at(reel, 1)
    reel.qtbot.mouseClick(bar.back, LEFT)
    at(reel, 0)
    reel.qtbot.mouseClick(bar.slider, LEFT, pos=QPoint(bar.slider.width() * 2 // 3, bar.slider.height() // 2))
    at(reel, 2)
    bar.slider.setFocus()
    reel.qtbot.keyClick(bar.slider, KEY.Key_End)
    at(reel, 3)
    reel.key(KEY.Key_Period)
    reel.qtbot.keyClick(bar.slider, KEY.Key_Left)
    at(reel, 2)


def test_a_frame_has_the_temperatures_of_the_same_frame_alone(reel: Room) -> None:
    for frame in (2, 0, 3):
        go(reel, frame)
        assert np.array_equal(reel.state.heat.celsius, celsius(frame))


def test_playing_shows_every_frame_and_stops_at_the_end(reel: Room) -> None:
    seen: list[int] = []
    reel.presenter.changed.connect(lambda state: seen.append(state.reel.frame))
    play = reel.page.frames.play
    reel.key(KEY.Key_K)
    assert play.accessibleName() == "停"
    at(reel, 3)
    reel.qtbot.waitUntil(lambda: play.accessibleName() == "播放")
    assert list(dict.fromkeys(seen)) == [0, 1, 2, 3]
    reel.qtbot.mouseClick(play, LEFT)
    at(reel, 1)
    reel.qtbot.mouseClick(play, LEFT)
    assert play.accessibleName() == "播放"
    assert not reel.page.frames._tick.isActive()


def test_while_a_frame_is_read_slowly_only_the_last_one_asked_for_is_read_after_it(
    reel: Room, eyes: Lids
) -> None:
    for _ in range(2):  # also the small picture of the list is read
        settle(reel.qtbot, reel.presenter._bench.lanes)
    eyes.frames.clear()
    eyes.open.clear()
    slider = reel.page.frames.slider
    for frame in (1, 2, 3, 2):
        slider.setValue(frame)
        assert slider.value() == frame
    assert reel.says("第 1 / 4 帧")
    reel.qtbot.waitUntil(lambda: eyes.frames == [1])
    reel.presenter.mark_extremes(marked=True)  # the page is shown anew; the handle stays under the hand
    assert slider.value() == 2
    eyes.open.set()
    at(reel, 2)
    assert eyes.frames == [1, 2]
    assert np.array_equal(reel.state.heat.celsius, celsius(2))


def test_another_picture_never_gets_a_frame_that_was_asked_for_before(reel: Room, eyes: Lids) -> None:
    first = reel.state.chosen
    reel.load(reel.file("other.seq", sequence(3)))
    reel.qtbot.waitUntil(lambda: reel.state.chosen != first and reel.state.picture is not None)
    eyes.open.clear()
    reel.presenter.show_frame(2)
    reel.presenter.choose(first)
    eyes.open.set()
    reel.qtbot.waitUntil(lambda: reel.state.picture is not None)
    assert (reel.state.reel.frame, reel.state.reel.frames) == (0, 4)
    go(reel, 3)


def test_drafts_are_measured_anew_on_each_frame(reel: Room) -> None:
    reel.presenter.regions.draw("box", BOX)
    for frame in (0, 2, 1):
        go(reel, frame)
        inside = celsius(frame)[40:60, 60:90]
        (box,) = reel.state.areas
        assert box.mean == pytest.approx(inside.mean(), abs=1e-9)
        assert f"{inside.max():.1f}" in reel.page.regions.table.text().splitlines()[1].split("\t")


def test_what_is_kept_belongs_to_its_frame_and_is_shown_on_it_alone(reel: Room) -> None:
    go(reel, 2)
    reel.presenter.regions.draw("box", BOX)
    reel.page.regions.keep.click()
    reel.kept("框1")
    (event,) = read(reel.desk, reel.case).file.all("image_measured")
    assert (event.body["frame"], event.body["mean"]) == (2, f"{celsius(2)[40:60, 60:90].mean():.2f}")
    go(reel, 1)
    assert not reel.state.areas
    reel.presenter.regions.draw("spot", ((5, 5),))
    assert reel.state.areas[0].label == "点2"
    go(reel, 2)
    assert [one.label for one in reel.state.areas] == ["框1", "点2"]


def test_a_difference_of_something_kept_on_another_frame_has_no_number(reel: Room) -> None:
    regions = reel.presenter.regions
    regions.draw("box", BOX)
    regions.draw("spot", ((5, 5),))
    regions.subtract("框1", "点2", "mean")
    regions.choose("框1")
    regions.keep()
    reel.kept("框1")
    before = next(one for one in reel.state.areas if one.label == "差3").mean
    go(reel, 1)
    assert next(one for one in reel.state.areas if one.label == "差3").mean is None
    go(reel, 0)
    after = next(one for one in reel.state.areas if one.label == "差3").mean
    assert after == pytest.approx(before, abs=0.006)  # the case keeps two decimals


def test_colours_follow_the_frame_until_the_span_is_typed_or_locked(reel: Room) -> None:
    tools = reel.page.tools
    go(reel, 3)
    assert reel.state.span == (pytest.approx(celsius(3).min()), pytest.approx(celsius(3).max()))
    tools.high.setFocus()
    tools.high.selectAll()
    reel.qtbot.keyClicks(tools.high, "38.5")
    assert (tools.high.text(), reel.state.asked) == ("38.5", None)
    reel.qtbot.keyClick(tools.high, KEY.Key_Return)
    held = reel.state.span
    assert held[1] == 38.5
    before = QImage(reel.state.painted)
    go(reel, 0)
    assert reel.state.span == held
    assert reel.state.painted != before
    tools.lock.click()
    reel.qtbot.waitUntil(lambda: reel.state.lock is not None)
    go(reel, 2)
    assert reel.state.span == pytest.approx(held, abs=0.006)


def test_changed_parameters_hold_for_every_frame(reel: Room) -> None:
    reel.presenter.sayings.adjust("", {"emissivity": "0.80"}, "锈面钢板")
    reel.qtbot.waitUntil(lambda: reel.state.heat.scene.emissivity == 0.8)
    changed = reel.state.heat.whole.high
    go(reel, 2)
    assert reel.state.heat.scene.emissivity == 0.8
    assert reel.state.heat.whole.high > changed > celsius(0).max()
    assert reel.says("0.8（原 0.95）")


def test_the_time_of_the_frame_is_shown_by_the_camera_and_put_right(reel: Room) -> None:
    assert reel.says("第 1 / 4 帧·10:42:07.250")
    go(reel, 3)
    assert reel.says("2025-11-25 10:42:10")
    assert reel.says("第 4 / 4 帧·10:42:10.250")
    reel.presenter.sayings.note_clock("", (reel.state.chosen,), 130, "和手机对时")
    reel.qtbot.waitUntil(lambda: reel.says("2025-11-25 10:40:00"))
    assert reel.says("2025-11-25 10:42:10")


def test_a_broken_frame_says_so_and_the_others_are_still_reached(opened: Room) -> None:
    opened.load(opened.file("torn.seq", sequence(broken=1)))
    opened.presenter.regions.draw("box", BOX)
    opened.key(KEY.Key_Period)
    at(opened, 1)
    assert opened.state.heat is None
    assert opened.says("这一帧坏了")
    assert opened.page.frames.isVisible()
    assert opened.says("第 2 / 4 帧")
    opened.qtbot.mouseClick(opened.page.frames.forth, LEFT)
    at(opened, 2)
    assert np.array_equal(opened.state.heat.celsius, celsius(2))
    assert opened.state.areas[0].mean == pytest.approx(celsius(2)[40:60, 60:90].mean())


def test_a_frame_at_which_the_reading_process_dies_does_not_take_the_bar_away(reel: Room, eyes: Lids) -> None:
    eyes.deadly = {1}
    go(reel, 1)
    assert reel.state.heat is None
    assert reel.says("第 2 / 4 帧")
    reel.qtbot.mouseClick(reel.page.frames.forth, LEFT)
    at(reel, 2)
    assert np.array_equal(reel.state.heat.celsius, celsius(2))


def test_a_csq_is_moved_through_alike(opened: Room) -> None:
    opened.load(opened.file("a.csq", thermal_files.csq()))
    opened.key(KEY.Key_Period)
    at(opened, 1)
    assert opened.says("第 2 / 3 帧")
    assert opened.state.heat.frame.counts[0, 0] == thermal_files.small_counts(40)[0, 0]


@needs_data
def test_a_real_sequence_has_its_two_frames(opened: Room) -> None:
    opened.load(str(DATA / "FLIR_SC660_2frames.seq"))
    assert opened.says("第 1 / 2 帧")
    first = opened.state.heat.celsius
    go(opened, 1)
    assert not np.array_equal(opened.state.heat.celsius, first)


# --- the bar itself


@pytest.mark.parametrize(
    ("theme", "size"), [("light", (1208, 684)), ("field", (1280, 668)), ("field", (1024, 716))]
)
def test_nothing_of_the_bar_is_cut_in_a_small_window(
    reel: Room, theme: str, size: tuple[int, int], look: Look
) -> None:
    reel.presenter.regions.draw("box", BOX)
    reel.presenter.regions.draw("spot", ((5, 5),))
    look.use(theme)
    reel.fit(size)
    whole(reel.page, reel.page.frames)
    assert reel.page.viewer.heat.height() >= 110


def test_nothing_of_the_bar_is_cut_in_large_letters(reel: Room, look: Look) -> None:
    reel.presenter.regions.draw("box", BOX)
    look.use("light", 1.2)
    reel.fit((1368, 864))
    reel.qtbot.waitUntil(lambda: reel.page.frames.back.height() >= look.tokens.height("control"))
    whole(reel.page, reel.page.frames)


def whole(page: object, bar: FrameBar) -> None:
    """Every button of the bar is as large as it wants to be, and the bar lies within the page."""
    shown = [one for one in bar.findChildren(QAbstractButton) if one.isVisible()]
    assert shown
    for button in shown:
        assert button.width() >= button.sizeHint().width(), button.accessibleName() or button.text()
        assert button.height() >= button.sizeHint().height()
    assert bar._where.width() >= bar._where.sizeHint().width()
    assert bar.mapTo(page, bar.rect().bottomRight()).x() < page.width()  # type: ignore[attr-defined,arg-type]


def test_on_site_every_target_of_the_bar_is_large_enough(reel: Room, look: Look) -> None:
    look.use("field")
    reel.fit((1280, 668))
    bar = reel.page.frames
    least = look.tokens.height("minTarget")
    assert least >= 48
    for widget in (bar.back, bar.play, bar.forth, bar.slider):
        assert widget.height() >= least
    assert not bar.export.isVisible()


def test_everything_of_the_bar_has_a_name(reel: Room) -> None:
    bar = reel.page.frames
    names = [one.accessibleName() for one in (bar.back, bar.play, bar.forth, bar.slider, bar.limit)]
    assert names == ["上一帧", "播放", "下一帧", "帧", "变化阈值"]
    reachable = (bar.back, bar.play, bar.forth, bar.slider, bar.export)
    assert all(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in reachable)


def test_evidence_of_the_sequence_is_the_file_itself(reel: Room) -> None:
    (event,) = imaging.images(read(reel.desk, reel.case))
    assert event.body["media"] == "thermal"
    assert reel.says("可测温")


def test_hidden_the_bar_neither_plays_nor_asks(reel: Room, qtbot: QtBot) -> None:
    bar = reel.page.frames
    bar.toggle()
    assert bar._tick.isActive()
    reel.load(reel.file("one.fff", sequence(1)))
    qtbot.waitUntil(lambda: reel.state.reel is None and reel.state.picture is not None)
    assert not bar._tick.isActive()
    bar.toggle()
    assert not bar._tick.isActive()
