"""`case note`, `case stop`, `case extend`, `case deadlines`: the dates of the proceeding without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.clocks import deadlines_of
from fieldlaw.cases.casework.proceeding import extend_deadline, note_event, stop_clock
from fieldlaw.cases.law.deadlines_all import as_json
from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
from fieldlaw.cli.present import desk
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import case_packs

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack

    Act = Callable[[Desk, tuple[Pack, ...], argparse.Namespace], Any]


def _with_desk(act: Act) -> Callable[[argparse.Namespace], int]:
    def run(call: argparse.Namespace) -> int:
        at = desk(call)
        try:
            answer = act(at, case_packs(at), call)
        finally:
            at.profile.close()
        emit(answer, as_json=call.json)
        return 0

    return run


def _deadlines(at: Desk, packs: tuple[Pack, ...], call: argparse.Namespace) -> Any:
    found = deadlines_of(at, call.case, packs, call.on or at.clock().wall)
    clocks = [
        {**as_json(one.deadline), "name": one.name, "occurrence": one.occurrence} for one in found.clocks
    ]
    return {"case": found.case, "number": found.number, "unit": found.unit, "deadlines": clocks}


def _note(at: Desk, packs: tuple[Pack, ...], call: argparse.Namespace) -> Any:
    papers = {"document": call.document, "proof": call.proof, "note": call.note}
    note_event(at, call.case, Noted(call.event, call.day, call.n, call.how, **papers), packs)
    return {"case": call.case, "event": call.event, "occurrence": call.n, "at": call.day}


def _stop(at: Desk, packs: tuple[Pack, ...], call: argparse.Namespace) -> Any:
    stop = Stop(call.stop, call.first, call.last, call.n, call.document, call.proof, call.note)
    stop_clock(at, call.case, stop, packs)
    return {"case": call.case, "stop": call.stop, "from": call.first, "to": call.last}


def _extend(at: Desk, packs: tuple[Pack, ...], call: argparse.Namespace) -> Any:
    papers = {"document": call.document, "proof": call.proof, "note": call.note}
    asked = Extended(call.deadline, call.extension, call.days, call.by, call.on, call.n, **papers)
    extend_deadline(at, call.case, asked, packs)
    return {"case": call.case, "deadline": call.deadline, "extension": call.extension, "days": call.days}


def add_to(acts: Any) -> None:
    """Add the subcommands of `case`."""
    clocks = acts.add_parser("deadlines", help="一个案件的全部期限")
    clocks.add_argument("case", metavar="CASE")
    clocks.add_argument("--on", help="以这一天为今天")
    clocks.set_defaults(run=_with_desk(_deadlines))
    noted = acts.add_parser("note", help="记一件程序上的事")
    noted.add_argument("case", metavar="CASE")
    noted.add_argument("event", help="事件编号，如 filed、notice_served、decision_made")
    noted.add_argument("--day", help="日期，或带时区的时刻；送达日还不知道的不写")
    noted.add_argument("--how", default="", help="送达方式，如 direct、electronic")
    noted.set_defaults(run=_with_desk(_note))
    stop = acts.add_parser("stop", help="记一段停算")
    stop.add_argument("case", metavar="CASE")
    stop.add_argument("stop", help="停算事项，如 hearing、monitoring")
    stop.add_argument("--from", dest="first", required=True)
    stop.add_argument("--to", dest="last", help="未结束的不写")
    stop.set_defaults(run=_with_desk(_stop))
    extend = acts.add_parser("extend", help="记一次批准的延长")
    for name in ("case", "deadline", "extension"):
        extend.add_argument(name)
    extend.add_argument("--days", type=int, required=True)
    extend.add_argument("--by", required=True, choices=("leader", "collective"))
    extend.add_argument("--on", required=True, help="批准的日期")
    extend.set_defaults(run=_with_desk(_extend))
    for act in (noted, stop, extend):
        act.add_argument("-n", type=int, default=1, help="第几次，默认第 1 次")
        for name in ("document", "proof", "note"):
            act.add_argument(f"--{name}", default="")
    for act in (clocks, noted, stop, extend):
        act.add_argument("--json", action="store_true")
