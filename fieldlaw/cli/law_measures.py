"""`law measures`, `law daily`, `law surcharge`: what may be done, fines by the day, what unpaid fines add."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.daily_fine import READY, daily_fine
from fieldlaw.cases.law.daily_steps import read_steps
from fieldlaw.cases.law.explain import FEN_IN_YUAN, sentences
from fieldlaw.cases.law.measures import measures_of, read_measure_case
from fieldlaw.cases.law.measures_answer import as_json, in_brief
from fieldlaw.cases.law.measures_rows import measure_facts_json
from fieldlaw.cases.law.surcharge import surcharge
from fieldlaw.cli.printing import emit, emit_lines
from fieldlaw.cli.reading import last_calendar, national_law, read_day, read_span, read_table
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse

    from fieldlaw.cases.packs.records import Pack

_LARGEST_YUAN = Decimal(10) ** 15


def _packs() -> tuple[Pack, ...]:
    return (*national_law(), last_calendar())


def _measures(call: argparse.Namespace) -> int:
    packs = _packs()
    if call.file is None:
        rows = measure_facts_json(packs)
        emit(rows, as_json=True) if call.json else emit_lines(rows, as_json=False)
        return 0
    facts, act, decided = read_measure_case(read_table(call.file, "写 act、decided、facts。"), packs)
    found = measures_of(facts, packs, act=act, decided=decided)
    if call.json:
        emit([as_json(one) for one in found], as_json=True)
    else:
        emit(in_brief(found), as_json=False)
    is_open = any(one.truth is None for one in found)
    return 1 if is_open and not any(one.truth for one in found) else 0


def _daily(call: argparse.Namespace) -> int:
    steps = read_steps(read_table(call.file, "写 original、order、recheck、correction、second、decided。"))
    found = daily_fine(steps, _packs())
    emit(found.as_json() if call.json else list(sentences(found.explained())), as_json=call.json)
    return 0 if found.state == READY else 1


def _surcharge(call: argparse.Namespace) -> int:
    found = surcharge(
        _fen(call.fine),
        due=read_day(call.due),
        on=read_day(call.on),
        packs=_packs(),
        stops=[read_span(text) for text in call.stop],
    )
    emit(found.as_json() if call.json else list(sentences(found.explained())), as_json=call.json)
    return 0


def _fen(text: str) -> int:
    try:
        fen = Decimal(text) * FEN_IN_YUAN
    except InvalidOperation as error:
        raise KnownError(f"{text} 不是金额。", "以元为单位，如 320000。") from error
    if not fen.is_finite() or fen > _LARGEST_YUAN or fen != fen.to_integral_value():
        raise KnownError(f"{text} 不是金额。", "以元为单位，最多两位小数。")
    return int(fen)


def add_to(acts: Any) -> None:
    """Add the subcommands of `law`."""
    all_of_them = acts.add_parser("measures", help="可以采取的措施和移送；不给文件则列出所问的事实")
    all_of_them.add_argument("file", nargs="?", help="案情 YAML：act、decided、facts")
    all_of_them.set_defaults(run=_measures)
    daily = acts.add_parser("daily", help="按日连续处罚：日数、数额、还缺什么；不能据以决定时退出码为 1")
    daily.add_argument("file", help="YAML：original、order、recheck、correction、second、decided")
    daily.set_defaults(run=_daily)
    more = acts.add_parser("surcharge", help="加处罚款")
    more.add_argument("--fine", required=True, metavar="YUAN", help="罚款，元")
    more.add_argument("--due", required=True, metavar="DATE", help="缴款期满之日")
    more.add_argument("--on", required=True, metavar="DATE", help="缴清之日，或者今天")
    more.add_argument("--stop", action="append", default=[], metavar="A..B", help="复议、诉讼期间")
    more.set_defaults(run=_surcharge)
    for act in (all_of_them, daily, more):
        act.add_argument("--json", action="store_true")
