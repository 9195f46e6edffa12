"""Videos: shown frame by frame, where they change is marked as a hint, a frame is kept as evidence."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from fieldlaw.cases.casework import imaging
from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.devices.simulated import gas_video
from fieldlaw.devices.thermal.film import Film
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.ui.presenters.thermal_film import note_of
from fieldlaw.ui.views.parts import thermalwords
from tests.ui.heat_room import DATA, LEFT, Room, needs_data, opened, room
from tests.ui.rooms import words

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.seen import Facts
    from fieldlaw.ui.theme.look import Look

__all__ = ["opened", "room"]  # fixtures
KEY = Qt.Key
# What a picture of changes must never be said to show.
NEVER = ("泄漏", "泄露", "漏点", "速率", "流量", "浓度", "kg/h", "g/h", "L/min", "m³/h", "ppm")


@pytest.fixture(scope="module")
def clip() -> bytes:
    return gas_video.avi(gas_video.frames(70))


@pytest.fixture(scope="module")
def shaken() -> bytes:
    return gas_video.avi(gas_video.frames(64, shake=1.5, figure=False))


@pytest.fixture
def video(opened: Room, clip: bytes) -> Room:
    opened.load(opened.file("yard.avi", clip))
    opened.page.banner.hide()
    return opened


def at(room: Room, frame: int, *, change: bool = False) -> None:
    def there() -> bool:
        reel = room.state.reel
        here = reel is not None and (reel.frame, reel.change) == (frame, change)
        return here and room.state.asked is None

    room.qtbot.waitUntil(there, timeout=20_000)


def mark(room: Room) -> None:
    room.qtbot.mouseClick(room.page.frames.change, LEFT)
    at(room, room.page.frames.slider.value(), change=True)


def pixels(image: QImage) -> np.ndarray:
    held = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(held.constBits(), np.uint8).reshape(held.height(), held.bytesPerLine())
    return rows[:, : 3 * held.width()].reshape(held.height(), held.width(), 3).copy()


def ambers(room: Room) -> int:
    """How many pixels of the picture that is shown are marked."""
    return int((pixels(room.state.picture.plain) == (255, 196, 0)).all(axis=2).sum())


def test_a_video_opens_with_its_first_frame_and_cannot_be_measured(video: Room, clip: bytes) -> None:
    assert video.says("不可测温")
    assert video.says("第 1 / 70 帧·0.00 秒")
    assert not video.presenter._wait.isActive()  # else it would be said to be read for ever
    with Film(clip, Limits()) as film:
        assert np.array_equal(pixels(video.state.picture.plain), film.frame(0).pixels)
    tools = video.page.tools
    assert not any(pen.isVisible() for pen in tools.pens.values())
    for hidden in (
        tools.palette_box,
        tools.lock,
        video.page.regions,
        video.page.report,
        video.page.side.parameters,
    ):
        assert not hidden.isVisible()
    assert (video.state.row.number, video.state.row.video) == ("视频 1", True)


def test_scrubbing_shows_exactly_the_frame_that_was_asked_for(video: Room, clip: bytes) -> None:
    slider = video.page.frames.slider
    with Film(clip, Limits()) as film:
        for frame in (40, 3, 69, 41):
            slider.setValue(frame)
            at(video, frame)
            assert np.array_equal(pixels(video.state.picture.plain), film.frame(frame).pixels)
    assert video.says("第 42 / 70 帧·2.05 秒")
    slider.setFocus()
    video.qtbot.keyClick(slider, KEY.Key_Right)
    at(video, 42)
    video.qtbot.keyClick(video.page.list, KEY.Key_Period)
    at(video, 43)


def test_change_is_marked_where_the_cloud_is_and_the_threshold_makes_it_less(video: Room) -> None:
    bar = video.page.frames
    assert not bar.limit.isEnabled()
    bar.slider.setValue(35)
    at(video, 35)
    assert ambers(video) == 0
    mark(video)
    assert bar.limit.isEnabled()
    marked = (pixels(video.state.picture.plain) == (255, 196, 0)).all(axis=2)
    left, top, wide, high = gas_video.cloud_box(35)
    assert marked[top : top + high, left : left + wide].any()
    assert video.says("画面没有移动")
    many = ambers(video)
    bar.limit.setFocus()
    video.qtbot.keyClick(bar.limit, KEY.Key_End)
    video.qtbot.waitUntil(lambda: video.state.reel.threshold == 8.0)
    assert video.says("8.0")
    assert ambers(video) < many


def test_marks_stay_on_while_moving_on_before_the_first_are_there(video: Room) -> None:
    bar = video.page.frames
    video.qtbot.mouseClick(bar.change, LEFT)
    bar.slider.setValue(20)
    assert bar.change.isChecked()
    at(video, 20, change=True)
    assert bar.change.isChecked()
    assert bar.slider.value() == 20


def test_a_moving_camera_is_said_aligned_and_not(opened: Room, shaken: bytes) -> None:
    opened.load(opened.file("hand.avi", shaken))
    opened.page.frames.slider.setValue(32)
    at(opened, 32)
    mark(opened)
    assert opened.says("画面在动，已对齐，最多")
    opened.qtbot.mouseClick(opened.page.frames.steady, LEFT)
    opened.qtbot.waitUntil(lambda: not opened.state.reel.aligned, timeout=20_000)
    assert opened.says("没有对齐")


def test_no_word_of_the_page_says_what_the_change_is_or_how_much(video: Room) -> None:
    bar = video.page.frames
    bar.slider.setValue(35)
    at(video, 35)
    mark(video)
    video.qtbot.mouseClick(bar.keep, LEFT)
    video.qtbot.waitUntil(lambda: len(video.state.gallery.rows) == 2)
    for row in video.state.gallery.rows:
        video.presenter.choose(row.evidence)
        video.qtbot.waitUntil(lambda: video.state.picture is not None)
        said = every_text(video.page)
        assert "区域变化提示" in said
        assert not [line for line in said.splitlines() if any(one in line for one in NEVER)]
    codes = ("no_values", "frame_broken", "film_broken", "too_slow", "too_large", "crashed")
    told = "".join("".join(thermalwords.reason(code)) for code in codes)
    assert not [one for one in NEVER if one in told]


def every_text(page: QWidget) -> str:
    """All texts of a page, also what is hidden now, its tips and its accessible names."""
    words(page)
    found: list[str] = []
    for one in page.findChildren(QWidget):
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.statusTip()]
        found += [one.text()] if isinstance(one, QLabel | QAbstractButton) else []
    return "\n".join(found)


# --- a frame kept as evidence


def test_a_kept_frame_is_evidence_that_names_original_frame_time_method_and_settings(
    video: Room, look: Look
) -> None:
    bar, first = video.page.frames, video.state.chosen
    bar.slider.setValue(30)
    at(video, 30)
    mark(video)
    shown = pixels(video.state.picture.plain)
    bar.keep.setFocus()
    video.qtbot.keyClick(bar.keep, KEY.Key_Space)
    video.qtbot.waitUntil(lambda: len(video.state.gallery.rows) == 2)
    log = read(video.desk, video.case)
    (made,) = log.file.all("image_derived")
    original = imaging.image(log, first)
    assert (made.body["of"], made.body["sha256"]) == (first, original.body["sha256"])
    assert (made.body["frame"], made.body["at_ms"], made.body["method"]) == (30, 1500, "区域变化提示")
    assert made.body["parameters"] == {"阈值": "3.0", "对齐": "是", "画面": "画面没有移动"}
    kept = imaging.image(log, made.body["evidence"])
    assert kept.body["number"] == "画面 1"
    assert np.array_equal(pixels(QImage.fromData(evidence_bytes(video.desk, video.case, kept))), shown)
    video.presenter.choose(made.body["evidence"])
    video.qtbot.waitUntil(lambda: video.state.picture is not None)
    assert video.says("由别的证据生成")
    how = "取自视频 1 第 31 帧（1.50 秒），区域变化提示（阈值 3.0，先对齐再比较，画面没有移动）"
    assert video.says(how)
    assert not video.page.frames.isVisible()
    look.use("field")
    assert video.page.short.isVisible()
    assert "由别的证据生成" in words(video.page)


def test_a_frame_is_kept_once_and_the_next_has_the_next_number(video: Room) -> None:
    bar = video.page.frames
    bar.keep.click()
    bar.keep.click()
    video.qtbot.waitUntil(lambda: video.state.problem is not None)
    assert video.says("这一帧已存过，是画面 1。")
    bar.slider.setValue(1)
    at(video, 1)
    bar.keep.click()
    video.qtbot.waitUntil(lambda: len(video.state.gallery.rows) == 3)
    assert [row.number for row in video.state.gallery.rows] == ["视频 1", "画面 1", "画面 2"]
    (plain, _other) = read(video.desk, video.case).file.all("image_derived")
    assert (plain.body["method"], plain.body["parameters"]) == ("取帧", {})


def test_a_closed_case_takes_no_frame(video: Room) -> None:
    write(video.desk, video.case, Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    video.page.frames.keep.click()
    video.qtbot.waitUntil(lambda: video.state.problem is not None)
    assert not read(video.desk, video.case).file.all("image_derived")


# --- what does not go well


def test_a_video_that_cannot_be_decoded_says_so_and_is_kept(opened: Room, clip: bytes) -> None:
    data = clip[:400] + bytes(len(clip) - 400)
    opened.load(opened.file("bad.avi", data))
    (event,) = imaging.images(read(opened.desk, opened.case))
    assert evidence_bytes(opened.desk, opened.case, event) == data
    assert opened.says("视频打不开")
    assert opened.says("不可测温")
    assert not opened.page.frames.isVisible()
    assert not opened.state.busy


def test_a_video_cut_short_shows_the_frames_that_are_there(opened: Room, clip: bytes) -> None:
    opened.load(opened.file("cut.avi", clip[: len(clip) // 2]))
    opened.qtbot.waitUntil(lambda: opened.state.reel is not None, timeout=20_000)
    frames = opened.state.reel.frames
    assert 20 < frames < 70
    opened.page.frames.slider.setValue(frames - 1)
    at(opened, frames - 1)
    assert not opened.state.picture.plain.isNull()


class Gated(Film):
    """A video that is opened, or shows a frame, when the test lets it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, Limits())
        self.open, self.shows = threading.Event(), threading.Event()
        self.shows.set()
        self.asked: list[int] = []

    def facts(self) -> Facts:
        assert self.open.wait(20)
        return super().facts()

    def frame(self, number: int) -> Any:
        self.asked.append(number)
        assert self.shows.wait(20)
        return super().frame(number)


