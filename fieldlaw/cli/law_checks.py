"""`law preflight`, `answer`, `disclose`, `deadlines`, `calendar`: checks, public texts, clocks, days off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.answering import answer_check
from fieldlaw.cases.casework.answers import Reply
from fieldlaw.cases.casework.checking import preflight
from fieldlaw.cases.casework.printing_record import Press
from fieldlaw.cases.law.deadlines import read_calendar
from fieldlaw.cases.law.deadlines_all import all_deadlines
from fieldlaw.cases.law.deadlines_all import as_json as deadline_json
from fieldlaw.cases.law.deadlines_notice import as_yaml, extended, read_notice
from fieldlaw.cases.law.grades import tally
from fieldlaw.cases.law.preflight import as_json as preflight_json
from fieldlaw.cases.law.redaction import published
from fieldlaw.cases.packs.load import load_folder, load_pack, parse_pack
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.cli.present import desk
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import case_packs, last_calendar, national_law, read_table, read_text
from fieldlaw.devices.driver_words import driver_words
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES, from_environment

if TYPE_CHECKING:
    import argparse


def _press(profile: str | None) -> Press:
    lists = {pack.header.id: pack for pack in load_folder(RESOURCES / "checklists")}
    return Press(from_environment(profile).bureau, RESOURCES / "fonts", lists, drivers=driver_words())


def _preflight(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        found = preflight(at, call.case, case_packs(at), _press(call.profile))
    finally:
        at.profile.close()
    emit(preflight_json(found), as_json=call.json)
    return 1 if found.is_fatal else 0


def _answer(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        packs, press = case_packs(at), _press(call.profile)
        answer_check(at, call.case, Reply(call.fact, call.answer, call.note), packs, press)
        found = preflight(at, call.case, packs, press)
    finally:
        at.profile.close()
    about = [{"id": one.id, "result": one.result.value, "reason": one.reason}
             for one in found.checks if call.fact in one.needs]  # fmt: skip
    emit({"fact": call.fact, "answer": call.answer, "checks": about}, as_json=call.json)
    return 0


def _deadlines(call: argparse.Namespace) -> int:
    facts = read_table(call.file, "写 today、events、stops、extensions、facts。") if call.file else {}
    given = dict(each.partition("=")[::2] for each in call.event)
    facts["events"] = {**(facts.get("events") or {}), **given}
    facts["today"] = call.on or facts.get("today") or moment().wall
    found = all_deadlines(facts, national_law(), read_calendar(last_calendar()))
    emit([deadline_json(one) for one in found], as_json=call.json)
    return 0


def _take_over(call: argparse.Namespace) -> int:
    path = Path(call.file)
    base = load_pack(Path(call.pack)) if call.pack else last_calendar()
    notice = read_notice(read_text(call.file), is_csv=path.suffix.lower() == ".csv")
    text = as_yaml(extended(base, notice))
    pack = parse_pack(text, call.output)
    write_durable(Path(call.output), text.encode("utf-8"))
    through = pack.content["confirmed_through"]
    emit({"path": call.output, "confirmed_through": through, "sha256": pack.header.sha256}, as_json=call.json)
    return 0


def _disclose(call: argparse.Namespace) -> int:
    found = published(read_text(call.file), national_law(), hide=call.hide, show=call.show)
    if call.output:
        write_durable(Path(call.output), found.text.encode("utf-8"))
    leaks = [
        {"at": leak.start, "found": leak.found, "name": leak.name, "source": leak.source}
        for leak in found.leaks
    ]
    emit({"leaks": leaks, "needless": list(found.needless), "path": call.output}, as_json=call.json)
    return 1 if found.leaks or found.needless else 0


def _grades(call: argparse.Namespace) -> int:
    given = read_table(call.file, "每行写 grade、count、batch、day。").get("grades")
    if not isinstance(given, list):
        raise KnownError(f"{call.file} 里应有 grades 列表。", "每行写 grade、count、batch、day。")
    found = tally(given, national_law())
    emit({"total": found.total, "grades": found.by_grade, "batches": found.by_batch}, as_json=call.json)
    return 0


def _add_texts(acts: Any) -> None:
    graded = acts.add_parser("grades", help="绩效分级的统计：等级在当天有效才计入")
    graded.add_argument("file", help="YAML：grades 列表，每行 grade、count、batch、day")
    graded.add_argument("--json", action="store_true")
    graded.set_defaults(run=_grades)
    public = acts.add_parser(
        "disclose", help="核对公开稿：该隐去的、不该隐去的；-o 另写一份；有问题时退出码为 1"
    )
    public.add_argument("file", help="拟公开的文字（UTF-8 文本）")
    public.add_argument("--hide", action="append", default=[], metavar="NAME", help="不公开的姓名")
    public.add_argument("--show", action="append", default=[], metavar="NAME", help="应当公开的名称、姓名")
    public.add_argument("-o", "--output")
    public.add_argument("--json", action="store_true")
    public.set_defaults(run=_disclose)


def add_to(acts: Any) -> None:
    """Add the subcommands of `law`."""
    _add_texts(acts)
    check = acts.add_parser("preflight", help="提交审查前的检查；有重大问题时退出码为 1")
    check.add_argument("case", metavar="CASE")
    check.set_defaults(run=_preflight)
    said = acts.add_parser("answer", help="答复核对要确认的一项事实，或一份文书是否在卷")
    said.add_argument("case", metavar="CASE")
    said.add_argument("fact", metavar="FACT", help="事实编号，如 own_name；文书写 document:decision")
    said.add_argument(
        "answer", metavar="ANSWER",
        help="yes、no；文书 present、absent、not_needed；金额写分；日期；姓名用顿号隔开；文书：名称；"
        "unknown 收回答复",
    )  # fmt: skip
    said.add_argument("--note", default="", help="根据什么")
    said.set_defaults(run=_answer)
    clocks = acts.add_parser("deadlines", help="一个案件的全部期限")
    clocks.add_argument("file", nargs="?", help="案情 YAML：today、events、stops、extensions、facts")
    clocks.add_argument("--event", action="append", default=[], metavar="NAME=DATE")
    clocks.add_argument("--on", help="以这一天为今天")
    clocks.set_defaults(run=_deadlines)
    days = acts.add_parser("calendar", help="导入新一年的放假安排（YAML 或 CSV）")
    days.add_argument("file")
    days.add_argument("--pack", help="接在哪个日历包之后，默认本机最新的")
    days.add_argument("-o", "--output", required=True)
    days.set_defaults(run=_take_over)
    for act in (check, said, clocks, days):
        act.add_argument("--json", action="store_true")
