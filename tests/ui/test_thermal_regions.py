"""Regions on a picture: drawn by mouse and by keys, moved, pulled, undone, subtracted, kept, void, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit

from fieldlaw.cases.casework import imaging, imaging_layers
from fieldlaw.cases.casework.desk import read
from fieldlaw.devices.thermal import analysis
from fieldlaw.devices.thermal.analysis import Region
from fieldlaw.ui.presenters.thermal_gallery import LinkedPoint
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.regiontable import KEPT, PLACE, POINTS
from tests.ui.heat_room import DATA, JPEG, LEFT, VALUES, Room, loaded, needs_data, opened, room

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

__all__ = ["loaded", "opened", "room"]  # fixtures
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEY = Qt.Key
DRAWN = {
    "line": ((20, 30), (100, 60)),
    "box": ((90, 40), (120, 70)),
    "ellipse": ((30, 20), (70, 60)),
}


def same(area, tool: str, points: tuple) -> None:
    """The numbers of a region are those that the analysis gives for its pixels."""
    found = analysis.measure(VALUES, Region(tool, points))
    assert (area.tool, area.points) == (tool, points)
    assert (area.low, area.mean, area.high) == pytest.approx((found.low, found.mean, found.high), abs=1e-9)
    assert (area.low_at, area.high_at, area.undefined) == (found.low_at, found.high_at, found.undefined)


@pytest.mark.parametrize("tool", list(DRAWN))
def test_a_drag_draws_a_region_with_the_numbers_of_its_pixels(loaded: Room, tool: str) -> None:
    loaded.page.tools.pens[tool].click()
    loaded.drag(*DRAWN[tool])
    (area,) = loaded.state.areas
    same(area, tool, DRAWN[tool])
    assert area.label == f"{ {'line': '线', 'box': '框', 'ellipse': '椭圆'}[tool] }1"
    assert loaded.state.in_hand is area


def test_two_clicks_draw_like_a_drag(loaded: Room) -> None:
    loaded.take("box")
    loaded.click(90, 40)
    assert not loaded.state.areas
    loaded.click(120, 70)
    same(loaded.state.areas[0], "box", ((90, 40), (120, 70)))


def test_a_polygon_is_clicked_takes_a_corner_back_and_closes(loaded: Room, qtbot: QtBot) -> None:
    loaded.take("polygon")
    for place in ((20, 20), (60, 20), (140, 100), (60, 60)):
        loaded.click(*place)
        if place == (140, 100):
            loaded.key(KEY.Key_Backspace)
    heat = loaded.page.viewer.heat
    qtbot.mouseDClick(heat, LEFT, pos=heat.point_of(60, 60).toPoint())
    same(loaded.state.areas[0], "polygon", ((20, 20), (60, 20), (60, 60)))


def test_esc_gives_a_begun_region_up_then_the_tool(loaded: Room) -> None:
    loaded.take("polygon")
    loaded.click(20, 20)
    loaded.key(KEY.Key_Escape)
    assert not loaded.page.viewer.heat.pencil.busy
    assert loaded.page.tools.pen == "polygon"
    loaded.key(KEY.Key_Escape)
    assert not loaded.page.tools.pen
    assert not loaded.state.areas


def test_pressing_a_tool_again_puts_it_down_and_another_takes_its_place(loaded: Room) -> None:
    pens = loaded.page.tools.pens
    pens["box"].click()
    assert [name for name, pen in pens.items() if pen.isChecked()] == ["box"]
    pens["box"].click()
    assert not loaded.page.tools.pen
    loaded.key(KEY.Key_E)
    assert loaded.page.tools.pen == "ellipse"
    assert all(pen.accessibleName() and "（" in pen.toolTip() for pen in pens.values())


@pytest.mark.parametrize(("key", "tool"), [(KEY.Key_L, "line"), (KEY.Key_B, "box"), (KEY.Key_E, "ellipse")])
def test_keys_alone_draw_from_corner_to_corner(loaded: Room, key: Qt.Key, tool: str) -> None:
    loaded.take("")
    loaded.key(key)
    loaded.key(KEY.Key_Space)
    loaded.key(KEY.Key_Right, SHIFT)
    loaded.key(KEY.Key_Down)
    loaded.key(KEY.Key_Return)
    same(loaded.state.areas[0], tool, ((80, 60), (90, 61)))


def test_keys_alone_draw_a_polygon(loaded: Room) -> None:
    loaded.take("")
    loaded.key(KEY.Key_G)
    for way in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Left):
        loaded.key(KEY.Key_Space)
        loaded.key(way, SHIFT)
    loaded.key(KEY.Key_Return)
    same(loaded.state.areas[0], "polygon", ((80, 60), (90, 60), (90, 70)))


def test_numbers_of_labels_run_over_all_tools_and_are_not_given_again(loaded: Room) -> None:
    draw = loaded.presenter.regions.draw
    draw("box", ((1, 1), (5, 5)))
    draw("ellipse", ((1, 1), (5, 5)))
    draw("line", ((1, 1), (5, 5)))
    draw("spot", ((1, 1),))
    draw("polygon", ((1, 1), (5, 5), (1, 5)))
    loaded.presenter.regions.subtract("框1", "椭圆2", "mean")
    labels = [one.label for one in loaded.state.areas]
    assert labels == ["框1", "椭圆2", "线3", "点4", "多边形5", "差6"]


def test_a_region_is_dragged_and_pulled_by_its_corner(loaded: Room) -> None:
    loaded.presenter.regions.draw("box", ((20, 20), (40, 40)))
    loaded.take("")
    loaded.presenter.regions.choose("框1")
    loaded.drag((30, 30), (60, 50))
    same(loaded.state.areas[0], "box", ((50, 40), (70, 60)))
    loaded.drag((70, 40), (90, 30))
    assert loaded.state.areas[0].points == ((50, 60), (90, 30))
    loaded.key(KEY.Key_Z, CTRL)
    assert loaded.state.areas[0].points == ((50, 40), (70, 60))
    loaded.key(KEY.Key_Z, CTRL)
    same(loaded.state.areas[0], "box", ((20, 20), (40, 40)))
    loaded.key(KEY.Key_Z, CTRL | SHIFT)
    assert loaded.state.areas[0].points == ((50, 40), (70, 60))


def test_undo_takes_a_region_away_and_redo_brings_it_back(loaded: Room) -> None:
    loaded.click(30, 30)
    loaded.click(50, 50)
    loaded.key(KEY.Key_Delete)
    assert [one.label for one in loaded.state.areas] == ["点1"]
    loaded.key(KEY.Key_Z, CTRL)
    assert [one.label for one in loaded.state.areas] == ["点1", "点2"]
    loaded.key(KEY.Key_Z, CTRL)
    loaded.key(KEY.Key_Z, CTRL)
    assert not loaded.state.areas
    loaded.key(KEY.Key_Z, CTRL | SHIFT)
    assert [one.points for one in loaded.state.areas] == [((30, 30),)]


def test_arrows_stop_at_the_edge_with_the_form_unchanged(loaded: Room) -> None:
    loaded.presenter.regions.draw("box", ((2, 3), (10, 9)))
    for _ in range(3):
        loaded.key(KEY.Key_Left, SHIFT)
    assert loaded.state.areas[0].points == ((0, 3), (8, 9))


def test_a_kept_region_stays_and_is_made_void_with_a_reason(
    loaded: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded.take("box")
    loaded.drag(*DRAWN["box"])
    loaded.presenter.regions.name_place("框1", "2 号罐呼吸阀")
    loaded.page.regions.keep.click()
    area = loaded.kept("框1")
    (event,) = imaging.measured(read(loaded.desk, loaded.case), loaded.state.chosen)
    found = analysis.measure(VALUES, Region("box", DRAWN["box"]))
    body = event.body
    assert (body["low"], body["mean"], body["high"]) == tuple(
        f"{one:.2f}" for one in (found.low, found.mean, found.high)
    )
    assert (body["tool"], body["place"], tuple(body["high_at"])) == ("box", "2 号罐呼吸阀", found.high_at)
    loaded.take("")
    loaded.drag((100, 50), (60, 50))
    loaded.key(KEY.Key_Right)
    assert loaded.state.areas[0].points == area.points
    loaded.presenter.regions.choose("框1")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: ("画错了位置", True))
    loaded.key(KEY.Key_Delete)
    qtbot.waitUntil(lambda: not loaded.state.areas)
    loaded.presenter.regions.draw("box", ((1, 1), (3, 3)))
    assert loaded.state.areas[0].label == "框2"


def test_all_drafts_are_kept_in_one_go(loaded: Room) -> None:
    loaded.click(30, 30)
    loaded.click(50, 50)
    loaded.presenter.regions.choose("")
    loaded.page.regions.keep_all.click()
    loaded.kept("点1")
    loaded.kept("点2")
    assert not loaded.state.drafts
    loaded.key(KEY.Key_Z, CTRL)
    assert not loaded.state.drafts


def test_the_difference_of_two_follows_them_and_is_kept_with_them(loaded: Room) -> None:
    regions, card = loaded.presenter.regions, loaded.page.regions
    regions.draw("box", ((90, 40), (120, 70)))
    regions.draw("ellipse", ((10, 10), (40, 40)))
    assert card.others() == [("框1", "mean"), ("框1", "high")]
    card.subtracted.emit("椭圆2", "框1", "high")
    box, oval, minus = loaded.state.areas
    assert minus.mean == pytest.approx(oval.high - box.high)
    regions.choose("框1")
    regions.move(-50, 0)
    box, oval, minus = loaded.state.areas
    assert minus.mean == pytest.approx(oval.high - box.high)
    regions.choose("差3")
    card.keep.click()
    loaded.kept("差3")
    assert all(one.event for one in loaded.state.areas)
    (event,) = (
        e for e in read(loaded.desk, loaded.case).file.all("image_measured") if e.body["tool"] == "difference"
    )
    assert (list(event.body["of"]), event.body["mean"]) == (["椭圆2", "框1", "high"], f"{minus.mean:.2f}")
    assert thermalwords.kelvin(minus.mean) in card.table.text()


def test_a_difference_goes_with_what_it_was_taken_of(loaded: Room) -> None:
    loaded.click(30, 30)
    loaded.click(100, 52)
    loaded.presenter.regions.subtract("点2", "点1", "mean")
    loaded.presenter.regions.choose("点1")
    loaded.key(KEY.Key_Delete)
    assert [one.label for one in loaded.state.areas] == ["点2"]
    loaded.key(KEY.Key_Z, CTRL)
    assert [one.label for one in loaded.state.areas] == ["点1", "点2", "差3"]


def test_the_place_is_written_in_the_row_and_known_places_are_offered(loaded: Room, qtbot: QtBot) -> None:
    table = loaded.page.regions.table
    loaded.click(30, 30)
    loaded.presenter.regions.name_place("点1", "1 号罐人孔")
    loaded.page.regions.keep.click()
    loaded.kept("点1")
    assert loaded.state.gallery.places == ("1 号罐人孔",)
    loaded.click(50, 50)
    table.setFocus()
    qtbot.keyClick(table, KEY.Key_Return)
    field = table.findChild(QLineEdit)
    assert field.completer().model().stringList() == ["1 号罐人孔"]
    field.setText("2 号罐人孔")
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: loaded.state.areas[1].place == "2 号罐人孔")
    qtbot.waitUntil(lambda: table.findChild(QLineEdit) is None)
    assert table.rows.cell(loaded.state.areas[1], PLACE) == "2 号罐人孔"
    table.setCurrentIndex(table.rows.index(0, 0))
    qtbot.keyClick(table, KEY.Key_Return)
    assert table.findChild(QLineEdit) is None


def test_ctrl_c_copies_the_table_with_its_heads(loaded: Room, qtbot: QtBot) -> None:
    loaded.click(104, 52)
    table = loaded.page.regions.table
    table.setFocus()
    qtbot.keyClick(table, KEY.Key_C, CTRL)
    head, row = QApplication.clipboard().text().splitlines()
    assert head.split("\t") == ["区域", "位置", "最低 ℃", "平均 ℃", "最高 ℃", "测点", "案件"]
    assert row.split("\t")[4] == f"{VALUES[52, 104]:.1f}"


def test_untested_is_a_link_to_the_analyzer_and_a_taken_point_stands_in_its_place(
    loaded: Room, qtbot: QtBot
) -> None:
    table, row = loaded.page.regions.table, loaded.state.row
    loaded.click(104, 52)
    loaded.presenter.regions.draw("line", ((1, 1), (9, 9)))
    assert [table.rows.cell(one, POINTS) for one in loaded.state.areas] == ["未测", "—"]
    with qtbot.waitSignal(loaded.page.point_wanted) as wanted:
        qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.rows.index(0, POINTS)).center())
    assert wanted.args == [row.evidence, "热像 1", "点1"]
    point = LinkedPoint("点1", "F-0207", "2410.6", "超限", ("circle-x", "danger"))
    table.rows.show(loaded.state.areas, {"点1": [point]}, ())
    assert table.rows.cell(loaded.state.areas[0], POINTS) == "2410.6 超限"


def test_after_other_parameters_a_kept_row_says_so_and_is_written_anew(loaded: Room, qtbot: QtBot) -> None:
    loaded.take("box")
    loaded.drag(*DRAWN["box"])
    loaded.page.regions.keep.click()
    before, table = loaded.kept("框1"), loaded.page.regions.table
    one = imaging_layers.Adjusted(loaded.state.chosen, {"emissivity": "1"}, {"emissivity": "0.8"}, "漆面钢管")
    loaded.presenter.write(lambda: imaging_layers.adjust(loaded.desk, loaded.case, one))
    qtbot.waitUntil(lambda: loaded.state.heat is not None and bool(loaded.state.heat.layers))
    assert table.rows.cell(loaded.state.areas[0], KEPT) == "参数已改"
    assert loaded.state.areas[0].high == before.high
    loaded.presenter.regions.choose("框1")
    assert loaded.page.regions.rewrite.isVisible()
    loaded.page.regions.rewrite.click()
    qtbot.waitUntil(lambda: loaded.state.areas[0].event != before.event)
    after = loaded.state.areas[0]
    assert after.high == pytest.approx(
        analysis.measure(loaded.state.heat.celsius, Region("box", after.points)).high, abs=0.01
    )
    assert after.high != pytest.approx(before.high, abs=0.1)
    assert table.rows.cell(after, KEPT) == "10:42"
    assert not loaded.page.regions.rewrite.isVisible()
    (event,) = imaging.measured(read(loaded.desk, loaded.case), loaded.state.chosen)
    assert [bytes(one) for one in event.body["replaces"]] == [before.event]
    assert event.body["parameters"]["emissivity"] == "0.8"


def test_the_profile_of_a_line_says_where_it_changes_most_and_shares_its_cursor(
    loaded: Room, qtbot: QtBot
) -> None:
    loaded.take("line")
    loaded.drag((20, 52), (140, 52))
    cards, chart = loaded.page.cards, loaded.page.cards.profile.chart
    assert cards.currentWidget() is cards.profile
    assert loaded.says("线1 剖面")
    row = VALUES[52, 20:141]
    steps = abs(row[1:] - row[:-1])
    part = round((steps.argmax() + 0.5) / 120 * 100)
    assert loaded.says(f"第 {part}% 处变化最大·{steps.max():.1f} ℃/像素")
    chart.setFocus()
    qtbot.keyClick(chart, KEY.Key_Right)
    assert chart.cursor_at == 61
    heat = loaded.page.viewer.heat
    assert heat.place_of(heat._cursor) == (81, 52)
    assert loaded.says(f"光标 {VALUES[52, 81]:.1f} ℃")


def test_a_line_without_temperatures_says_nothing_of_a_change() -> None:
    assert thermalwords.steepest((None, None)) == ""
    assert thermalwords.steepest((20.0, 20.0)) == ""
    assert thermalwords.steepest((20.0, None, 30.0)) == ""
    assert thermalwords.steepest((20.0, 21.0, 26.0)) == "第 75% 处变化最大·5.0 ℃/像素"


def test_beside_a_region_stand_its_ends_and_without_one_those_of_the_picture(loaded: Room) -> None:
    cards = loaded.page.cards
    assert cards.currentWidget() is cards.whole
    loaded.take("box")
    loaded.drag(*DRAWN["box"])
    found = analysis.measure(VALUES, Region("box", DRAWN["box"]))
    assert cards.currentWidget() is cards.area
    assert loaded.says(f"列 {found.high_at[0]}，行 {found.high_at[1]}")
    assert loaded.says(f"{found.mean:.1f} ℃")


@needs_data
def test_a_region_that_the_camera_stored_is_dashed_and_can_be_adopted(opened: Room) -> None:
    opened.load(str(DATA / "FLIR_E5_planckF2.5_area.jpg"))
    (mark,) = (one for one in opened.page.viewer.heat.shown_marks() if one.dashed)
    assert mark.words.startswith("机·")
    assert opened.page.regions.camera.isVisible()
    opened.page.regions.adopted.emit(0)
    (area,) = opened.state.areas
    # the camera's own burned-in numbers of its box: 66.3, 99.8 and 164.6 °F
    fahrenheit = [one * 1.8 + 32 for one in (area.low, area.mean, area.high)]
    assert fahrenheit == pytest.approx([66.3, 99.8, 164.6], abs=0.06)
    assert not opened.page.regions.camera.isVisible()


def test_what_cannot_be_measured_has_no_measuring_tools(opened: Room) -> None:
    opened.load(opened.file("cut.jpg", JPEG[:9000]))
    tools = opened.page.tools
    assert not any(pen.isVisible() for pen in tools.pens.values())
    assert not tools.lock.isVisible()
    assert not opened.page.regions.isVisible()
    assert tools.larger.isVisible()
    opened.page.viewer.heat.setFocus()
    opened.key(KEY.Key_B)
    assert not tools.pen


def test_a_right_drag_on_the_picture_moves_level_and_span(loaded: Room, qtbot: QtBot) -> None:
    heat, before = loaded.page.viewer.heat, loaded.state.span
    right = Qt.MouseButton.RightButton
    qtbot.mousePress(heat, right, pos=QPoint(200, 200))
    qtbot.mouseMove(heat, QPoint(200, 150))
    qtbot.mouseRelease(heat, right, pos=QPoint(200, 150))
    assert loaded.state.span[0] > before[0]
    assert loaded.state.span[1] - loaded.state.span[0] == pytest.approx(before[1] - before[0])
    assert not loaded.state.areas
