"""The report page over a real profile: what it carries, looked at, saved, printed, noted in the case."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel

from fieldlaw.cases.casework import imaging, imaging_layers
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.records.changes import Kind
from fieldlaw.devices.thermal import analysis
from fieldlaw.devices.thermal.analysis import Region
from fieldlaw.devices.thermal.image import Gps
from fieldlaw.ui.presenters.thermal_regions import Area
from fieldlaw.ui.presenters.thermal_report import Report
from fieldlaw.ui.presenters.thermal_report_made import corners_of, lay_out, pictures, place_words, raster
from fieldlaw.ui.views.parts.heatpaper import HeatPaper, spoken
from fieldlaw.ui.views.parts.printjob import new_printer
from tests.cases.measuring_site import PRESS
from tests.ui.heat_room import DATA, JPEG, VALUES, Room, loaded, needs_data, opened, room
from tests.ui.rooms import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.presenters.thermal_report import State
    from fieldlaw.ui.theme.look import Look

__all__ = ["loaded", "opened", "room"]  # fixtures
KEY = Qt.Key
BOX = ((90, 40), (120, 70))
FOUND = analysis.measure(VALUES, Region("box", BOX))
REAL = "FLIR_T640_png_visible2592.jpg"


def text_of(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(data))
    return (
        "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "").replace(" ", "")
    )


@dataclass
class Desk:
    """The report beside its page."""

    room: Room
    look: Look
    report: Report
    qtbot: QtBot
    dialog: HeatPaper | None = None

    @property
    def state(self) -> State:
        return self.report.state

    def keep(self, tool: str = "box", points: tuple = BOX, label: str = "框1") -> Area:
        self.room.presenter.regions.draw(tool, points, "1 号罐人孔")
        self.room.presenter.regions.keep_all()
        return self.room.kept(label)

    def make(self) -> State:
        self.report.make(spoken(self.room.state))
        self.qtbot.waitUntil(lambda: not self.state.busy)
        return self.state

    def show(self) -> HeatPaper:
        self.make()
        self.dialog = HeatPaper(self.look, self.report, self.room.page)
        self.dialog.open()
        self.qtbot.waitUntil(lambda: not self.state.image.isNull())
        return self.dialog

    def text(self) -> str:
        return text_of(self.state.made.built.data)

    def printed(self) -> list[dict]:
        settle(self.qtbot, self.room.presenter._bench.lanes)
        log = read(self.room.desk, self.room.case)
        return [event.body for event in log.file.all("document_printed")]

    def says(self, words: str) -> bool:
        return any(words in one.text() for one in self.dialog.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def desk(loaded: Room, look: Look, qtbot: QtBot) -> Iterator[Desk]:
    report = Report(loaded.presenter._bench, PRESS, loaded.presenter, loaded.presenter)
    made = Desk(loaded, look, report, qtbot)
    yield made
    report.close()
    if made.dialog is not None:
        made.dialog.hide()


def test_the_report_carries_what_the_page_shows(desk: Desk) -> None:
    desk.keep()
    state = desk.make()
    assert state.problem is None
    text, room = desk.text(), desk.room.state
    wanted = (
        "红外热像报告（热像1）", "框1", "1号罐人孔", f"{FOUND.low:.2f}", f"{FOUND.mean:.2f}",
        f"{FOUND.high:.2f}", "发射率", "反射温度", room.row.sha256, "铁红",
        f"{room.span[0]:.1f}℃", f"{room.span[1]:.1f}℃", f"框1最高{FOUND.high:.1f}",
    )  # fmt: skip
    for words in wanted:
        assert words in text, words
    assert "窗口" not in text  # the camera looks through none


def test_numbers_that_the_camera_burned_in_stand_beside_ours(desk: Desk) -> None:
    desk.keep()
    chosen = desk.room.state.chosen
    for label, value in (("框1", "10.0"), ("", "11.0")):
        one = imaging_layers.Overprint(chosen, label, "high", f"{value} ℃", value)
        desk.room.presenter.write(
            lambda one=one: imaging_layers.note_overprint(desk.room.desk, desk.room.case, one)
        )
    desk.qtbot.waitUntil(lambda: len(desk.room.state.said.printed) == 2)
    desk.make()
    text = desk.text()
    assert f"框1最高10.0℃{FOUND.high:.1f}℃" in text
    assert f"全图最高11.0℃{VALUES.max():.1f}℃" in text


def test_a_number_kept_before_other_parameters_says_so(desk: Desk) -> None:
    desk.keep()
    chosen = desk.room.state.chosen
    one = imaging_layers.Adjusted(chosen, {"emissivity": "1"}, {"emissivity": "0.8"}, "漆面钢管")
    desk.room.presenter.write(lambda: imaging_layers.adjust(desk.room.desk, desk.room.case, one))
    desk.qtbot.waitUntil(lambda: bool(desk.room.state.heat.layers))
    desk.make()
    text = desk.text()
    assert "框1是改参数以前写入案件的" in text
    assert "0.8（已改）" in text


def test_the_isotherm_is_on_paper_as_on_the_screen(desk: Desk) -> None:
    desk.room.presenter.colours.use_isotherm("above")
    desk.room.presenter.colours.set_limits(30.0, 40.0)
    desk.make()
    assert "红外画面上的斜纹：高于30.0℃的地方。" in desk.text()


def test_the_page_is_drawn_turned_and_zoomed(desk: Desk, qtbot: QtBot) -> None:
    desk.keep()
    dialog = desk.show()
    assert dialog.windowTitle() == "红外热像报告（热像 1）"
    assert dialog.width() <= desk.room.page.width() * 0.9
    assert dialog.height() <= desk.room.page.height() * 0.9
    assert not dialog.drafts.isVisible()
    assert abs(desk.state.image.width() - dialog.paper.sheet.width()) <= 2
    wide = dialog.paper.sheet.width()
    dialog.fits["height"].click()
    assert dialog.paper.sheet.width() < wide
    qtbot.waitUntil(lambda: abs(desk.state.image.width() - dialog.paper.sheet.width()) <= 2)
    dialog.paper.setFocus()
    for key, page in ((KEY.Key_PageDown, min(2, desk.state.pages)), (KEY.Key_PageUp, 1)):
        qtbot.keyClick(dialog.paper, key)
        assert desk.state.page == page
    qtbot.keyClick(dialog, KEY.Key_Escape)
    assert not dialog.isVisible()
    assert desk.state.made is None


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.2), ("light", 1.4), ("field", 1.0)])
def test_large_type_and_gloves_still_fit_a_small_window(desk: Desk, theme: str, scale: float) -> None:
    desk.look.use(theme, scale)
    dialog = desk.show()
    least = dialog.minimumSizeHint()
    assert least.width() <= 1024 * 0.9
    assert least.height() <= 768 * 0.9


def test_drafts_are_named_over_the_page_and_are_not_on_it(desk: Desk) -> None:
    desk.keep()
    desk.room.presenter.regions.draw("spot", ((30, 30),))
    desk.room.presenter.regions.draw("spot", ((31, 30),))
    desk.show()
    assert desk.says("还有 2 个区域没有写入案件，报告里没有它们。")
    assert "点2" not in desk.text()


def test_saving_writes_the_same_bytes_and_the_case_notes_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, offered, told = desk.show(), [], []
    desk.room.presenter._bench.news.changes.connect(told.append)
    target = tmp_path / "报告.pdf"

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(target.with_suffix("")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.save.click()
    desk.qtbot.waitUntil(lambda: bool(desk.state.saved))
    assert target.read_bytes() == desk.state.made.built.data
    assert offered == ["示例汽车销售服务有限公司-红外热像报告（热像 1）.pdf"]
    (noted,) = desk.printed()
    assert noted["title"] == "红外热像报告（热像 1）"
    assert noted["sha256"].hex() == desk.state.made.built.sha256
    assert desk.says("已存：报告.pdf")
    assert any(one.touch(Kind.DOCUMENTS) for one in told)


def test_a_copy_that_cannot_be_written_says_so_and_is_not_noted(desk: Desk, tmp_path: Path) -> None:
    desk.show()
    desk.report.save(str(tmp_path / "没有" / "报告.pdf"))
    desk.qtbot.waitUntil(lambda: desk.state.problem is not None)
    assert desk.says("PDF 没有存成：报告.pdf")
    assert not desk.printed()


def test_printing_is_noted_when_all_of_it_went(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.show()
    printer = new_printer(desk.state.made.title)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    dialog.printing.send(printer, desk.state.made, desk.state.pages)
    dialog.reject()
    assert dialog.isVisible()  # not while it prints
    desk.qtbot.waitUntil(dialog.print.isEnabled)
    assert len(desk.printed()) == 1
    assert (tmp_path / "印.pdf").stat().st_size > 1000


def test_a_character_without_a_glyph_is_named_on_the_page(desk: Desk) -> None:
    desk.room.presenter.regions.draw("box", BOX, "罐\U0002ebf0")
    desk.room.presenter.regions.keep_all()
    desk.room.kept("框1")
    assert desk.make().made is None
    assert "U+2EBF0" in desk.room.state.problem.what


def test_what_the_case_does_not_say_is_not_reported(desk: Desk) -> None:
    state = desk.room.state
    desk.keep()
    with pytest.raises(Exception, match="案件里刚有变化"):
        lay_out(desk.room.desk, PRESS, state, spoken(state))


def test_a_picture_without_temperatures_has_no_report(opened: Room, qtbot: QtBot) -> None:
    opened.load(opened.file("cut.jpg", JPEG[:9000]))
    report = Report(opened.presenter._bench, PRESS, opened.presenter, opened.presenter)
    report.make(spoken(opened.state))
    assert not report.state.busy
    report.close()


def test_closing_the_profile_in_the_middle_is_safe(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    desk.report.make(spoken(desk.room.state))
    desk.report.close()
    settle(qtbot, desk.room.presenter._bench.lanes)
    assert desk.state.made is None
    assert desk.state.busy


def test_a_dialog_shut_while_the_next_is_made_shows_none(desk: Desk, qtbot: QtBot) -> None:
    desk.report.make(spoken(desk.room.state))
    desk.report.leave()
    settle(qtbot, desk.room.presenter._bench.lanes)
    assert desk.state.made is None
    assert not desk.state.busy


# --- pictures and words


def test_pixels_stay_pixels_and_what_is_clear_is_white() -> None:
    image = QImage(3, 1, QImage.Format.Format_ARGB32_Premultiplied)
    for column, colour in enumerate((QColor("red"), QColor(0, 0, 0, 0), QColor(1, 2, 3))):
        image.setPixelColor(column, 0, colour)
    made = raster(image, 2)
    assert (made.width, made.height) == (6, 2)
    row = b"\xff\x00\x00" * 2 + b"\xff\xff\xff" * 2 + b"\x01\x02\x03" * 2
    assert made.rgb == row * 2


def test_corners_lie_around_the_pixels_of_a_frame_and_in_the_middle_of_others() -> None:
    assert corners_of(Area("点1", "spot", ((4, 2),))) == ((4.5, 2.5),)
    assert corners_of(Area("框1", "box", ((9, 8), (4, 2)))) == ((4, 2), (10, 2), (10, 9), (4, 9))
    round_of = corners_of(Area("椭圆1", "ellipse", ((4, 2), (9, 8))))
    assert len(round_of) == 48
    assert (min(x for x, _ in round_of), max(y for _, y in round_of)) == pytest.approx((4, 9))


@pytest.mark.parametrize(
    ("gps", "words"),
    [
        (None, ""),
        (Gps(37.870514, 112.550671), "北纬 37.87051°\n东经 112.55067°"),
        (Gps(-33.8, -70.5), "南纬 33.80000°\n西经 70.50000°"),
    ],
)
def test_a_place_is_said_with_its_half_of_the_earth(gps: Gps | None, words: str) -> None:
    assert place_words(gps) == words


@needs_data
def test_a_real_file_is_reported_with_its_photograph(opened: Room, look: Look, qtbot: QtBot) -> None:
    opened.load(str(DATA / REAL))
    report = Report(opened.presenter._bench, PRESS, opened.presenter, opened.presenter)
    made = Desk(opened, look, report, qtbot)
    made.keep("box", ((200, 200), (300, 300)))
    assert made.make().made is not None
    text = made.text()
    assert "可见光" in text
    assert "T640" in text
    (event,) = imaging.measured(read(opened.desk, opened.case), opened.state.chosen)
    assert event.body["high"] in text
    report.close()


def test_the_cameras_own_picture_goes_along_once_numbers_of_it_were_noted(loaded: Room) -> None:
    words = spoken(loaded.state)
    assert not loaded.state.picture.visible.isNull()
    assert pictures(loaded.state, words).camera is None
    loaded.presenter.sayings.note_overprint("", "high", "136.6", "F")
    loaded.qtbot.waitUntil(lambda: bool(loaded.state.said.printed))
    held, plain = pictures(loaded.state, words).camera, loaded.state.picture.plain
    assert (held.width, held.height) == (plain.width(), plain.height())
    made = lay_out(loaded.desk, PRESS, loaded.state, spoken(loaded.state))
    assert "136.6°F" in text_of(made.built.data).replace(" ", "")
