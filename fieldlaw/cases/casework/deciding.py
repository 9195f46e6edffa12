"""Findings and what the law makes of them; every assessment pins the packs that it used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.law.assess import as_json, assess
from fieldlaw.cases.ledger.event import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.changes import Changes


def record_finding(
    desk: Desk, case: str, finding: str, title: str, request: Mapping[str, Any], items: Iterable[str]
) -> Changes:
    """Record a finding: the violation, its facts and dates, the checklist items behind it."""
    body = {
        "finding": finding,
        "violation": str(request["violation"]),
        "title": title,
        "facts": dict(request),
        "items": list(items),
    }
    return write(desk, case, Draft("finding_recorded", body))


def assess_finding(desk: Desk, case: str, finding: str, packs: Iterable[Pack]) -> dict[str, Any]:
    """Assess a recorded finding, keep the result in the case and return it.

    Raises:
        KeyError: no such finding, or people disagree about it.
        RequestError: a fact or date that cannot be read.
    """
    recorded = read(desk, case).file.only("finding_recorded", finding)
    if recorded is None:
        raise KeyError(finding)
    result = as_json(assess(recorded.body["facts"], tuple(packs)))
    used = {pack["id"]: pack["sha256"] for pack in result["packs"]}
    body = {"assessment": desk.fresh(8).hex(), "finding": finding, "result": result, "packs": used}
    write(desk, case, Draft("assessment_made", body))
    return result
