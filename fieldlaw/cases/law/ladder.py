"""The management ladder for repeated minor acts: prompts with source and legal limits, never an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.facts import all_of
from fieldlaw.cases.law.leniency import conduct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.law.leniency import Case
    from fieldlaw.cases.law.lenient_list import LadderStep, LenientList

LIMIT_KEYS = ("id", "text", "law", "article", "source", "status")


def ladder(case: Case, held: LenientList) -> tuple[dict[str, Any], ...]:
    """The steps of a list's ladder that may be taken now; none where forbidden conduct shuts it.

    `applies` is true, or null while a fact is missing. A step is a measure of management: it is no penalty,
    needs none of its forms, and changes neither the outcome nor the amount.
    """
    bars = [part for _, part in conduct(case)]
    if any(part.truth is False for part in bars):
        return ()
    clear = all_of(part.truth for part in bars)
    weighed = ((step, *case.part(step.when)) for step in held.steps)
    unknown = [each for part in bars for each in part.missing]
    return tuple(
        {"applies": all_of((truth, clear)), "missing": [each.fact for each in (*missing, *unknown)]}
        | _prompt(held, step)
        for step, truth, missing in weighed
        if truth is not False
    )


def _prompt(held: LenientList, step: LadderStep) -> dict[str, Any]:
    return {
        "step": step.id,
        "list": held.header.id,
        "text": step.text,
        "measure": step.measure,
        "source": step.source,
        "status": step.status,
        "limits": [{key: row[key] for key in LIMIT_KEYS} for row in held.limits],
    }


def explained(prompts: tuple[Mapping[str, Any], ...]) -> tuple[Explanation, ...]:
    """The prompts as one branch of the tree; nothing without prompts."""
    if not prompts:
        return ()
    steps = tuple(Explanation(row["text"], _measure(row), row["source"]) for row in prompts)
    limits = {row["id"]: row for prompt in prompts for row in prompt["limits"]}
    bounds = tuple(
        Explanation("法律界限", f"{row['text']}（《{row['law']}》{row['article']}）", row["source"])
        for row in limits.values()
    )
    note = "这是管理措施，不是行政处罚，不改变处理结果和数额"
    return (Explanation("阶梯管理提示", note, "", (*steps, *bounds)),)


def _measure(row: Mapping[str, Any]) -> str:
    return str(row["measure"]) if row["applies"] else "不能判断是否到了这一步"
