"""A pack looked at: how far it has come, what the checks say, its rows, and the cases that have it pinned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.comparing_rounds import BEGUN, KEPT
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.packshelf import CONFIRMED, HOUSE, LOADED
from fieldlaw.cases.packs import sources
from fieldlaw.cases.packs.audit import audit
from fieldlaw.cases.packs.places import located
from fieldlaw.cases.packs.walking import is_row, walk
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.packshelf import Holding
    from fieldlaw.cases.packs.records import Pack, Problem

DRAFT, CHECKED, REVIEWED, SIGNED, IN_USE, ENDED = STAGES = (
    "draft", "checked", "reviewed", "signed", "in_use", "ended",
)  # fmt: skip
_WARNINGS = frozenset(("gap", "boundary", "time_gap", "expired"))
_TRAINING = "training"


@dataclass(frozen=True, slots=True)
class PackRow:
    """One row of law.

    Attributes:
        place: the way to it by the ids of tables and rows, as the checks name it.
        content: the row as it stands in the pack.
        author, reviewer: of the row, else of the pack; empty where nobody is named.
    """

    place: str
    id: str
    content: Mapping[str, Any]
    author: str
    reviewer: str
    status: str


@dataclass(frozen=True, slots=True)
class PinnedBy:
    """A case, and the hashes of the packs from which it was assessed and measured."""

    case: str
    number: str
    unit: str
    packs: frozenset[str] | None


def is_error(problem: Problem) -> bool:
    """Whether a problem has to go before a pack may be signed; a warning may stand."""
    return problem.kind not in _WARNINGS


def problems_of(pack: Pack, on: date) -> tuple[Problem, ...]:
    """What the checks say of a pack on a day, each with the row that it is about."""
    return tuple(audit(located(pack.content), pack.header.id, on))


def examine(path: Path, on: date) -> tuple[Problem, ...]:
    """What the checks say of a file in any form (YAML, XLSX, compiled), each with line or row.

    Raises:
        PackError: it cannot be read at all; names the place.
    """
    return sources.examine(path, on)


def stage_of(holding: Holding, problems: tuple[Problem, ...], today: date) -> str:
    """How far a pack has come, one of STAGES."""
    header = holding.pack.header
    first, last = header.in_force
    if last is not None and last < today:
        return ENDED
    if holding.origin == HOUSE:
        return IN_USE
    if any(map(is_error, problems)):
        return DRAFT
    if header.status != CONFIRMED:
        return CHECKED
    if not holding.verified:
        return REVIEWED if holding.origin == LOADED else CHECKED
    in_use = first <= today and holding.pack.content.get("use") != _TRAINING
    return IN_USE if in_use else SIGNED


def rows_of(pack: Pack) -> tuple[PackRow, ...]:
    """All rows of a pack, in its order."""
    header = pack.content["pack"]
    content = located(pack.content)
    parts = (part for part in walk(content) if is_row(part.node) and part.node is not content["pack"])
    return tuple(_row(part.spot.part, part.node, header) for part in parts)


def _row(place: str, node: Mapping[str, Any], header: Mapping[str, Any]) -> PackRow:
    author, reviewer = (str(node.get(who) or header.get(who) or "") for who in ("author", "reviewer"))
    return PackRow(place, str(node["id"]), node, author, reviewer, str(node.get("status", "")))


def cases_here(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    """Id, number and unit of the cases on this machine."""
    with desk.profile.work() as work:
        return tuple((row.id, row.number, row.unit) for row in work.cases())


def pinned_by(desk: Desk, case: tuple[str, str, str]) -> PinnedBy:
    """The packs that a case has pinned; None where the case cannot be read. Run on the store lane."""
    try:
        log = read(desk, case[0])
    except KnownError:
        return PinnedBy(*case, None)
    made = log.file.all("assessment_made")
    used = {sha256 for event in made for sha256 in event.body["packs"].values()}
    return PinnedBy(*case, frozenset(used | set(_measured_with(log))))


def _measured_with(log: CaseLog) -> Iterator[str]:
    """The packs that rounds of measuring took limits and factors from."""
    yield from (event.body["limits"].hex() for event in log.file.all(BEGUN))
    for event in log.file.all(KEPT):
        held = (event.body["verdict"].get("pack"), event.body["correction"].get("pack"))
        yield from (sha256 for sha256 in held if sha256)
