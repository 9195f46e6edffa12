"""The stages of a proceeding in their usual order, and which event cannot come before which.

Events are named by their ids in the deadlines pack, which holds their words; a stage only says where an event
stands. How long each may take is the pack's matter, not this file's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """A stage: its word and the events that are noted in it."""

    word: str
    events: tuple[str, ...]


STAGES = (
    Stage("线索", ("lead_received", "filing_decided")),
    Stage("立案", ("filed",)),
    Stage("调查", ("report_received", "investigated")),
    Stage("案件审查", ("examined",)),
    Stage("告知", ("rights_told", "notice_served")),
    Stage("陈述、申辩", ("defence_given", "defence_waived")),
    Stage("听证", ("hearing_asked", "hearing_notified", "hearing_held")),
    Stage("法制审核", ("legally_reviewed",)),
    Stage("集体讨论", ("discussed",)),
    Stage("决定", ("decision_made",)),
    Stage("送达", ("decision_served",)),
    Stage("公开", ("decision_published",)),
    Stage("缴款", ("payment_due", "fine_paid")),
    Stage("复议、诉讼", ("review_asked", "suit_filed", "suit_period_ended")),
    Stage("催告、强制执行", ("demand_served", "court_applied")),
    Stage("结案、归档", ("case_closed", "archived")),
)
# Events beside the main way; the ones that no stage names and that are not here come last, under 其他.
SIDES = (
    Stage("登记保存", ("preserved", "preservation_handled", "preserved_urgently", "preservation_approved")),
    Stage(
        "查封、扣押",
        (
            "seized",
            "seized_on_site",
            "seizure_approved",
            "release_asked",
            "release_checked",
            "release_decided",
            "release_served",
            "seizure_lifted",
        ),
    ),
    Stage(
        "责令改正与复查",
        (
            "order_made",
            "order_served",
            "rechecked",
            "second_order_served",
            "second_rechecked",
            "daily_decided",
        ),
    ),
    Stage(
        "限制生产、停产整治",
        (
            "production_decided",
            "production_served",
            "restriction_served",
            "production_plan_filed",
            "rectified",
            "rectification_reported",
            "production_lifted",
            "followed_up",
        ),
    ),
    Stage("当场处罚", ("decided_on_the_spot", "on_the_spot_recorded")),
    Stage("移送公安", ("crime_reported", "transfer_decided", "transferred")),
    Stage("行政拘留", ("detention_decided", "detention_transferred")),
    Stage("违法行为", ("act_ended", "act_found")),
    Stage("自动监控故障", ("fault_began", "fault_reported", "fault_repaired")),
)
# (earlier, later): a paper that says otherwise is noted only with a reason.
ORDER = (
    ("lead_received", "filing_decided"),
    ("lead_received", "filed"),
    ("filed", "investigated"),
    ("investigated", "examined"),
    ("filed", "notice_served"),
    ("notice_served", "defence_given"),
    ("notice_served", "hearing_asked"),
    ("hearing_asked", "hearing_held"),
    ("hearing_notified", "hearing_held"),
    ("filed", "decision_made"),
    ("notice_served", "decision_made"),
    ("hearing_held", "decision_made"),
    ("legally_reviewed", "decision_made"),
    ("discussed", "decision_made"),
    ("decision_made", "decision_served"),
    ("decision_made", "decision_published"),
    ("decision_served", "fine_paid"),
    ("decision_served", "review_asked"),
    ("decision_served", "suit_filed"),
    ("decision_served", "demand_served"),
    ("demand_served", "court_applied"),
    ("filed", "case_closed"),
    ("case_closed", "archived"),
    ("preserved", "preservation_handled"),
    ("preserved_urgently", "preservation_approved"),
    ("seized_on_site", "seizure_approved"),
    ("seized", "seizure_lifted"),
    ("release_asked", "release_checked"),
    ("release_decided", "release_served"),
    ("report_received", "order_served"),
    ("order_made", "order_served"),
    ("order_served", "rechecked"),
    ("rechecked", "second_order_served"),
    ("second_order_served", "second_rechecked"),
    ("rechecked", "daily_decided"),
    ("production_decided", "production_served"),
    ("production_served", "production_lifted"),
    ("production_lifted", "followed_up"),
    ("detention_decided", "detention_transferred"),
    ("decided_on_the_spot", "on_the_spot_recorded"),
    ("crime_reported", "transfer_decided"),
    ("transfer_decided", "transferred"),
    ("fault_began", "fault_reported"),
    ("fault_began", "fault_repaired"),
)
ARCHIVED = "archived"


def is_service(event: str) -> bool:
    """Whether an event is the service of a document, so that the way of service belongs to it."""
    return event.endswith("_served")
