"""The findings of a case as the law page needs them; read on the store lane, then only looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.deciding import facts_behind
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.lawchoice import LAWYER_ROLES, chosen
from fieldlaw.cases.casework.reviewing import took_part
from fieldlaw.ui.presenters.caseview import look_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.ui.presenters.caseview import CaseView

Request = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """An item answered 不合规: what a finding may stand on.

    Attributes:
        advice: the item cannot carry a case.
        day: the day of the answer.
        used: titles of the findings that stand on it already.
        bases: the legal bases of the item.
    """

    item: str
    statement: str
    advice: bool
    day: str
    used: tuple[str, ...]
    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """An assessment that stands in the case, and the facts that it was made from."""

    at: str
    facts: Request | None
    result: Mapping[str, Any]
    packs: Mapping[str, str]


@dataclass(frozen=True)
class Version:
    """One of several records of a finding that stand side by side."""

    event: bytes
    by: str
    at: str
    title: str
    request: Request


@dataclass(frozen=True)
class FindingView:
    """A finding; `versions` has more than one when people recorded it differently."""

    id: str
    title: str
    violation: str
    request: Request
    items: tuple[str, ...]
    at: str
    versions: tuple[Version, ...] = ()
    kept: Kept | None = None

    @property
    def disputed(self) -> bool:
        """Whether somebody has to pick first."""
        return len(self.versions) > 1


@dataclass(frozen=True)
class LawView:
    """A case: its head, what may become a finding, what is one.

    Attributes:
        evidence: numbers of evidence by the item to which they belong.
        closed: approved; nothing more is written.
        lawyer: the person at the desk did not inspect and may settle which law applies.
        files: the evidence of the case: number and title.
    """

    case: str
    number: str
    unit: str
    closed: bool
    proposals: tuple[Proposal, ...] = ()
    findings: tuple[FindingView, ...] = ()
    evidence: Mapping[str, tuple[str, ...]] | None = None
    lawyer: bool = False
    files: tuple[tuple[str, str], ...] = ()

    def of(self, finding: str) -> FindingView | None:
        """A finding by its id."""
        return next((one for one in self.findings if one.id == finding), None)


def read_findings(desk: Desk, case: str, checklists: Mapping[str, Pack]) -> LawView:
    """Read the findings of a case.

    Raises:
        NoSuchCaseError: it is not here.
        BrokenChainError: its log does not verify.
    """
    view, log = look_at(desk, case, checklists), read(desk, case)
    names = {peer.author: peer.name for peer in desk.profile.peers()}
    names[desk.profile.keys.author] = desk.profile.person.name
    ids = dict.fromkeys(e.body["finding"] for e in log.file.all("finding_recorded"))
    findings = tuple(one for name in ids if (one := _finding(log, name, names)) is not None)
    evidence: dict[str, tuple[str, ...]] = {}
    for row in view.evidence:
        evidence[row.item] = (*evidence.get(row.item, ()), row.number)
    return LawView(
        case=case,
        number=view.number,
        unit=view.unit,
        closed=view.closed,
        proposals=_proposals(log, view, findings),
        findings=findings,
        evidence=evidence,
        lawyer=may_choose(desk, log),
        files=tuple((row.number, row.title) for row in view.evidence),
    )


def may_choose(desk: Desk, log: CaseLog) -> bool:
    """Whether the person at the desk may settle which law applies: has the office, and took no part."""
    return desk.profile.person.role in LAWYER_ROLES and not took_part(desk, log)


def _finding(log: CaseLog, finding: str, names: Mapping[bytes, str]) -> FindingView | None:
    held = log.file.values("finding_recorded", finding)
    if not held:
        return None
    last = held[-1]
    return FindingView(
        id=finding,
        title=last.body["title"],
        violation=last.body["violation"],
        request=chosen(log, last.body),
        items=tuple(last.body["items"]),
        at=last.moment.wall[11:19],
        versions=tuple(_version(e, names) for e in held),
        kept=_kept(log, finding),
    )


def _version(event: Event, names: Mapping[bytes, str]) -> Version:
    by = names.get(event.envelope.author, event.envelope.author.hex()[:8])
    body = event.body
    return Version(event.id, by, event.moment.wall[11:16], body["title"], dict(body["facts"]))


def _kept(log: CaseLog, finding: str) -> Kept | None:
    """The assessment that stands; of two that did not know of each other, the later in the fixed order."""
    held = log.file.values("assessment_made", finding)
    if not held:
        return None
    last, behind = held[-1], facts_behind(log, held[-1])
    facts = None if behind is None else dict(behind)
    return Kept(last.moment.wall[11:16], facts, last.body["result"], last.body["packs"])


def _proposals(log: CaseLog, view: CaseView, findings: tuple[FindingView, ...]) -> tuple[Proposal, ...]:
    def held(item: str) -> Event | None:
        answers = log.file.values("item_answered", item)
        return next((e for e in answers if e.body["answer"] == "no"), None)

    return tuple(
        Proposal(
            row["id"],
            row["statement"],
            row["kind"] == "advice",
            event.moment.wall[:10],
            tuple(one.title for one in findings if row["id"] in one.items),
            tuple(row["bases"]),
        )
        for row in view.items
        if (event := held(row["id"])) is not None
    )
