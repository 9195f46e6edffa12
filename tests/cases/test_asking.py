"""What is asked of a case: by whom, in what order, and only by packs that the case may use."""

from __future__ import annotations

import pytest

from fieldlaw.cases.casework.deciding import check_change, with_value
from fieldlaw.cases.law.asking import LENIENT, MEASURED, OWN, WEIGHED, offered, queries, threads
from fieldlaw.cases.law.assess import fit
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.library import library_of
from fieldlaw.cases.law.measures_rows import measure_book
from tests.cases.assessing_cases import AIR, BENCHMARK, FINED, FULL, LAW, LIST

PACKS = library_of(FULL.packs)
MEASURES = measure_book(PACKS)


def groups(data, packs=PACKS, signed=FULL.verified, measures=None):
    found = {}
    for each in queries(data, packs, signed, measures):
        found.setdefault(each.group, []).append(each.id)
    return found


def test_every_question_is_asked_once_by_the_first_who_asks_it():
    found = groups(AIR, measures=MEASURES)
    assert list(found) == [OWN, WEIGHED, LENIENT, MEASURED]
    assert found[OWN] == ["concentration", "limit"]
    assert "zone" in found[WEIGHED]
    assert "hourly_mean" in found[LENIENT]
    assert "limit" not in found[LENIENT] + found[MEASURED]
    every = [name for names in found.values() for name in names]
    assert len(every) == len(set(every))


def test_a_benchmark_that_is_not_signed_or_not_in_force_asks_nothing():
    assert WEIGHED not in groups(AIR, signed=frozenset())
    assert WEIGHED not in groups({**AIR, "decided": "2029-02-01"})
    assert list(groups(AIR, packs=library_of(LAW))) == [OWN]
    assert offered(AIR, PACKS, frozenset()) is None


def test_without_word_of_signatures_what_the_place_has_is_asked():
    assert list(groups(AIR, signed=None)) == [OWN, WEIGHED, LENIENT]


def test_days_that_cannot_be_read_do_not_hide_the_questions():
    assert groups({**AIR, "decided": "soon"})[OWN] == ["concentration", "limit"]
    with pytest.raises(RequestError):
        groups({**AIR, "violation": "none"})


def test_the_facts_behind_a_ground_are_asked_once_it_is_named():
    ground = {"discretion": {"ground": "mitigate_removed_harm"}}
    assert "removed_harm" not in groups(AIR)[WEIGHED]
    assert "removed_harm" in groups({**AIR, **ground})[WEIGHED]


def test_a_question_knows_its_words_and_whether_several_may_hold():
    asked = {each.id: each for each in queries(AIR, PACKS, FULL.verified)}
    assert (asked["zone"].several, asked["zone"].values["general"]) == (True, "一般区域")
    assert not asked["concentration"].several


def test_what_the_benchmark_leaves_to_the_person():
    plain = offered(AIR, PACKS, FULL.verified)
    assert not plain.degrees
    assert "mitigate_removed_harm" in {each.id for each in plain.grounds}
    assert offered({**AIR, "violation": "voc_uncontrolled"}, PACKS, FULL.verified).degrees
    assert offered({**AIR, "violation": "hw_label"}, PACKS, FULL.verified) is None


def test_lines_of_the_tree_lead_to_their_facts():
    found = threads(AIR, PACKS, FULL.verified)
    assert found["超标倍数"] == ("concentration", "limit")
    assert found["区域"] == ("zone",)
    assert found["小时均值超标不足 0.1 倍"] == ("hourly_mean", "limit")
    assert found["没有“偷排偷放”的情形"] == ("secret_discharge",)
    assert found["距上次被发现同类违法行为超过 12 个月"] == ("had_same", "last_same_found")
    assert "区域" not in threads(AIR, library_of(LAW), frozenset())


def test_made_packs_are_those_that_are_meant():
    assert {BENCHMARK.header.status, LIST.header.status} == {"confirmed"}


# --- changes of one thing


def test_evidence_stands_beside_the_facts_and_never_reaches_the_law():
    request = with_value(AIR, "evidence.limit", ["证据 3"])
    assert request["evidence"] == {"limit": ["证据 3"]}
    assert "evidence" not in fit(request, PACKS)
    assert "evidence" not in with_value(request, "evidence.limit", [])


def test_what_a_person_settles_goes_and_leaves_nothing_behind():
    request = with_value(with_value(AIR, "discretion.degree", "lighter"), "discretion.chosen_fen", 500)
    assert request["discretion"] == {"degree": "lighter", "chosen_fen": 500}
    assert with_value(with_value(request, "discretion.degree", ""), "discretion.chosen_fen", "") == AIR


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("limit", "x"),
        ("bypassed", "perhaps"),
        ("nobody_asks", "yes"),
        ("decided", "soon"),
        ("discretion.degree", "x"),
    ],
)
def test_a_change_that_nobody_can_read_is_refused(name, raw):
    with pytest.raises(RequestError):
        check_change(with_value(FINED, name, raw), (name, raw), PACKS)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("limit", "40"), ("bypassed", "yes"), ("zone", ["general", "populated"]), ("act.end", "2026-08-11")],
)
def test_a_change_that_can_be_read_is_taken(name, raw):
    check_change(with_value(FINED, name, raw), (name, raw), PACKS)