@pytest.fixture
def gated(opened: Room, clip: bytes) -> tuple[Room, list[Gated]]:
    """A room whose videos open when they are let; the first is being opened."""
    made: list[Gated] = []

    def open_film(data: bytes) -> Film:
        made.append(Gated(data))
        return made[-1]

    opened.presenter.films._open = open_film
    opened.presenter.import_files([opened.file("slow.avi", clip)])
    opened.qtbot.waitUntil(lambda: bool(made))
    return opened, made


def test_a_video_that_opens_slowly_says_that_it_is_being_read_and_then_no_more(
    gated: tuple[Room, list[Gated]],
) -> None:
    room, (film,) = gated
    assert not room.state.busy
    room.qtbot.waitUntil(lambda: room.state.busy)
    assert room.says("正在读")
    film.open.set()
    at(room, 0)
    assert not room.state.busy
    assert not room.says("正在读")
    assert not room.presenter._wait.isActive()


def test_another_picture_chosen_meanwhile_never_gets_the_frame_of_the_video(
    gated: tuple[Room, list[Gated]],
) -> None:
    room, films = gated
    films[0].open.set()
    at(room, 0)
    clip = room.state.chosen
    photo = QImage(40, 30, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.darkCyan)
    path = str(room.folder / "photo.png")
    assert photo.save(path, "PNG")
    room.load(path)
    room.qtbot.waitUntil(lambda: room.state.row is not None and not room.state.row.video)
    other = room.state.chosen
    room.presenter.choose(clip)
    room.qtbot.waitUntil(lambda: len(films) == 2)
    films[1].shows.clear()
    films[1].open.set()
    room.qtbot.waitUntil(lambda: films[1].asked == [0])
    room.presenter.choose(other)
    films[1].shows.set()
    room.qtbot.waitUntil(lambda: room.state.picture is not None)
    assert (room.state.picture.plain.width(), room.state.reel, room.state.asked) == (40, None, None)
    assert not any(one._apart.running for one in films)


