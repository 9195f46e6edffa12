"""What the page of packs says of each: stages, rows, faults, the cases that hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import deciding, opening
from fieldlaw.cases.casework.packlooking import (
    CHECKED,
    DRAFT,
    ENDED,
    IN_USE,
    REVIEWED,
    SIGNED,
    cases_here,
    examine,
    is_error,
    pinned_by,
    problems_of,
    rows_of,
    stage_of,
)
from fieldlaw.cases.casework.packshelf import Shelf, law_packs
from fieldlaw.cases.casework.packtrust import (
    add_signer,
    remove_signer,
)
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.store.packs import read_packs
from fieldlaw.settings import RESOURCES
from tests.cases.signing_cases import NATIONAL, SHANXI, STRAW, headed, signed_bytes
from tests.cases.test_casework import TASK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk

from tests.cases.shelf_room import AUTHOR, GOOD, REVIEWER, open_desk, open_shelf, put


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from open_desk(tmp_path)


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return open_shelf(desk)


def test_stages_go_from_draft_to_ended(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    today = shelf.today
    period = {"in_force": {"from": "2026-12-01", "to": None}}
    ended = {"in_force": {"from": "2016-01-01", "to": "2026-11-24"}}
    for name, header, stage in (
        ("now", {}, IN_USE), ("later", period, SIGNED), ("past", ended, ENDED),
        ("raw", {"status": "draft"}, CHECKED),
    ):  # fmt: skip
        pack = headed(
            SHANXI, id=name, boundary={"不足": "excluded", "以上": "included", "source": "测试"}, **header
        )
        shelf.load(put(tmp_path, signed_bytes(pack, AUTHOR, REVIEWER)))
        (held,) = (one for one in shelf.view.holdings if one.pack.header.id == name)
        assert stage_of(held, problems_of(pack, today), today) == stage, name
        if name == "now":
            remove_signer(desk, AUTHOR.digits)
            shelf.renew()
            assert (one := shelf.view.of(pack.header.sha256)) is not None
            assert stage_of(one, problems_of(pack, today), today) == REVIEWED
            add_signer(desk, AUTHOR.entry)
    house = shelf.view.holdings[-1]
    assert stage_of(house, (), today) == IN_USE
    shelf.fetch()
    (outside,) = (one for one in shelf.renew().holdings if one.origin == "outside")
    assert stage_of(outside, (), today) == CHECKED
    nobody = problems_of(headed(SHANXI, author="甲", reviewer="甲"), today)
    assert any(map(is_error, nobody))
    assert stage_of(outside, nobody, today) == DRAFT


def test_an_ended_pack_loads_and_a_draft_never_reaches_the_law(shelf: Shelf, tmp_path: Path) -> None:
    ended = headed(SHANXI, id="past", in_force={"from": "2016-01-01", "to": "2026-11-24"})
    draft = headed(SHANXI, id="raw", status="draft")
    for pack in (ended, draft):
        assert shelf.load(put(tmp_path, signed_bytes(pack, AUTHOR, REVIEWER))).new
    assert [pack.header.id for pack in shelf.law.packs] == ["made-statutes", "past"]


def test_of_a_pack_of_law_the_last_edition_in_force_counts(shelf: Shelf, tmp_path: Path) -> None:
    for first, edition in (("2020-01-01", "旧"), ("2026-01-01", "新"), ("2027-01-01", "以后")):
        header = {"status": "confirmed", "in_force": {"from": first, "to": None}}
        pack = headed(NATIONAL, edition=edition, **header)
        shelf.load(put(tmp_path, signed_bytes(pack, AUTHOR, REVIEWER)))
    assert [one.header.edition for one in shelf.law.packs] == ["新"]
    assert law_packs((), (), shelf.today).packs == ()


def test_rows_say_who_wrote_and_who_reviewed_them() -> None:
    rows = {row.place: row for row in rows_of(SHANXI)}
    row = rows["tables[straw].factors[place].rows[road]"]
    assert (row.id, row.author, row.reviewer, row.status) == ("road", "甲", "乙", "recalled")
    assert row.content["weight"] == "10"
    assert len(rows) == len(rows_of(SHANXI))


def test_a_source_is_examined_with_its_lines(shelf: Shelf, tmp_path: Path) -> None:
    path = put(tmp_path, b"pack: {kind: law}\nrules: 1\n", "草.yaml")
    problems = examine(path, shelf.today)
    assert problems
    assert all(is_error(one) and one.file == "草.yaml" for one in problems)


def test_cases_that_have_a_pack_pinned_are_known(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    shelf.load(put(tmp_path, GOOD))
    case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    (line,) = cases_here(desk)
    assert pinned_by(desk, line).packs == frozenset()
    deciding.record_finding(desk, case, "f", "露天焚烧", STRAW, ["A01"])
    deciding.assess_finding(desk, case, "f", shelf.law.packs)
    held = pinned_by(desk, line)
    assert (held.number, held.unit) == (TASK.number, TASK.unit)
    both = {NATIONAL.header.sha256, SHANXI.header.sha256}
    assert held.packs == frozenset(both), "what was weighed and refused is pinned too"
    assert pinned_by(desk, ("none", "1", "无")).packs is None


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_packs(tmp_path).files == ()
