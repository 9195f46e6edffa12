"""The order of the file: main volume, then sub-volume, by the places of art. 79."""

from __future__ import annotations

from fieldlaw.cases.law.fileorder import MAIN, SUB, in_file_order
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES

LAW = load_folder(RESOURCES / "law" / "national")


def test_the_decision_comes_first_and_the_opinions_of_the_review_lie_apart():
    placed = in_file_order(["reviews", "evidence", "record", "assessment", "filing", "decision"], LAW)
    assert [(one.document, one.volume, one.place) for one in placed] == [
        ("decision", MAIN, 1),
        ("filing", MAIN, 2),
        ("evidence", MAIN, 3),
        ("record", MAIN, 3),
        ("reviews", SUB, 4),
        ("assessment", SUB, 4),
    ]
    assert all(one.source for one in placed)


def test_a_document_that_no_rule_names_lies_last_in_the_main_volume():
    placed = in_file_order(["unheard_of", "closing", "lead"], LAW)
    assert [(one.document, one.known) for one in placed] == [
        ("closing", True),
        ("unheard_of", False),
        ("lead", True),
    ]
    assert placed[1].name == "其他"


def test_without_rules_the_documents_stay_as_they_are_given():
    placed = in_file_order(["b", "a"], ())
    assert [(one.document, one.volume) for one in placed] == [("b", MAIN), ("a", MAIN)]


def test_each_document_has_one_place():
    rows = [row for pack in LAW for row in pack.rows("file_places")]
    names = [name for row in rows for name in row["holds"]]
    assert len(set(names)) == len(names)
    assert sorted(row["place"] for row in rows if row["volume"] == MAIN) == list(range(1, 10))
    assert sorted(row["place"] for row in rows if row["volume"] == SUB) == list(range(1, 7))
