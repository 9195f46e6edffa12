"""A round of measuring in a real case: what is kept, what does not count and why, what others get of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from fieldlaw.cases.casework import inspecting
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import ClosedInspectionError, Note
from fieldlaw.cases.casework.measuring import (
    RoundError,
    begin_round,
    end_round,
    keep_point,
    keep_raw,
    keep_step,
    plan_points,
    take_back,
)
from fieldlaw.cases.casework.measuring_export import (
    CALIBRATION_COLUMNS,
    NOTE,
    POINT_COLUMNS,
    as_csv,
    as_workbook,
    calibration_rows,
    form_g7,
    point_rows,
    shown,
)
from fieldlaw.cases.casework.measuring_views import judge_points, round_of, rounds_of
from fieldlaw.cases.casework.pinning import kept_packs
from fieldlaw.cases.law.threshold_rows import UnknownIdError, threshold_book
from fieldlaw.cases.ledger import kinds
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.measuring import Component, Link, MeasuredPoint, PlannedPoint, RawFile, RoundPlan
from fieldlaw.cases.records.procedure_body import step_body
from fieldlaw.devices.procedure import Session, rebuilt
from tests.devices.measuring_cases import (
    LIMITS,
    METHANE,
    PACK,
    ROOT,
    TOOL,
    drifted,
    pointed,
    ready,
    spanned,
    zeroed,
)

if TYPE_CHECKING:
    from tests.cases.bureau import Bureau

PACKS = (PACK,)
PLAN = RoundPlan(
    title="储罐区泄漏检测",
    purpose="监督性",
    standard="gb31571",
    region="general",
    method="HJ 733-2014",
    instruments=("FID-02",),
    operator="王立新",
    second="李志强",
    escort="赵工",
    place="一车间",
)
MEDIA = dict(threshold_book(PACKS).media)
PLANNED = PlannedPoint("V-001", "gas", Component(kind="阀门", unit="一车间", reachable="yes", in_repair="no"))


@pytest.fixture
def site(bureau: Bureau) -> Site:
    return Site(bureau)


class Site:
    """A round at the desk of the first officer, its session beside it."""

    def __init__(self, bureau: Bureau, plan: RoundPlan = PLAN) -> None:
        self.desk, self.case = bureau.one, bureau.case
        self.round = begin_round(self.desk, self.case, plan, PACKS).round
        self.session = Session(TOOL, LIMITS)
        self.take(ready(self.session))

    def take(self, session: Session) -> None:
        """Keep the steps that a session has grown by."""
        for result in session.results[len(self.session.results) :]:
            keep_step(self.desk, self.case, self.round, result)
        self.session = session

    def point(self, tag="V-001", value="2001.4", now=3000, stay=13.0, **more) -> None:
        """Measure and keep a point."""
        self.session = pointed(self.session, tag, value, now, stay)
        planned = more.pop("planned", replace(PLANNED, tag=tag))
        point = MeasuredPoint(planned, self.session.results[-1], **more)
        keep_point(self.desk, self.case, self.round, point, PACKS)

    @property
    def view(self):
        """The round as the case knows it."""
        return round_of(self.desk, self.case, self.round)

    def doubts(self) -> list[tuple[str, str]]:
        """Tag and doubt of each point."""
        return [(point.planned.tag, point.doubt.code if point.doubt else "") for point in self.view.points]


# --- keeping


def test_a_round_is_kept_with_all_that_it_rests_on(site: Site) -> None:
    inspecting.add_evidence(
        site.desk, site.case, b"jpeg", Note("Z-1", "照片", "image/jpeg", "", "王立新", "")
    )
    photo = read(site.desk, site.case).file.all("evidence_added")[0].body["evidence"]
    site.point(probe="阀杆密封处", links=(Link("photo", photo, "左上"),))
    keep_raw(site.desk, site.case, site.round, RawFile("FID-02", "1.raw", 9, bytes(32), "a", "b"))
    end_round(site.desk, site.case, site.round, drifted(site.session).results[-1])
    view = site.view
    assert (view.chosen["edition"], view.chosen["second"], view.chosen["escort"]) == (
        "GB 31571-2015",
        "李志强",
        "赵工",
    )
    assert [step.result.step for step in view.steps] == [
        *("instrument", "warmup", "zero", "span", "response", "background", "drift"),
    ]
    (point,) = view.points
    assert (point.doubt, point.leaks, point.links, point.probe) == (
        None,
        True,
        (Link("photo", photo, "左上"),),
        "阀杆密封处",
    )
    told = {key: point.verdict[key] for key in ("verdict", "operator", "limit", "net", "row")}
    row = "gb31571-gas"
    assert told == {"verdict": "leak", "operator": "ge", "limit": "2000", "net": "2000.0", "row": row}
    assert "calibration_gas_unknown" not in point.verdict["warnings"]
    assert point.verdict["pack"] == PACK.header.sha256
    assert PACK.header.sha256 in kept_packs(read(site.desk, site.case))
    assert view.raws[0]["sha256"] == bytes(32)
    assert view.ended is not None
    assert view.weather(point).wind_direction == "NE"


def test_the_session_stands_again_the_next_morning(site: Site) -> None:
    site.point()
    assert rebuilt(TOOL, LIMITS, site.view.results) == site.session


def test_a_stay_too_short_is_kept_without_a_verdict(site: Site) -> None:
    site.point(stay=5.0)
    (point,) = site.view.points
    assert point.verdict["verdict"] == "undecidable"
    assert point.verdict["warnings"][0] == "dwell_short"
    assert "停留不足" in point.verdict["says"][0]
    assert point.result.figure("peak") == Decimal("2001.4")
    assert point.leaks is None


def test_a_visible_leak_needs_no_value(site: Site) -> None:
    seen = replace(PLANNED, component=Component(visible_leak="yes"))
    site.point(stay=1.0, planned=seen)
    assert site.view.points[0].leaks is True


def test_a_pid_finds_and_does_not_decide(bureau: Bureau) -> None:
    site = Site(bureau)
    pid = replace(TOOL, name="PID-01", serial="SN 8", detector="PID", lamp_ev="10.6")
    session = pointed(ready(Session(pid, LIMITS)), value="9000")
    point = MeasuredPoint(PLANNED, session.results[-1])
    keep_point(site.desk, site.case, site.round, point, PACKS)
    site.point(now=4000)
    first, second = site.view.points
    assert "pid_against_fid" in first.verdict["warnings"]
    assert (first.verdict["verdict"], second.verdict["verdict"]) == ("undecidable", "leak")
    assert first.is_last  # an FID reading does not stand in place of it
    site.take(drifted(site.session))
    found = judge_points(site.view, PACKS)
    assert (found.counted, found.open) == (("V-001",), ())  # one point, by the reading that decides


def test_a_correction_is_kept_with_where_it_comes_from(bureau: Bureau) -> None:
    site = Site(bureau)
    packs = (PACK, load_pack(ROOT / "resources" / "factors" / "pid.yaml"))
    pid = replace(TOOL, name="PID-01", model="rae_R", serial="SN 8", detector="PID", lamp_ev="10.6")
    told = []
    for lamp, substance in (("10.6", "m_xylene"), ("10.6", "methane"), ("10.6", "benzene"), ("", "benzene")):
        tag = f"{lamp}{substance}"
        session = pointed(ready(Session(replace(pid, lamp_ev=lamp), LIMITS)), tag, "10.0")
        point = MeasuredPoint(replace(PLANNED, tag=tag), session.results[-1], substance=substance)
        keep_point(site.desk, site.case, site.round, point, packs)
    for point in site.view.points:
        told.append((point.correction["value"], point.correction["verified"], point.correction["reason"][:4]))
    assert told == [
        *[
            ("4.300", True, ""),
            (None, False, "不能检出"),
            ("5.300", False, "系数凭记"),
            (None, False, "没有登记"),
        ],
    ]
    assert set(kept_packs(read(site.desk, site.case))) == {pack.header.sha256 for pack in packs}


def test_what_was_not_in_order_goes_into_the_verdict(bureau: Bureau) -> None:
    site = Site(bureau)
    site.take(spanned(site.session, readings=("300", "300", "300"), now=2700))
    site.point()
    (point,) = site.view.points
    assert "procedure_marks" in point.verdict["warnings"]
    assert any("量程与精密度未通过" in text for text in point.verdict["says"])


def test_the_gas_of_the_span_check_goes_into_the_verdict(bureau: Bureau) -> None:
    site = Site(bureau)
    propane = replace(METHANE, substance="propane")
    site.take(spanned(site.session, now=2700, cylinder=propane))
    site.point(value="700")
    (point,) = site.view.points
    assert "carbon_basis_decides" in point.verdict["warnings"]
    assert point.verdict["carbon"] == {"1": "698.6", "3": "2095.8"}


def test_an_instrument_without_a_span_check_uses_its_own_gas(bureau: Bureau) -> None:
    site = Site(bureau)
    tool = replace(TOOL, name="FID-09", calibration_gas="hexane")
    result = replace(pointed(site.session).results[-1], tool=tool)
    keep_point(site.desk, site.case, site.round, MeasuredPoint(PLANNED, result), PACKS)
    assert "calibration_gas_unlisted" in site.view.points[0].verdict["warnings"]


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        (replace(PLAN, standard="gb1"), UnknownIdError),
        (replace(PLAN, region="moon"), UnknownIdError),
        (replace(PLAN, instruments=()), RoundError),
        (replace(PLAN, operator=" "), RoundError),
    ],
)
def test_a_round_without_its_choices_does_not_begin(bureau: Bureau, plan, error) -> None:
    with pytest.raises(error):
        begin_round(bureau.one, bureau.case, plan, PACKS)
    assert rounds_of(bureau.one, bureau.case) == ()


# --- taking back and doing again


def test_a_point_is_measured_again_only_with_a_reason(site: Site) -> None:
    site.point()
    first = site.view.points[0].id
    with pytest.raises(RoundError, match="已经测过"):
        site.point(now=4000)
    with pytest.raises(RoundError, match="理由"):
        site.point(now=4000, instead_of=first, reason="再测")
    with pytest.raises(RoundError, match="要代替的"):
        site.point(now=4000, instead_of="beef", reason="探头没有放到位")
    site.point(value="900", now=5000, instead_of=first, reason="探头没有放到位")
    assert site.doubts() == [("V-001", "superseded"), ("V-001", "pending")]
    assert [point.verdict["verdict"] for point in site.view.points] == ["leak", "no_leak"]


def test_a_step_is_done_again_and_both_are_kept(site: Site) -> None:
    site.take(spanned(site.session, readings=("300", "300", "300"), now=2700))
    site.take(spanned(site.session, now=2800))
    spans = [step.result.outcome for step in site.view.steps if step.result.step == "span"]
    assert spans == ["passed", "failed", "passed"]


def test_what_is_taken_back_no_longer_counts_and_stays_in_the_log(site: Site) -> None:
    site.point()
    event = site.view.points[0].event
    with pytest.raises(RoundError, match="理由"):
        take_back(site.desk, site.case, event, "错")
    take_back(site.desk, site.case, event, "记错了密封点")
    assert site.view.points == ()
    with pytest.raises(KeyError):
        take_back(site.desk, site.case, event, "记错了密封点")
    assert event in {e.id for e in read(site.desk, site.case).file.lists["round_point_kept"]}


def test_a_failed_drift_check_asks_for_the_points_again(site: Site) -> None:
    plan_points(site.desk, site.case, site.round, [PLANNED, replace(PLANNED, tag="V-002")], ("", b""))
    site.point("V-001")
    site.point("V-002", now=4000)
    assert site.view.left == ()
    site.take(drifted(site.session, "400"))
    assert site.doubts() == [("V-001", "retest"), ("V-002", "retest")]
    assert [point.tag for point in site.view.left] == ["V-001", "V-002"]
    assert "待复测" in site.view.points[0].doubt.text
    assert site.view.points[0].leaks is None
    site.take(spanned(zeroed(site.session, now=8100), now=8200))
    first = site.view.points[0].id
    site.point("V-001", "900", now=8500, instead_of=first, reason="日终漂移未通过")
    end_round(site.desk, site.case, site.round, drifted(site.session, now=9000).results[-1])
    assert site.doubts() == [("V-001", "superseded"), ("V-002", "retest"), ("V-001", "")]


def test_the_end_of_a_round_needs_its_drift_check_or_a_reason(site: Site) -> None:
    site.point()
    with pytest.raises(RoundError, match="日终漂移"):
        end_round(site.desk, site.case, site.round)
    end_round(site.desk, site.case, site.round, reason="天黑停电，明早补做")
    assert site.doubts() == [("V-001", "pending")]
    with pytest.raises(RoundError, match="已经结束"):
        site.point("V-002", now=4000)
    ended = read(site.desk, site.case).file.all("round_ended")[0].id
    take_back(site.desk, site.case, ended, "还有点没有测")
    site.point("V-002", now=4500)


def test_what_does_not_fit_is_turned_down(site: Site) -> None:
    with pytest.raises(RoundError, match="没有检测"):
        round_of(site.desk, site.case, "beef")
    with pytest.raises(RoundError, match="没有检测"):
        keep_raw(site.desk, site.case, "beef", RawFile("FID-02", "1.raw", 9, bytes(32), "a", "b"))
    with pytest.raises(RoundError, match="连同密封点"):
        keep_step(site.desk, site.case, site.round, pointed(site.session).results[-1])
    with pytest.raises(RoundError, match="不是这个密封点"):
        site.point("V-003", planned=PLANNED)
    with pytest.raises(RoundError, match="照片"):
        site.point(now=4000, links=(Link("photo", "beef"),))
    with pytest.raises(UnknownIdError, match="steam"):
        site.point("V-004", now=5000, planned=replace(PLANNED, tag="V-004", medium="steam"))
    with pytest.raises(RoundError, match="重复"):
        plan_points(site.desk, site.case, site.round, [PLANNED, PLANNED], ("", b""))
    assert site.view.points == ()


def test_an_approved_case_takes_no_more(bureau: Bureau) -> None:
    site = Site(bureau)
    bureau.write(bureau.case, "case_approved", {"by": "周建国", "opinion": "同意"})
    with pytest.raises(ClosedInspectionError):
        site.point()
    with pytest.raises(ClosedInspectionError):
        begin_round(bureau.one, bureau.case, PLAN, PACKS)


def test_the_other_officer_sees_the_same_round(bureau: Bureau) -> None:
    site = Site(bureau)
    site.point()
    bureau.carry(bureau.one, bureau.two)
    assert round_of(bureau.two, bureau.case, site.round) == site.view
    result = drifted(site.session, "400").results[-1]
    keep_step(bureau.two, bureau.case, site.round, result)
    bureau.carry(bureau.two, bureau.one)
    assert site.doubts() == [("V-001", "retest")]


@pytest.mark.parametrize("field", ["round", "verdict", "links"])
def test_an_event_that_lacks_a_field_is_never_written(bureau: Bureau, field: str) -> None:
    site = Site(bureau)
    site.point()
    body = dict(read(bureau.one, bureau.case).file.all("round_point_kept")[0].body)
    kinds.check("round_point_kept", 1, body)
    del body[field]
    with pytest.raises(kinds.UnfitBodyError, match=field):
        kinds.check("round_point_kept", 1, body)


def test_three_leaks_of_a_random_check_are_a_violation(bureau: Bureau) -> None:
    site = Site(bureau, replace(PLAN, standard="gb37822"))
    for number in range(3):
        site.point(f"V-{number}", "9000", 3000 + number * 100)
    assert judge_points(site.view, PACKS).verdict == "undecidable"  # the drift check is still to come
    site.take(drifted(site.session))
    found = judge_points(site.view, PACKS)
    assert (found.verdict, found.counted) == ("violation", ("V-0", "V-1", "V-2"))


def test_a_step_that_cannot_be_read_is_left_aside_and_named(bureau: Bureau) -> None:
    site = Site(bureau)
    for result in ({}, {**step_body(site.session.results[0]), "ended": {"wall": "noon", "mono_ms": 1}}):
        bureau.write(
            bureau.case, "round_step_kept", {"round": site.round, "step": "zero", "result": result, "by": "?"}
        )
    assert len(site.view.unreadable) == 2
    assert len(site.view.steps) == 6


# --- what others get


def exported(site: Site) -> list[dict[str, str]]:
    text = as_csv(point_rows(site.view, "周建国"), POINT_COLUMNS)
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_the_export_maps_gross_and_net_as_ldar_programs_do(site: Site) -> None:
    site.point()
    site.take(drifted(site.session))
    (row,) = exported(site)
    assert tuple(row) == POINT_COLUMNS
    assert (row["泄漏检测值"], row["净检测值"], row["环境本底值"]) == ("2001.40", "2000.00", "1.40")
    assert (row["停留时间"], row["风向"], row["检测设备号"]) == ("13.00", "NE", "SN 4471")
    assert (row["是否可达"], row["检测人名称"], row["审核人"]) == ("是", "王立新", "周建国")
    assert "净值" in NOTE
    (calibration,) = calibration_rows(site.view)
    assert tuple(calibration) == CALIBRATION_COLUMNS
    assert calibration["标准气体浓度"] == "500 μmol/mol"
    assert calibration["校准读数"] == "0.3、485、0.3、510、0.3、492"
    assert (calibration["平均反应时间"], calibration["仪器漂移误差"]) == ("6.20", "-0.74")


def test_a_reading_that_may_not_be_used_has_no_number(site: Site) -> None:
    site.point("A", stay=3.0)
    site.point("B", now=4000)
    site.take(drifted(site.session, "400"))
    short, taken = exported(site)
    assert (short["泄漏检测值"], taken["净检测值"]) == ("", "")
    assert "停留不足" in short["泄漏描述"]
    assert "待复测" in taken["泄漏描述"]


def test_the_workbook_holds_texts_only(site: Site) -> None:
    site.point("=1+1")
    book = load_workbook(io.BytesIO(as_workbook(site.view)))
    assert book.sheetnames == ["密封点检测", "仪器校准", "说明"]
    cell = book["密封点检测"].cell(2, 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book["说明"].cell(1, 1).value == NOTE


def test_the_form_of_the_petrol_stations(bureau: Bureau) -> None:
    site = Site(bureau, replace(PLAN, standard="gb20952"))
    joint = PlannedPoint("V-001", "vapour_joint")
    site.point(value="501.4", planned=joint)
    site.point("V-002", value="501.5", now=4000, planned=replace(joint, tag="V-002"))
    site.point("V-003", stay=1.0, now=5000, planned=replace(joint, tag="V-003"))
    site.take(drifted(site.session))
    form = form_g7(site.view, "示例加油站", "周建国")
    assert [(row["泄漏浓度"], row["是否达标"]) for row in form["rows"]] == [
        *[("500.00", "是"), ("500.10", "否"), ("", "不能判定")],
    ]
    assert (form["检定有效期"], form["加油站陪检人"], form["设备状态"]) == ("2027-01-16", "赵工", "正常")
    assert form["检测依据"] == "GB 20952-2020；HJ 733-2014"
    assert form_g7(replace(site.view, points=(), steps=()), "示例加油站")["设备状态"] == "没有检查记录"


def test_numbers_are_rounded_half_up_once() -> None:
    assert (shown(Decimal("0.005")), shown(Decimal("2000.004")), shown(None)) == ("0.01", "2000.00", "")
