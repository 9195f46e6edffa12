"""法律适用初步意见: what the law makes of the facts, with ranges, or why nothing is concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.flow import Flow
from fieldlaw.cases.documents.fonts import SANS_BOLD
from fieldlaw.cases.documents.page import Sheet, number_corners

if TYPE_CHECKING:
    from fieldlaw.cases.documents.fonts import Fonts
    from fieldlaw.cases.documents.model import AssessmentText

KIND: Final = "法律适用初步意见"
WIDTHS: Final = (38 * mm, 30 * mm, 30 * mm, 58 * mm)
HEAD: Final = ("事项", "下限", "上限", "依据")
NOTE: Final = "本意见由程序按规则库列出，供承办人参考，不代替审查、法制审核和集体讨论。"


def build(text: AssessmentText, fonts: Fonts) -> list[Sheet]:
    """Lay out the assessment.

    Args:
        text: title, ranges, refusal, explanation.
        fonts: the registered faces.

    Returns:
        Its pages, not yet drawn.
    """
    flow = Flow(fonts)
    flow.title(text.title)
    flow.y += 6.0
    flow.small(NOTE)
    if text.warning:
        flow.small(text.warning, SANS_BOLD)
    if text.refusal:
        flow.heading("不作出结论")
        flow.body(text.refusal)
    if text.amounts:
        flow.heading("拟罚数额")
        flow.body("\n".join(text.amounts))
    if text.discretion:
        flow.heading("裁量理由（写入决定书）")
        flow.body("\n".join(text.discretion))
    if text.ranges:
        rows = [(r.subject, r.lower, r.upper, r.basis) for r in text.ranges]
        flow.heading("幅度", flow.lead(WIDTHS, HEAD, rows))
        flow.table(WIDTHS, HEAD, rows)
    if text.lines:
        flow.heading("说明")
        flow.body("\n".join(text.lines))
    number_corners(flow.sheets, fonts)
    return flow.sheets
