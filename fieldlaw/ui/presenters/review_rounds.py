"""Rounds of measuring and imported readings in words, for the review page and the panes of a case."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.comparing import LOG, POINT
from fieldlaw.cases.casework.measuring_export import shown
from fieldlaw.cases.casework.reading_files import BY_HAND, FROM_FILE
from fieldlaw.cases.law.threshold import VERDICT_WORDS
from fieldlaw.cases.law.threshold_rows import OPERATOR_WORDS
from fieldlaw.cases.records.procedure import OUTCOME_WORDS, PASSED, STEP_WORDS
from fieldlaw.cases.records.procedure_state import DOUBT_WORDS, PENDING, RETEST, SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fieldlaw.cases.ledger.event import Event

_STOP = "。！？；"
_MOST_SIGNS = 4


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def _ended(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in _STOP else f"{text}。"


def round_title(kind: str, body: Mapping[str, Any]) -> str:
    """What a row of the review is about: the round, the point, the device of a log file."""
    if kind == POINT:
        return str(body["tag"])
    return str(body["device"]) if kind == LOG else str(body["title"] or body["edition"])


# --- a round


def _begun(body: Mapping[str, Any]) -> str:
    people = "、".join(filter(None, (body["operator"], body["second"])))
    escort = _tr("，陪检 {0}").format(body["escort"]) if body["escort"] else ""
    tools = "、".join(body["instruments"])
    return f"{body['purpose']}，{body['edition']}，{body['method']}，{tools}，{people}{escort}。"


def _step(body: Mapping[str, Any]) -> str:
    """A step and what came of it; why, where it did not pass."""
    result = body["result"]
    word = STEP_WORDS.get(body["step"], body["step"])
    outcome = OUTCOME_WORDS.get(str(result.get("outcome")), "")
    reason = "" if result.get("outcome") == PASSED else str(result.get("reason", ""))
    return _ended(f"{word}{outcome}" + (f"：{reason}" if reason else ""))


def _planned(body: Mapping[str, Any]) -> str:
    source = _tr("，取自 {0}").format(body["source"]) if body["source"] else ""
    return _tr("清单 {0} 点{1}。").format(len(body["points"]), source)


def _raw(body: Mapping[str, Any]) -> str:
    return _tr("原始数据 {0}，{1} 字节。").format(body["file"], body["size"])


def _round_ended(body: Mapping[str, Any]) -> str:
    at = body["ended_at"][11:16]
    why = _tr("，没有做日终漂移：{0}").format(body["reason"]) if body["reason"] else ""
    return _ended(_tr("{0} 结束{1}").format(at, why))


# --- a point


def _number(result: Mapping[str, Any], name: str) -> Decimal | None:
    try:
        return Decimal(str(dict(result.get("figures", ()))[name]))
    except (KeyError, ValueError, TypeError, InvalidOperation):
        return None


def verdict_words(verdict: Mapping[str, Any]) -> str:
    """The verdict with the limit that it was taken from; why, where there is none."""
    said = str(VERDICT_WORDS.get(verdict["verdict"], verdict["verdict"]))
    if verdict["verdict"] in ("leak", "no_leak"):
        limit = f"{OPERATOR_WORDS[verdict['operator']]} {verdict['limit']} {verdict['unit']}"
        return _tr("{0}（{1}，{2} 为泄漏）").format(said, verdict["clause"], limit)
    why = "；".join(map(str, verdict["says"][:1]))
    return f"{said}：{why}" if why else said


def reading_words(result: Mapping[str, Any]) -> str:
    """Net value, and the peak and background that it comes from, with how long the probe stayed."""
    peak, net = _number(result, "peak"), _number(result, "net")
    unit = str(result.get("tool", {}).get("unit", ""))
    if peak is None:
        return _tr("没有读数")
    if net is None:
        return _tr("最大值 {0} {1}，没有本底").format(shown(peak), unit)
    said = _tr("净值 {0} {1}（最大值 {2}，本底 {3}）")
    return said.format(shown(net), unit, shown(peak), shown(_number(result, "background")))


def _stay(result: Mapping[str, Any]) -> str:
    dwell, required = _number(result, "dwell"), _number(result, "required")
    if dwell is None or required is None:
        return ""
    return _tr("，停留 {0} 秒，要求 {1} 秒").format(shown(dwell), shown(required))


def _point(body: Mapping[str, Any]) -> str:
    result = body["result"]
    again = _tr("重测，理由：{0}。").format(body["reason"].rstrip("。")) if body["instead_of"] else ""
    said = f"{reading_words(result)}{_stay(result)}，{verdict_words(body['verdict'])}"
    return again + _ended(said) + _sight(body["component"])


def _sight(component: Mapping[str, Any]) -> str:
    return _tr("目视可见泄漏。") if component.get("visible_leak") == "yes" else ""


def point_text(events: Sequence[Event]) -> str:
    """The readings of one point, one below the other, and whether they count.

    Args:
        events: its readings by time, then the drift check that decides over the last of them, if any.
    """
    return "\n".join(_point_lines(events))


def point_state(events: Sequence[Event]) -> str:
    """The last reading of a point in a few words: its net value and the verdict, or why it does not count."""
    last = [event for event in events if event.kind == "round_point_kept"][-1]
    body, doubt = last.body, _doubt(events)
    net, word = _number(body["result"], "net"), VERDICT_WORDS.get(body["verdict"]["verdict"], "")
    unit = str(body["result"].get("tool", {}).get("unit", ""))
    value = f"{shown(net)} {unit}" if net is not None else _tr("没有净值")
    return f"{value}，{_tr(DOUBT_WORDS[doubt]) if doubt else word}"


def _doubt(events: Sequence[Event]) -> str:
    """Why the last reading of a point does not count (yet); empty for one that stands."""
    drift = next((event for event in events if event.kind == "round_step_kept"), None)
    if drift is None:
        return PENDING
    return "" if drift.body["result"].get("outcome") == PASSED else RETEST


def _point_lines(events: Sequence[Event]) -> Iterator[str]:
    readings = [event for event in events if event.kind == "round_point_kept"]
    for number, event in enumerate(readings, start=1):
        later = readings[number:]
        same = any(_detector(one) == _detector(event) for one in later)
        yield _point(event.body) + (_ended(_tr(DOUBT_WORDS[SUPERSEDED])) if same else "")
    if readings and (doubt := _doubt(events)):
        yield _ended(_tr(DOUBT_WORDS[doubt]))


def _detector(event: Event) -> str:
    return str(event.body["result"].get("tool", {}).get("detector", ""))


# --- readings that did not come over the line


def origin_words(body: Mapping[str, Any]) -> str:
    """Where a reading comes from, when it did not come over the line."""
    origin = body.get("origin")
    if origin == FROM_FILE:
        return _tr("取自仪器记录文件第 {0} 行。").format(body["line"])
    if origin == BY_HAND:
        photo = "" if body["evidence"] else _tr("没有屏幕照片。")
        return _tr("人工录入：{0}。{1}").format(body["note"].rstrip("。"), photo)
    return ""


def _imported(body: Mapping[str, Any]) -> str:
    """What a log file is, and what a person should ask about."""
    signs = [str(one.get("words", "")).rstrip("。") for one in body["signs"]]
    more = _tr("；另有 {0} 处").format(len(signs) - _MOST_SIGNS) if len(signs) > _MOST_SIGNS else ""
    asked = _tr("须问清：{0}{1}。").format("；".join(signs[:_MOST_SIGNS]), more) if signs else ""
    return _tr("导入 {0} 的记录文件（{1}）。").format(body["device"], body["format"]) + asked


ROUND_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "round_begun": _begun,
    "round_points_planned": _planned,
    "round_step_kept": _step,
    "round_point_kept": _point,
    "round_raw_kept": _raw,
    "round_ended": _round_ended,
    "log_imported": _imported,
}