def test_frames_asked_for_while_one_is_read_are_passed_over_but_for_the_last(
    gated: tuple[Room, list[Gated]],
) -> None:
    room, (film,) = gated
    film.open.set()
    at(room, 0)
    film.asked.clear()
    film.shows.clear()
    for frame in (5, 6, 7, 8):
        room.page.frames.slider.setValue(frame)
    assert room.page.frames.slider.value() == 8
    room.qtbot.waitUntil(lambda: film.asked == [5])
    film.shows.set()
    at(room, 8)
    assert film.asked == [5, 8]


def test_closing_the_profile_while_a_video_is_decoded_is_safe(gated: tuple[Room, list[Gated]]) -> None:
    room, (film,) = gated
    film.open.set()
    at(room, 0)
    film.shows.clear()
    room.page.frames.slider.setValue(9)
    room.qtbot.waitUntil(lambda: 9 in film.asked)
    before = room.state
    room.presenter.close()
    film.shows.set()
    done: list[object] = []
    room.presenter._bench.lanes.images.run(lambda: True, done.append, done.append)
    room.qtbot.waitUntil(lambda: bool(done))
    assert room.state is before
    assert not film._apart.running


def test_a_frame_that_cannot_be_read_shows_nothing_and_cannot_be_kept(
    gated: tuple[Room, list[Gated]],
) -> None:
    room, (film,) = gated
    film.open.set()
    at(room, 0)
    room.presenter.films._ask(room.state.reel.at(10))
    at(room, 10)
    film._facts = None
    film._data = film._data[:400]
    film._apart.fail()  # the process dies, and what it opens anew is broken
    room.page.frames.slider.setValue(11)
    at(room, 11)
    assert room.state.picture.plain.isNull()
    assert room.says("这一帧坏了")
    room.page.frames.keep.click()
    assert len(room.state.gallery.rows) == 1


