"""What the law page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldlaw.ui.presenters.law_words import Judgement, Reason, reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.law_facts import FactRow
    from fieldlaw.ui.presenters.law_read import FindingView, Kept, LawView

NEW = ""
_SAID = ("outcome", "flags")  # another benchmark may change these before it is among the packs used


@dataclass(frozen=True)
class FindingDraft:
    """What the form of a finding holds; days are typed words."""

    violation: str
    title: str
    party: str
    jurisdiction: str
    items: tuple[str, ...]
    days: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The facts of one finding and what the law makes of them; `fault` says why there is no judgement."""

    finding: str = NEW
    request: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[FactRow, ...] = ()
    judgement: Judgement | None = None
    fault: str = ""


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        view: the case as it was read last; None while none is open.
        sheet: the finding in hand; that of the trial while one runs.
        form: the form of a finding is shown, for a new one or for the one in hand.
        wrong: the row whose value was not taken, and why.
        trial: facts are tried out; nothing is written.
        show_kept: the tree is that of the kept assessment.
        problem: why the last act was not saved.
    """

    view: LawView | None = None
    sheet: Sheet = Sheet()
    form: bool = False
    wrong: tuple[str, str] = ("", "")
    trial: bool = False
    show_kept: bool = False
    problem: Problem | None = None

    @property
    def finding(self) -> FindingView | None:
        """The finding in hand."""
        return self.view.of(self.sheet.finding) if self.view else None

    @property
    def kept(self) -> Kept | None:
        """The assessment that stands in the case for the finding in hand."""
        return self.finding.kept if self.finding else None

    @property
    def outdated(self) -> str:
        """What has changed since the kept assessment: facts, packs, or nothing (empty)."""
        kept, judgement = self.kept, self.sheet.judgement
        if kept is None or self.trial or self.finding is None:
            return ""
        if kept.facts != self.finding.request:
            return "facts"
        if judgement is None:
            return ""
        now = {one["id"]: one["sha256"] for one in judgement.result["packs"]}
        said = [{name: one.get(name) for name in _SAID} for one in (judgement.result, kept.result)]
        return "packs" if now != dict(kept.packs) or said[0] != said[1] else ""

    @property
    def writable(self) -> bool:
        """Whether an assessment can be written now: there is one, and the case does not hold it yet."""
        if self.view is None or self.finding is None or self.trial or self.form:
            return False
        stale = self.kept is None or bool(self.outdated)
        return stale and self.sheet.judgement is not None and self.editable and not self.wrong[0]

    @property
    def editable(self) -> bool:
        """Whether facts can be changed: by those who inspect, in a case that is open."""
        disputed = self.finding is not None and self.finding.disputed
        return self.view is not None and not self.view.closed and not self.view.lawyer and not disputed

    @property
    def tree(self) -> Reason | None:
        """The explanation that is shown."""
        if self.show_kept and self.kept is not None and "tree" in self.kept.result:
            return reason(self.kept.result["tree"], {}, {})
        return self.sheet.judgement.tree if self.sheet.judgement else None
