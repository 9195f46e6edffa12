"""What was measured on infrared images, and what a person said of them, in words for the review page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.imaging_words import VALUE_WORDS, WHOLE, change_words, clock_words, scale_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.ledger.event import Event


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def _measured(body: Mapping[str, Any]) -> str:
    outside = _tr("，超出相机量程。") if body["outside_range"] else "。"
    if "celsius" in body:  # version 1: a spot
        return _tr("算不出。") if body["celsius"] is None else f"{body['celsius']} ℃{outside}"
    where = f"{body['place']}，" if body["place"] else ""
    if body["mean"] is None:
        return where + _tr("算不出。")
    if body["tool"] == "difference":
        return _tr("{0}与{1}相差 {2} K。").format(body["of"][0], body["of"][1], body["mean"])
    if body["tool"] == "spot":
        return f"{where}{body['mean']} ℃{outside}"
    words = _tr("最低 {0}，平均 {1}，最高 {2} ℃").format(body["low"], body["mean"], body["high"])
    return where + words + outside


def _adjusted(body: Mapping[str, Any]) -> str:
    where = body["label"] or _tr(WHOLE)
    return _tr("{0}：{1}。理由：{2}。").format(where, change_words(body["old"], body["new"]), body["reason"])


def _clock(body: Mapping[str, Any]) -> str:
    count = len(body["images"])
    return _tr("{0}，用于 {1} 幅图。依据：{2}。").format(clock_words(body["error_s"]), count, body["how"])


def _scaled(body: Mapping[str, Any]) -> str:
    return _tr("{0}。依据：{1}。").format(scale_words(body["scale"], body["offset"]), body["source"])


def _overprint(body: Mapping[str, Any]) -> str:
    what = _tr(VALUE_WORDS[body["what"]])
    return _tr("机内叠印 {0} {1} {2}。").format(body["label"] or _tr(WHOLE), what, body["shown"])


def _derived(body: Mapping[str, Any]) -> str:
    return _tr("由原件第 {0} 帧（{1:.2f} 秒）生成：{2}。").format(
        body["frame"] + 1, body["at_ms"] / 1000, body["method"]
    )


IMAGE_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "image_measured": _measured,
    "image_adjusted": _adjusted,
    "image_clock_noted": _clock,
    "image_scaled": _scaled,
    "image_overprint_noted": _overprint,
    "image_derived": _derived,
}


def image_title(event: Event) -> str:
    """What a row about an image is headed by."""
    return {
        "image_measured": str(event.body.get("label", "")),
        "image_adjusted": _tr("改成像参数"),
        "image_clock_noted": _tr("相机时钟"),
        "image_scaled": _tr("确认换算"),
        "image_overprint_noted": _tr("机内叠印"),
        "image_derived": _tr("导出的画面"),
    }[event.kind]
