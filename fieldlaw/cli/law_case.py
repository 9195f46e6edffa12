"""`law replay`, `law like`, `law recheck`: assessments made once more; what like cases came to."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.deciding import facts_behind
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.likecases import like_cases
from fieldlaw.cases.casework.packshelf import Shelf
from fieldlaw.cases.casework.reassessing import reassess
from fieldlaw.cases.casework.replaying import SAME, replay
from fieldlaw.cli.present import desk
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import national_law
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event


def _made(log: CaseLog, finding: str | None) -> list[Event]:
    """The assessments of a case in their order, of one finding or of all."""
    held = log.file.all("assessment_made")
    found = [event for event in held if finding in (None, event.body["finding"])]
    if not found:
        raise KnownError("这个案件没有写入过法律判断。", "先在“问题与法律”写入案件，或者核对问题的编号。")
    return found


def _replay(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        log = read(at, call.case)
        lines = [_replayed(log, event) for event in _made(log, call.finding)]
    finally:
        at.profile.close()
    emit(lines, as_json=call.json)
    return 0 if all(line["state"] == SAME for line in lines) else 1


def _replayed(log: CaseLog, event: Event) -> dict[str, Any]:
    found = replay(log, event)
    return {
        "finding": event.body["finding"],
        "assessment": event.body["assessment"],
        "at": event.moment.wall,
        "state": found.state,
        "changed": list(found.changed),
        "missing": list(found.missing),
    }


def _like(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        log = read(at, call.case)
        last = _made(log, call.finding)[-1]
        request = facts_behind(log, last) or {}
        rows = like_cases(at, call.case, request, last.body["result"], national_law()) if request else ()
    finally:
        at.profile.close()
    emit([asdict(row) for row in rows], as_json=call.json)
    return 0


def _recheck(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        shelf = Shelf(at, national_law(), tuple)
        shelf.renew()
        looked = reassess(at, shelf.law.packs, shelf.law.verified)
        turned = [one for each in looked for one in each.turned]
    finally:
        at.profile.close()
    emit([asdict(one) for one in turned], as_json=call.json)
    return 1 if turned else 0


def add_to(acts: Any) -> None:
    """Add the subcommands of `law`."""
    again = acts.add_parser("replay", help="用写入时的规则包重算，逐字节核对；有不同时退出码为 1")
    again.set_defaults(run=_replay)
    like = acts.add_parser("like", help="本机同类案件的处理结果和不同之处")
    like.set_defaults(run=_like)
    anew = acts.add_parser("recheck", help="规则包变了以后，本机哪些案件的判断会变；有变化时退出码为 1")
    anew.set_defaults(run=_recheck)
    anew.add_argument("--json", action="store_true")
    for act in (again, like):
        act.add_argument("case", metavar="CASE")
        act.add_argument("finding", nargs="?", metavar="FINDING")
        act.add_argument("--json", action="store_true")
