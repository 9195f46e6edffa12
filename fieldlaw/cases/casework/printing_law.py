"""What the law made of the findings of a case, in the words of paper: only the assessments that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.documents.model import AssessmentText, RangeRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event

SOURCE = {"seen": "见官方文本", "second_hand": "转引", "recalled": "凭记忆"}
UNVERIFIED = "规则包是草稿，未复核，不作决定依据。"
_CONFIRMED = "confirmed"
_NO_AMOUNT = "暂不计算金额：本机没有在用的裁量基准。载入规则包，或请法制科提供。"
_WAN = 1_000_000  # fen in 万元


def _wan(fen: int) -> str:
    return f"{fen / _WAN:.2f} 万元" if fen % (_WAN // 100) else f"{fen // _WAN} 万元"


def _cited(statute: Mapping[str, Any]) -> str:
    """Law and article, and how they were looked up."""
    looked_up = SOURCE.get(statute.get("status", ""), "")
    words = f"《{statute['law']}》第 {statute['article']} 条{statute['clause']}"
    return f"{words}（{looked_up}）" if looked_up else words


def _range(statute: Mapping[str, Any]) -> RangeRow | None:
    if not statute.get("range_fen"):
        return None
    low, high = statute["range_fen"]
    return RangeRow("适用" if statute["applies"] else "对照", _wan(low), _wan(high), _cited(statute))


def _sentences(result: Mapping[str, Any]) -> Iterable[str]:
    """The explanation without the tags of its sources: the law stands in the title of each line.

    An assessment kept before the tree came with it has its sentences only; their tags are cut off.
    """
    if "tree" not in result:
        return [line.partition("（来源：")[0].rstrip("。") + "。" for line in result["explanation"]]
    return _aloud(result["tree"], {_title(one): one for one in result["statutes"]})


def _title(statute: Mapping[str, Any]) -> str:
    return f"《{statute['law']}》第 {statute['article']} 条{statute['clause']}"


def _aloud(node: Mapping[str, Any], statutes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    held = statutes.get(node["title"])
    looked_up = f"（{SOURCE[held['status']]}）" if held and held.get("status") in SOURCE else ""
    own = f"{node['title']}：{str(node['value']).rstrip('。')}{looked_up}。"
    return [own, *(line for child in node["children"] for line in _aloud(child, statutes))]


def standing(log: CaseLog) -> tuple[Event, ...]:
    """The assessments that stand, finding by finding; the ones that they replaced are left out."""
    findings = dict.fromkeys(e.body["finding"] for e in log.file.all("assessment_made"))
    return tuple(e for finding in findings for e in log.file.values("assessment_made", finding))


def assessment_of(log: CaseLog) -> AssessmentText:
    """The assessment as a document."""
    results = [event.body["result"] for event in standing(log)]
    lines = [line for result in results for line in _sentences(result)]
    ranges = [row for result in results for s in result["statutes"] if (row := _range(s)) is not None]
    refused = any(result["outcome"] == "refused" for result in results)
    drafts = any(pack["status"] != _CONFIRMED for result in results for pack in result["packs"])
    return AssessmentText(
        "法律适用说明",
        tuple(lines) or ("还没有做法律判断。",),
        tuple(ranges),
        _NO_AMOUNT if refused else "",
        UNVERIFIED if drafts else "",
    )
