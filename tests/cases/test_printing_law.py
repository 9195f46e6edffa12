"""What the law made of a case, on paper: settled ranges, amounts in words, or why there is none."""

from __future__ import annotations

from fieldlaw.cases.casework import deciding
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.printing_law import assessment_of
from fieldlaw.cases.documents.fonts import SERIF, register
from fieldlaw.cases.law.assess import as_json, assess, rehearse
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES
from tests.cases.test_sensitivity import G16, PACKS, REAL

LAW = load_folder(RESOURCES / "law" / "national")


def printed(bureau):
    return assessment_of(read(bureau.one, bureau.case))


def judged(bureau, request):
    deciding.record_finding(bureau.one, bureau.case, "f", "问题", request, ["A01"])
    deciding.assess_finding(bureau.one, bureau.case, "f", LAW)


def test_an_amount_is_printed_in_figures_and_capitals_with_the_sentence_for_the_decision(bureau):
    result = as_json(rehearse(G16, PACKS))
    body = {"assessment": "a", "finding": "f", "result": result, "packs": {}, "signed": []}
    bureau.write(bureau.case, "assessment_made", body, 2)
    text = printed(bureau)
    assert text.amounts == ("超过大气污染物排放标准排放：罚款 41 万元（人民币肆拾壹万元整）",)
    assert text.discretion == (result["sentence"],)
    assert text.refusal == ""


def test_without_a_benchmark_the_reason_stands_in_place_of_the_amount(bureau):
    judged(bureau, REAL)
    text = printed(bureau)
    assert text.refusal == "暂不计算金额：本机没有太原市在用的裁量基准，只列出法定区间。"
    assert (text.amounts, text.discretion) == ((), ())
    assert [(row.subject, row.lower, row.upper) for row in text.ranges] == [
        ("适用", "10 万元", "100 万元"),
        ("对照", "10 万元", "100 万元"),
    ]


def test_an_act_found_too_late_says_so_and_not_that_a_benchmark_is_missing(bureau):
    late = {**REAL, "act": {"start": "2020-02-29", "end": "2020-02-29"}, "found": "2026-08-12"}
    judged(bureau, late)
    assert printed(bureau).refusal == "暂不计算金额：违法行为超过追责时效才发现，不再处罚。"


def test_a_range_that_hangs_on_a_figure_is_printed_as_the_clause_states_it(bureau):
    waste = {
        **REAL,
        "act": {"start": "2026-07-01", "end": "2026-07-01"},
        "violation": "hw_disposal",
        "facts": {"hazardous": "yes", "dumped": "yes"},
    }
    judged(bureau, waste)
    (old, *_) = printed(bureau).ranges
    assert (old.upper, "3倍以上5倍以下" in old.lower) == ("未确定", True)


def test_an_assessment_of_before_the_tree_is_printed_all_the_same(bureau):
    statute = {
        "law": "大气污染防治法", "article": "99", "clause": "(二)", "applies": True, "status": "seen",
        "range_fen": [10000050, 100000000],
    }  # fmt: skip
    result = {
        "outcome": "refused", "amount_fen": None, "statutes": [statute], "packs": [],
        "explanation": ["罚则：适用（来源：某处）。"],
    }  # fmt: skip
    body = {"assessment": "a", "finding": "f", "result": result, "packs": {}}
    bureau.write(bureau.case, "assessment_made", body)
    text = printed(bureau)
    assert text.lines == ("罚则：适用。",)
    assert text.refusal.startswith("暂不计算金额")
    assert text.ranges[0].lower == "10.00005 万元"


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def test_every_word_of_the_packs_and_of_an_explanation_has_a_glyph_on_paper():
    faces = register(RESOURCES / "fonts")
    said = [as_json(rehearse(G16, PACKS)), as_json(assess({**REAL, "found": "2026-08-12"}, LAW))]
    packs = [dict(pack.content) for pack in load_folder(RESOURCES / "law")]
    lists = [dict(pack.content) for pack in load_folder(RESOURCES / "checklists")]
    lacking = {gap.char for text in _texts([said, packs, lists]) for gap in faces.missing(text, SERIF)}
    assert lacking == set()
