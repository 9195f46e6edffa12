"""What was said of infrared images, in the words of the review page, and which of it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import comparing, imaging, imaging_intake, imaging_layers, inspecting
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.ui.presenters.review_images import IMAGE_WORDS, image_title
from fieldlaw.ui.presenters.review_words import words
from tests.cases.test_imaging import REGION, WHEN
from tests.cases.test_imaging import case as case  # noqa: PLC0414  the fixture
from tests.cases.test_imaging import desk as desk  # noqa: PLC0414  the fixture

if TYPE_CHECKING:
    from fieldlaw.cases.ledger.event import Event

OLD = {"emissivity": "1", "distance_m": "1", "humidity": "0.5"}


@pytest.fixture
def told(desk: Desk, case: str) -> str:
    evidence = imaging.images(read(desk, case))[0].body["evidence"]
    one = replace(REGION, evidence=evidence)
    imaging.keep_measured(desk, case, one)
    other = replace(one, label="点2", tool="spot", points=((1, 1),), outside_range=True, place="")
    imaging.keep_measured(desk, case, other)
    between = replace(
        one, label="差3", tool="difference", points=(), of=("框1", "点2", "mean"), low=None, high=None
    )
    imaging.keep_measured(desk, case, between)
    new = {"emissivity": "0.95", "humidity": "0.8"}
    imaging_layers.adjust(desk, case, imaging_layers.Adjusted(evidence, OLD, new, "漆面钢管"))
    imaging_layers.note_clock(desk, case, imaging_layers.ClockError("T640", (evidence,), -3725, "和手机对时"))
    imaging_layers.confirm_scale(desk, case, evidence, ("0.04", "-273.15"), "说明书第 39 页")
    imaging_layers.note_overprint(
        desk, case, imaging_layers.Overprint(evidence, "框1", "high", "199 °F", "92.78")
    )
    how = imaging_intake.Derived(evidence, 24, 1200, "区域变化提示", {"阈值": "3.0"})
    note = inspecting.Note("画面 1", "第 25 帧", "image/png", "", "王立新", WHEN)
    imaging_intake.keep_derived(desk, case, b"png", note, how)
    return evidence


def held(desk: Desk, case: str) -> dict[str, Event]:
    log = read(desk, case)
    found = {kind: log.file.all(kind)[-1] for kind in IMAGE_WORDS if kind != "image_measured"}
    return found | {e.body["label"]: e for e in log.file.all("image_measured")}


def test_every_kind_has_its_words_and_its_title(desk: Desk, case: str, told: str) -> None:
    said = {name: (image_title(event), words(event)) for name, event in held(desk, case).items()}
    assert said == {
        "image_adjusted": ("改成像参数", "全图：发射率 1 → 0.95、相对湿度 50% → 80%。理由：漆面钢管。"),
        "image_clock_noted": ("相机时钟", "机内时钟慢 1 小时 2 分 5 秒，用于 1 幅图。依据：和手机对时。"),
        "image_scaled": ("确认换算", "温度 = 计数 × 0.04 + (-273.15) ℃。依据：说明书第 39 页。"),
        "image_overprint_noted": ("机内叠印", "机内叠印 框1 最高 199 °F。"),
        "image_derived": ("导出的画面", "由原件第 25 帧（1.20 秒）生成：区域变化提示。"),
        "框1": ("框1", "喷漆房北侧门缝，最低 31.10，平均 40.02，最高 61.20 ℃。"),
        "点2": ("点2", "40.02 ℃，超出相机量程。"),
        "差3": ("差3", "框1与点2相差 40.02 K。"),
    }


def test_a_supervisor_sees_what_is_new_and_not_what_was_replaced(desk: Desk, case: str, told: str) -> None:
    before = comparing.heads(read(desk, case))
    (first,) = [e for e in imaging.measured(read(desk, case), told) if e.body["label"] == "框1"]
    again = replace(REGION, evidence=told, high="60.00", replaces=(first.id,))
    imaging.keep_measured(desk, case, again)
    rows = [
        row
        for row in comparing.compare(read(desk, case), before, b"")
        if row.kind in (comparing.SPOT, comparing.IMAGE) and row.changed
    ]
    assert [(bool(row.before), bool(row.now)) for row in rows] == [(True, False), (False, True)]
    assert words(rows[1].now[0]) == "喷漆房北侧门缝，最低 31.10，平均 40.02，最高 60.00 ℃。"
