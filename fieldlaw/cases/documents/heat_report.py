"""红外热像报告: both pictures, the palette with its numbers, what was measured and how, the hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.evidence_list import grouped
from fieldlaw.cases.documents.figures import LABEL_SIZE, Figure
from fieldlaw.cases.documents.flow import Flow
from fieldlaw.cases.documents.fonts import SANS_BOLD, SERIF
from fieldlaw.cases.documents.page import LEFT, PITCH, RIGHT, WIDTH, Sheet, number_corners

if TYPE_CHECKING:
    from fieldlaw.cases.documents.fonts import Fonts
    from fieldlaw.cases.documents.model_heat import HeatPictures, HeatReport, Raster

TITLE: Final = "红外热像报告"
FORM: Final = (22 * mm, 58 * mm, 22 * mm, 54 * mm)
REGIONS: Final = (20 * mm, 38 * mm, 18 * mm, 18 * mm, 18 * mm, 44 * mm)
REGIONS_HEAD: Final = ("区域", "位置", "最低 ℃", "平均 ℃", "最高 ℃", "仪器测点")
PARAMETERS: Final = (52 * mm, 52 * mm, 52 * mm)
PARAMETERS_HEAD: Final = ("参数", "文件里的", "计算用的")
PRINTED: Final = (52 * mm, 52 * mm, 52 * mm)
PRINTED_HEAD: Final = ("哪个数", "机内叠印", "本机计算")
CHANGES: Final = (32 * mm, 68 * mm, 56 * mm)
CHANGES_HEAD: Final = ("时间", "改了什么", "谁、为什么")
_BAR: Final = 5 * mm
_GAP: Final = 3 * mm
_NUMBERS: Final = 13 * mm
_HIGHEST: Final = 82 * mm
CAMERA_WIDE: Final = 90 * mm
_CAPTION: Final = 9.0
NO_REGIONS: Final = "没有写入案件的测量。"
NOTES: Final = (
    "图中颜色只为看清温度高低，温度以表中数字为准。",
    "红外热像找的是可疑部位，是否泄漏、是否超过限值由仪器测量决定。",
)


def build(report: HeatReport, fonts: Fonts) -> list[Sheet]:
    """Lay out a report.

    Args:
        report: everything it prints.
        fonts: the registered faces.

    Returns:
        Its pages, not yet drawn.
    """
    flow = Flow(fonts)
    flow.title(report.title)
    flow.number(report.doc_number)
    flow.form(FORM, report.head)
    flow.y += 8.0
    _pictures(flow, report.pictures)
    for warning in report.warnings:
        flow.small(f"提示：{warning}", SANS_BOLD)
    flow.y += 4.0
    rows = report.regions or (("", NO_REGIONS, "", "", "", ""),)
    flow.table(REGIONS, REGIONS_HEAD, rows)
    _more(flow, report)
    _original(flow, report)
    number_corners(flow.sheets, fonts)
    return flow.sheets


def _more(flow: Flow, report: HeatReport) -> None:
    for widths, head, rows, title in (
        (PARAMETERS, PARAMETERS_HEAD, report.parameters, "成像参数"),
        (PRINTED, PRINTED_HEAD, report.printed, "两套数字"),
        (CHANGES, CHANGES_HEAD, report.changes, "改动记录（原件不变）"),
    ):
        if rows:
            flow.heading(title, min(flow.lead(widths, head, rows), 6 * PITCH))
            flow.table(widths, head, rows)
        if rows is report.printed and report.pictures.camera is not None:
            _camera(flow, report.pictures.camera)


def _camera(flow: Flow, picture: Raster) -> None:
    """The camera's own picture under the numbers that were copied from it."""
    flow.y += 6.0
    wide, high = _fit(picture, CAMERA_WIDE)
    flow.need(high + _CAPTION + 10.0)
    flow.sheet.text(LEFT, flow.y + _CAPTION, "相机画面（叠印的数字由相机写入）", SANS_BOLD, _CAPTION)
    top = flow.y + _CAPTION + 5.0
    flow.sheet.marks.append(Figure(LEFT, top, wide, high, picture, photo=True))
    flow.y = top + high + 6.0


def _original(flow: Flow, report: HeatReport) -> None:
    flow.heading("原件", 4 * PITCH)
    half = len(report.sha256) // 2
    digest = f"{grouped(report.sha256[:half])}\n{grouped(report.sha256[half:])}"
    flow.form((22 * mm, 134 * mm), [("文件", report.original), ("SHA-256", digest)])
    flow.y += 6.0
    for note in (*NOTES, f"证据链首码：{report.chain_head[:8]}", "（以下空白）"):
        flow.small(note)


def _pictures(flow: Flow, held: HeatPictures) -> None:
    """Infrared, palette bar with its numbers, and the other picture beside them."""
    wide = (WIDTH - _BAR - _NUMBERS - 2 * _GAP) / 2 if held.visible else WIDTH - _BAR - _NUMBERS - _GAP
    size = _fit(held.infrared, wide)
    other = _fit(held.visible, wide) if held.visible else (0.0, 0.0)
    high = max(size[1], other[1])
    flow.need(high + 2 * _CAPTION + 8.0)
    top = flow.y + _CAPTION + 5.0
    sheet = flow.sheet
    sheet.text(LEFT, flow.y + _CAPTION, f"红外（{held.palette}）", SANS_BOLD, _CAPTION)
    sheet.marks.append(Figure(LEFT, top, *size, held.infrared, held.outlines))
    bar = LEFT + size[0] + _GAP
    sheet.marks.append(Figure(bar, top, _BAR, size[1], held.bar))
    sheet.text(bar + _BAR + 2.0, top + LABEL_SIZE, held.high, SERIF, _CAPTION)
    sheet.text(bar + _BAR + 2.0, top + size[1], held.low, SERIF, _CAPTION)
    if held.visible:
        left = RIGHT - other[0]
        sheet.text(left, flow.y + _CAPTION, held.visible_title, SANS_BOLD, _CAPTION)
        sheet.marks.append(Figure(left, top, *other, held.visible, photo=True))
    flow.y = top + high + 8.0


def _fit(raster: Raster, wide: float) -> tuple[float, float]:
    """Width and height in points within the room, in the proportions of the picture."""
    scale = min(wide / raster.width, _HIGHEST / raster.height)
    return raster.width * scale, raster.height * scale