# --- the bar of a video


@pytest.mark.parametrize(("theme", "scale", "size"), [
    ("light", 1.0, (1208, 684)), ("field", 1.0, (1280, 668)), ("light", 1.2, (1368, 864)),
])  # fmt: skip
def test_nothing_of_the_bar_is_cut(
    video: Room, theme: str, scale: float, size: tuple[int, int], look: Look
) -> None:
    mark(video)
    look.use(theme, scale)
    video.fit(size)
    bar = video.page.frames
    for button in bar.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
            assert button.mapTo(video.page, button.rect().bottomRight()).x() < size[0]
    assert bar._note.width() >= bar._note.sizeHint().width()
    assert video.page.viewer.heat.height() >= 120
    if theme == "field":
        least = look.tokens.height("minTarget")
        shown = (bar.back, bar.play, bar.forth, bar.keep, bar.change, bar.steady, bar.slider, bar.limit)
        assert all(one.height() >= least >= 48 for one in shown)


@needs_data
def test_a_real_clip_opens_and_is_marked_without_a_word_of_what_it_is(opened: Room) -> None:
    opened.load(str(DATA / "OGI_GOD-Video_079.avi"))
    opened.page.frames.slider.setValue(100)
    at(opened, 100)
    mark(opened)
    assert ambers(opened) > 0
    assert not [one for one in NEVER if one in every_text(opened.page)]


def test_words_of_a_shaking_camera() -> None:
    film = Film(gas_video.avi(gas_video.frames(10, shake=0.0)), Limits())
    with film:
        found = film.change(5, 3.0, aligned=True)
    assert not isinstance(found, str)
    assert note_of(found, aligned=True) == "画面没有移动"
