"""The record of a round of measuring on paper: what it says, what it must not say, and what falls."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import inspecting, printing, signing
from fieldlaw.cases.casework.measuring import RoundError, begin_round, end_round, keep_raw
from fieldlaw.cases.casework.measuring_export import NOTE
from fieldlaw.cases.casework.printing_measuring import measuring_record
from fieldlaw.cases.casework.signing_people import NAMELESS
from fieldlaw.cases.documents import preview
from fieldlaw.cases.records.measurement import UNCHECKED
from fieldlaw.cases.records.measuring import RawFile
from tests.cases.measuring_site import JOINT, PACKS, PLAN, PRESS, Component, Site, pid, station
from tests.cases.test_signing import STROKES
from tests.devices.measuring_cases import pointed

if TYPE_CHECKING:
    from tests.cases.bureau import Bureau

PASSES, FAILS = "达标", "不达标"


@pytest.fixture
def site(bureau: Bureau) -> Site:
    return Site(bureau.one, bureau.case)


def told(site: Site):
    """The record of the round as it is worded."""
    return measuring_record(site.log, site.document, PRESS.drivers)


def passes(site: Site) -> dict[str, str]:
    """Point to what stands under 是否达标."""
    return {row.point: row.passes for row in told(site).rows}


def lines(blocks) -> str:
    """All that stands in some blocks."""
    return "\n".join(f"{b.title}\n" + "\n".join(f"{e.label}：{e.text}" for e in b.entries) for b in blocks)


def state(site: Site) -> signing.Signing:
    paper = signing.unsigned(site.log, PRESS, site.document)
    return signing.look(site.log, PRESS, paper, site.document)


def sign(site: Site, page: int, who: int) -> None:
    now = state(site)
    mark = signing.Mark(now.sha256, page, now.signers[who], STROKES, site.document)
    signing.sign(site.desk, site.case, PRESS, mark)


# --- the form


def test_the_form_has_the_head_and_the_rows_of_table_g7(bureau: Bureau) -> None:
    site = station(bureau.one, bureau.case)
    record = told(site)
    pairs = [pair for row in record.head for pair in zip(row[::2], row[1::2], strict=True)]
    head = {label.replace("\n", ""): text for label, text in pairs}
    assert head["检测目的"] == "监督性"
    assert head["企业（加油站）名称"] == "示例汽车销售服务有限公司"
    assert head["检测依据"] == "GB 20952-2020；HJ 733-2014"
    assert (head["检测设备名称"], head["型号"], head["编号"]) == ("FID-02", "phx42", "SN 4471")
    assert (head["检定有效期"], head["环境温度"], head["设备状态"]) == ("2027-01-16", "12.5 ℃", "正常")
    rows = {row.point: (row.value, row.passes) for row in record.rows}
    assert len(rows) == 12
    assert rows["J-05"] == ("811.20", FAILS)
    assert rows["J-03"] == ("8.50", PASSES), "the reading that stands, not the one it replaced"
    assert rows["J-08"] == ("—", "不能判定：停留不足：5.0 秒，要求 12.4 秒")
    counts = "测漏点 12 个：未泄漏 10 点，泄漏 1 点，不能判定 1 点。"
    assert record.remarks[0] == f"{counts}另有 1 次读数已由重测代替。"
    assert record.remarks[1] == "清单中还有 2 点没有可用的读数：J-13、J-14。"
    assert (record.operator, record.checker, record.escort) == ("王立新", "李志强", "赵工")


def test_nothing_is_said_to_pass_before_the_drift_check_of_the_day(site: Site) -> None:
    site.point()
    assert passes(site) == {"J-01": "不能判定：日终漂移还没有做"}
    site.drift()
    assert passes(site) == {"J-01": PASSES}


def test_a_failed_drift_takes_the_values_and_names_the_points(bureau: Bureau) -> None:
    site = station(bureau.one, bureau.case, fails=True)
    record = told(site)
    assert {row.value for row in record.rows} == {"—"}
    assert not {row.passes for row in record.rows} & {PASSES, FAILS}
    assert "自上次漂移通过以来的 12 点待复测：J-01、J-02" in lines(record.checks)
    assert "日终漂移未通过，待复测（按当时读数：泄漏）" in lines(record.points)


def test_a_leak_that_one_sees_is_never_said_to_pass(site: Site) -> None:
    dripping = replace(JOINT, component=Component(visible_leak="yes"))
    site.point(planned=dripping)
    site.drift()
    assert passes(site)["J-01"].startswith("目视可见泄漏")


def test_a_pid_reading_decides_nothing_and_says_so(site: Site) -> None:
    site.session = pointed(site.session)
    site.keep(pid(replace(site.session.results[-1], subject="J-02")))
    record = told(site)
    assert record.rows[0].point == "J-02（PID 读数）"
    assert record.rows[0].passes.startswith("不能判定：")
    assert "PID" in record.rows[0].passes
    (line,) = [line for line in record.remarks if line.startswith("PID-01（rae_R，PID）：")]
    assert line.startswith("PID-01（rae_R，PID）：仪器数据不带校验；PID 读数")


def test_an_experimental_driver_is_named(site: Site) -> None:
    words = "实验性驱动，公开资料很少，读数须核对；仪器数据不带校验"
    assert f"FID-02（phx42，FID）：{words}。" in told(site).remarks
    assert not any("实验性" in line for line in measuring_record(site.log, site.document, {}).remarks)


def test_frames_without_a_checksum_are_named_once(site: Site) -> None:
    plain = measuring_record(site.log, site.document, {})
    assert "FID-02（phx42，FID）：仪器数据不带校验。" in plain.remarks
    known = measuring_record(site.log, site.document, {"phx42": (UNCHECKED,)})
    assert "FID-02（phx42，FID）：仪器数据不带校验。" in known.remarks


def test_a_round_with_steps_left_says_why_each_was_left(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case, steps=False)
    site.leave("zero", "span", "response", "background")
    record = told(site)
    assert [block.title for block in record.checks] == [
        "1. 零点：未做", "2. 量程与精密度：未做", "3. 响应时间：未做", "4. 环境本底：未做",
    ]  # fmt: skip
    assert lines(record.checks).count("现场没有标准气体") == 4
    assert "还没有结束" in record.head[-1][1]
    end_round(site.desk, site.case, site.round, None, "突降大雨，中止检测")
    assert "没有做日终漂移就结束，理由：突降大雨，中止检测。" in told(site).remarks


def test_the_checks_of_the_instrument_stand_in_full(site: Site) -> None:
    said = lines(told(site).checks)
    assert "证书 检字 1，有效期至 2027-01-16" in said
    assert "甲烷 500 μmol/mol，U=2 %（k=2），气瓶 B-17，证书 标字 9，有效期至 2027-06-30" in said
    assert "精密度 2.20 %" in said
    assert "平均 6.20 s" in said
    assert "东 1.20 ppm；南 1.40 ppm；西 1.60 ppm；北 1.30 ppm；中 1.50 ppm" in said
    assert "晴，气温 12.5 ℃，相对湿度 40 %，气压 101.3 kPa，风向 NE，风速 1.2 m/s" in said
    assert "所用的数未核实：校准精密度 10 %" in said


def test_a_point_stands_in_full_with_its_images_and_its_chain(bureau: Bureau) -> None:
    site = station(bureau.one, bureau.case)
    raw = RawFile("FID-02", "FID-02-0900.raw", 4096, b"\7" * 32, "2026-11-25T09:00:00", "2026-11-25T11:20:00")
    keep = begin_round(site.desk, site.case, PLAN, PACKS).round
    keep_raw(site.desk, site.case, keep, raw)
    record = told(site)
    block = next(one for one in record.points if one.title.startswith("5. J-05"))
    said = lines([block])
    assert "连接件，油气回收系统密闭点位，1 号加油机" in said
    assert "最大值 812.60 ppm，环境本底 1.40，净值 811.20；最大值处停留 13.00 s，要求 12.40 s" in said
    assert "泄漏；GB 20952-2020 5.5，大于 500 μmol/mol 为泄漏" in said
    assert "照片1 1 号加油机接头；热像1 3 号加油机（圈 1）" in said
    assert site.view.points[4].result.raw.sha256.hex() in said
    assert any(NOTE in note for note in record.notes)
    other = measuring_record(site.log, f"measuring:{keep}", {})
    assert any("FID-02-0900.raw，4096 字节" in note for note in other.notes)
    assert not any("FID-02-0900.raw" in note for note in record.notes), "of another round"


def test_every_page_has_three_fields_and_every_word_can_be_printed(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case)
    for number in range(60):
        tag = f"一车间/R-{number:04d}A/气相管线/法兰 FL-000345-07/东侧第三螺栓面"
        site.point(tag, str(number), 3000 + number * 30)
    built = signing.unsigned(site.log, PRESS, site.document)
    fields = {(place.page, place.name) for place in built.places}
    assert fields == {(p, n) for p in range(1, built.pages + 1) for n in ("operator", "checker", "escort")}
    assert built.pages < 25
    for place in built.places:
        assert place.x + place.width < 595
        assert place.y + place.height < 842


def test_an_unknown_round_has_no_record(site: Site) -> None:
    with pytest.raises(RoundError):
        measuring_record(site.log, "measuring:none", {})


# --- a document of the case


def test_each_round_is_a_document_of_the_case_after_the_record(bureau: Bureau) -> None:
    first, second = Site(bureau.one, bureau.case), Site(bureau.one, bureau.case, replace(PLAN, title=""))
    assert printing.documents_in(first.log)[:4] == ("record", first.document, second.document, "evidence")
    assert printing.title_of(first.log, first.document) == "密封点检测记录（加油站密封点）"
    assert printing.title_of(first.log, second.document) == "密封点检测记录"
    built = printing.make(first.document, first.log, PRESS)
    assert built.data == printing.make(first.document, first.log, PRESS).data
    printing.note_print(first.desk, first.case, first.document, built)
    printed = first.log.file.all("document_printed")[-1].body
    assert (printed["document"], printed["title"]) == (first.document, "密封点检测记录（加油站密封点）")


def test_the_dossier_has_it_between_record_and_evidence_with_its_signatures(bureau: Bureau) -> None:
    site = station(bureau.one, bureau.case)
    bare = printing.make("dossier", site.log, PRESS)
    sign(site, 1, 0)
    signed = printing.make("dossier", site.log, PRESS)
    order = [(part.kind, part.volume) for part in signed.documents]
    assert order[:3] == [("record", "正卷"), (site.document, "正卷"), ("evidence", "正卷")]
    assert site.document not in [p.kind for p in printing.make("dossier_sub", site.log, PRESS).documents]
    page = signed.documents[1].first
    assert preview.pixels(bare.data, page, 0.5) != preview.pixels(signed.data, page, 0.5)


# --- signing


def test_who_measured_who_checked_and_the_escort_sign_each_page(site: Site) -> None:
    site.point()
    site.drift()
    before = state(site)
    assert [(one.role, one.who) for one in before.signers] == [
        ("operator", "王立新"), ("checker", "李志强"), ("escort", "赵工"),
    ]  # fmt: skip
    for who in range(3):
        for page in range(1, before.pages + 1):
            sign(site, page, who)
    assert state(site).done == before.pages
    assert signing.unsigned(site.log, PRESS, site.document).sha256 == before.sha256
    record = signing.look(site.log, PRESS, signing.unsigned(site.log, PRESS))
    assert not record.kept, "the inspection record is another paper"
    assert not record.fallen


def test_what_comes_into_the_round_makes_its_signatures_fall_and_no_others(site: Site) -> None:
    site.point()
    sign(site, 1, 0)
    inspecting.answer_item(site.desk, site.case, "A01", "no", "门开着")
    Site(site.desk, site.case)
    assert len(state(site).kept) == 1
    site.drift()
    now = state(site)
    assert not now.kept
    assert [(one.page, one.signer.role, one.changed) for one in now.fallen] == [(1, "operator", True)]


def test_an_escort_who_left_is_written_into_the_field(site: Site) -> None:
    now = state(site)
    reason, witness = "说有急事离开加油站不肯回来签字" * 3, "孙八八八"
    no = signing.Refusal(
        now.sha256, (1, 2), now.signers[2], signing.ABSENT, reason, witness, recorded=True,
        document=site.document,
    )  # fmt: skip
    signing.refuse(site.desk, site.case, PRESS, no)
    assert [one.page for one in state(site).kept] == [1, 2]
    assert [one.role for one in state(site).signers] == ["operator", "checker", "escort"]
    printing.make(site.document, site.log, PRESS)


def test_a_mark_on_another_text_is_not_kept(site: Site) -> None:
    now = state(site)
    site.point()
    mark = signing.Mark(now.sha256, 1, now.signers[0], STROKES, site.document)
    with pytest.raises(signing.PaperChangedError):
        signing.sign(site.desk, site.case, PRESS, mark)


def test_somebody_without_a_name_still_has_a_field(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case, replace(PLAN, second=" ", escort=""))
    assert [one.who for one in state(site).signers] == ["王立新", NAMELESS, NAMELESS]
    sign(site, 1, 2)
    assert BytesIO(printing.make(site.document, site.log, PRESS).data).getvalue().startswith(b"%PDF")
