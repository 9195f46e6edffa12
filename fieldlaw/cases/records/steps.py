"""The steps of an inspection on site, in their usual order; any may be left and taken up again.

A step is named by its number in events; its word is for screen and paper.
"""

from __future__ import annotations

STEPS = (
    "出发准备",
    "到达录像",
    "亮证告知",
    "申请回避",
    "身份核验",
    "现场检查",
    "取证",
    "询问",
    "现场笔录",
    "当场措施",
    "结果告知",
    "止录入库",
)


def step_id(word: str) -> str:
    """The number of a step, as events name it."""
    return str(STEPS.index(word) + 1)
