"""How a clause is cited: packs write ①(二), a document says 第一款第（二）项."""

from __future__ import annotations

import re

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NUMBERS = "一二三四五六七八九十"
_PARAGRAPHS = re.compile(f"[{_CIRCLED}]+")
_ITEMS = re.compile(r"(?:[(（][一二三四五六七八九十]+[)）])+")
_ITEM = re.compile(r"[(（]([一二三四五六七八九十]+)[)）]")


def cited(text: str) -> str:
    """A clause or a sentence with its marks written out.

    Runs of marks become one enumeration: ①② is 第一、二款, (一)(三) is 第（一）、（三）项.
    """
    return _ITEMS.sub(_items, _PARAGRAPHS.sub(_paragraphs, text))


def _paragraphs(found: re.Match[str]) -> str:
    return f"第{'、'.join(_NUMBERS[_CIRCLED.index(mark)] for mark in found.group())}款"


def _items(found: re.Match[str]) -> str:
    return f"第{'、'.join(f'（{number}）' for number in _ITEM.findall(found.group()))}项"
