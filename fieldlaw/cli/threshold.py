"""`instrument threshold`: does a reading show a leak under a standard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.explain import sentences
from fieldlaw.cases.law.threshold import UNDECIDABLE, Question, Said, judge
from fieldlaw.cases.law.threshold_rows import threshold_book
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.packs.thresholds import ANY_REGION
from fieldlaw.cases.records.measurement import Detector
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import read_day
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from fieldlaw.cases.law.threshold import Verdict

THRESHOLDS = RESOURCES / "thresholds"
_LONGEST = 40


def _number(name: str, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise KnownError(f"{name} {text} 不是数。", "写成 2001.4 这样。") from error
    if not value.is_finite() or len(text) > _LONGEST or abs(value.adjusted()) > _LONGEST:
        raise KnownError(f"{name} {text} 不能用。", "写成 2001.4 这样。")
    return value


def _detector(text: str | None) -> Detector:
    try:
        return Detector((text or Detector.FID.value).upper())
    except ValueError as error:
        names = "、".join(each.value for each in Detector)
        raise KnownError(f"没有检测器 {text}。", f"可用：{names}。") from error


def _assumed(call: argparse.Namespace, found: Verdict) -> Iterator[Said]:
    """What the call did not say and how it was taken."""
    if call.background is None:
        yield Said("background_not_given", "没有给本底值，给出的值按已扣除本底的净值看")
    if call.detector is None:
        yield Said("detector_assumed", "没有写检测器，按 FID 看")
    if call.region is None and found.row is not None and found.row.region != ANY_REGION:
        yield Said("region_assumed", "没有写区域，按一般地区看")


def _threshold(call: argparse.Namespace) -> int:
    packs = load_folder(THRESHOLDS)
    book = threshold_book(packs)
    book.known(call.standard, call.medium, call.region or "general", call.gas)
    day = read_day(call.on) if call.on else date.fromisoformat(moment().wall[:10])
    asked = Question(
        call.standard,
        call.medium,
        _number("--value", call.value),
        None if call.background is None else _number("--background", call.background),
        call.region or "general",
        _detector(call.detector),
        gas=call.gas,
        is_net=call.background is None,
    )
    found = judge(asked, packs, day)
    more = tuple(_assumed(call, found))
    if call.json:
        told = found.as_json()
        told["warnings"] += [said.code for said in more]
        told["says"] += [said.text for said in more]
        emit(told, as_json=True)
    else:
        emit([*sentences(found.tree), *(f"提示：{said.text}。" for said in more)], as_json=False)
    return 1 if found.verdict == UNDECIDABLE else 0


def add_to(acts: Any) -> None:
    """Add the act of `instrument`."""
    act = acts.add_parser("threshold", help="按标准判定读数是否泄漏；不能判定时退出码为 1")
    act.add_argument("--standard", required=True, help="标准，如 gb37822")
    act.add_argument("--medium", required=True, help="介质，如 gas")
    act.add_argument("--value", required=True, metavar="V", help="读数，μmol/mol；不给本底值时是净值")
    act.add_argument("--background", metavar="B", help="环境本底值")
    act.add_argument("--region", help="general 一般地区（不写时），key 重点地区")
    act.add_argument("--detector", metavar="FID|PID", help="检测器；不写时按 FID")
    act.add_argument("--gas", default="", help="校准气，如 methane、propane")
    act.add_argument("--on", metavar="DATE", help="检测之日，不写时是今天")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_threshold)
