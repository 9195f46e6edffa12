"""The norms that one act breaks: each with its finding, its law and its fine; the highest fine governs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.cases.law.benchmark import Fine, Refusal, fine
from fieldlaw.cases.law.explain import Explanation, money, no_amount
from fieldlaw.cases.law.finding import Finding, find
from fieldlaw.cases.law.statutes import Choice, choose

if TYPE_CHECKING:
    from fieldlaw.cases.law.admitting import Terms
    from fieldlaw.cases.law.lawbook import LawBook, Statute
    from fieldlaw.cases.law.request import Request

PENDING = Choice("lawyer", "行为日期或决定日期未知，尚不能确定适用的法律。", frozenset(), None)


@dataclass(frozen=True, slots=True)
class Norm:
    """A violation under one statute that applies to it.

    Attributes:
        statute: None while no law is settled.
        blocked: flags of what keeps it from being judged.
        result: the fine, or why there is none; None when blocked.
        rule: how several norms were settled; a branch of the tree.
    """

    request: Request
    finding: Finding
    choice: Choice
    statute: Statute | None
    blocked: tuple[str, ...]
    result: Fine | Refusal | None
    rule: tuple[Explanation, ...] = ()

    @property
    def fine(self) -> Fine | None:
        """The fine, when there is one."""
        return self.result if isinstance(self.result, Fine) else None

    @property
    def outcome(self) -> str:
        """undecidable, refused or fine."""
        if self.result is None:
            return "undecidable"
        if isinstance(self.result, Refusal):
            return "undecidable" if self.result.is_open else "refused"
        return "fine"

    @property
    def flags(self) -> tuple[str, ...]:
        """What stands in its way, or what is to be known of its fine."""
        if self.result is None:
            return self.blocked
        return self.result.codes if isinstance(self.result, Refusal) else self.result.flags

    def is_of(self, other: Norm) -> bool:
        """Whether another is this norm."""
        return (self.request.violation.id, self.statute) == (other.request.violation.id, other.statute)

    def money_part(self) -> tuple[Explanation, ...]:
        """What is said of its amount, the settling of several norms first."""
        return (*self.rule, *((self.result.part,) if self.result else ()))

    def beside(self) -> Explanation:
        """The norm as a branch, beside the one that governs."""
        value = self.request.violation.name
        if self.statute:
            value += f"，{self.statute.title}"
        children = (self.result.part,) if self.result else ()
        return Explanation("同一行为触犯的另一规范", value, "", children)


def weigh_norms(request: Request, book: LawBook, terms: Terms) -> tuple[Norm, ...]:
    """A violation under each statute that applies to it; at least one norm."""
    finding = find(request.violation, request.facts)
    choice = _choice(request, book)
    blocked = _blocking_flags(request, finding, choice)
    if blocked:
        return (Norm(request, finding, choice, None, blocked, None),)
    used = (each for each in request.violation.statutes if each.id in choice.applies)
    return tuple(Norm(request, finding, choice, each, (), fine(request, each, terms)) for each in used)


def governing(norms: list[Norm]) -> Norm:
    """The norm whose fine counts; the first one, refused, when that cannot be told.

    Args:
        norms: the norms of the act, that of the request first.
    """
    first, rest = norms[0], [each for each in norms[1:] if each.finding.established is not False]
    if first.result is None or not rest:
        return first
    fines = [
        (found.amount_fen, norm, found)
        for norm in (first, *rest)
        if (found := norm.fine) and found.amount_fen is not None
    ]
    if len(fines) != len(rest) + 1:
        return _unsettled(first, rest)
    amounts = [amount for amount, _, _ in fines]
    norm, found = next((norm, found) for amount, norm, found in fines if amount == max(amounts))
    return _settled(norm, found, amounts)


def _unsettled(first: Norm, rest: list[Norm]) -> Norm:
    """Without each amount nobody can tell which is higher."""
    if not first.fine:
        return first
    names = "、".join(each.request.violation.name for each in rest)
    codes = tuple(f"norm_undecided:{each.request.violation.id}" for each in rest)
    reason = f"同一行为还触犯其他规范（{names}），不能得出每一规范的确定数额，无法比较高低。"
    is_open = any(each.outcome == "undecidable" or each.fine for each in rest)
    return replace(first, result=Refusal(codes, reason, is_open, no_amount(reason)))


def _settled(highest: Norm, found: Fine, amounts: list[int]) -> Norm:
    rule = found.benchmark.several_norms
    listed = "、".join(money(amount) for amount in amounts)
    part = Explanation("多个规范", f"各规范的数额为{listed}，{rule.text}", rule.source)
    flags = (*found.flags, f"higher_norm:{highest.request.violation.id}")
    return replace(highest, result=replace(found, flags=flags), rule=(part,))


def _choice(request: Request, book: LawBook) -> Choice:
    if request.act is None or request.decided is None:
        return PENDING
    return choose(request.violation, request.act, request.decided, book.rules)


def _blocking_flags(request: Request, finding: Finding, choice: Choice) -> tuple[str, ...]:
    flags = [f"missing_fact:{question.id}" for question in finding.missing]
    if finding.established is False:
        flags += ["not_established", *finding.flags]
    dates = (("act", request.act), ("decided", request.decided))
    flags += [f"missing_date:{name}" for name, value in dates if value is None]
    if choice.which == "lawyer" and choice is not PENDING:
        flags.append("lawyer_must_choose")
    return tuple(flags)
