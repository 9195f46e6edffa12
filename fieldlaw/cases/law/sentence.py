"""The sentence that a decision must contain: why discretion was used as it was (办法 art. 56, item 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.law.capitals import capitals
from fieldlaw.cases.law.explain import money, span_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.law.benchmark import Fine
    from fieldlaw.cases.law.norms import Norm
    from fieldlaw.cases.law.weighing import Step

_NOT_WEIGHED = ("合计", "法定区间", "取整")


def discretion_sentence(norm: Norm, fine: Fine | None) -> str:
    """The reasons and the basis of an amount, for the text of the decision; empty without a settled amount.

    Args:
        norm: the norm that governs.
        fine: its fine; None where none is imposed.
    """
    if fine is None or fine.amount_fen is None or norm.statute is None:
        return ""
    header = fine.benchmark.header
    factors = _listed(step for step in fine.steps if step.weight and step.title not in _NOT_WEIGHED)
    others = _reasons(step for step in fine.steps if not step.weight or step.title in _NOT_WEIGHED)
    parts = (
        f"当事人{norm.request.violation.name}的行为，依照{norm.statute.title}，罚款幅度为{span_words(*fine.limits)}",
        norm.choice.reason.rstrip("。"),
        f"参照{header.jurisdiction}行政处罚裁量基准（{header.edition}）{fine.table}",
        *((f"裁量因素为{factors}",) if factors else ()),
        *((others,) if others else ()),
        f"决定罚款{money(fine.amount_fen)}（人民币{capitals(fine.amount_fen)}）",
    )
    return "；".join(parts) + "。"


def _listed(steps: Iterable[Step]) -> str:
    return "、".join(f"{step.title}（{step.reason.rstrip('。')}，{step.weight}%）" for step in steps)


def _reasons(steps: Iterable[Step]) -> str:
    return "；".join(f"{step.title}：{step.reason.rstrip('。')}" for step in steps)
