"""The words of the pack page: packs, their rows, what the checks say, how two editions differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.packlooking import (
    CHECKED,
    DRAFT,
    ENDED,
    IN_USE,
    REVIEWED,
    SIGNED,
    is_error,
    rows_of,
    stage_of,
)
from fieldlaw.cases.casework.packshelf import HOUSE, LOADED, signed_roles
from fieldlaw.cases.packs.diff import ABSENT, ADDED, CHANGED, MOVED, REMOVED, compare

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fieldlaw.cases.casework.packlooking import PackRow
    from fieldlaw.cases.casework.packshelf import Holding
    from fieldlaw.cases.packs.diff import Change, Field
    from fieldlaw.cases.packs.records import Pack, PackHeader, Problem

NATIONAL = "CN"
_KINDS = {
    "law": "法律条文", "measures": "配套办法", "benchmark": "裁量基准", "leniency": "免罚清单",
    "thresholds": "泄漏限值", "factors": "校正系数",
}  # fmt: skip
_STAGES = {
    DRAFT: ("草稿", "unknown", "file-pen"),
    CHECKED: ("检查通过", "unknown", "check"),
    REVIEWED: ("复核", "warning", "eye"),
    SIGNED: ("已签名", "accent", "shield-check"),
    IN_USE: ("在用", "success", "circle-check"),
    ENDED: ("过期", "warning", "clock"),
}
_STATUS = {
    "seen": ("见官方文本", "circle-check", "success"),
    "second_hand": ("转引", "circle-alert", "warning"),
    "recalled": ("凭记忆", "circle-help", "unknown"),
}
_CHANGES = {ADDED: ("增加", "plus"), REMOVED: ("删除", "minus"), CHANGED: ("修改", "pen-line")}
_CHANGES[MOVED] = ("换序", "git-compare")
_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "is": "="}
_NO_VALUE = frozenset(
    (
        *("id", "law", "article", "paragraph", "item", "clause", "source", "status", "author", "reviewer"),
        *("key", "number", "edition"),
    )
)
_TEXTS = ("name", "text", "question")
_MONEY = {"range_fen": "罚款", "band_fen": "档次", "maximum_fen": "最高", "unit_fen": "取整到"}
_NAMED = {
    "weight": "权重", "multiples": "倍数", "days": "日数", "carbons": "碳原子数", "factor": "系数",
    "ionisation_ev": "电离能 eV", "lamp_ev": "灯 eV", "points_at_most": "抽查最多点数",
    "leaks_more_than": "漏点多于", "detector_article": "检测器条款", "calibration": "校准气",
    "models": "型号",
}  # fmt: skip
_FEN, _WAN = 100, 10_000


def tr(text: str) -> str:
    """A text of this room."""
    return QCoreApplication.translate("packs", text)


# --- packs


def pack_name(header: PackHeader) -> str:
    """What a pack calls itself; one that has no name is called by place and kind."""
    place = "" if header.jurisdiction == NATIONAL else header.jurisdiction
    return header.name or place + tr(_KINDS.get(header.kind, header.kind))


def titled(header: PackHeader) -> str:
    """Name and edition of a pack."""
    return f"{pack_name(header)} {header.edition}"


@dataclass(frozen=True)
class PackLine:
    """A pack as a row of the table.

    Attributes:
        key: its hash.
        stage: word, tone and icon of how far it has come.
        lines: of each column but the last a strong line and a small one.
        cases: how many cases have it pinned, in words.
    """

    key: str
    stage: tuple[str, str, str]
    verified: bool
    origin: str
    lines: tuple[tuple[str, str], ...]
    cases: str = "…"

    @property
    def title(self) -> str:
        """Name and edition, to pick it by."""
        return f"{self.lines[0][0]} {self.lines[1][0]}"

    def said(self, column: int) -> tuple[str, str]:
        """The two lines of a column."""
        return self.lines[column] if column < len(self.lines) else (self.cases, "")

    def cell(self, column: int) -> str:
        """The words of a column."""
        return " ".join(line for line in self.said(column) if line)


def pack_line(holding: Holding, problems: tuple[Problem, ...], today: date) -> PackLine:
    """A pack in words, with what the checks say of it, on a day."""
    header = holding.pack.header
    first, last = header.in_force
    word, tone, icon = _STAGES[stage_of(holding, problems, today)]
    lines = (
        (pack_name(header), _about(holding)),
        (header.edition, ""),
        (tr("全国") if header.jurisdiction == NATIONAL else header.jurisdiction, ""),
        (first.isoformat(), tr("至 {0}").format(last.isoformat()) if last else tr("至今")),
        (tr(word), ""),
        _signed(holding),
        _checked(holding.pack),
    )
    return PackLine(header.sha256, (tr(word), tone, icon), holding.verified, holding.origin, lines)


def _about(holding: Holding) -> str:
    kind = tr(_KINDS.get(holding.pack.header.kind, holding.pack.header.kind))
    if holding.origin == HOUSE:
        return tr("{0}·随程序").format(kind)
    if holding.origin == LOADED:
        training = holding.pack.content.get("use") == "training"
        return tr("{0}·仅供训练").format(kind) if training else kind
    outside = holding.pack.header.jurisdiction != NATIONAL
    return tr("外省基准，仅供训练") if outside else tr("{0}·随程序，没有启用").format(kind)


def _signed(holding: Holding) -> tuple[str, str]:
    if holding.origin != LOADED:
        return tr("没有签名"), tr("随程序")
    names = "·".join(f"{tr(word)} {name}" for word, name in signed_roles(holding))
    return (tr("签名有效"), names) if holding.verified else (tr("签名不算数"), holding.doubt)


def _checked(pack: Pack) -> tuple[str, str]:
    counts = Counter(row.status for row in rows_of(pack))
    total = sum(counts.values())
    rest = [f"{tr(_STATUS[name][0])} {counts[name]}" for name in ("second_hand", "recalled") if counts[name]]
    seen = tr("见官方文本 {0}/{1}").format(counts["seen"], total) if total else "—"
    return seen, "·".join(rest)


def pinned_word(count: int, *, readable: bool) -> str:
    """How many cases have a pack pinned."""
    number = tr("{0} 件").format(count) if count else "—"
    return number if readable else tr("{0}，有读不出的").format(number)


# --- checks


@dataclass(frozen=True)
class CheckLine:
    """What a check says, and where: file, and line or row."""

    key: str
    error: bool
    file: str
    place: str
    text: str

    @property
    def detail(self) -> str:
        """All of it."""
        return tr("{0}：{1} {2}\n{3}").format(self.level, self.file, self.place, self.text)

    @property
    def level(self) -> str:
        """错误 or 警告."""
        return tr("错误") if self.error else tr("警告")

    @property
    def icon(self) -> tuple[str, str]:
        """Says the same."""
        return ("circle-x", "danger") if self.error else ("triangle-alert", "warning")

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.level, self.file, self.place, self.text)[column]


def check_lines(problems: Iterable[Problem]) -> tuple[CheckLine, ...]:
    """Errors first, each where it stands."""
    lines = [
        CheckLine(
            str(number), is_error(one), one.file, one.part or (str(one.line) if one.line else "—"), one.text
        )
        for number, one in enumerate(problems)
    ]
    return tuple(sorted(lines, key=lambda line: not line.error))


# --- rows


@dataclass(frozen=True)
class RowLine:
    """One row of a pack in words; `key` is its place."""

    key: str
    id: str
    article: str
    values: str
    source: str
    author: str
    reviewer: str
    status: str
    haystack: str = field(repr=False, default="")

    @property
    def icon(self) -> tuple[str, str]:
        """How it was verified."""
        return _STATUS.get(self.status, ("", "circle-dashed", "unknown"))[1:]

    @property
    def detail(self) -> str:
        """All of it."""
        said = "　".join(part for part in (self.article, self.values) if part)
        return tr("{0}\n{1}\n来源：{2}").format(self.key, said, self.source)

    def cell(self, column: int) -> str:
        """The words of a column."""
        said = status_word(self.status)
        cells = (self.id, self.article, self.values, self.source, self.author, self.reviewer, said)
        return cells[column] or "—"


def status_word(status: str) -> str:
    """How a row was verified, in words."""
    return tr(_STATUS[status][0]) if status in _STATUS else status


STATUSES = tuple(_STATUS)


def row_lines(pack: Pack) -> tuple[RowLine, ...]:
    """All rows of a pack in words."""
    return tuple(map(_row_line, rows_of(pack)))


def _row_line(row: PackRow) -> RowLine:
    article, values, source = (
        article_of(row.content),
        values_of(row.content),
        str(row.content.get("source", "")),
    )
    hay = " ".join((row.place, article, values, source, row.author, row.reviewer)).casefold()
    return RowLine(row.place, row.id, article, values, source, row.author, row.reviewer, row.status, hay)


def article_of(content: Mapping[str, Any]) -> str:
    """How the clause is cited; empty where the row cites none."""
    law, article = content.get("law", ""), content.get("article", "")
    if not law:
        return str(content.get("basis", ""))
    if "standard" in content:  # its clauses are numbers of sections and tables
        return f"{law} {article}"
    cited = tr("《{0}》第 {1} 条").format(law, article) if article else f"《{law}》"
    return cited + str(content.get("clause", ""))


def yuan(fen: int) -> str:
    """10 万元, 2000 元, 12.34 元: exact."""
    amount = Decimal(fen) / _FEN
    if amount and amount % _WAN == 0:
        return tr("{0} 万元").format(int(amount / _WAN))
    return tr("{0} 元").format(f"{amount:f}")


def _span(values: object, say: Any) -> str:
    """A range, or a list of names."""
    joint = "–" if isinstance(values, list) and all(map(_is_number, values)) else "、"
    return joint.join(map(say, values)) if isinstance(values, list) else str(say(values))


def values_of(content: Mapping[str, Any]) -> str:
    """What a row says, and its numbers and conditions."""
    said = [str(content[name]) for name in _TEXTS if name in content]
    said += [number] if (number := _number(content)) else []
    said += [text for name, value in content.items() if (text := _value(name, value))]
    return "；".join(said)


def _number(content: Mapping[str, Any]) -> str:
    """A limit with its sign, a number with its unit, the number of a standard with its edition."""
    number = str(content.get("number", ""))
    if "unit" in content:
        return " ".join(filter(None, (_SIGNS.get(content.get("operator", "")), number, content["unit"])))
    return f"{number}-{content['edition']}" if number and "edition" in content else number


def _value(name: str, value: Any) -> str:
    if name in _NO_VALUE or name in _TEXTS:
        return ""
    if name.endswith("_fen"):
        return f"{tr(_MONEY.get(name, name))} {_span(value, yuan)}"
    if name == "percent":
        return tr("幅度 {0}%").format(_span(value, str))
    if name in ("when", "conditions", "excluded_if"):
        return tr("条件 {0}").format("，".join(map(_condition, value))) if value else ""
    if isinstance(value, Mapping):
        return "" if name in ("in_force", "band") else _inner(value)
    plain = isinstance(value, int | str) and (_is_number(value) or name in _NAMED)
    numbers = isinstance(value, list) and bool(value) and all(isinstance(one, str | int) for one in value)
    return f"{tr(_NAMED.get(name, name))} {_span(value, str)}" if plain or numbers else ""


def _is_number(value: object) -> bool:
    return str(value).removeprefix("-").replace(".", "").isdigit()


def _inner(value: Mapping[str, Any]) -> str:
    return "；".join(text for name, inner in value.items() if (text := _value(name, inner)))


def _condition(row: Any) -> str:
    if not isinstance(row, Mapping) or "fact" not in row:
        return str(row)
    other = row.get("value", row.get("than_fact", ""))
    return f"{row['fact']} {_SIGNS.get(row.get('operator', ''), '')} {other}"


# --- two editions


@dataclass(frozen=True)
class DiffLine:
    """One value that differs between two editions, or a row that only one of them has."""

    key: str
    change: str
    place: str
    name: str
    old: str
    new: str

    @property
    def icon(self) -> tuple[str, str]:
        """What has become of the row."""
        return _CHANGES[self.change][1], "accent"

    @property
    def detail(self) -> str:
        """Both values in full."""
        return tr("{0} {1}\n旧版：{2}\n新版：{3}").format(self.place, self.name, self.old, self.new)

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (tr(_CHANGES[self.change][0]), self.place, self.name, self.old, self.new)[column]


def diff_lines(old: Pack, new: Pack) -> tuple[DiffLine, ...]:
    """What differs, row by row, value by value."""
    found = [(change, one) for change in compare(old.content, new.content) for one in change.fields]
    return tuple(_diff_line(str(n), change, one) for n, (change, one) in enumerate(found))


def _diff_line(key: str, change: Change, one: Field) -> DiffLine:
    place = f"{change.table}[{change.row}]" if change.row else change.table
    name = one.name.removeprefix(f"{change.table}.")
    return DiffLine(key, change.change, place, name, _side(one.old), _side(one.new))


def _side(value: object) -> str:
    if value is ABSENT:
        return tr("（无）")
    return tr("（空）") if value is None else str(value)
