"""Rounds of measuring on paper and in review: what their tests share."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import inspecting
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import Note
from fieldlaw.cases.casework.measuring import begin_round, end_round, keep_point, keep_step, plan_points
from fieldlaw.cases.casework.measuring_views import round_of
from fieldlaw.cases.casework.printing_measuring import document_of
from fieldlaw.cases.casework.printing_record import Press
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.measuring import Component, Link, MeasuredPoint, PlannedPoint, RoundPlan
from fieldlaw.devices.procedure import Session
from fieldlaw.settings import RESOURCES
from tests.cases.bureau import PACKS as LAW
from tests.devices.measuring_cases import LIMITS, PACK, TOOL, at, drifted, pointed, ready

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.records.procedure import StepResult

PACKS = (PACK,)
PLAN = RoundPlan(
    title="加油站密封点", purpose="监督性", standard="gb20952", region="general", method="HJ 733-2014",
    instruments=("FID-02",), operator="王立新", second="李志强", escort="赵工", place="示例加油站罩棚下",
)  # fmt: skip
JOINT = PlannedPoint(
    "J-01", "vapour_joint", Component(kind="连接件", unit="1 号加油机", reachable="yes", in_repair="no")
)
CHECKLIST = load_pack(Path(RESOURCES) / "checklists" / "A.yaml")
PRESS = Press(
    "示例市生态环境局", RESOURCES / "fonts", {CHECKLIST.header.id: CHECKLIST}, lambda: LAW,
    {"phx42": ("实验性驱动，公开资料很少，读数须核对",)},
)  # fmt: skip


class Site:
    """A round at an officer's desk, its session beside it."""

    def __init__(self, desk: Desk, case: str, plan: RoundPlan = PLAN, *, steps: bool = True) -> None:
        self.desk, self.case = desk, case
        self.round = begin_round(desk, case, plan, PACKS).round
        self.session = Session(TOOL, LIMITS)
        if steps:
            self.take(ready(self.session))

    @property
    def log(self) -> CaseLog:
        """The case as it stands."""
        return read(self.desk, self.case)

    @property
    def document(self) -> str:
        """The id of the round's record."""
        return document_of(self.round)

    @property
    def view(self):
        """The round as the case knows it."""
        return round_of(self.desk, self.case, self.round)

    def take(self, session: Session) -> None:
        """Keep the steps that a session has grown by."""
        for result in session.results[len(self.session.results) :]:
            keep_step(self.desk, self.case, self.round, result)
        self.session = session

    def leave(self, *steps: str) -> None:
        """Leave steps with a reason."""
        for number, step in enumerate(steps):
            left = self.session.leave(step, "现场没有标准气体", "王立新", at(10 + number))
            self.take(self.session.keep(left))

    def plan(self, *tags: str) -> None:
        """The list of points that has to be visited."""
        points = [replace(JOINT, tag=tag) for tag in tags]
        plan_points(self.desk, self.case, self.round, points, ("清单.xlsx", b"\1" * 32))

    def point(self, tag="J-01", value="120.4", now=3000, stay=13.0, **more) -> None:
        """Measure and keep a point."""
        self.session = pointed(self.session, tag, value, now, stay)
        self.keep(self.session.results[-1], **more)

    def keep(self, result: StepResult, **more) -> None:
        """Keep the result of a point."""
        planned = more.pop("planned", replace(JOINT, tag=result.subject))
        keep_point(self.desk, self.case, self.round, MeasuredPoint(planned, result, **more), PACKS)

    def drift(self, value="492", now=8000) -> None:
        """Keep the drift check of the day and end the round."""
        self.session = drifted(self.session, value, now)
        end_round(self.desk, self.case, self.round, self.session.results[-1])

    def photo(self, number="照片1", title="1 号加油机接头") -> str:
        """A photo in the case; its id."""
        note = Note(number, title, "photo", "罩棚下", "王立新", "2026-11-25T09:51:00+08:00")
        inspecting.add_evidence(self.desk, self.case, b"jpeg " + number.encode(), note)
        return str(self.log.file.all("evidence_added")[-1].body["evidence"])


def pid(result: StepResult) -> StepResult:
    """The same reading by a photoionisation detector."""
    return replace(
        result, tool=replace(result.tool, name="PID-01", model="rae_R", detector="PID", lamp_ev="10.6")
    )


def station(desk: Desk, case: str, *, fails: bool = False) -> Site:
    """A finished round of a petrol station: one over the limit, a short stay, one measured again."""
    site = Site(desk, case)
    tags = [f"J-{number:02d}" for number in range(1, 13)]
    site.plan(*tags, "J-13", "J-14")
    shown = (Link("photo", site.photo()), Link("thermal", site.photo("热像1", "3 号加油机"), "圈 1"))
    for number, tag in enumerate(tags):
        value = "812.6" if number == 4 else str(Decimal("2.1") + number * 3)
        more = {"links": shown, "probe": "紧贴接头表面，距 0 mm"} if number == 4 else {}
        site.point(tag, value, 3000 + number * 60, stay=5.0 if number == 7 else 13.0, **more)
    first = next(p for p in site.view.points if p.planned.tag == "J-03")
    site.point("J-03", "9.9", 4000, instead_of=first.id, reason="第一次探头没有贴紧")
    site.drift("440" if fails else "492")
    return site


__all__ = ["CHECKLIST", "JOINT", "PACKS", "PLAN", "PRESS", "Component", "Site", "pid", "station"]
