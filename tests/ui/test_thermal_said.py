"""What a person says of an image, said through the dialogs of the page: real fields, keys and clicks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.ui.views.parts import thermalcards
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.thermalchanges import ours
from fieldlaw.ui.views.parts.worddialog import WordsDialog
from tests.devices import thermal_files
from tests.ui.heat_reels import MOMENT, counts, dialog
from tests.ui.heat_room import DATA, JPEG, LEFT, VALUES, Room, loaded, needs_data, opened, room

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from fieldlaw.ui.theme.look import Look

__all__ = ["loaded", "opened", "room"]  # fixtures
KEY = Qt.Key


def form(room: Room, button: QAbstractButton) -> FormDialog:
    """The form that a button opens."""
    room.qtbot.mouseClick(button, LEFT)
    held = dialog(room.qtbot, room.page)
    assert isinstance(held, FormDialog)
    return held


def fill(room: Room, held: FormDialog, **texts: str) -> None:
    """Type into fields, and choose in lists by their words."""
    for name, text in texts.items():
        field = held.fields[name]
        if isinstance(field, QLineEdit):
            field.setFocus()
            field.selectAll()
            room.qtbot.keyClick(field, KEY.Key_Delete)
            if text.isascii():
                room.qtbot.keyClicks(field, text)
            else:
                field.insert(text)  # as an input method does
        else:
            field.setFocus()
            pick(room, field, text)


def pick(room: Room, field: QComboBox, words: str) -> None:
    place = next(n for n in range(field.count()) if words in field.itemText(n))
    way = KEY.Key_Down if place > field.currentIndex() else KEY.Key_Up
    for _ in range(abs(place - field.currentIndex())):
        room.qtbot.keyClick(field, way)


def parameters(room: Room) -> FormDialog:
    return form(room, room.page.side.parameters.change)


def adjusted(room: Room, **texts: str) -> None:
    """Change parameters through the dialog."""
    layers = len(room.state.said.layers)
    held = parameters(room)
    fill(room, held, **texts)
    room.qtbot.mouseClick(held.act, LEFT)
    assert not held.isVisible()
    room.qtbot.waitUntil(lambda: len(room.state.said.layers) == layers + 1)
    room.qtbot.waitUntil(lambda: room.state.heat.layers == tuple(one.event for one in room.state.said.layers))


# --- parameters


def test_the_dialog_shows_the_values_now_and_says_at_once_what_others_would_give(loaded: Room) -> None:
    held = parameters(loaded)
    assert [held.values[name] for name in ("emissivity", "distance_m", "reflected_c", "atmosphere_c")] == [
        "1", "0", "20", "20",
    ]  # fmt: skip
    assert held.values["humidity"] == "50"
    assert held.fields["humidity"].accessibleName() == "相对湿度 %"
    fill(loaded, held, emissivity="0.95")
    assert held._said.text().startswith(f"最高 {VALUES.max():.1f} → ")
    assert held.act.text() == "还没写：理由"
    loaded.qtbot.mouseClick(held.act, LEFT)
    assert held.isVisible()
    assert not read(loaded.desk, loaded.case).file.all("image_adjusted")


@pytest.mark.parametrize(("typed", "said"), [
    ("7", "发射率不可能是这个值。"), ("0", "发射率不可能是这个值。"), ("高", "没有写入：“高”不是数字。"),
    ("1", "和现在的值一样。"), ("nan", "没有写入：“nan”不是数字。"), ("1e999", "发射率不可能是这个值。"),
])  # fmt: skip
def test_wrong_numbers_are_refused_inside_the_dialog(loaded: Room, typed: str, said: str) -> None:
    held = parameters(loaded)
    fill(loaded, held, emissivity=typed, why="漆面")
    loaded.qtbot.mouseClick(held.act, LEFT)
    assert held.isVisible()
    assert held.fault.isVisible()
    assert (held.fault.text(), held._said.text()) == (said, "")
    assert not read(loaded.desk, loaded.case).file.all("image_adjusted")
    fill(loaded, held, emissivity="0.9")
    assert not held.fault.isVisible()


def test_changed_parameters_recolour_the_picture_and_stand_beside_it(loaded: Room) -> None:
    before = loaded.state.painted.copy()
    adjusted(loaded, emissivity="0.95", humidity="65", why="漆面钢管")
    (event,) = read(loaded.desk, loaded.case).file.all("image_adjusted")
    assert event.body["new"] == {"emissivity": "0.95", "humidity": "0.65"}
    assert event.body["old"]["emissivity"] == "1"
    assert loaded.state.painted != before
    assert loaded.state.heat.whole.high > VALUES.max()
    assert loaded.says("0.95（原 1）")
    assert loaded.says("65%（原 50%）")
    (row,) = loaded.page.side.changes.rows
    assert row.entry.what == "发射率 1 → 0.95、相对湿度 50% → 65%"
    assert loaded.says(f"10:42 {row.entry.what}")
    assert loaded.says("王立新·漆面钢管")


def test_parameters_of_a_region_change_that_region_alone(loaded: Room) -> None:
    loaded.presenter.regions.draw("box", ((60, 40), (89, 59)))
    loaded.page.regions.keep.click()
    loaded.kept("框1")
    adjusted(loaded, scope="框1", emissivity="0.8", why="镀锌管")
    heat = loaded.state.heat.celsius
    inside = np.zeros(heat.shape, dtype=bool)
    inside[40:60, 60:90] = True
    assert np.array_equal(heat[~inside], VALUES[~inside])
    assert (heat[inside] != VALUES[inside]).all()
    assert loaded.says("10:42 框1 发射率 1 → 0.8")


def test_what_was_kept_before_is_marked_and_written_anew(loaded: Room) -> None:
    loaded.click(104, 52)
    loaded.page.regions.keep.click()
    loaded.kept("点1")
    adjusted(loaded, emissivity="0.9", why="漆面")
    assert "参数已改" in loaded.page.regions.table.text()
    first = read(loaded.desk, loaded.case).file.all("image_measured")[0]
    loaded.presenter.regions.choose("点1")
    loaded.qtbot.mouseClick(loaded.page.regions.rewrite, LEFT)
    loaded.qtbot.waitUntil(lambda: len(read(loaded.desk, loaded.case).file.all("image_measured")) == 2)
    loaded.qtbot.waitUntil(lambda: "参数已改" not in loaded.page.regions.table.text())
    again = read(loaded.desk, loaded.case).file.all("image_measured")[-1]
    assert again.body["replaces"] == [first.id]
    assert again.body["mean"] == f"{loaded.state.heat.celsius[52, 104]:.2f}"
    assert again.body["parameters"]["emissivity"] == "0.9"


def test_a_void_change_brings_the_temperatures_back(loaded: Room) -> None:
    adjusted(loaded, emissivity="0.9", why="漆面")
    back = loaded.page.side.changes.rows[0].back
    assert back.accessibleName() == "作废 发射率 1 → 0.9"
    back.setFocus()
    loaded.qtbot.keyClick(back, KEY.Key_Space)
    held = dialog(loaded.qtbot, loaded.page)
    assert isinstance(held, WordsDialog)
    assert not back.isChecked()
    loaded.qtbot.mouseClick(held.act, LEFT)
    assert held.isVisible()
    held.edit.insertPlainText("量错了")
    loaded.qtbot.mouseClick(held.act, LEFT)
    loaded.qtbot.waitUntil(lambda: not loaded.state.said.layers and not loaded.state.heat.layers)
    assert np.array_equal(loaded.state.heat.celsius, VALUES)
    assert loaded.says("没有改动，参数和时间都是文件里的。")
    (event,) = read(loaded.desk, loaded.case).file.all("withdrawn")
    assert event.body["reason"] == "量错了"


def test_a_closed_case_refuses_and_says_so(loaded: Room) -> None:
    write(loaded.desk, loaded.case, Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    held = parameters(loaded)
    fill(loaded, held, emissivity="0.9", why="漆面")
    loaded.qtbot.mouseClick(held.act, LEFT)
    loaded.qtbot.waitUntil(lambda: loaded.state.problem is not None)
    assert loaded.page.banner.isVisible()
    assert loaded.says(loaded.state.problem.what)
    assert np.array_equal(loaded.state.heat.celsius, VALUES)


def test_a_form_is_gone_through_by_keys_alone(loaded: Room) -> None:
    change = loaded.page.side.parameters.change
    change.setFocus()
    loaded.qtbot.keyClick(change, KEY.Key_Space)
    held = dialog(loaded.qtbot, loaded.page)
    assert isinstance(held, FormDialog)
    assert all(field.accessibleName() for field in held.fields.values())
    names = list(held.fields)
    loaded.qtbot.waitUntil(lambda: held.focusWidget() is held.fields[names[0]])
    for name in names[1:]:
        loaded.qtbot.keyClick(held.focusWidget(), KEY.Key_Tab)
        assert held.focusWidget() is held.fields[name]
    fill(loaded, held, why="漆面", emissivity="0.9")
    loaded.qtbot.keyClick(held.fields["emissivity"], KEY.Key_Return)
    loaded.qtbot.waitUntil(lambda: bool(loaded.state.said.layers))


# --- clock


@pytest.fixture
def batch(opened: Room) -> Room:
    """Three pictures of one camera, one of another."""
    files = [
        opened.file(f"{n}.fff", thermal_files.frame(counts(n), unix=MOMENT + n, serial=serial))
        for n, serial in enumerate((b"T1", b"T1", b"T1", b"T2"))
    ]
    opened.load(*files)
    opened.qtbot.waitUntil(lambda: len(opened.state.gallery.rows) == 4)
    return opened


def choose(room: Room, place: int) -> None:
    room.presenter.choose(room.state.gallery.rows[place].evidence)
    room.qtbot.waitUntil(lambda: room.state.heat is not None)


def clocked(room: Room, **texts: str) -> None:
    held = form(room, room.page.side.parameters.clock)
    fill(room, held, **texts)
    room.qtbot.mouseClick(held.act, LEFT)
    assert not held.isVisible()


def test_the_clock_is_noted_for_the_batch_and_put_right_on_each(batch: Room) -> None:
    choose(batch, 0)
    held = form(batch, batch.page.side.parameters.clock)
    assert held.fields["scope"].itemText(0) == "TEST T1 的全部 3 幅"
    fill(batch, held, minutes="2", seconds="10", how="14:00 和手机对时")
    assert held._said.text() == "机内时钟快 2 分 10 秒。"
    batch.qtbot.mouseClick(held.act, LEFT)
    batch.qtbot.waitUntil(lambda: bool(batch.state.said.clocks))
    for place in range(3):
        choose(batch, place)
        assert batch.says(f"2025-11-25 10:42:{7 + place:02}")
        assert batch.says("更正后")
        assert batch.says(f"2025-11-25 10:39:{57 + place}")
    choose(batch, 3)
    assert not batch.says("更正后")
    assert batch.state.row.taken_at.startswith("2025-11-25T10:42:10")


def test_another_error_for_one_picture_leaves_the_others(batch: Room) -> None:
    choose(batch, 0)
    clocked(batch, minutes="2", how="和手机对时")
    batch.qtbot.waitUntil(lambda: bool(batch.state.said.clocks))
    clocked(batch, way="慢", minutes="0", hours="1", how="和北京时间对", scope="只这一幅")
    batch.qtbot.waitUntil(lambda: batch.state.said.clocks[0].seconds == -3600)
    assert batch.says("2025-11-25 11:42:07")
    choose(batch, 1)
    assert [one.seconds for one in batch.state.said.clocks] == [120]
    assert batch.says("2025-11-25 10:40:08")


@pytest.mark.parametrize("typed", ["1.5", "-2", "两", "12345678"])
def test_what_is_no_whole_number_of_the_clock_is_refused(loaded: Room, typed: str) -> None:
    held = form(loaded, loaded.page.side.parameters.clock)
    fill(loaded, held, hours=typed, how="和手机对时")
    loaded.qtbot.mouseClick(held.act, LEFT)
    assert held.fault.isVisible()
    assert held.fault.text() == "时、分、秒只填整数，例如 0、2、10。"
    assert not loaded.state.said.clocks


# --- scale


def tiff(held: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(held).save(out, "TIFF")
    return out.getvalue()


def test_a_sixteen_bit_tiff_gives_temperatures_once_its_scale_is_confirmed(opened: Room) -> None:
    held = (thermal_files.small_counts() - 9600).astype(np.uint16)
    opened.load(opened.file("m.tiff", tiff(held)))
    assert opened.says("还没确认换算")
    asked = form(opened, opened.page.side.confirm)
    assert asked.about.text().startswith("24 × 18，数值 7400 至 ")
    offers = [asked.fields["offer"].itemText(n) for n in range(asked.fields["offer"].count())]
    assert sum("未核实" in one for one in offers) == 1
    assert offers[0] == "自己填"
    assert asked.act.text() == "还没写：每个计数 ℃"
    pick(opened, asked.fields["offer"], "第 39 页（高分辨率量程）")
    asked.fields["offer"].activated.emit(asked.fields["offer"].currentIndex())
    low, high = held.min() * 0.04 - 273.15, held.max() * 0.04 - 273.15
    assert asked._said.text() == f"这样全图是 {low:.1f} 至 {high:.1f} ℃。和现场对得上再确认。"
    fill(opened, asked, source="")
    opened.qtbot.mouseClick(asked.act, LEFT)
    assert asked.isVisible()
    fill(opened, asked, source="说明书第 39 页")
    opened.qtbot.mouseClick(asked.act, LEFT)
    opened.qtbot.waitUntil(lambda: opened.state.heat is not None)
    assert opened.state.heat.celsius == pytest.approx(held * 0.04 - 273.15, abs=1e-3)
    (event,) = read(opened.desk, opened.case).file.all("image_scaled")
    assert (event.body["scale"], event.body["offset"], event.body["source"]) == (
        "0.04", "-273.15", "说明书第 39 页",
    )  # fmt: skip
    assert opened.says("×0.04 -273.15 ℃")
    assert opened.says("王立新·说明书第 39 页")
    assert not opened.page.side.parameters.change.isVisible()


def test_the_scale_of_a_table_is_confirmed_and_changed_again(opened: Room) -> None:
    rows = "".join(",".join(f"{20 + x + y / 10:.1f}" for x in range(8)) + "\n" for y in range(6))
    opened.load(opened.file("t.csv", ("Unit,Celsius\n" + rows).encode()))
    asked = form(opened, opened.page.side.confirm)
    assert "跳过 1 行说明" in asked.about.text()
    pick(opened, asked.fields["offer"], "摄氏度")
    asked.fields["offer"].activated.emit(asked.fields["offer"].currentIndex())
    opened.qtbot.mouseClick(asked.act, LEFT)
    opened.qtbot.waitUntil(lambda: opened.state.heat is not None)
    assert opened.state.heat.celsius[5, 7] == pytest.approx(27.5, abs=1e-3)
    again = form(opened, opened.page.side.parameters.scale)
    fill(opened, again, scale="0.5555555556", offset="-17.7777778", source="导出时选的华氏")
    opened.qtbot.mouseClick(again.act, LEFT)
    opened.qtbot.waitUntil(lambda: abs(opened.state.heat.celsius[5, 7] + 2.5) < 1e-3)
    assert not opened.state.said.scale_disputed


@pytest.mark.parametrize("typed", ["0", "x", "nan", "1e9"])
def test_a_scale_that_is_none_is_refused_in_words(opened: Room, typed: str) -> None:
    opened.load(opened.file("m.tiff", tiff(thermal_files.small_counts().astype(np.uint16))))
    asked = form(opened, opened.page.side.confirm)
    fill(opened, asked, scale=typed, offset="0", source="说明书")
    opened.qtbot.mouseClick(asked.act, LEFT)
    assert asked.fault.isVisible()
    assert asked.fault.text() == "换算只填数字，每个计数的度数不能是零。"
    assert opened.state.said.scale is None


# --- burned-in numbers


def overprint(room: Room, **texts: str) -> FormDialog:
    held = form(room, room.page.side.printed.add)
    fill(room, held, **texts)
    room.qtbot.mouseClick(held.act, LEFT)
    return held


def said(room: Room) -> str:
    return room.page.side.printed._text.text().replace("\u00a0", " ")


def test_a_number_in_fahrenheit_stands_converted_beside_ours(loaded: Room) -> None:
    high = VALUES.max()
    overprint(loaded, shown=f"{high * 1.8 + 32 + 9:.1f}", unit="°F")
    loaded.qtbot.waitUntil(lambda: bool(loaded.state.said.printed))
    (printed,) = loaded.state.said.printed
    assert printed.celsius == pytest.approx(high + 5, abs=0.04)
    assert ours(printed, loaded.state) == pytest.approx(high)
    shown = (
        f"全图最高：机内叠印 {high * 1.8 + 41:.1f} °F（{high + 5:.1f} ℃），本机计算 {high:.1f} ℃，相差 5.0 ℃"
    )
    assert said(loaded).splitlines() == [shown, "画面有两套数字，都保留，报告页并列。"]


def test_numbers_that_agree_are_not_said_to_differ(loaded: Room) -> None:
    loaded.click(104, 52)
    value = f"{VALUES[52, 104]:.1f}"
    overprint(loaded, label="点1", shown=value)
    loaded.qtbot.waitUntil(lambda: bool(loaded.state.said.printed))
    assert said(loaded) == f"点1最高：机内叠印 {value} ℃，本机计算 {value} ℃"


@pytest.mark.parametrize(("typed", "unit"), [("x", "℃"), ("-300", "℃"), ("-500", "°F"), ("inf", "℃")])
def test_what_cannot_be_a_temperature_is_refused_in_the_dialog(loaded: Room, typed: str, unit: str) -> None:
    held = overprint(loaded, shown=typed, unit=unit)
    assert held.isVisible()
    assert held.fault.isVisible()
    assert held.fault.text() == "只填绝对零度以上的数字，例如 70.8。"
    assert not loaded.state.said.printed


def test_the_words_of_every_dialog_fit_into_it(loaded: Room) -> None:
    side = loaded.page.side
    for button in (side.parameters.change, side.parameters.clock, side.printed.add):
        held = form(loaded, button)
        for field in held.fields.values():
            assert field.width() >= field.minimumSizeHint().width()
            if isinstance(field, QComboBox):
                room_for = field.width() - 44
                texts = [field.itemText(n) for n in range(field.count())]
                assert all(field.fontMetrics().horizontalAdvance(one) <= room_for for one in texts)
        assert held.act.isVisible()
        held.reject()
        assert len(JPEG) > 0


@pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard", extend=True)
def test_on_site_the_menu_holds_what_stands_beside_the_picture(loaded: Room, look: Look) -> None:
    page = loaded.page
    assert not page.more.isVisible()
    look.use("field")
    loaded.qtbot.waitUntil(page.more.isVisible)
    assert min(page.more.width(), page.more.height()) >= 48
    page.more.click()
    menu = page.more.menu_of_acts
    words = [action.text() for action in menu.actions()]
    assert words == ["改参数", "记相机时钟", "抄叠印的数", "报告页", "导入文件夹"]
    assert all(menu.actionGeometry(action).height() >= 48 for action in menu.actions())
    menu.actions()[0].trigger()
    menu.close()
    dialog(loaded.qtbot, page).reject()
    look.use("light")
    loaded.qtbot.waitUntil(lambda: not page.more.isVisible())


@needs_data
def test_what_the_camera_says_of_itself_stands_among_the_parameters(opened: Room) -> None:
    """T640: its burned-in scale reads 137 and 82.9 °F, that is 58.3 and 28.3 °C."""
    opened.load(str(DATA / "FLIR_T640_png_visible2592.jpg"))
    rows = dict(thermalcards.parameters(opened.state.heat, opened.state.said))
    assert (rows["镜头"], rows["机内调色板"], rows["机内软件"]) == ("FOL25 25°", "Iron", "27.0.0")
    low, high = opened.state.heat.camera_span
    assert (low, high) == pytest.approx((28.3, 58.3), abs=0.5)


def test_the_error_of_the_clock_stands_in_the_head_of_the_page(loaded: Room) -> None:
    loaded.presenter.sayings.note_clock("SIM", (loaded.state.chosen,), 130, "和手机对时")
    loaded.qtbot.waitUntil(lambda: bool(loaded.state.said.clocks))
    assert "机内时钟快 2 分 10 秒（已记录）" in loaded.page._about.text()
