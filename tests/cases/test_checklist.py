"""Checklist A: what applies, what is open, and that advice is no violation."""

from __future__ import annotations

from pathlib import Path

from fieldlaw.cases.checklist.progress import applicable, departures, open_items
from fieldlaw.cases.packs.load import load_pack

A = load_pack(Path(__file__).parents[2] / "resources" / "checklists" / "A.yaml")


def test_unknown_traits_keep_all_items():
    assert len(applicable(A, {})) == 15


def test_items_of_absent_equipment_do_not_apply():
    ids = {item["id"] for item in applicable(A, {"uv_unit": "no", "carbon_unit": "yes"})}
    assert {"A04", "A05"}.isdisjoint(ids)
    assert "A06" in ids


def test_unknown_answers_stay_open():
    answers = {f"A{n:02d}": "yes" for n in range(1, 15)} | {"A03": "unknown"}
    assert open_items(A, {}, answers) == ("A03", "A15")


def test_advice_is_kept_apart_from_duties():
    answers = {"A01": "no", "A02": "5", "A04": 100, "A05": "no", "A10": "3.5", "A13": "not_applicable"}
    found = departures(A, {}, answers)
    assert (found.duties, found.advice) == (("A01", "A02"), ("A05",))
