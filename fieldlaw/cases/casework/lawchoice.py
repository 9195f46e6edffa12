"""What a lawyer settled where the law of a finding is not clear, and the request that the law engine gets.

A choice answers one question about one act: when the violation or a day changes, it no longer counts and the
question is asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import read_in, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.casework.reviewing import REVIEWER_ROLES, SHORTEST_REASON, took_part
from fieldlaw.cases.law.assess import assess, fit
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

LAWYER_ROLES = ("法制审核人", *REVIEWER_ROLES)
_CHOSEN = Changes(frozenset({Kind.FINDINGS, Kind.OUTBOX}))


class NotYoursToChooseError(KnownError):
    """Who inspected, or is no reviewer, does not settle a question of law."""

    def __init__(self) -> None:
        what = "没有选定：适用哪部法律由没有参加检查的法制审核人、审核人或负责人选定。"
        super().__init__(what, "请他们在自己的电脑上打开这个案件。", "案件没有变化。")


class ChoiceReasonTooShortError(KnownError):
    """A choice of law without a reason helps no court."""

    def __init__(self) -> None:
        what = f"没有选定：理由不足 {SHORTEST_REASON} 个字。"
        super().__init__(what, "写明选用这些条款的理由。", "已写的内容没有丢。")


class NothingToChooseError(KnownError):
    """The law of the finding is clear, or none of the clauses at issue was chosen."""

    def __init__(self) -> None:
        super().__init__(
            "没有选定：这个问题的法律是清楚的，或者没有选中可选的条款。",
            "先看“适用法律”一栏问的是什么。",
            "案件没有变化。",
        )


def asked_of(request: Mapping[str, Any]) -> str:
    """What a choice hangs on: the violation, the days of the act, of its discovery and of the decision."""
    act = request.get("act") or {}
    days = [str(each or "")[:10] for each in (act.get("start"), act.get("end"), request.get("found"))]
    return " ".join([str(request["violation"]), *days, str(request.get("decided") or "")[:10]])


def with_choice(request: Mapping[str, Any], held: Iterable[Event]) -> dict[str, Any]:
    """A request with the choice that was made for it.

    Args:
        request: the facts of a finding.
        held: the choices that stand; two that did not know of each other settle nothing.
    """
    fit = [one for one in held if one.body["asked"] == asked_of(request)]
    if len(fit) != 1:
        return dict(request)
    body = fit[0].body
    named = {key: body[key] for key in ("reason", "by", "limitation") if body[key]}
    return {**request, "choice": {**named, "statutes": list(body["statutes"])}}


def chosen(log: CaseLog, body: Mapping[str, Any]) -> dict[str, Any]:
    """The request of a recorded finding, with what a lawyer settled for it."""
    return with_choice(body["facts"], log.file.values("law_chosen", str(body["finding"])))


def choose_law(
    desk: Desk, case: str, finding: str, given: Mapping[str, Any], packs: Iterable[Pack]
) -> Changes:
    """Record which clauses apply to a finding, or whether it was found in time.

    Args:
        desk: the desk of the lawyer.
        case: the case.
        finding: the finding's id.
        given: `statutes` (ids), `limitation` (in_time, expired or empty) and `reason`.
        packs: the law packs, which say what the question is.

    Raises:
        NotYoursToChooseError, ChoiceReasonTooShortError, NothingToChooseError: see there.
        ClosedInspectionError: the case has been approved.
        KeyError: no such finding, or people disagree about it.
    """
    reason = str(given["reason"]).strip()
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        _check(desk, log, reason)
        standing = log.file.only("finding_recorded", finding)
        if standing is None:
            raise KeyError(finding)
        person = desk.profile.person
        body = {
            "finding": finding,
            "statutes": sorted(map(str, given.get("statutes", ()))),
            "limitation": str(given.get("limitation") or ""),
            "reason": reason,
            "by": person.name,
            "role": person.role,
            "asked": asked_of(standing.body["facts"]),
        }
        _check_settles(standing.body["facts"], body, tuple(packs))
        write_in(desk, work, log, [Draft("law_chosen", body)])
    return _CHOSEN


def _check(desk: Desk, log: CaseLog, reason: str) -> None:
    if log.file.all("case_approved"):
        raise ClosedInspectionError
    if took_part(desk, log) or desk.profile.person.role not in LAWYER_ROLES:
        raise NotYoursToChooseError
    if len(reason) < SHORTEST_REASON:
        raise ChoiceReasonTooShortError


def _check_settles(facts: Mapping[str, Any], body: Mapping[str, Any], packs: tuple[Pack, ...]) -> None:
    """The choice must answer what is asked, and all that is asked."""
    request = fit(facts, packs)
    before = _questions(assess(request, packs).flags)
    named = {key: body[key] for key in ("reason", "by", "limitation", "statutes") if body[key]}
    if not before or _questions(assess({**request, "choice": named}, packs).flags):
        raise NothingToChooseError


def _questions(flags: Iterable[str]) -> set[str]:
    return {flag for flag in flags if flag.startswith("question:")}
