"""In a real case: no amount without a benchmark of the place, reviewed, signed, verified row by row."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldlaw import cli
from fieldlaw.cases.casework import deciding, opening
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.law.assess import as_json, assess, rehearse
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.packs.sign import sign, verify
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from tests.cases.test_casework import TASK

ROOT = Path(__file__).parents[2]
LAW = load_folder(RESOURCES / "law")
OURS = load_folder(ROOT / "tests" / "law_cases" / "packs")
(LOCAL,) = (pack for pack in OURS if pack.header.kind == "benchmark")
SIGNED = frozenset({LOCAL.header.sha256})
STRAW = {
    "violation": "straw_burning",
    "jurisdiction": "测试省",
    "party": {"kind": "citizen"},
    "act": {"start": "2023-05-23", "end": "2023-05-23"},
    "decided": "2023-06-01",
    "facts": {"burned": "yes", "area": "0.2", "place": "field"},
}
TAIYUAN = {
    "violation": "air_over_limit",
    "jurisdiction": "太原市",
    "party": {"kind": "legal_person"},
    "act": {"start": "2023-03-01", "end": "2023-03-01"},
    "decided": "2023-06-01",
    "benchmark": "gd-benchmark-2022",
    "facts": {"concentration": "72.852", "limit": "35", "factor_count": 1, "air_class": "class_b"}
    | {"zone": "general", "air_time": "general", "air_excess": "concentration", "times": 1},
}


def call(*words):
    return cli.main(words, lambda _profile: 9)


def changed(**content):
    return build(dict(LOCAL.content) | content)


def changed_header(**header):
    return changed(pack=LOCAL.content["pack"] | header)


def with_local(pack):
    return [*(each for each in OURS if each is not LOCAL), pack]


def test_a_signed_benchmark_of_the_place_gives_an_amount_in_a_real_case():
    answer = as_json(assess(STRAW, OURS, signed=SIGNED))
    assert (answer["outcome"], answer["amount_fen"], answer["amount_capitals"]) == (
        "fine",
        50_000,
        "伍佰元整",
    )
    assert "training" not in answer["flags"]
    assert LOCAL.header.sha256 in [pack["sha256"] for pack in answer["packs"]]
    assert "训练" not in "".join(answer["explanation"])


def test_what_was_signed_is_what_counts():
    key = Ed25519PrivateKey.generate()
    pack = verify(sign(LOCAL, key), {key.public_key().public_bytes_raw()})
    assert assess(STRAW, with_local(pack), signed=frozenset({pack.header.sha256})).amount_fen == 50_000


def test_it_serves_the_places_that_it_names():
    assert assess(STRAW | {"benchmark": LOCAL.header.id}, OURS, signed=SIGNED).amount_fen == 50_000
    town = STRAW | {"jurisdiction": "测试市", "violation": "air_over_limit"}
    town["facts"] = {"concentration": "72.852", "limit": "35"}
    answer = assess(town, [*LAW, *OURS], signed=SIGNED)
    assert (answer.outcome, answer.flags) == ("refused", ("no_table",))


@pytest.mark.parametrize(
    ("pack", "code"),
    [
        (LOCAL, "benchmark_unsigned:test-benchmark"),
        (changed_header(status="draft"), "benchmark_unsigned:test-benchmark"),
        (
            changed_header(in_force={"from": "2016-01-01", "to": "2023-05-31"}),
            "benchmark_not_in_force:test-benchmark",
        ),
        (
            changed(
                in_force_on="act",
                pack=LOCAL.content["pack"] | {"in_force": {"from": "2023-05-24", "to": None}},
            ),
            "benchmark_not_in_force:test-benchmark",
        ),
        (changed(use="training"), "benchmark_training_only:test-benchmark"),
        (
            changed(places=[], pack=LOCAL.content["pack"] | {"jurisdiction": "别省"}),
            "benchmark_of_other_place:test-benchmark",
        ),
    ],
)
def test_a_real_case_turns_down_by_name(pack, code):
    signed = frozenset() if pack is LOCAL else frozenset({pack.header.sha256})
    answer = assess(STRAW | {"benchmark": "test-benchmark"}, with_local(pack), signed=signed)
    assert (answer.outcome, answer.amount_fen, answer.steps) == ("refused", None, ())
    assert answer.flags == ("no_benchmark", code)
    assert "500元以上2000元以下" in "".join(answer.explanation)


def test_a_benchmark_may_be_asked_to_hold_on_the_day_of_the_decision_only():
    pack = changed(
        in_force_on="decision", pack=LOCAL.content["pack"] | {"in_force": {"from": "2023-05-24", "to": None}}
    )
    assert assess(STRAW, with_local(pack), signed=frozenset({pack.header.sha256})).amount_fen == 50_000


def test_a_row_that_nobody_verified_gives_no_amount_in_a_real_case():
    answer = assess(STRAW | {"facts": STRAW["facts"] | {"place": "road"}}, OURS, signed=SIGNED)
    assert (answer.outcome, answer.flags) == ("refused", ("unverified:straw/place/road",))


def test_two_benchmarks_of_one_place_give_no_amount():
    twin = changed_header(id="test-benchmark-2")
    answer = assess(STRAW, [*OURS, twin], signed=SIGNED | {twin.header.sha256})
    assert answer.flags == ("no_benchmark", "two_benchmarks")
    named = assess(
        STRAW | {"benchmark": "test-benchmark-2"}, [*OURS, twin], signed=frozenset({twin.header.sha256})
    )
    assert named.amount_fen == 50_000


def test_a_taiyuan_case_gets_no_amount_from_guangdong_but_training_does():
    real = as_json(assess(TAIYUAN, LAW, signed=frozenset(pack.header.sha256 for pack in LAW)))
    assert (real["outcome"], real["amount_fen"], real["steps"]) == ("refused", None, [])
    assert real["flags"] == ["no_benchmark", "benchmark_training_only:gd-benchmark-2022"]
    said = "".join(real["explanation"])
    assert "只供训练和测试" in said
    assert "10万元以上100万元以下" in said
    training = as_json(rehearse(TAIYUAN, LAW))
    assert (training["amount_fen"], "training" in training["flags"]) == (20_000_000, True)


def test_unnamed_training_packs_are_never_picked():
    plain = {key: value for key, value in TAIYUAN.items() if key != "benchmark"} | {"jurisdiction": "广东省"}
    plain["facts"] = {"concentration": "72.852", "limit": "35"}
    for judge in (assess, rehearse):
        answer = judge(plain, LAW)
        assert (answer.outcome, answer.flags) == ("refused", ("no_benchmark",))
        assert "暂不计算金额：本机没有广东省在用的裁量基准" in "".join(answer.explanation)


def test_a_finding_of_a_case_keeps_no_amount_of_a_training_pack(tmp_path):
    held = profile.create(
        tmp_path / "a", profile.Person("王立新", "执法人员"), "pass", os.urandom, vault.FLOOR
    )
    desk = Desk(held, lambda: Moment("2026-11-25T10:42:07+08:00", 1, "boot", None), os.urandom)
    case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    deciding.record_finding(desk, case, "f", "超标", TAIYUAN, ["A01"])
    result = deciding.assess_finding(desk, case, "f", LAW)
    (kept,) = read(desk, case).file.all("assessment_made")
    held.close()
    assert (result["amount_fen"], kept.body["result"]["amount_fen"], kept.body["result"]["steps"]) == (
        None,
        None,
        [],
    )
    assert "benchmark_training_only:gd-benchmark-2022" in result["flags"]


def rehearsing(source):
    """Names of `rehearse` or of its terms, in a module's source."""
    tree = ast.walk(ast.parse(source))
    names = {getattr(node, "id", getattr(node, "attr", getattr(node, "name", ""))) for node in tree}
    return names & {"rehearse", "Terms"}


