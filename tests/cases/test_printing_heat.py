"""The report page of an infrared image: every number it must carry; the same input gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from fieldlaw.cases.casework import (
    imaging,
    imaging_intake,
    imaging_layers,
    inspecting,
    printing,
    printing_heat,
)
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.printing_record import evidence_of
from fieldlaw.cases.documents.model_heat import HeatPictures, Outline, Raster
from tests.cases.measuring_site import PRESS
from tests.cases.test_imaging import REGION, WHEN
from tests.cases.test_imaging import case as case  # noqa: PLC0414  the fixture
from tests.cases.test_imaging import desk as desk  # noqa: PLC0414  the fixture

if TYPE_CHECKING:
    from pathlib import Path

STORED = {"emissivity": 1.0, "distance_m": 1.0, "reflected_c": 20.0, "atmosphere_c": 18.0, "humidity": 0.5}


def raster(width: int, height: int) -> Raster:
    return Raster(
        bytes(x * 255 // width for _ in range(height) for x in range(width) for _c in range(3)), width, height
    )


PICTURES = HeatPictures(
    infrared=raster(160, 120), visible=raster(320, 240), visible_title="可见光", bar=raster(1, 256),
    low="8.0 ℃", high="64.0 ℃", palette="铁红",
    outlines=(Outline("框1 最高 61.2", ((0.56, 0.3), (0.75, 0.3), (0.75, 0.5), (0.56, 0.5)), closed=True),),
)  # fmt: skip
COMPUTED = printing_heat.Computed(
    camera="示例 T640 55908724，镜头 FOL25", captured_at="2026-11-26T14:06:31+08:00",
    gps="37.87051，112.55067",
    stored=STORED, used={**STORED, "emissivity": 0.95}, values={"框1": (31.1, 40.02, 61.2)},
    warnings=("有温度超出相机量程。",),
)  # fmt: skip


def first(desk: Desk, case: str) -> str:
    return imaging.images(read(desk, case))[0].body["evidence"]


@pytest.fixture
def told(desk: Desk, case: str) -> str:
    """An image with a region, changed parameters, a clock error and a burned-in number."""
    evidence = first(desk, case)
    imaging.keep_measured(desk, case, replace(REGION, evidence=evidence))
    old = {name: str(value) for name, value in STORED.items()}
    changed = imaging_layers.Adjusted(evidence, old, {"emissivity": "0.95"}, "漆面钢管")
    imaging_layers.adjust(desk, case, changed)
    imaging_layers.note_clock(desk, case, imaging_layers.ClockError("T640", (evidence,), 130, "和手机对时"))
    imaging_layers.note_overprint(
        desk, case, imaging_layers.Overprint(evidence, "框1", "high", "60.8 ℃", "60.8")
    )
    return evidence


def pages(data: bytes) -> list[str]:
    held = pypdfium2.PdfDocument(io.BytesIO(data))
    return [page.get_textpage().get_text_bounded() for page in held]


def test_the_report_carries_numbers_parameters_changes_and_the_hash(desk: Desk, case: str, told: str) -> None:
    log = read(desk, case)
    built = printing_heat.make_heat(log, PRESS, told, COMPUTED, PICTURES)
    text = "".join(pages(built.data)).replace("\r\n", "").replace(" ", "")
    digest = imaging.image(log, told).body["sha256"].hex()
    for wanted in (
        "红外热像报告（热像1）", "31.10", "40.02", "61.20", "喷漆房北侧门缝", "0.95（已改）", "60.8℃",
        "相差+0.4",
        "漆面钢管", "机内时钟快2分10秒", "2026-11-2614:04:21", "有温度超出相机量程", "8.0℃",
        "64.0℃", "铁红",
        "37.87051，112.55067", digest,
    ):  # fmt: skip
        assert wanted in text, wanted


def test_the_same_events_and_pictures_give_the_same_bytes(desk: Desk, case: str, told: str) -> None:
    made = [printing_heat.make_heat(read(desk, case), PRESS, told, COMPUTED, PICTURES).data for _ in range(2)]
    assert made[0] == made[1]
    other = replace(PICTURES, high="65.0 ℃")
    assert printing_heat.make_heat(read(desk, case), PRESS, told, COMPUTED, other).data != made[0]


def test_a_picture_without_anything_said_still_makes_a_report(desk: Desk, case: str) -> None:
    evidence = first(desk, case)
    bare = replace(COMPUTED, captured_at=None, gps="", values={}, warnings=(), stored={}, used={})
    pictures = replace(PICTURES, visible=None, outlines=())
    built = printing_heat.make_heat(read(desk, case), PRESS, evidence, bare, pictures)
    text = "".join(pages(built.data))
    assert "没有写入案件的" in text
    assert "没有有效定位" in text


def test_saving_a_report_is_noted_under_its_title(desk: Desk, case: str, told: str, tmp_path: Path) -> None:
    built = printing_heat.make_heat(read(desk, case), PRESS, told, COMPUTED, PICTURES)
    document = printing_heat.document_of(told)
    printing.keep_copy(desk, case, document, built, tmp_path / "报告.pdf")
    (event,) = read(desk, case).file.all("document_printed")
    assert event.body["title"] == "红外热像报告（热像 1）"
    assert (tmp_path / "报告.pdf").read_bytes() == built.data


def test_the_list_of_evidence_says_what_was_measured_and_what_was_made(
    desk: Desk, case: str, told: str
) -> None:
    how = imaging_intake.Derived(told, 24, 1200, "区域变化提示", {"threshold": "4"})
    note = inspecting.Note("画面 1", "变化", "image/png", "", "王立新", WHEN)
    imaging_intake.keep_derived(desk, case, b"png", note, how)
    kinds = {item.title.split(" 门")[0]: item.kind for item in evidence_of(read(desk, case))}
    assert kinds["热像 1"] == "热像，测温：框1 最高 61.20 ℃，机内时钟快 2 分 10 秒"
    assert kinds["画面 1 变化"] == "照片，由热像 1第 25 帧生成：区域变化提示"


def images(data: bytes) -> int:
    """How many pictures stand on the pages."""
    held = pypdfium2.PdfDocument(io.BytesIO(data))
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return sum(len(list(page.get_objects(filter=(kind,)))) for page in held)


def test_the_picture_with_burned_in_numbers_is_printed_beside_ours(desk: Desk, case: str, told: str) -> None:
    log = read(desk, case)
    plain = printing_heat.make_heat(log, PRESS, told, COMPUTED, PICTURES).data
    with_it = replace(PICTURES, camera=raster(320, 240))
    made = printing_heat.make_heat(log, PRESS, told, COMPUTED, with_it).data
    assert (images(plain), images(made)) == (3, 4)
    assert "相机画面" in "".join(pages(made))
