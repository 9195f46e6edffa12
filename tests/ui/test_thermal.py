"""The thermal page over a real profile: files in, a picture looked into, spots put, kept and void."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

from fieldlaw.cases.casework import imaging
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.devices.simulated import camera
from fieldlaw.ui.presenters.thermal import ThermalPresenter
from fieldlaw.ui.views.thermal import ThermalPage
from tests.cases.measuring_site import PRESS
from tests.ui.heat_room import DATA, JPEG, LEFT, VALUES, Room, loaded, needs_data, opened, room

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look

__all__ = ["loaded", "opened", "room"]  # fixtures


def test_without_a_case_and_without_pictures_the_page_says_what_is_missing(room: Room, qtbot: QtBot) -> None:
    assert room.says("先打开一次检查")
    room.presenter.open(room.case)
    qtbot.waitUntil(lambda: room.says("还没有热像。"))


def test_an_imported_file_is_untouched_evidence_and_can_be_measured(loaded: Room) -> None:
    (event,) = imaging.images(read(loaded.desk, loaded.case))
    assert (event.body["number"], event.body["media"]) == ("热像 1", "thermal")
    assert event.body["taken_at"].startswith("2025-11-25T10:42:07")
    assert evidence_bytes(loaded.desk, loaded.case, event) == JPEG
    digest = event.body["sha256"].hex()
    assert loaded.says("可测温")
    assert loaded.says(f"原件未改·SHA-256 {digest[:4]} {digest[4:8]}")
    assert loaded.says("SIM IR160")
    assert loaded.says("已导入 1 件")


def test_a_click_puts_a_spot_on_that_pixel_with_the_value_of_the_decoder(loaded: Room) -> None:
    loaded.click(104, 52)
    (spot,) = loaded.state.areas
    assert (spot.label, spot.points) == ("点1", ((104, 52),))
    assert spot.mean == pytest.approx(VALUES[52, 104], abs=0.05)
    value = f"{VALUES[52, 104]:.1f}"
    cells = loaded.page.regions.table.text().splitlines()[1].split("\t")
    assert cells == ["点1", "列 104，行 52", value, value, value, "未测", "草稿"]


def test_a_place_in_the_picture_leads_to_the_analyzer(loaded: Room) -> None:
    loaded.click(104, 52)
    row = loaded.state.row
    with loaded.qtbot.waitSignal(loaded.page.point_wanted) as wanted:
        loaded.qtbot.mouseClick(loaded.page.measure, LEFT)
    assert wanted.args == [row.evidence, "热像 1", loaded.state.held]
    assert loaded.says("还没有在这里测点")


def test_zoomed_and_panned_a_click_still_hits_its_pixel(loaded: Room) -> None:
    heat = loaded.page.viewer.heat
    under = heat.point_of(104, 52)
    loaded.wheel(under, 8)
    assert (heat.point_of(104, 52) - under).manhattanLength() < 2
    assert loaded.page.viewer.sight.zoom > 4
    loaded.click(104, 52)
    loaded.qtbot.mousePress(heat, Qt.MouseButton.MiddleButton, pos=under.toPoint())
    loaded.qtbot.mouseMove(heat, under.toPoint() + QPoint(60, 30))
    loaded.qtbot.mouseRelease(heat, Qt.MouseButton.MiddleButton, pos=under.toPoint() + QPoint(60, 30))
    loaded.click(99, 50)
    assert [spot.points for spot in loaded.state.areas] == [((104, 52),), ((99, 50),)]
    heat.setFocus()
    loaded.qtbot.keyClick(heat, Qt.Key.Key_0)
    assert loaded.page.viewer.sight.zoom == 1.0


def test_level_and_span_typed_dragged_and_automatic_change_the_colours(loaded: Room) -> None:
    tools, bar = loaded.page.tools, loaded.page.viewer.bar
    before = QImage(loaded.state.painted)
    assert loaded.state.span == (pytest.approx(VALUES.min()), pytest.approx(VALUES.max()))
    tools.high.setFocus()
    tools.high.selectAll()
    loaded.qtbot.keyClicks(tools.high, "40.0")
    loaded.qtbot.keyClick(tools.high, Qt.Key.Key_Return)
    assert loaded.state.span[1] == 40.0
    assert loaded.state.painted != before
    assert not tools.auto.isChecked()
    loaded.qtbot.mousePress(bar, Qt.MouseButton.RightButton, pos=QPoint(20, 200))
    loaded.qtbot.mouseMove(bar, QPoint(20, 150))
    loaded.qtbot.mouseRelease(bar, Qt.MouseButton.RightButton, pos=QPoint(20, 150))
    assert loaded.state.span[1] > 40.0
    tools.auto.click()
    assert loaded.state.painted == before


def test_what_is_no_number_changes_nothing(loaded: Room) -> None:
    low = loaded.page.tools.low
    before = loaded.state.span
    low.setFocus()
    low.selectAll()
    loaded.qtbot.keyClicks(low, "cold")
    loaded.qtbot.keyClick(low, Qt.Key.Key_Return)
    assert loaded.state.span == before
    assert low.property("wrong") is True


def test_digits_in_the_fields_are_digits_and_not_the_keys_of_the_page(loaded: Room) -> None:
    low, sight = loaded.page.tools.low, loaded.page.viewer.sight
    loaded.wheel(loaded.page.viewer.heat.point_of(80, 60), 2)
    zoom = sight.zoom
    low.setFocus()
    low.selectAll()
    loaded.qtbot.keyClicks(low, "-10")
    assert (low.text(), sight.zoom) == ("-10", zoom)


def test_another_palette_is_another_picture(loaded: Room) -> None:
    before = QImage(loaded.state.painted)
    box = loaded.page.tools.palette_box
    box.setFocus()
    loaded.qtbot.keyClick(box, Qt.Key.Key_Down)
    assert loaded.state.palette == "rainbow"
    assert loaded.state.painted != before


def test_arrows_move_the_spot_and_del_takes_it_away(loaded: Room) -> None:
    heat = loaded.page.viewer.heat
    loaded.click(104, 52)
    heat.setFocus()
    loaded.qtbot.keyClick(heat, Qt.Key.Key_Right)
    loaded.qtbot.keyClick(heat, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    (spot,) = loaded.state.areas
    assert spot.points == ((105, 42),)
    assert spot.mean == pytest.approx(VALUES[42, 105], abs=0.05)
    loaded.qtbot.keyClick(heat, Qt.Key.Key_Delete)
    assert not loaded.state.areas


def test_a_spot_is_put_by_keys_alone(loaded: Room) -> None:
    heat = loaded.page.viewer.heat
    heat.setFocus()
    loaded.qtbot.keyClick(heat, Qt.Key.Key_Space)
    assert [spot.points for spot in loaded.state.areas] == [((camera.WIDTH // 2, camera.HEIGHT // 2),)]


def test_one_cursor_stands_in_both_pictures_and_its_temperature_in_the_head(loaded: Room) -> None:
    viewer = loaded.page.viewer
    place = viewer.heat.point_of(104, 52).toPoint()
    loaded.qtbot.mouseMove(viewer.heat, place)
    assert viewer.left.about.text() == f"160 × 120·光标 {VALUES[52, 104]:.1f} ℃"
    assert viewer.photo._cursor == viewer.heat._cursor
    assert viewer.heat.place_of(viewer.photo._cursor) == (104, 52)


def test_a_kept_spot_comes_back_when_the_picture_is_opened_again(loaded: Room, qtbot: QtBot) -> None:
    loaded.click(104, 52)
    loaded.page.regions.keep.click()
    qtbot.waitUntil(lambda: bool(loaded.state.areas[0].event))
    (event,) = read(loaded.desk, loaded.case).file.all("image_measured")
    assert event.body["mean"] == f"{VALUES[52, 104]:.2f}"
    assert event.body["parameters"]["emissivity"] == "1"
    assert not loaded.page.regions.keep.isVisible()
    loaded.page.viewer.heat.setFocus()
    qtbot.keyClick(loaded.page.viewer.heat, Qt.Key.Key_Right)
    assert loaded.state.areas[0].points == ((104, 52),)

    again = ThermalPresenter(loaded.presenter._bench, PRESS, loaded.presenter._eyes)
    again.open(loaded.case)
    qtbot.waitUntil(lambda: again.state.picture is not None)
    (spot,) = again.state.areas
    assert (spot.label, spot.points, spot.kept_at[11:19]) == ("点1", ((104, 52),), "10:42:07")
    assert spot.mean == pytest.approx(VALUES[52, 104], abs=0.05)
    again.close()


def test_a_void_spot_is_gone_and_its_label_is_not_given_again(loaded: Room, qtbot: QtBot) -> None:
    loaded.click(104, 52)
    loaded.presenter.regions.keep()
    qtbot.waitUntil(lambda: bool(loaded.state.areas[0].event))
    loaded.presenter.regions.void(" ")
    qtbot.waitUntil(lambda: loaded.state.problem is not None)
    assert loaded.says("没有作废：还没写理由。")
    loaded.presenter.regions.void("点错了位置")
    qtbot.waitUntil(lambda: not loaded.state.areas)
    loaded.click(10, 10)
    assert loaded.state.areas[0].label == "点2"


def test_spots_not_yet_kept_are_there_after_looking_at_another_picture(loaded: Room, qtbot: QtBot) -> None:
    first = loaded.state.chosen
    loaded.click(104, 52)
    loaded.load(loaded.file("IR_0002.jpg", camera.radiometric_jpeg(1764038600)))
    qtbot.waitUntil(lambda: loaded.state.chosen != first and loaded.state.picture is not None)
    assert not loaded.state.areas
    loaded.presenter.choose(first)
    qtbot.waitUntil(lambda: loaded.state.picture is not None)
    assert [spot.points for spot in loaded.state.areas] == [((104, 52),)]


def test_a_file_cut_short_is_kept_and_the_page_says_so(opened: Room) -> None:
    data = JPEG[:9000]
    opened.load(opened.file("cut.jpg", data))
    (event,) = imaging.images(read(opened.desk, opened.case))
    assert evidence_bytes(opened.desk, opened.case, event) == data
    assert opened.state.heat is None
    assert opened.says("文件读到一半断了，原件已保存，温度不能算。")
    assert opened.says("不可测温")
    assert not opened.page.tools.pens["spot"].isVisible()


def test_a_file_cut_after_its_temperatures_gives_them_and_warns(opened: Room) -> None:
    opened.load(opened.file("tail.jpg", JPEG[:-40]))
    assert opened.state.heat is not None
    assert opened.says("文件有坏的部分")


def test_an_ordinary_photograph_is_shown_and_cannot_be_measured(opened: Room) -> None:
    photo = QImage(64, 48, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.darkCyan)
    path = opened.folder / "photo.jpg"
    assert photo.save(str(path), "JPG")
    opened.load(str(path))
    row = opened.state.row
    assert row is not None
    assert (row.number, opened.state.picture.plain.width()) == ("照片 1", 64)
    assert opened.says("不可测温")
    assert not opened.page.tools.palette_box.isVisible()
    assert not opened.page.regions.isVisible()


def test_the_same_bytes_are_recognised_and_kept_once(loaded: Room) -> None:
    loaded.load(loaded.file("copy.jpg", JPEG))
    assert len(imaging.images(read(loaded.desk, loaded.case))) == 1
    assert loaded.says("copy.jpg 已在本案，是热像 1，没有再存一份。")


def test_what_is_no_picture_is_named_and_not_kept(loaded: Room) -> None:
    loaded.load(loaded.file("list.txt", b"no picture"), str(loaded.folder / "absent.jpg"))
    assert len(imaging.images(read(loaded.desk, loaded.case))) == 1
    assert loaded.says("list.txt 不是图片，也不是认得的热像，没有存。")
    assert loaded.says("absent.jpg 读不出，没有存。")


def test_stopping_keeps_what_is_imported(opened: Room, qtbot: QtBot) -> None:
    files = [opened.file(f"{n}.jpg", camera.radiometric_jpeg(1764038527 + n)) for n in range(6)]
    opened.presenter.import_files(files)
    qtbot.waitUntil(lambda: opened.state.progress is not None and opened.state.progress.done >= 1)
    opened.page.line.stop.click()
    qtbot.waitUntil(lambda: opened.state.progress is None)
    kept = len(imaging.images(read(opened.desk, opened.case)))
    assert 1 <= kept < 6
    assert opened.says(f"已停止，还有 {6 - kept} 件没有导入；已导入的保留。")


def test_a_folder_dropped_on_the_page_is_imported(opened: Room, qtbot: QtBot) -> None:
    card = opened.folder / "card"
    card.mkdir()
    for n in range(2):
        (card / f"{n}.jpg").write_bytes(camera.radiometric_jpeg(1764038527 + n))
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(card))])
    none = Qt.KeyboardModifier.NoModifier
    opened.page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, what, LEFT, none))
    qtbot.waitUntil(lambda: len(opened.state.gallery.rows) == 2 and opened.state.progress is None)


def test_a_part_lost_from_the_disk_is_said_in_place_of_the_picture(loaded: Room, qtbot: QtBot) -> None:
    (event,) = imaging.images(read(loaded.desk, loaded.case))
    blob = loaded.desk.profile.blobs.path(event.body["parts"][0])
    shutil.move(blob, loaded.folder / "away")
    again = ThermalPresenter(loaded.presenter._bench, PRESS, loaded.presenter._eyes)
    page = ThermalPage(loaded.page._look, again)
    qtbot.addWidget(page)
    again.open(loaded.case)
    qtbot.waitUntil(lambda: again.state.fault is not None)
    assert "对不上" in again.state.fault.what
    assert page._shown.currentIndex() == 1
    shutil.move(loaded.folder / "away", blob)
    page.fault.again.emit()
    qtbot.waitUntil(lambda: again.state.heat is not None)
    again.close()


def test_esc_puts_the_tool_down_then_leads_back(loaded: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(loaded.page.viewer.heat, Qt.Key.Key_Escape)
    assert not loaded.page.tools.pen
    with qtbot.waitSignal(loaded.page.back_wanted):
        qtbot.keyClick(loaded.page.viewer.heat, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("theme", "size"), [("light", (1208, 684)), ("field", (1280, 668))])
def test_nothing_is_cut_in_the_smallest_window(
    loaded: Room, theme: str, size: tuple[int, int], look: Look, qtbot: QtBot
) -> None:
    loaded.page.banner.hide()
    loaded.click(104, 52)
    look.use(theme)
    loaded.fit(size)
    regions = loaded.page.regions
    for button in (regions.keep, loaded.page.tools.lock, loaded.page.tools.auto, loaded.page.load):
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(loaded.page, button.rect().bottomRight()).x() < size[0]
    assert loaded.page.viewer.heat.height() >= 120


@needs_data
def test_a_real_camera_file_shows_its_two_pictures(opened: Room) -> None:
    opened.load(str(DATA / "FLIR_T640_png_visible2592.jpg"))
    assert opened.state.picture.visible.width() == 2592
    assert opened.state.heat.whole.high == pytest.approx(97.854, abs=0.01)
    opened.load(str(DATA / "FLIR_SC660_IR_2412.jpg"))
    opened.qtbot.waitUntil(lambda: opened.says("这份热像里没有可见光照片"))
