"""Which sheets and columns a kind of pack has in XLSX, from its schema, and what they mean. Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.packs.shapes import ListOf, Scalar, Shape, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOP_SHEET = "pack"
GUIDE = "说明"
PARENT = "上级编号"
_LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the name of an inner table's key is dotted."""

    name: str
    shape: Shape
    required: bool

    @property
    def rows(self) -> Table | None:
        """The shape of the rows, where the column stands for a list that has its own sheet."""
        item = self.shape.item if isinstance(self.shape, ListOf) else None
        return item if isinstance(item, Table) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list of rows.

    Attributes:
        path: the names of the lists on the way to it, dotted.
        parent: title of the sheet whose rows own these; empty below the header.
        key: dotted key of the list inside the owning row.
    """

    path: str
    parent: str
    key: str
    shape: Table

    @property
    def title(self) -> str:
        """The name of the sheet: its path, shortened to what XLSX allows."""
        if not self.path or len(self.path) <= _LONGEST_TITLE:
            return self.path or TOP_SHEET
        return f"{self.path[:22]}~{zlib.crc32(self.path.encode()):08x}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that the sheet may have."""
        return tuple(_columns(self.shape, "", required=True))

    def child(self, key: str) -> Sheet:
        """The sheet of a list inside the rows of this one."""
        path = f"{self.path}.{key}" if self.path else key
        inner = {column.name: column.rows for column in self.columns}[key]
        if inner is None:
            raise LookupError(path)
        return Sheet(path, self.title if self.path else "", key, inner)


def _columns(shape: Table, prefix: str, *, required: bool) -> Iterator[Column]:
    for keys, must in ((shape.required, required), (shape.optional, False)):
        for key, inner in keys.items():
            yield Column(prefix + key, inner, must)
            if isinstance(inner, Table):
                yield from _columns(inner, f"{prefix}{key}.", required=must)


def sheets_of(shape: Table) -> tuple[Sheet, ...]:
    """All sheets of a kind of pack, outer before inner."""
    return tuple(_with_inner(Sheet("", "", "", shape)))


def _with_inner(sheet: Sheet) -> Iterator[Sheet]:
    yield sheet
    for column in sheet.columns:
        if column.rows is not None:
            yield from _with_inner(sheet.child(column.name))


HOW = (
    "每张表是一组行，第一行是列名，不要改列名；pack 表是包头，只有一行。",
    '空格表示没有这一项；null 表示明确为空（例如没有截止日）；"" 表示空文字；[] 表示空列表。',
    "带点的列名是内层的项，例如 in_force.from 是施行之日，in_force.to 是最后一日。",
    "一格里有几项的，每项占一行（Alt+Enter 换行）。",
    f"内层的列表在自己的表里，用“{PARENT}”指明属于哪一行；几层编号之间用 / 隔开。没有编号的行写 #1、#2。",
    "金额单位是分，填整数；其他数值和条款号按文字填写；日期写成 2026-08-15。",
    "反斜杠要写两个；不能用公式。",
)
MEANING = {
    "id": "编号，表内唯一",
    "kind": "种类",
    "jurisdiction": "适用地区，全国写 CN",
    "edition": "版本",
    "in_force": "施行起止",
    "in_force.from": "施行之日",
    "in_force.to": "最后一日",
    "status": "核对情况：seen 看过正式文本，second_hand 转引，recalled 凭记忆",
    "pack.status": "draft 草稿，confirmed 已核定，test 仅供测试",
    "source": "出处",
    "law": "法律名称",
    "article": "条",
    "paragraph": "款",
    "item": "项",
    "clause": "款、项的写法",
    "author": "编写人",
    "reviewer": "复核人（不能是编写人）",
    "key": "同一事项的不同版本或分段写同一个值",
    "band": "数值段",
    "band.fact": "按哪个事实分段",
    "boundary": "“以上”“以下”等是否含本数：included 含，excluded 不含",
    "text": "文字",
    "name": "名称",
    "question": "问法",
    "type": "填写方式",
    "required": "是否必填",
    "unit": "单位",
    "domain": "事实的取值范围",
    "step": "最小间隔（只能取整数的写 1）",
    "values": "可选的值",
    "range_fen": "罚款下限和上限，单位分",
    "era": "old 旧法，code 法典，standing 新旧法之下都在施行的规章、司法解释",
    "force": "may 可以，shall 应当，prompt 只作提示",
    "from_status": "施行之日的核对情况",
    "lighter": "新旧法何者较轻",
    "match": "all 全部成立，any 任一成立",
    "statement": "合规状态的陈述",
    "how": "查法",
    "evidence": "证据",
    "bases": "依据的编号",
    "note": "备注",
    "days": "天数",
    "flag": "提示代码",
    "at_least_fen": "金额达到多少分",
}
_ENDS = {
    "from": "下端",
    "to": "上端",
    "from_included": "下端是否包含",
    "to_included": "上端是否包含",
}


def guide_rows(sheets: Iterable[Sheet]) -> Iterator[tuple[str, ...]]:
    """The rows of the sheet that explains the workbook."""
    yield from ((line,) for line in HOW)
    yield ()
    yield ("表", "列", "必填", "含义", "写法")
    for sheet in sheets:
        if sheet.parent:
            yield (sheet.title, PARENT, "是", f"{sheet.parent} 表里的编号", "文字")
        for column in sheet.columns:
            must = "是" if column.required else ""
            yield (sheet.title, column.name, must, _meaning(column.name), _form(column.shape))


def _meaning(name: str) -> str:
    last = name.rpartition(".")[2]
    return MEANING.get(name) or _ENDS.get(name if "." not in name else last) or MEANING.get(last, "")


def _form(shape: Shape) -> str:
    if isinstance(shape, Scalar):
        return shape.form
    if isinstance(shape, Table):
        return "见带点的列"
    return f"每行一项：{shape.item.form}" if isinstance(shape.item, Scalar) else "见同名的表"
