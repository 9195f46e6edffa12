"""Findings on real files: what replaces what, and what an assessment was made from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import checking, deciding, opening, reviewing, transfer
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.law.assess import as_json, assess
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from tests.cases.test_casework import TASK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAW = load_folder(RESOURCES / "law" / "national")
REQUEST = {
    "violation": "air_over_limit",
    "jurisdiction": "太原市",
    "party": {"kind": "legal_person"},
    "act": {"start": "2026-08-10", "end": "2026-08-10"},
    "found": "2026-08-12",
    "decided": "2026-12-08",
    "facts": {"concentration": "72.852", "limit": "35"},
}


def make(folder: Path, name: str) -> Desk:
    held = profile.create(folder, profile.Person(name, "执法人员"), "pass", os.urandom, vault.FLOOR)
    return Desk(held, lambda: Moment("2026-11-25T10:42:07+08:00", 1, "boot", None), os.urandom)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    held = make(tmp_path / "a", "王立新")
    yield held
    held.profile.close()


@pytest.fixture
def case(desk: Desk) -> str:
    held = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    deciding.record_finding(desk, held, "f", "超标", REQUEST, ["A01"])
    return held


def standing(desk: Desk, case: str) -> dict:
    return read(desk, case).file.only("finding_recorded", "f").body


def test_a_changed_fact_is_a_new_record_that_stands_alone(desk: Desk, case: str) -> None:
    changes = deciding.change_fact(desk, case, "f", ("concentration", "80"), LAW)
    assert changes.kinds
    assert standing(desk, case)["facts"]["facts"] == {"concentration": "80", "limit": "35"}
    assert standing(desk, case)["items"] == ["A01"]
    assert len(read(desk, case).file.all("finding_recorded")) == 2
    deciding.change_fact(desk, case, "f", ("decided", ""), LAW)
    assert standing(desk, case)["facts"]["decided"] == ""


def test_the_same_value_again_writes_nothing(desk: Desk, case: str) -> None:
    assert not deciding.change_fact(desk, case, "f", ("limit", "35"), LAW).kinds
    assert len(read(desk, case).file.all("finding_recorded")) == 1


@pytest.mark.parametrize("change", [("limit", "0"), ("act.start", "2026-08-11"), ("typo", "1")])
def test_what_the_law_engine_cannot_read_is_not_written(
    desk: Desk, case: str, change: tuple[str, str]
) -> None:
    with pytest.raises(RequestError):
        deciding.change_fact(desk, case, "f", change, LAW)
    assert len(read(desk, case).file.all("finding_recorded")) == 1


def test_an_assessment_names_the_facts_that_it_was_made_from(desk: Desk, case: str) -> None:
    deciding.assess_finding(desk, case, "f", LAW)
    deciding.change_fact(desk, case, "f", ("limit", "50"), LAW)
    log = read(desk, case)
    kept = log.file.only("assessment_made", "f")
    assert deciding.facts_behind(log, kept)["facts"]["limit"] == "35"
    pinned = {pack.header.id: pack.header.sha256 for pack in LAW}
    used = ("cn-statutes-air", "cn-procedure", "cn-deadlines")
    assert kept.body["packs"] == {name: pinned[name] for name in used}, "of the statutes only its own"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk, str]]:
    """Two desks that hold the same case with one finding."""
    one, two = make(tmp_path / "one", "王立新"), make(tmp_path / "two", "赵敏")
    for a, b in ((one, two), (two, one)):
        keys, person = b.profile.keys, b.profile.person
        a.profile.know(profile.Peer(keys.author, keys.recipient, person.name, person.role))
    case = opening.open_case(one, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    deciding.record_finding(one, case, "f", "超标", REQUEST, ["A01"])
    carry(one, two, case, tmp_path)
    yield one, two, case
    for desk in (one, two):
        desk.profile.close()


def carry(source: Desk, target: Desk, case: str, folder: Path) -> None:
    path = folder / f"{os.urandom(4).hex()}.zip"
    transfer.export_case(source, case, path)
    transfer.import_case(target, path)


def test_two_records_stand_until_a_person_picks(pair: tuple[Desk, Desk, str], tmp_path: Path) -> None:
    one, two, case = pair
    deciding.change_fact(one, case, "f", ("limit", "40"), LAW)
    deciding.change_fact(two, case, "f", ("limit", "50"), LAW)
    carry(two, one, case, tmp_path)
    held = read(one, case).file.values("finding_recorded", "f")
    assert {e.body["facts"]["facts"]["limit"] for e in held} == {"40", "50"}
    for act in (
        lambda: deciding.change_fact(one, case, "f", ("limit", "45"), LAW),
        lambda: deciding.assess_finding(one, case, "f", LAW),
    ):
        with pytest.raises(deciding.DisputedFindingError):
            act()
    picked = next(e for e in held if e.body["facts"]["facts"]["limit"] == "50")
    deciding.pick_finding(one, case, "f", picked.id)
    assert standing(one, case)["facts"]["facts"]["limit"] == "50"


def test_facts_changed_elsewhere_do_not_pass_for_the_judged_ones(
    pair: tuple[Desk, Desk, str], tmp_path: Path
) -> None:
    one, two, case = pair
    deciding.assess_finding(one, case, "f", LAW)
    deciding.change_fact(two, case, "f", ("limit", "50"), LAW)
    carry(two, one, case, tmp_path)
    log = read(one, case)
    kept = log.file.only("assessment_made", "f")
    assert deciding.facts_behind(log, kept)["facts"]["limit"] == "35"
    assert standing(one, case)["facts"]["facts"]["limit"] == "50"


def test_an_approved_case_takes_no_findings(pair: tuple[Desk, Desk, str], tmp_path: Path) -> None:
    one, two, case = pair
    reviewing.approve(two, case, "同意", checking.checker(two, tuple))
    carry(two, one, case, tmp_path)
    for act in (
        lambda: deciding.change_fact(one, case, "f", ("limit", "36"), LAW),
        lambda: deciding.record_finding(one, case, "g", "另一个", REQUEST, ["A03"]),
        lambda: deciding.assess_finding(one, case, "f", LAW),
    ):
        with pytest.raises(ClosedInspectionError):
            act()


def test_the_tree_is_kept_beside_the_sentences() -> None:
    answer = as_json(assess(REQUEST, LAW))

    def titles(node: dict) -> list[str]:
        return [node["title"], *(title for child in node["children"] for title in titles(child))]

    assert answer["tree"]["title"] == "违法行为"
    assert len(titles(answer["tree"])) == len(answer["explanation"])
    assert {"事实认定", "罚则", "适用", "金额"} <= set(titles(answer["tree"]))
