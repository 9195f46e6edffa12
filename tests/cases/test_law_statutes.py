"""The national statutes: the fine table row by row, the legal bases, and what holds for every violation."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, assess
from fieldlaw.cases.law.finding import find
from fieldlaw.cases.law.library import open_book
from fieldlaw.cases.law.reach import reach
from fieldlaw.cases.law.request import read_request
from fieldlaw.cases.law.statutes import Clocks, choose
from fieldlaw.cases.packs import sources
from fieldlaw.cases.packs.load import load_folder

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "law_cases"
FOLDER = ROOT / "resources" / "law" / "national" / "statutes"
LAW = load_folder(ROOT / "resources" / "law" / "national")
BOOK = open_book(LAW, "山西省")
ROWS = {row["id"]: row for pack in LAW for row in pack.rows("violations")}
TABLE = YAML(typ="safe").load((CASES / "statutes.yaml").read_text("utf-8"))
BASES = YAML(typ="safe").load((CASES / "bases.yaml").read_text("utf-8"))
DAYS = {
    "before": (date(2026, 7, 1), date(2026, 8, 1)),
    "across": (date(2026, 7, 1), date(2026, 11, 25)),
    "after": (date(2026, 9, 1), date(2026, 11, 25)),
}
FEN_IN_WAN = 1_000_000


# --- the fine table


def _judged(case, act, decided, **more):
    given = {"violation": case["violation"], "facts": case["facts"]}
    dates = {"act": {"start": act, "end": act}, "decided": decided}
    return as_json(assess(TABLE["common"] | given | dates | more, LAW))


def _holds(answer, expect):
    applied = [row for row in answer["statutes"] if row["applies"]]
    ranges = [row["settled_fen"] for row in applied if row["settled_fen"]]
    wan = expect["wan"] and [int(Decimal(str(each)) * FEN_IN_WAN) for each in expect["wan"]]
    assert answer["choice"]["which"] == expect["which"]
    assert [row["id"] for row in applied] == expect["applies"]
    assert (max(ranges) if ranges else None) == wan
    assert answer["outcome"] == expect.get("outcome", answer["outcome"])
    assert expect.get("flag", "") in ("", *answer["flags"])
    assert expect.get("says", "") in "".join(answer["explanation"])


@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["cases"]])
def test_the_row_of_the_fine_table_holds(case, when):
    _holds(_judged(case, *DAYS[when]), case[when])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["dated"]])
def test_a_case_of_another_day_holds(case):
    _holds(_judged(case, case["act"], case["decided"]), case["expect"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["chosen"]])
def test_what_a_lawyer_chose_holds(case):
    choice = {"statutes": case["choose"], "by": "李法制", "reason": "法制科已确认"}
    _holds(_judged(case, *DAYS["after"], choice=choice), case["expect"])


# --- every violation


def _values(row, name):
    """The answers that are worth trying for a fact: each word, and each number at, below and above a cut."""
    fact = next(each for each in row["facts"] if each["id"] == name)
    if fact["type"] == "yes_no_unknown":
        return ["yes", "no"]
    if fact["type"] == "choice":
        return [each["id"] for each in fact["choices"]]
    tests = [
        each for statute in row["statutes"] for tier in statute.get("tiers", ()) for each in tier["when"]
    ]
    cuts = {Decimal(each["value"]) for each in tests if each["fact"] == name}
    near = {cut + step for cut in cuts for step in (-1, 0, 1)}
    return [str(each) for each in sorted(near | {Decimal(1), Decimal(10_000_000)})]


def _asked_by_ranges(row):
    clauses = [*row["statutes"], *(tier for each in row["statutes"] for tier in each.get("tiers", ()))]
    named = [each["fact"] for clause in clauses for each in clause.get("when", ())]
    named += [clause["base"]["kind"] for clause in clauses if "base" in clause]
    named += [clause["per"]["fact"] for clause in clauses if "per" in clause]
    return list(dict.fromkeys(named))


def _request(row, facts):
    given = {name: value for name, value in facts.items() if value is not None}
    return read_request(TABLE["common"] | {"violation": row["id"], "facts": given}, BOOK)


def _establishing(row):
    """Facts that should establish a violation: every question with yes, every left number above the right."""
    facts = {each["fact"]: "yes" for each in row["conditions"] if "value" in each}
    for each in row["conditions"]:
        if "than_fact" in each:
            facts |= {each["fact"]: "2", each["than_fact"]: "1"}
    return facts


@pytest.mark.parametrize("name", ROWS)
def test_every_violation_can_be_established_and_refuted(name):
    row = ROWS[name]
    yes = _establishing(row)
    assert find(BOOK.violations[name], _request(row, yes).facts).established is True
    no = {each: "no" if value == "yes" else {"2": "1"}.get(value, "2") for each, value in yes.items()}
    refuted = find(BOOK.violations[name], _request(row, no).facts)
    assert refuted.established is False
    assert refuted.flags


@pytest.mark.parametrize("name", ROWS)
def test_no_facts_lead_to_the_heavier_law(name):
    """With all facts known: the chosen law is never above the other one, end for end."""
    row, violation = ROWS[name], BOOK.violations[name]
    names = _asked_by_ranges(row)
    clocks = Clocks((date(2026, 7, 1), date(2026, 7, 1)), date(2026, 11, 25))
    for values in itertools.product(*(_values(row, each) for each in names)):
        facts = _request(row, dict(zip(names, values, strict=True))).facts
        found = choose(violation, clocks, facts, BOOK.rules)
        tops = {era: _top(violation, era, facts) for era in ("old", "code")}
        if found.which == "lawyer" or None in tops.values():
            continue
        here, there = (tops["code"], tops["old"]) if found.which == "new" else (tops["old"], tops["code"])
        assert here[0] <= there[0], values
        assert here[1] <= there[1], values


def _top(violation, era, facts):
    held = [each for each in violation.statutes if each.era in (era, "standing")]
    outcomes = [reach(each, violation, facts).outcomes for each in held]
    if not any(each.era == era for each in held) or any(each is None or len(each) > 1 for each in outcomes):
        return None
    reached = [only for (only,) in outcomes]
    return max(low for low, _ in reached), max(high for _, high in reached)


@pytest.mark.parametrize("name", ROWS)
def test_what_is_called_equal_or_lighter_agrees_with_the_ranges(name):
    """`equal` and `old` leave the law of the act in place whatever the facts; `code` is right for some.

    Where the fines are alike, what the persons responsible pay besides tells the lighter law.
    """
    row, violation = ROWS[name], BOOK.violations[name]
    names = _asked_by_ranges(row)
    said = set()
    for values in itertools.product(*(_values(row, each) for each in names)):
        facts = _request(row, dict(zip(names, values, strict=True))).facts
        old, code = (_top(violation, era, facts) for era in ("old", "code"))
        if old is not None and code is not None:
            said.add(_relation(old, code, [_persons(row, era) for era in ("old", "code")]))
    allowed = {"equal": {"equal", "old"}, "old": {"equal", "old"}, "code": {"code", "old"}}
    assert said <= allowed.get(row["lighter"], said)
    assert row["lighter"] != "code" or not said or "code" in said
    assert row["lighter"] != "equal" or not said or "equal" in said


def _persons(row, era):
    held = [each["persons_fen"] for each in row["statutes"] if each["era"] == era and "persons_fen" in each]
    return max(held, default=[0, 0])


def _relation(old, code, persons):
    pairs = {_lower(old, code), _lower(*persons) if max(code) else "equal"} - {"equal"}
    if not pairs:
        return "equal"
    return pairs.pop() if len(pairs) == 1 else "compare"


def _lower(old, code):
    if list(old) == list(code):
        return "equal"
    if all(new <= before for new, before in zip(code, old, strict=True)):
        return "code"
    return "old" if all(before <= new for new, before in zip(code, old, strict=True)) else "compare"


def test_a_fact_is_of_one_kind_wherever_it_is_asked():
    kinds = {}
    for row in ROWS.values():
        for fact in row["facts"]:
            asked = (fact["type"], [each["id"] for each in fact.get("choices", ())])
            assert kinds.setdefault(fact["id"], asked) == asked, (row["id"], fact["id"])
    other = {row["id"]: row for pack in LAW for row in pack.rows("facts")}
    for name in kinds.keys() & other.keys():
        assert kinds[name][0] == other[name]["type"], name


def test_ids_of_violations_and_of_statutes_are_used_once():
    names = [row["id"] for pack in LAW for row in pack.rows("violations")]
    assert len(names) == len(set(names))
    clauses = [each["id"] for row in ROWS.values() for each in row["statutes"]]
    clauses += [
        tier["id"] for row in ROWS.values() for each in row["statutes"] for tier in each.get("tiers", ())
    ]
    assert len(clauses) == len(set(clauses))


def test_what_is_left_out_is_said():
    """A violation that some day has no clause says so in its note, or is an act of the old days only."""
    for row in ROWS.values():
        eras = {each["era"] for each in row["statutes"]}
        if not eras & {"old", "standing"} or not eras & {"code", "standing"}:
            assert row.get("note"), row["id"]


# --- the legal bases

SHORT = {
    "法典": "生态环境法典",
    "大气法": "大气污染防治法",
    "水法": "水污染防治法",
    "环评法": "环境影响评价法",
    "固废法": "固体废物污染环境防治法",
    "噪声法": "噪声污染防治法",
    "环保法": "环境保护法",
    "监测条例": "生态环境监测条例",
    "碳条例": "碳排放权交易管理暂行条例",
}
PROJECT_BASES = ("EIA3", "3TS")
MARKS = r"((?:[①-⑳]|\([一二三四五六七八九十]+\))*)"
CITED = re.compile(rf"(同条例|{'|'.join(SHORT)}|条例)?§(\d+){MARKS}")
OWN = re.compile(rf"(\d+) ?条?{MARKS}")


def _marks(text):
    return frozenset(re.findall(r"[①-⑳]|\([一二三四五六七八九十]+\)", text))


def cited(basis, text):
    """The clauses that a basis cites, as (law, article, marks): "法典§1095①②" and "§1090、§1091" alike."""
    rule = "建设项目环境保护管理条例" if basis in PROJECT_BASES else "排污许可管理条例"
    law, found = "", []
    for name, article, marks in CITED.findall(text):
        law = SHORT.get(name, rule) if name else law
        found.append((law, article, _marks(marks)))
    return found


def _held(basis):
    """The clauses of the statutes of every violation with a basis: (law, article) and the marks of each."""
    held = {}
    for row in ROWS.values():
        for statute in row["statutes"] if basis in row.get("bases", ()) else ():
            for article, marks in OWN.findall(statute["article"] + statute["clause"]):
                held.setdefault((statute["law"], article), []).append(_marks(marks))
    return held


def _lacking(basis, clauses):
    held = _held(basis)
    for law, article, marks in clauses:
        parts = held.get((law, article), [])
        whole = any(not part for part in parts)
        if not parts or not (whole or marks <= frozenset().union(*parts)):
            yield f"{law} {article}{''.join(sorted(marks))}"


def test_the_forms_of_a_citation_are_read():
    assert cited("EIA1", "法典§1095①②") == [("生态环境法典", "1095", {"①", "②"})]
    assert cited("MON8", "法典§1090、§1091；监测条例§43") == [
        ("生态环境法典", "1090", set()),
        ("生态环境法典", "1091", set()),
        ("生态环境监测条例", "43", set()),
    ]
    assert cited("PER3", "（旧法按EVADE或条例§36(九)）") == [("排污许可管理条例", "36", {"(九)"})]
    assert cited("EIA3", "同条例§22②（RECALLED）") == [("建设项目环境保护管理条例", "22", {"②"})]
    assert OWN.findall("1169②、第 1170 条、第 1175 条①(五)") == [
        ("1169", "②"),
        ("1170", ""),
        ("1175", "①(五)"),
    ]


def test_there_are_72_bases_and_each_has_a_violation():
    names = [row["id"] for row in BASES["bases"]]
    assert len(names) == len(set(names)) == 72
    used = {name for row in ROWS.values() for name in row.get("bases", ())}
    assert used == set(names)


def test_every_clause_of_a_basis_is_among_its_statutes():
    lacking = {
        (row["id"], clause)
        for row in BASES["bases"]
        for key in ("penalty_code", "penalty_old")
        for clause in _lacking(row["id"], cited(row["id"], row[key]))
    }
    assert lacking == {(row["id"], row["clause"]) for row in BASES["except"]}


@pytest.mark.parametrize(
    "pack", load_folder(ROOT / "resources" / "checklists"), ids=lambda pack: pack.header.id
)
def test_every_basis_of_a_checklist_is_covered(pack):
    known = {row["id"] for row in BASES["bases"]}
    excepted = {(row["id"], row["clause"]) for row in BASES["except"]}
    for basis in pack.rows("bases"):
        assert basis["id"] in known
        clauses = [
            (each["law"], *_number(each["article"]))
            for key in ("penalty_code", "penalty_old")
            for each in basis.get(key, ())
        ]
        assert {(basis["id"], each) for each in _lacking(basis["id"], clauses)} <= excepted


def _number(article):
    (number, marks), *_ = OWN.findall(article)
    return number, _marks(marks)


# --- the packs


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_second_jurist_finds_no_fault(path):
    assert sources.examine(path, date(2026, 11, 25)) == ()
    assert len(path.read_text("utf-8").splitlines()) <= 450
