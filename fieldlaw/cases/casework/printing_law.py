"""What the law made of the findings of a case, in the words of paper: only the assessments that stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.clocks import all_standing
from fieldlaw.cases.documents.model import AssessmentText, RangeRow
from fieldlaw.cases.law.citing import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event

SOURCE = {"seen": "见官方文本", "second_hand": "转引", "recalled": "凭记忆"}
UNVERIFIED = "规则包是草稿，未复核，不作决定依据。"
_CONFIRMED = "confirmed"
_NO_AMOUNT = "暂不计算金额：本机没有在用的裁量基准。载入规则包，或请法制科提供。"
_OPEN = ("refused", "undecidable", "not_before", "may_no_penalty")
_WAN = 1_000_000  # fen in 万元


def _wan(fen: int) -> str:
    return f"{(Decimal(fen) / _WAN).normalize():f} 万元"


def _cited(statute: Mapping[str, Any]) -> str:
    """Law and article, and how they were looked up."""
    looked_up = SOURCE.get(statute.get("status", ""), "")
    words = _title(statute)
    return f"{words}（{looked_up}）" if looked_up else words


def _range(statute: Mapping[str, Any]) -> RangeRow | None:
    """The range as the facts settle it; where they do not yet, how the clause states it."""
    subject = "适用" if statute["applies"] else "对照"
    settled = statute.get("settled_fen") or statute.get("range_fen")
    if settled:
        return RangeRow(subject, _wan(settled[0]), _wan(settled[1]), _cited(statute))
    words = statute.get("words")
    return RangeRow(subject, words, "未确定", _cited(statute)) if words else None


def _sentences(result: Mapping[str, Any]) -> Iterable[str]:
    """The explanation without the tags of its sources: the law stands in the title of each line.

    An assessment kept before the tree came with it has its sentences only; their tags are cut off.
    """
    if "tree" not in result:
        return [line.partition("（来源：")[0].rstrip("。") + "。" for line in result["explanation"]]
    return _aloud(result["tree"], {_title(one): one for one in result["statutes"]})


def _title(statute: Mapping[str, Any]) -> str:
    return f"《{statute['law']}》第 {statute['article']} 条{cited(statute['clause'])}"


def _aloud(node: Mapping[str, Any], statutes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    held = statutes.get(node["title"])
    looked_up = f"（{SOURCE[held['status']]}）" if held and held.get("status") in SOURCE else ""
    own = f"{node['title']}：{str(node['value']).rstrip('。')}{looked_up}。"
    return [own, *(line for child in node["children"] for line in _aloud(child, statutes))]


def standing(log: CaseLog) -> tuple[Event, ...]:
    """The assessments that stand, finding by finding; the ones that they replaced are left out."""
    return all_standing(log, "assessment_made")


def assessment_of(log: CaseLog) -> AssessmentText:
    """The assessment as a document."""
    results = [event.body["result"] for event in standing(log)]
    lines = [line for result in results for line in _sentences(result)]
    ranges = [row for result in results for s in result["statutes"] if (row := _range(s)) is not None]
    drafts = any(pack["status"] != _CONFIRMED for result in results for pack in result["packs"])
    fines = [result for result in results if result["amount_fen"] is not None]
    return AssessmentText(
        "法律适用说明",
        tuple(lines) or ("还没有做法律判断。",),
        tuple(ranges),
        "\n".join(dict.fromkeys(_refusal(result) for result in results if _declines(result))),
        UNVERIFIED if drafts else "",
        tuple(_amount(result) for result in fines),
        tuple(result["sentence"] for result in fines if result.get("sentence")),
    )


def _declines(result: Mapping[str, Any]) -> bool:
    return result["amount_fen"] is None and result["outcome"] in _OPEN


def _refusal(result: Mapping[str, Any]) -> str:
    """Why there is no amount, as the explanation says it."""
    children = result.get("tree", {}).get("children", ())
    said = next((node["value"] for node in reversed(children) if node["title"] == "金额"), _NO_AMOUNT)
    return f"{str(said).rstrip('。')}。"


def _amount(result: Mapping[str, Any]) -> str:
    name = result.get("tree", {}).get("value", "")
    return f"{name}：罚款 {_wan(result['amount_fen'])}（人民币{result['amount_capitals']}）"
