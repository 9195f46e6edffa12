"""Colours of a picture: the lock over the case, the isotherm, values on pixels, the photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage

from fieldlaw.cases.casework import imaging
from fieldlaw.cases.casework.desk import read
from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal import palettes
from fieldlaw.devices.thermal.image import Overlay
from fieldlaw.ui.presenters.thermal_colours import painted, wanted
from fieldlaw.ui.presenters.thermal_overlay import SAME, fit
from fieldlaw.ui.views.parts.measureview import BESIDE, BLEND, INSET
from tests.ui.heat_room import DATA, LEFT, VALUES, Room, loaded, needs_data, opened, room

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look

__all__ = ["loaded", "opened", "room"]  # fixtures
ALT = Qt.KeyboardModifier.AltModifier


def test_a_locked_span_holds_for_every_picture_of_the_case_until_it_is_let_go(
    loaded: Room, qtbot: QtBot
) -> None:
    tools = loaded.page.tools
    loaded.presenter.colours.set_span(10.0, 40.0)
    tools.lock.click()
    qtbot.waitUntil(lambda: loaded.state.lock is not None)
    body = imaging.locked_span(read(loaded.desk, loaded.case)).body
    assert (body["low"], body["high"], body["by"]) == ("10.00", "40.00", "王立新")
    assert tools.lock.text() == "已锁定"
    assert "王立新" in tools.lock.toolTip()
    assert not tools.low.isEnabled()
    loaded.presenter.colours.set_span(0.0, 90.0)
    first = loaded.state.chosen
    loaded.load(loaded.file("IR_0002.jpg", camera.radiometric_jpeg(1764038600)))
    qtbot.waitUntil(lambda: loaded.state.chosen != first and loaded.state.heat is not None)
    assert loaded.state.span == (10.0, 40.0)
    tools.lock.click()
    qtbot.waitUntil(lambda: loaded.state.lock is None)
    tools.auto.click()
    assert loaded.state.span[1] > 40.0


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("above", lambda t: t >= 30),
        ("below", lambda t: t <= 35),
        ("between", lambda t: (t >= 30) & (t <= 35)),
    ],
)
def test_an_isotherm_counts_the_pixels_that_it_marks(loaded: Room, kind: str, held: object) -> None:
    before = QImage(loaded.state.painted)
    loaded.presenter.colours.use_isotherm(kind)
    loaded.presenter.colours.set_limits(35.0, 30.0)
    count = int(np.count_nonzero(held(VALUES)))
    assert loaded.state.share == pytest.approx(count / VALUES.size)
    assert loaded.says(f"（{count} 像素）")
    assert loaded.state.painted != before
    loaded.page.tools.isotherm.click()
    assert loaded.state.share is None
    assert loaded.state.painted == before


def test_the_limits_of_an_isotherm_are_typed_and_dragged(loaded: Room, qtbot: QtBot) -> None:
    loaded.presenter.colours.use_isotherm("above")
    iso, bar = loaded.page.tools.iso, loaded.page.viewer.bar
    assert not iso.high.isVisible()
    iso.low.setFocus()
    iso.low.selectAll()
    qtbot.keyClicks(iso.low, "30")
    qtbot.keyClick(iso.low, Qt.Key.Key_Return)
    assert loaded.state.limits[0] == 30.0
    y = round(bar._height_of(30.0))
    span = loaded.state.span
    qtbot.mousePress(bar, LEFT, pos=QPoint(bar.width() // 2, y))
    qtbot.mouseMove(bar, QPoint(bar.width() // 2, y - 40))
    qtbot.mouseRelease(bar, LEFT, pos=QPoint(bar.width() // 2, y - 40))
    assert loaded.state.limits[0] > 30.0
    assert loaded.state.span == span


def test_a_picture_without_any_temperature_is_clear() -> None:
    image = painted(palettes.ranked(np.full((4, 6), np.nan)), (0.0, 1.0), "iron", None)
    assert image.pixelColor(2, 2).alpha() == 0
    assert wanted("", (0.0, 1.0)) is None


def test_from_44_screen_pixels_on_every_pixel_carries_its_value(loaded: Room) -> None:
    heat = loaded.page.viewer.heat
    asked: list[tuple[int, int]] = []
    value_of = heat.value_of
    heat.value_of = lambda place: (asked.append(place), value_of(place))[1]
    heat.grab()
    assert not asked
    while heat.box.width() / heat.grid.width() < 60:
        heat.zoom(1.25)
    heat.grab()
    assert (80, 60) in asked
    assert len(asked) < 200


# --- the photograph


def test_an_overlay_puts_the_pictures_where_the_record_says() -> None:
    """Golden: 640 pixels under Real2IR 2 on 2560 are 1280 wide, in the middle, moved by 64 and -32 pixels."""
    found = fit(Overlay(2.0, 64, -32), (640, 480), (2560, 1920))
    x, y = found.out((0.0, 0.0))
    assert (x * 2560, y * 1920) == pytest.approx((640 + 64, 480 - 32))
    x, y = found.out((1.0, 1.0))
    assert (x * 2560, y * 1920) == pytest.approx((1920 + 64, 1440 - 32))
    assert found.back(found.out((0.3, 0.7))) == pytest.approx((0.3, 0.7))
    moved = found.nudged((3, 0), (640, 480))
    assert (moved.out((0.0, 0.0))[0] - found.out((0.0, 0.0))[0]) * 2560 == pytest.approx(6)


@pytest.mark.parametrize(
    "overlay", [None, Overlay(0.0, 0, 0), Overlay(float("nan"), 0, 0), Overlay(-1.0, 0, 0)]
)
def test_without_a_sound_record_the_pictures_are_held_for_the_same(overlay: Overlay | None) -> None:
    assert fit(overlay, (640, 480), (2560, 1920)) is SAME


@needs_data
def test_the_cursor_is_at_the_same_thing_in_both_pictures(opened: Room, qtbot: QtBot) -> None:
    opened.load(str(DATA / "FLIR_T640_png_visible2592.jpg"))
    viewer, overlay = opened.page.viewer, opened.state.heat.frame.overlay
    assert overlay is not None
    qtbot.mouseMove(viewer.heat, viewer.heat.point_of(160, 90).toPoint())
    part = viewer.photo._cursor
    at, canvas = viewer.photo._at(part), viewer.photo.canvas
    column = (at.x() - canvas.left()) / canvas.width() * 2592
    place = viewer.heat.place_of(part)
    expected = 1296 + overlay.offset_x + (place[0] + 0.5 - 320) * 2592 / 640 / overlay.real2ir
    assert column == pytest.approx(expected, abs=8)
    assert opened.says("2592 × 1944·同一光标")
    before = viewer.photo.box.left()
    opened.key(Qt.Key.Key_Right, ALT)
    assert viewer.photo.box.left() > before
    opened.page.tools.unnudge.click()
    assert viewer.photo.box.left() == pytest.approx(before)


@needs_data
def test_over_each_other_and_in_each_other_a_click_still_hits_its_pixel(opened: Room) -> None:
    opened.load(str(DATA / "FLIR_T640_png_visible2592.jpg"))
    page = opened.page
    opened.take("spot")
    for way in (BLEND, INSET, BESIDE):
        page.tools.ways[way].click()
        assert page.viewer.right.isVisible() == (way == BESIDE)
        assert page.tools.blend.isVisible() == (way == BLEND)
        assert opened.says("按相机记录对位") == (way != BESIDE)
        place = page.viewer.heat.point_of(200, 150)
        opened.qtbot.mouseClick(page.viewer.heat, LEFT, pos=place.toPoint())
        spot = opened.state.areas[-1].points[0]
        assert abs(spot[0] - 200) <= 2
        assert abs(spot[1] - 150) <= 2
    before = page.viewer.heat.grab().toImage()
    page.tools.ways[BLEND].click()
    page.tools.blend.setValue(20)
    assert page.viewer.heat.grab().toImage() != before


@needs_data
def test_the_camera_s_own_picture_can_stand_beside_ours(opened: Room) -> None:
    opened.load(str(DATA / "FLIR_SC660_IR_2412.jpg"))
    assert opened.says("这份热像里没有可见光照片")
    opened.page.viewer.original.click()
    plain = opened.state.picture.plain
    assert opened.page.viewer.photo.canvas_size() == plain.size()
    assert opened.says("带机内叠印")


def test_on_site_every_tool_is_large_enough_for_gloves(loaded: Room, look: Look, qtbot: QtBot) -> None:
    look.use("field")
    page = loaded.page
    page.resize(1440, 848)
    loaded.click(104, 52)
    loaded.page.tools.isotherm.click()
    tools, card = page.tools, page.regions
    held = (
        *tools.pens.values(), tools.isotherm, tools.larger, tools.remove, tools.palette_box, tools.low,
        tools.auto, tools.lock, *tools.ways.values(), tools.iso.kind, tools.iso.low, card.keep,
        page.viewer.original,
    )  # fmt: skip
    qtbot.waitUntil(tools.iso.kind.isVisible)
    small = [(one, one.size()) for one in held if one.isVisible() and min(one.width(), one.height()) < 48]
    assert not small
    assert card.table.verticalHeader().defaultSectionSize() >= 48


@pytest.mark.parametrize(
    ("theme", "scale", "size"),
    [("light", 1.0, (1208, 684)), ("light", 1.2, (1368, 864)), ("field", 1.0, (1280, 668))],
)
def test_no_tool_is_cut_in_any_window(
    loaded: Room, look: Look, qtbot: QtBot, theme: str, scale: float, size: tuple[int, int]
) -> None:
    look.use(theme, scale)
    page, tools = loaded.page, loaded.page.tools
    page.banner.hide()
    loaded.presenter.regions.draw("box", ((90, 40), (120, 70)))
    loaded.presenter.regions.draw("ellipse", ((10, 10), (40, 40)))
    tools.isotherm.click()
    loaded.fit(size)
    wide = tools.iso.share.minimumSizeHint  # the bar is laid out anew with the isotherm in it
    qtbot.waitUntil(lambda: tools.iso.share.isVisible() and tools.iso.share.width() >= wide().width())
    held = (
        *tools.pens.values(), tools.isotherm, tools.larger, tools.smaller, tools.fit, tools.remove,
        tools.palette_box, tools.low, tools.high, tools.auto, tools.lock, tools.iso.kind, tools.iso.low,
        tools.iso.share, page.regions.keep, page.regions.minus,
    )  # fmt: skip
    for one in held:
        assert one.isVisible()
        end = one.mapTo(page, one.rect().bottomRight())
        assert (
            end.x() < page.viewer.mapTo(page, QPoint(0, 0)).x() + tools.width()
            or one.parent() is page.regions
        )
        assert one.width() >= one.minimumSizeHint().width(), one
        assert end.y() < size[1]
    assert page.viewer.heat.height() >= 120
    assert page.viewer.heat.size() != QSize()


def test_a_picture_wholly_outside_of_the_locked_span_says_so(loaded: Room) -> None:
    colours = loaded.presenter.colours
    assert not loaded.says("温度都在锁定的温宽之外")
    colours.set_span(-30.0, -20.0)
    colours.lock(locked=True)
    loaded.qtbot.waitUntil(lambda: loaded.says("温度都在锁定的温宽之外"))
    colours.lock(locked=False)
    loaded.qtbot.waitUntil(lambda: not loaded.says("温度都在锁定的温宽之外"))
