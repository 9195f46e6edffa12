"""A list that belongs to the machine: one small readable file in the profile folder.

Read strictly and written durably; a damaged file is never written over.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


class DamagedListError(KnownError):
    """A list cannot be read; nothing is written over it."""

    def __init__(self, word: str, path: Path) -> None:
        super().__init__(
            f"{word}清单读不出来，文件损坏。",
            f"把 {path} 移到别处，再试一次，然后重新登记{word}。",
            "案件和已保留的读数都在。",
        )


class ListNotKeptError(KnownError):
    """The disk did not take a list."""

    def __init__(self, word: str) -> None:
        way_out = "腾出空间或检查磁盘后再试。"
        super().__init__(f"{word}清单没有存成：磁盘写不进去。", way_out, "原来的清单还在。")


class Entry(Protocol):
    """A dataclass of text fields, one of them a day up to which it holds; empty when nobody wrote it."""

    @property
    def valid_until(self) -> str:
        """ISO day, or empty."""


R = TypeVar("R", bound=Entry)


@dataclass(frozen=True)
class ListFile(Generic[R]):
    """Where a list is kept, and what a row of it is.

    Attributes:
        key: name of the list in the file, and of the file.
        word: what it lists, for people.
        kind: a row.
        name_of: what no two rows share.
        later: fields that lists of earlier programs have none of.
    """

    key: str
    word: str
    kind: type[R]
    name_of: Callable[[R], str]
    later: frozenset[str] = frozenset()

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.key}.json"

    def read(self, folder: Path) -> tuple[R, ...]:
        """Read the list of a profile folder; empty when there is none yet.

        Raises:
            DamagedListError: the file is not what this program writes.
        """
        path = folder / self.file
        try:
            return self._parsed(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise DamagedListError(self.word, path) from error

    def write(self, folder: Path, rows: Iterable[R]) -> None:
        """Write the list.

        Raises:
            ListNotKeptError: no room, or no right; the old list stands.
        """
        held = {"version": 1, self.key: [asdict(row) for row in rows]}  # type: ignore[call-overload]
        text = json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            write_durable(folder / self.file, text.encode())
        except OSError as error:
            raise ListNotKeptError(self.word) from error

    def _parsed(self, text: str) -> tuple[R, ...]:
        held = json.loads(text)
        found = held.get(self.key) if isinstance(held, dict) and held.get("version") == 1 else None
        if not isinstance(found, list):
            raise ValueError("form")  # noqa: TRY004  a file, not a call, is wrong
        rows = tuple(self._row(row) for row in found)
        if len({self.name_of(row) for row in rows}) != len(rows):
            raise ValueError("names")
        return rows

    def _row(self, row: Any) -> R:
        names = {field.name for field in fields(self.kind)}  # type: ignore[arg-type]
        if not isinstance(row, dict) or not names - self.later <= set(row) <= names:
            raise ValueError("fields")
        if not all(isinstance(value, str) for value in row.values()):
            raise ValueError("types")
        made = self.kind(**row)
        if made.valid_until:
            date.fromisoformat(made.valid_until)
        return made
