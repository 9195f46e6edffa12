"""An assessment made once more, from the facts and the packs that it was made from, and compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.deciding import facts_behind
from fieldlaw.cases.casework.pinning import kept_packs
from fieldlaw.cases.law.assess import as_json, assess, fit
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.packs.compile import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event

SAME, DIFFERS, NO_FACTS, NO_PACKS = "same", "differs", "no_facts", "no_packs"


@dataclass(frozen=True)
class Replay:
    """What came of it.

    Attributes:
        state: same, differs, no_facts (the finding is not here) or no_packs (a pack is not, or is damaged).
        missing: the packs that are not there, as "id hash".
        changed: the keys of the answer that differ.
        result: the answer as it is now; empty where there is none.
    """

    state: str
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    result: Mapping[str, Any] | None = None


def replay(log: CaseLog, assessment: Event) -> Replay:
    """Make an assessment once more, from the facts and the packs that it was made from."""
    request = facts_behind(log, assessment)
    if request is None:
        return Replay(NO_FACTS)
    pinned: Mapping[str, str] = assessment.body["packs"]
    held = kept_packs(log)
    missing = tuple(f"{name} {sha}" for name, sha in pinned.items() if sha not in held)
    if missing:
        return Replay(NO_PACKS, missing)
    order = [each["sha256"] for each in assessment.body["result"]["packs"]]  # a map has none
    wanted = sorted(pinned.values(), key=lambda sha: order.index(sha) if sha in order else len(order))
    packs = [held[sha] for sha in wanted]
    try:
        signed = frozenset(assessment.body.get("signed", ()))
        now = as_json(assess(fit(request, packs), packs, signed=signed))
    except RequestError as error:
        return Replay(DIFFERS, changed=(error.place,))
    return _compared(now, assessment.body["result"])


def _compared(now: Mapping[str, Any], then: Mapping[str, Any]) -> Replay:
    if canonical(now) == canonical(then):
        return Replay(SAME, result=now)
    keys = sorted({*now, *then})
    changed = tuple(key for key in keys if now.get(key) != then.get(key))
    return Replay(DIFFERS, changed=changed, result=now)
