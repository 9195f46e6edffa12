"""The norms that one act breaks: each with its finding, its law and its fine; the highest fine governs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.cases.law.benchmark import Fine, Refusal, fine
from fieldlaw.cases.law.explain import Explanation, money, no_amount
from fieldlaw.cases.law.finding import Finding, find
from fieldlaw.cases.law.limitation import ASKED, Limitation, limitation
from fieldlaw.cases.law.reach import reach
from fieldlaw.cases.law.request import EXPIRED
from fieldlaw.cases.law.statutes import LAWYER, Choice, Clocks, choose

if TYPE_CHECKING:
    from fieldlaw.cases.law.admitting import Terms
    from fieldlaw.cases.law.lawbook import Statute
    from fieldlaw.cases.law.library import LawBook
    from fieldlaw.cases.law.reach import Reach
    from fieldlaw.cases.law.request import Request

LIMITATION = "limitation"
PENDING = Choice("lawyer", "行为日期或决定日期未知，尚不能确定适用的法律。", frozenset(), None)
NO_CLAUSE = Choice("equal", "规则包没有这一事项的直接罚则。", frozenset(), None)


@dataclass(frozen=True, slots=True)
class Norm:
    """A violation under one statute that applies to it.

    Attributes:
        statute: None while no law is settled.
        blocked: flags of what keeps it from being judged.
        result: the fine, or why there is none; None when blocked.
        limitation: whether the act was found in time, where that was looked at.
        rule: how several norms were settled; a branch of the tree.
    """

    request: Request
    finding: Finding
    choice: Choice
    statute: Statute | None
    blocked: tuple[str, ...]
    result: Fine | Refusal | None
    limitation: Limitation | None = None
    rule: tuple[Explanation, ...] = ()

    @property
    def fine(self) -> Fine | None:
        """The fine, when there is one."""
        return self.result if isinstance(self.result, Fine) else None

    @property
    def outcome(self) -> str:
        """undecidable, not_before, refused or fine."""
        if self.result is None:
            return "undecidable"
        if isinstance(self.result, Fine):
            return "fine"
        if self.result.is_open:
            return "undecidable"
        return "not_before" if self.result.not_before else "refused"

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
    choice, late = _choice(request, book), limitation(request, book.limits)
    blocked = _blocking_flags(request, finding, choice, late)
    if blocked:
        return (Norm(request, finding, choice, None, blocked, None, late),)
    none = _no_fine_at_all(request, late)
    if none:
        return (Norm(request, finding, choice, None, (), none, late),)
    used = (each for each in request.violation.statutes if each.id in choice.applies)
    return tuple(Norm(request, finding, choice, each, (), _fine(request, each, terms), late) for each in used)


def _fine(request: Request, statute: Statute, terms: Terms) -> Fine | Refusal:
    """The fine under one clause, unless something must come before any fine."""
    found = reach(statute, request.violation, request.facts)
    if found.bars_fine is False:
        return _with_open(fine(request, statute, terms), found)
    part = no_amount(found.reason)
    return Refusal(found.codes, found.reason, found.bars_fine is None, part, not_before=bool(found.bars_fine))


def _with_open(result: Fine | Refusal, found: Reach) -> Fine | Refusal:
    """A refusal that also names the range that is still open."""
    if isinstance(result, Fine) or not found.is_open:
        return result
    return replace(result, codes=tuple(dict.fromkeys((*result.codes, *found.codes))))


def _no_fine_at_all(request: Request, late: Limitation | None) -> Refusal | None:
    """Why this bureau cannot fine the act under any clause."""
    violation = request.violation
    if not violation.statutes:
        reason = "本事项是管理要求，没有直接罚则，不作处罚；可以发整改通知或者提出绩效降级建议。"
        return Refusal(("no_legal_basis",), reason, is_open=False, part=no_amount(reason))
    if violation.authority:
        reason = f"本事项由{violation.authority}处罚，生态环境部门应当移送。"
        return Refusal(("other_authority",), reason, is_open=False, part=no_amount(reason))
    if late and late.state == EXPIRED:
        reason = "违法行为超过追责时效才发现，不再处罚。"
        return Refusal(("time_barred",), reason, is_open=False, part=no_amount(reason))
    return None


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
    if not request.violation.statutes:
        return NO_CLAUSE
    if request.act is None or request.decided is None:
        return PENDING
    clocks = Clocks(request.act, request.decided)
    return choose(request.violation, clocks, request.facts, book.rules, request.pick)


def _blocking_flags(
    request: Request, finding: Finding, choice: Choice, late: Limitation | None
) -> tuple[str, ...]:
    flags = [f"missing_fact:{question.id}" for question in finding.missing]
    if finding.established is False:
        flags += ["not_established", *finding.flags]
    dates = (("act", request.act), ("decided", request.decided))
    flags += [f"missing_date:{name}" for name, value in dates if value is None]
    asked = [choice.question] if choice.which == LAWYER and choice is not PENDING else []
    asked += [LIMITATION] if late and late.state == ASKED else []
    flags += ["lawyer_must_choose"] if asked else []
    return (*flags, *(f"question:{name}" for name in asked))
