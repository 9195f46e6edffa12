"""`case …`: list, show, verify, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework import looking, printing, rescue, transfer
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cli import proceeding
from fieldlaw.cli.present import desk
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import case_packs
from fieldlaw.devices.driver_words import driver_words
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


def _plain(value: Any) -> Any:
    """Bytes as hex, the rest as it is: an event body for people and for JSON."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _list(call: argparse.Namespace) -> int:
    at = desk(call)
    emit([vars(row) for row in looking.list_cases(at)], as_json=call.json)
    at.profile.close()
    return 0


def _show(call: argparse.Namespace) -> int:
    at = desk(call)
    log = read(at, call.id)
    at.profile.close()
    shown: list[Mapping[str, Any]] = [
        {"event": e.id.hex(), "at": e.moment.wall, "kind": e.kind, "body": _plain(dict(e.body))}
        for e in log.events
    ]
    emit({"case": log.case, "events": shown}, as_json=call.json)
    return 0


def _verify(call: argparse.Namespace) -> int:
    at = desk(call)
    found = looking.verify(at, call.id)
    at.profile.close()
    emit(found, as_json=call.json)
    return 0 if found["ok"] else 1


def _export(call: argparse.Namespace) -> int:
    at = desk(call)
    done = transfer.export_case(at, call.id, Path(call.output))
    at.profile.close()
    emit(done, as_json=call.json)
    return 0


def _import(call: argparse.Namespace) -> int:
    at = desk(call)
    done = transfer.import_case(at, Path(call.file))
    at.profile.close()
    emit(done, as_json=call.json)
    return 0


def _mend(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        done = rescue.mend(at)
    finally:
        at.profile.close()
    emit({**vars(done), "unreadable": list(done.unreadable)}, as_json=call.json)
    return 1 if done.unreadable else 0


def _dossier(call: argparse.Namespace) -> int:
    at = desk(call)
    try:
        checklist = load_pack(RESOURCES / "checklists" / "A.yaml")
        packs, lists = case_packs(at), {checklist.header.id: checklist}
        press = printing.Press(call.bureau, RESOURCES / "fonts", lists, lambda: packs, driver_words())
        built = printing.build(at, call.id, press)
        printing.keep_copy(at, call.id, printing.DOSSIER, built, Path(call.output))
    finally:
        at.profile.close()
    parts = [{"kind": p.kind, "title": p.title, "from": p.first, "to": p.last} for p in built.documents]
    answer = {"path": call.output, "sha256": built.sha256, "pages": built.pages, "documents": parts}
    emit(answer, as_json=call.json)
    return 0


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    acts = rooms.add_parser("case", help="案件：列出、查看、核对、导出、导入、补齐").add_subparsers(
        dest="act", required=True
    )
    whole = (("list", _list), ("mend", _mend))
    single = (("show", _show), ("verify", _verify), ("export", _export))
    for name, run in (*whole, *single):
        act = acts.add_parser(name)
        act.add_argument("--json", action="store_true")
        act.set_defaults(run=run)
        if name not in ("list", "mend"):
            act.add_argument("id")
        if name == "export":
            act.add_argument("-o", "--output", required=True)
    proceeding.add_to(acts)
    act = rooms.add_parser("dossier", help="打印案卷")
    act.add_argument("id", metavar="CASE")
    act.add_argument("-o", "--output", required=True)
    act.add_argument("--bureau", default="生态环境局", help="封面上的单位名称")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_dossier)
    act = acts.add_parser("import")
    act.add_argument("--json", action="store_true")
    act.add_argument("file")
    act.set_defaults(run=_import)
