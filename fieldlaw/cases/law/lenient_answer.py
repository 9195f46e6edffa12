"""What the leniency lists do to an answer: the outcome, the flags, the branch of the tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.admitting import barred
from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.ladder import explained, ladder
from fieldlaw.cases.law.leniency import conduct, lay_out, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.law.admitting import Terms
    from fieldlaw.cases.law.leniency import Case, Verdict
    from fieldlaw.cases.law.lenient_list import LenientList
    from fieldlaw.cases.law.norms import Norm

NO_PENALTY, MAY = "no_penalty", "may_no_penalty"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Leniency:
    """What the lists of a case come to.

    Attributes:
        effect: no_penalty, may_no_penalty, open (not yet known whether it must be left unpunished) or empty.
        parts: branches for the tree.
    """

    effect: str = ""
    entries: tuple[Mapping[str, Any], ...] = ()
    ladder: tuple[Mapping[str, Any], ...] = ()
    flags: tuple[str, ...] = ()
    parts: tuple[Explanation, ...] = ()


def leniency_of(norm: Norm, norms: list[Norm], terms: Terms) -> Leniency:
    """Weigh the lists that the request may mean; empty when there are none.

    Args:
        norm: the norm that governs.
        norms: all norms of the act.
        terms: whether this is a real case, and whose signatures were verified.
    """
    request = norm.request
    held = {each.header.id for each in request.lists}
    unknown = [name for name in request.lenient if name not in held]
    codes = [f"leniency_unknown:{name}" for name in unknown]
    said = [Explanation("免罚清单", f"本机没有免罚清单 {name}") for name in unknown]
    if not request.lists or norm.finding.established is False:
        return Leniency(flags=tuple(codes), parts=tuple(said))
    case = lay_out(request, _violations(norm, norms))
    faults = {each.header.sha256: barred(each, request, terms) for each in request.lists}
    for fault in faults.values():
        codes += [fault[0]] if fault else []
        said += [Explanation("免罚清单", fault[1])] if fault else []
    fit = [each for each in request.lists if faults[each.header.sha256] is None]
    twice = _twice(fit)
    codes += [f"leniency_two_editions:{name}" for name in twice]
    said += [Explanation("免罚清单", f"{name} 有两版同时可用，不能取舍") for name in twice]
    used = [each for each in fit if each.header.id not in twice]
    if not used:
        return Leniency(flags=tuple(codes), parts=tuple(said))
    return _answer(norm, case, used, (codes, said), terms)


def _twice(lists: list[LenientList]) -> list[str]:
    names = [each.header.id for each in lists]
    return sorted({name for name in names if names.count(name) > 1})


def _violations(norm: Norm, norms: list[Norm]) -> tuple[str, ...]:
    others = (each.request.violation.id for each in norms if each.finding.established is not False)
    return tuple(dict.fromkeys((norm.request.violation.id, *others)))


def _answer(
    norm: Norm,
    case: Case,
    used: list[LenientList],
    before: tuple[list[str], list[Explanation]],
    terms: Terms,
) -> Leniency:
    found = [each for held in used for each in verdicts(case, held, terms)]
    steps = tuple(step for held in used for step in ladder(case, held))
    effect = _effect(norm, found)
    codes = [*before[0], *(each.flag for each in found if each.flag)]
    codes += [f"leniency_excluded:{row.id}" for row, part in conduct(case) if part.truth is False]
    codes += ["training"] if terms.is_training else []
    duties = _duties(used) if effect in (NO_PENALTY, MAY) else ()
    branch = Explanation("包容免罚", _verdict(effect, found), "", (*_bars(found), *_items(found)))
    return Leniency(
        effect=effect,
        entries=tuple(each.as_json() for each in found),
        ladder=steps,
        flags=tuple(dict.fromkeys(codes)),
        parts=(*before[1], branch, *duties, *explained(steps)),
    )


def _effect(norm: Norm, found: list[Verdict]) -> str:
    """What they do to the outcome; nothing while the violation or its law is not settled."""
    if norm.result is None or not norm.finding.established:
        return ""
    met = {each.item.effect for each in found if each.met and each.decides}
    if NO_PENALTY in met:
        return NO_PENALTY
    if any(each.is_open and each.item.effect == NO_PENALTY for each in found):
        return OPEN
    return MAY if MAY in met else ""


def _verdict(effect: str, found: list[Verdict]) -> str:
    if not found:
        return "清单没有这一违法行为的事项"
    return {
        NO_PENALTY: "符合不予处罚的条件",
        MAY: "符合可以不予处罚的条件，是否处罚由承办人提出并经审核决定",
        OPEN: "是否应当不予处罚，所需的事实还没有填写",
    }.get(effect, "没有据以改变处理结果的事项")


def _items(found: list[Verdict]) -> tuple[Explanation, ...]:
    return tuple(each.explained() for each in found)


def _bars(found: list[Verdict]) -> tuple[Explanation, ...]:
    """The exclusions once, though every item has them."""
    parts = dict.fromkeys(part for each in found for part in each.parts[each.own :])
    if not parts:
        return ()
    return (Explanation("排除情形", "逐项查明", "", tuple(each.explained() for each in parts)),)


def _duties(used: list[LenientList]) -> tuple[Explanation, ...]:
    """What a decision not to penalise still requires."""
    rows = [row for held in used for row in held.duties]
    return tuple(
        Explanation("不予处罚仍须", f"{row['text']}（《{row['law']}》{row['article']}）", row["source"])
        for row in rows
    )
