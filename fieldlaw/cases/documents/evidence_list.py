"""证据清单: every piece with its full SHA-256, when, where, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.flow import Flow
from fieldlaw.cases.documents.page import Sheet, number_corners

if TYPE_CHECKING:
    from fieldlaw.cases.documents.fonts import Fonts
    from fieldlaw.cases.documents.model import EvidenceItem

TITLE: Final = "证据清单"
WIDTHS: Final = (12 * mm, 30 * mm, 34 * mm, 80 * mm)
HEAD: Final = ("编号", "名称、类别", "取得时间、\n地点、取证人", "文件 SHA-256 校验值、大小")
NOTE: Final = "校验值由程序在取证时计算。文件有任何改动，重算的校验值就与本表不符。"


def grouped(digest: str) -> str:
    """A digest in groups of four, so that it can be read aloud."""
    return " ".join(digest[n : n + 4] for n in range(0, len(digest), 4))


def build(items: tuple[EvidenceItem, ...], fonts: Fonts) -> list[Sheet]:
    """Lay out the list.

    Args:
        items: the evidence in order.
        fonts: the registered faces.

    Returns:
        Its pages, not yet drawn.
    """
    flow = Flow(fonts)
    flow.title(TITLE)
    flow.y += 6.0
    flow.small(f"共 {len(items)} 件。{NOTE}")
    flow.y += 6.0
    flow.table(WIDTHS, HEAD, [_row(item) for item in items])
    number_corners(flow.sheets, fonts)
    return flow.sheets


def _row(item: EvidenceItem) -> tuple[str, str, str, str]:
    """One piece as a row."""
    where = "\n".join(part for part in (item.time, item.place, item.by) if part)
    half = len(item.sha256) // 2
    digest = f"{grouped(item.sha256[:half])}\n{grouped(item.sha256[half:])}"
    return str(item.no), f"{item.title}\n（{item.kind}）", where, f"{digest}\n{item.size} 字节"
