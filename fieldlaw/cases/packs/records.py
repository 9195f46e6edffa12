"""The frozen shapes of a pack, and the error that lists all that is wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a pack file, with the place where a person finds it.

    Attributes:
        line: line of a YAML file or row of a sheet, from one; 0 where the file has no lines.
        kind: what sort of fault, for scripts: schema, unknown_key, missing_source, gap, overlap, …
        part: the sheet of an XLSX file, or the row of a compiled pack; empty in YAML.
    """

    file: str
    line: int
    text: str
    kind: str = "schema"
    part: str = ""

    def __str__(self) -> str:
        part = f"[{self.part}]" if self.part else ""
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{part}{line}: {self.text}"


class PackError(KnownError):
    """A pack cannot be used. Lists every problem with file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        listed = "；".join(str(problem) for problem in problems)
        super().__init__(f"规则包不合格：{listed}。", "请改正后重新装入。", "原有规则包未变。")
        self.problems = problems


class SignatureError(KnownError):
    """A signed pack is not what was signed, or a stranger signed it."""

    def __init__(self, pack_id: str, reason: str) -> None:
        super().__init__(
            f"规则包 {pack_id} 未通过验签：{reason}。",
            "请向规则包的发布人重新索取。",
            "原有规则包未变。",
        )


@dataclass(frozen=True, slots=True)
class PackHeader:
    """What names a pack: shown with every result that was computed from it; `name` is for people."""

    id: str
    kind: str
    jurisdiction: str
    edition: str
    in_force: tuple[date, date | None]
    sha256: str
    status: str
    name: str = ""

    def covers(self, day: date) -> bool:
        """Whether the pack is in force on a day, both ends included."""
        first, last = self.in_force
        return first <= day and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Pack:
    """A checked pack: its header and its plain content (dates as ISO text)."""

    header: PackHeader
    content: Mapping[str, Any]

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table; none when the pack has no such table."""
        return tuple(self.content.get(table, ()))
