"""How a clause is cited: packs write ①(二), a document says 第一款第（二）项."""

from __future__ import annotations

import re

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NUMBERS = "一二三四五六七八九十"
_PARAGRAPHS = re.compile(f"[{_CIRCLED}]+")
_ITEMS = re.compile(r"(?:[(（][一二三四五六七八九十]+[)）])+")
_ITEM = re.compile(r"[(（]([一二三四五六七八九十]+)[)）]")


_ARTICLES = re.compile(r"\d+(?:[、；]\d+)*")


def article(law: str, number: str) -> str:
    """A law and its article: 《办法》第 44、90 条; what is no number stands as it is.

    Two laws (甲法、乙法) with as many lists of articles (70；72、73) are cited one after the other.
    """
    laws, numbers = law.split("、"), number.split("；")
    if len(laws) == len(numbers) > 1:
        return "；".join(map(article, laws, numbers))
    held = f"第 {number} 条" if _ARTICLES.fullmatch(number) else number
    return f"《{law}》{held}"


def cited(text: str) -> str:
    """A clause or a sentence with its marks written out.

    Runs of marks become one enumeration: ①② is 第一、二款, (一)(三) is 第（一）、（三）项.
    """
    return _ITEMS.sub(_items, _PARAGRAPHS.sub(_paragraphs, text))


def _paragraphs(found: re.Match[str]) -> str:
    return f"第{'、'.join(_NUMBERS[_CIRCLED.index(mark)] for mark in found.group())}款"


def _items(found: re.Match[str]) -> str:
    return f"第{'、'.join(f'（{number}）' for number in _ITEM.findall(found.group()))}项"
