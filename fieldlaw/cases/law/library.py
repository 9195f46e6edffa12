"""The packs on this machine, read into typed rows and found by id: all that an assessment draws on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from fieldlaw.cases.law.benchbook import read_benchmark
from fieldlaw.cases.law.deadlines_rows import limits_in, read_clocks
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.lawbook import NATIONAL, read_rule, read_violation
from fieldlaw.cases.law.lenient_list import read_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldlaw.cases.law.benchbook import Benchmark
    from fieldlaw.cases.law.deadlines_rows import Rule as Limit
    from fieldlaw.cases.law.lawbook import Rule, Violation
    from fieldlaw.cases.law.lenient_list import LenientList
    from fieldlaw.cases.packs.records import Pack

_ASSESSED = ("violations", "thresholds", "deadlines")  # limitation is a deadline


@dataclass(frozen=True, slots=True)
class LawBook:
    """All that the packs of one jurisdiction say; the benchmarks and leniency lists of any.

    Attributes:
        home: the pack of each violation.
        limits: within what time an act must be found.
    """

    packs: tuple[Pack, ...]
    violations: Mapping[str, Violation]
    rules: Mapping[str, Rule]
    benchmarks: tuple[Benchmark, ...]
    lists: tuple[LenientList, ...] = ()
    home: Mapping[str, Pack] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()

    def drawn_on(self, violations: Iterable[str]) -> tuple[Pack, ...]:
        """The packs that speak of some violations: their own, and those that hold for every violation."""
        own = {self.home[name].header.sha256 for name in violations}
        return tuple(pack for pack in self.packs if pack.header.sha256 in own or not pack.rows("violations"))


class Library:
    """Packs that are read once and put to many cases."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(packs)
        self._books: dict[str, LawBook] = {}

    def __iter__(self) -> Iterator[Pack]:
        """The packs."""
        return iter(self.packs)

    @cached_property
    def benchmarks(self) -> tuple[Benchmark, ...]:
        """The discretion benchmarks of any place."""
        return tuple(read_benchmark(pack) for pack in self.packs if pack.header.kind == "benchmark")

    @cached_property
    def lists(self) -> tuple[LenientList, ...]:
        """The leniency lists of any place."""
        return tuple(read_list(pack) for pack in self.packs if pack.header.kind == "leniency")

    def book(self, jurisdiction: str) -> LawBook:
        """The book of the national packs and those of one jurisdiction.

        Raises:
            RequestError: two packs have the same violation, so that nobody can tell which counts.
        """
        if jurisdiction not in self._books:
            self._books[jurisdiction] = self._opened(jurisdiction)
        return self._books[jurisdiction]

    def _opened(self, jurisdiction: str) -> LawBook:
        used = tuple(pack for pack in self.packs if _assesses(pack, jurisdiction))
        violations: dict[str, Violation] = {}
        home: dict[str, Pack] = {}
        for pack in used:
            for row in pack.rows("violations"):
                if row["id"] in violations:
                    raise RequestError("violation", f"{row['id']} 有两个规则包同时收录，不能取舍")
                violations[row["id"]], home[row["id"]] = read_violation(row), pack
        rules = {row["id"]: read_rule(row) for pack in used for row in pack.rows("rules")}
        limits = limits_in(read_clocks(used))
        return LawBook(used, violations, rules, self.benchmarks, self.lists, home, limits)


def library_of(packs: Iterable[Pack]) -> Library:
    """Packs as a library; one that is a library already is taken as it is."""
    return packs if isinstance(packs, Library) else Library(packs)


def open_book(packs: Iterable[Pack], jurisdiction: str) -> LawBook:
    """The book of the national packs and those of one jurisdiction; see `Library.book`."""
    return library_of(packs).book(jurisdiction)


def _assesses(pack: Pack, jurisdiction: str) -> bool:
    """Whether an assessment draws on a pack; one of checks alone is not pinned by it."""
    fits = pack.header.kind == "law" and pack.header.jurisdiction in (NATIONAL, jurisdiction)
    return fits and any(pack.rows(table) for table in _ASSESSED)
