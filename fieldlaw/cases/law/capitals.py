"""An amount in Chinese capital figures, as accounts and decisions write it: 贰拾万元整."""

from __future__ import annotations

from fieldlaw.errors import BugError

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
FEN_IN_JIAO = 10
FEN_IN_YUAN = 100
GROUP = 10_000


def capitals(fen: int) -> str:
    """Write an amount in capital figures.

    One 零 stands for any run of zeros between figures; 整 closes an amount without 分.

    Args:
        fen: the amount in fen, not negative, below ten thousand billion yuan.
    """
    if fen < 0 or fen >= FEN_IN_YUAN * GROUP ** len(GROUPS):
        raise BugError("an amount out of reach of capital figures")
    yuan, rest = divmod(fen, FEN_IN_YUAN)
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    return whole + _rest(rest, is_after_yuan=bool(yuan))


def _whole(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, GROUP)
        groups.append(group)
    text = "".join(_joined(groups, index) for index in reversed(range(len(groups))))
    return text.strip("零") or "零"


def _joined(groups: list[int], index: int) -> str:
    """One group of four figures with its unit; a group below a thousand leads with 零."""
    if not groups[index]:
        return "零" if index and groups[index - 1] >= GROUP // 10 else ""
    lead = "零" if groups[index] < GROUP // 10 else ""
    # 万亿 shares its 亿 with the group below it, unless that one is empty.
    unit = "万" if index == len(GROUPS) - 1 and groups[index - 1] else GROUPS[index]
    return lead + _group(groups[index]) + unit


def _group(number: int) -> str:
    text, figures = "", str(number)
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure != "0":
            text += DIGITS[int(figure)] + PLACES[place]
        elif not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _rest(fen: int, *, is_after_yuan: bool) -> str:
    jiao, single = divmod(fen, FEN_IN_JIAO)
    if not fen:
        return "整"
    gap = "零" if is_after_yuan and not jiao else ""
    tens = f"{DIGITS[jiao]}角" if jiao else ""
    return gap + tens + (f"{DIGITS[single]}分" if single else "整")
