"""合法性核对表: every check before review, what it came to and why; the score by document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.flow import Flow
from fieldlaw.cases.documents.fonts import SANS_BOLD
from fieldlaw.cases.documents.page import Sheet, number_corners

if TYPE_CHECKING:
    from fieldlaw.cases.documents.fonts import Fonts
    from fieldlaw.cases.documents.model import ChecksText

TITLE: Final = "合法性核对表"
WIDTHS: Final = (13 * mm, 56 * mm, 17 * mm, 57 * mm, 13 * mm)
HEAD: Final = ("序号", "核对事项", "结果", "理由", "依据")
ANSWER_WIDTHS: Final = (54 * mm, 34 * mm, 34 * mm, 34 * mm)
ANSWER_HEAD: Final = ("事实", "答复", "答复人", "说明")
SCORE_WIDTHS: Final = (74 * mm, 36 * mm, 23 * mm, 23 * mm)
SCORE_HEAD: Final = ("文书", "是否在卷", "得分", "标准分")
NOTE: Final = "本表由程序按规则库列出，供审核参考。“待确认”是案件和答复里都没有的事实，不算通过。"


def build(text: ChecksText, fonts: Fonts) -> list[Sheet]:
    """Lay out the checks.

    Args:
        text: the checks, already worded.
        fonts: the registered faces.

    Returns:
        Its pages, not yet drawn.
    """
    flow = Flow(fonts)
    flow.title(TITLE)
    flow.y += 6.0
    flow.small(f"核对截至 {text.made_at}。{text.counts}", SANS_BOLD)
    flow.small(NOTE)
    flow.y += 6.0
    rows = [(one.number, one.text, one.result, one.reason, one.source) for one in text.checks]
    flow.table(WIDTHS, HEAD, rows)
    flow.y += 6.0
    for number, source in enumerate(text.sources, start=1):
        flow.small(f"依据 {number}：{source}")
    answers = [(one.fact, one.answer, one.by, one.note) for one in text.answers]
    if answers:
        flow.heading("人工答复", flow.lead(ANSWER_WIDTHS, ANSWER_HEAD, answers))
        flow.table(ANSWER_WIDTHS, ANSWER_HEAD, answers)
    score = [(one.document, one.state, one.points, one.full) for one in text.score]
    if score:
        flow.heading("卷面评分", flow.lead(SCORE_WIDTHS, SCORE_HEAD, score))
        flow.table(SCORE_WIDTHS, SCORE_HEAD, score)
        flow.y += 6.0
        flow.small(text.total, SANS_BOLD)
    for remark in text.remarks:
        flow.small(remark)
    flow.small(f"规则包：{'；'.join(text.packs)}")
    number_corners(flow.sheets, fonts)
    return flow.sheets
