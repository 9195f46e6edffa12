"""What a weighed measure says: as data for the machine, and in plain Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.explain import Explanation, sentences
from fieldlaw.cases.law.leniency import WORD
from fieldlaw.cases.law.measures import CRIME, MAY, PROMPT, SHALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.law.leniency import Missing
    from fieldlaw.cases.law.measures import Ground, Measure, Point
    from fieldlaw.cases.law.measures_rows import Band
    from fieldlaw.cases.law.periods import Period

SUSPECT = "可能涉嫌犯罪，请法制判断"
OPEN_SUSPECT = "是否涉嫌犯罪还不能判断，请补齐事实，由法制判断"
FORCE = {MAY: "可以", SHALL: "应当", PROMPT: "提示"}
ERA = {"old": "旧法", "code": "法典", "standing": "现行规章、司法解释"}
WHO = {
    "head": "负责人",
    "committee": "案件审查委员会",
    "discussion": "集体讨论",
    "government": "有批准权的政府",
}
MET = {
    MAY: "条件具备，可以采取；由有权的人决定",
    SHALL: "条件具备，依规定应当采取；由有权的人决定",
    PROMPT: "有此情形，请按提示处理",
}
NOT_MET = "现有事实不具备条件"
OPEN = "还不能判断"


def as_json(measure: Measure) -> dict[str, Any]:
    """A measure as the command line prints it; `applies` is true, false or null, for a crime true or null."""
    return {
        "id": measure.row.id,
        "name": measure.row.name,
        "kind": measure.row.kind,
        "applies": measure.truth,
        "force": measure.force,
        "text": says(measure),
        "cases": [_ground_json(each) for each in measure.grounds],
        "missing": _missing_json(measure.missing),
        "approvals": [{"by": each.said.does} | _point_json(each) for each in measure.approvals],
        "documents": [_point_json(each) for each in measure.documents],
        "clocks": [
            {"id": each.id, "name": each.name, "text": each.text, "basis": each.basis, "status": each.status}
            for each in measure.clocks
        ],
        "limits": [_point_json(each) for each in measure.limits],
        "doubts": list(measure.doubts),
        "note": measure.row.note,
        "source": measure.row.source,
        "status": measure.status,
    }


def says(measure: Measure) -> str:
    """The measure in one sentence: a prompt, never a verdict."""
    if measure.row.kind == CRIME:
        return SUSPECT if measure.truth or measure.doubts else OPEN_SUSPECT
    if measure.truth is None:
        return OPEN
    return MET[measure.force] if measure.truth else NOT_MET


def explained(measure: Measure) -> Explanation:
    """A measure as a tree: its cases, what is missing, who approves, what is issued, clocks and limits."""
    gaps = [Explanation("缺少事实", f"{each.question}（{each.fact}）") for each in measure.missing]
    settled = [each for each in measure.grounds if each.truth is not None or each.doubt]
    told = settled if measure.truth else measure.grounds
    parts = [*(_ground_part(each) for each in told if each.truth is not False), *gaps]
    parts += [Explanation("须由法制确定", text) for text in measure.doubts]
    parts += [
        Explanation(f"批准：{WHO[each.said.does]}", _point_text(each), each.said.source)
        for each in measure.approvals
    ]
    if measure.documents:
        parts.append(Explanation("文书", "、".join(each.said.text for each in measure.documents)))
    parts += [Explanation(f"期限：{each.name}", each.text, each.basis) for each in measure.clocks]
    parts += [Explanation("法律界限", _point_text(each), each.said.source) for each in measure.limits]
    if measure.row.note:
        parts.append(Explanation("提示", measure.row.note))
    return Explanation(measure.row.name, says(measure), "", tuple(parts))


def in_brief(measures: Iterable[Measure]) -> list[str]:
    """Measures in lines: those that are met in full, what the open ones still ask, the names of the rest."""
    held = tuple(measures)
    lines = [line for each in held if each.truth for line in sentences(explained(each))]
    lines += [line for each in held if each.truth is None for line in _open_lines(each)]
    rest = "、".join(each.row.name for each in held if each.truth is False)
    return [*lines, f"{NOT_MET}：{rest}。"] if rest else lines


def _open_lines(measure: Measure) -> list[str]:
    asks = "；".join(f"{each.question}（{each.fact}）" for each in measure.missing)
    why = [f"缺少事实：{asks}"] if asks else []
    return [f"{measure.row.name}：{'。'.join([says(measure), *why, *measure.doubts])}。"]


def _ground_part(each: Ground) -> Explanation:
    row = each.row
    value = f"{WORD[each.truth]}（{FORCE[row.force]}，{ERA[row.era]}，{row.basis}）"
    children = [Explanation("算法", text) for text in each.worked]
    children += [Explanation("读法", f"{reading.text}：{WORD[held]}") for reading, held in each.readings]
    children += [_band_part(band, applies) for band, applies in each.bands if applies is not False]
    if each.doubt:
        children.append(Explanation("不作结论", each.doubt))
    if row.note:
        children.append(Explanation("提示", row.note))
    return Explanation(row.text, value, row.source, tuple(children))


def _band_part(band: Band, applies: bool | None) -> Explanation:  # noqa: FBT001
    days = f"{band.days[0]} 日以上 {band.days[1]} 日以下"
    return Explanation(f"拘留幅度：{band.text}", days if applies else f"{days}（是否属于这一档还不知道）")


def _point_text(each: Point) -> str:
    basis = f"（{each.said.basis}）" if each.said.basis else ""
    asks = "；".join(one.question for one in each.missing)
    return f"{each.said.text}{basis}" + (f"——还不知道：{asks}" if asks else "")


def _missing_json(missing: Iterable[Missing]) -> list[dict[str, Any]]:
    return [{"fact": each.fact, "question": each.question} for each in missing]


def _point_json(each: Point) -> dict[str, Any]:
    return {
        "id": each.said.id,
        "text": each.said.text,
        "applies": each.applies,
        "missing": _missing_json(each.missing),
        "basis": each.said.basis,
        "source": each.said.source,
        "status": each.said.status,
    }


def _ground_json(each: Ground) -> dict[str, Any]:
    row = each.row
    return {
        "id": row.id,
        "text": row.text,
        "force": row.force,
        "era": row.era,
        "basis": row.basis,
        "in_force": _days(row.period),
        "applies": each.truth,
        "doubt": each.doubt,
        "missing": _missing_json(each.missing),
        "readings": [{"text": reading.text, "holds": held} for reading, held in each.readings],
        "worked": list(each.worked),
        "bands": [
            {"grade": band.grade, "days": list(band.days), "text": band.text, "applies": applies}
            for band, applies in each.bands
        ],
        "note": row.note,
        "source": row.source,
        "status": row.status,
    }


def _days(period: Period) -> list[str | None]:
    return [period[0].isoformat(), period[1].isoformat() if period[1] else None]