def test_only_the_command_line_rehearses():
    law = ROOT / "fieldlaw" / "cases" / "law"
    files = [path for path in (ROOT / "fieldlaw").rglob("*.py") if path.parent != law]
    found = {str(path.relative_to(ROOT)) for path in files if rehearsing(path.read_text("utf-8"))}
    assert found == {"fieldlaw/cli/law.py"}
    assert rehearsing("from fieldlaw.cases.law.assess import rehearse\n")


def test_the_command_line_prints_amount_and_steps(tmp_path, capsys):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(TAIYUAN), encoding="utf-8")
    assert call("law", "assess", str(path), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["amount_fen"], answer["amount_yuan"], answer["amount_capitals"]) == (
        20_000_000,
        "200000.00",
        "贰拾万元整",
    )
    assert [step["weight"] for step in answer["steps"]] == ["10", "0", "8", "0", "0", "2", "0", "20"]
    assert "training" in answer["flags"]
    path.write_text(
        json.dumps({**TAIYUAN, "benchmark": None, "facts": {"concentration": "72.852", "limit": "35"}})
    )
    assert call("law", "assess", str(path), "--json") == 1
    assert json.loads(capsys.readouterr().out)["flags"] == ["no_benchmark"]


def test_the_command_line_lists_what_a_benchmark_asks(capsys):
    assert call("law", "facts", "air_over_limit", "--benchmark", "gd-benchmark-2022", "--json") == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["zone"]["values"] == ["general", "restricted", "populated", "ecological"]
    assert "concentration" in rows


def test_a_national_benchmark_serves_every_place():
    pack = changed_header(jurisdiction="CN")
    signed = frozenset({pack.header.sha256})
    assert assess(STRAW, with_local(pack), signed=signed).amount_fen == 50_000
