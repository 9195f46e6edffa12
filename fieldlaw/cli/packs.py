"""`pack …` and `checklist …`: the files that a legal department edits: check, compile, sign, compare."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs import files, sources
from fieldlaw.cases.packs.diff import ABSENT, Change, Field, compare
from fieldlaw.cases.packs.keys import read_private_key, read_trusted
from fieldlaw.cases.packs.load import compile_folder, load_folder
from fieldlaw.cases.packs.walking import is_row, walk
from fieldlaw.cases.store.clocks import now
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.cli.printing import emit
from fieldlaw.cli.reading import read_day
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from fieldlaw.cases.packs.records import Pack, Problem

_LISTS = RESOURCES / "checklists"
_CHANGES = {"added": "增加", "removed": "删除", "changed": "修改", "moved": "换序"}


def _day(text: str | None) -> date:
    if text is None:
        return now().date()
    return read_day(text)


def _problem_json(found: Problem) -> dict[str, Any]:
    return {
        "file": found.file,
        "part": found.part or None,
        "line": found.line or None,
        "kind": found.kind,
        "text": found.text,
    }


def _check(call: argparse.Namespace) -> int:
    problems = sources.examine(Path(call.file), _day(call.on))
    if call.json:
        answer = {"file": call.file, "ok": not problems, "problems": [_problem_json(p) for p in problems]}
        emit(answer, as_json=True)
    else:
        for found in problems:
            print(found)
        print(f"{len(problems)} 个问题" if problems else "没有问题")
    return 1 if problems else 0


def _target(text: str, suffixes: tuple[str, ...]) -> Path:
    path = Path(text)
    if path.suffix not in suffixes:
        raise KnownError(f"不能写成 {path.name}。", f"文件名应以 {' 或 '.join(suffixes)} 结尾。")
    return path


def _build(call: argparse.Namespace) -> int:
    target = _target(call.output, (files.SUFFIX,))
    pack = sources.read_any(Path(call.file))
    write_durable(target, files.write_bytes(files.PackFile(pack)))
    problems = sources.examine(Path(call.file), now().date())
    emit(
        {**files.header_json(pack.header), "path": call.output, "problems": len(problems)}, as_json=call.json
    )
    return 0


def _export(call: argparse.Namespace) -> int:
    target = _target(call.output, (*sources.YAML_SUFFIXES, sources.XLSX_SUFFIX))
    pack = sources.read_any(Path(call.file))
    write_durable(target, sources.export(pack, target.suffix))
    emit({"path": call.output, "sha256": pack.header.sha256}, as_json=call.json)
    return 0


def _sign(call: argparse.Namespace) -> int:
    path, name = Path(call.file), call.name.strip()
    if not name:
        raise KnownError("--name 是空的。", "写明签名人的姓名。")
    signed = files.sign_file(files.read_file(path), read_private_key(Path(call.key)), call.role, name)
    write_durable(path, files.write_bytes(signed))
    answer = {
        "path": call.file,
        "sha256": signed.pack.header.sha256,
        "signatures": [{"role": s.role, "name": s.name} for s in signed.signatures],
    }
    emit(answer, as_json=call.json)
    return 0


def _statuses(pack: Pack) -> dict[str, int]:
    rows = (part.node for part in walk(pack.content) if part.node is not pack.content["pack"])
    return dict(Counter(row["status"] for row in rows if is_row(row)))


def _judgement_json(found: files.Judgement) -> dict[str, Any]:
    return {
        "role": found.signature.role,
        "name": found.signature.name,
        "public_key": found.signature.public_key.hex(),
        "fits": found.fits,
        "trusted": found.trusted is not None,
        "trusted_name": found.trusted,
    }


def _show(call: argparse.Namespace) -> int:
    path = Path(call.file)
    compiled = path.suffix.lower() == files.SUFFIX
    file = files.read_file(path) if compiled else files.PackFile(sources.read_any(path))
    judged = files.judge(file, read_trusted(Path(call.trust)) if call.trust else {})
    good = {found.signature.role for found in judged if found.good}
    answer = {
        **files.header_json(file.pack.header),
        "rows": _statuses(file.pack),
        "signatures": [_judgement_json(found) for found in judged],
        "trust": {role: role in good for role in files.ROLES} if call.trust else None,
    }
    emit(answer, as_json=call.json)
    broken = not all(found.fits for found in judged)
    return 1 if broken or (call.trust and good != set(files.ROLES)) else 0


def _field_json(found: Field) -> dict[str, Any]:
    sides = (("old", found.old), ("new", found.new))
    return {"field": found.name, **{side: value for side, value in sides if value is not ABSENT}}


def _change_json(found: Change) -> dict[str, Any]:
    fields = [_field_json(each) for each in found.fields]
    return {"table": found.table, "row": found.row, "change": found.change, "fields": fields}


def _print_change(found: Change) -> None:
    print(f"{_CHANGES[found.change]} {found.table}{f'[{found.row}]' if found.row else ''}")
    for each in found.fields:
        old, new = ("（无）" if value is ABSENT else value for value in (each.old, each.new))
        print(f"  {each.name}: {old} → {new}")


def _diff(call: argparse.Namespace) -> int:
    old, new = (sources.read_any(Path(name)) for name in (call.old, call.new))
    changes = compare(old.content, new.content)
    if call.json:
        sides = {side: files.header_json(pack.header) for side, pack in (("old", old), ("new", new))}
        emit({**sides, "same": not changes, "rows": [_change_json(c) for c in changes]}, as_json=True)
        return 0
    print(f"{old.header.edition} {old.header.sha256[:12]} → {new.header.edition} {new.header.sha256[:12]}")
    for found in changes:
        _print_change(found)
    if not changes:
        print("没有差别")
    return 0


def _checklist(name: str) -> Pack:
    packs = load_folder(_LISTS)
    for pack in packs:
        if name in (pack.header.id, pack.content["checklist"]["id"]):
            return pack
    known = "、".join(pack.content["checklist"]["id"] for pack in packs)
    raise KnownError(f"没有清单 {name}。", f"现有：{known}。")


def _list_json(pack: Pack) -> dict[str, Any]:
    stated = pack.content["checklist"]
    header = {**files.header_json(pack.header), "pack": pack.header.id}
    return {**header, "id": stated["id"], "name": stated["name"], "scope": stated["scope"]}


def _show_list(call: argparse.Namespace) -> int:
    pack = _checklist(call.id)
    head = _list_json(pack)
    if call.json:
        emit({**head, "items": pack.rows("items"), "bases": pack.rows("bases")}, as_json=True)
        return 0
    emit(head, as_json=False)
    for item in pack.rows("items"):
        print(f"{item['id']}  {item['statement']}（{item['how']}）  {' '.join(item['bases'])}")
    return 0


def _build_list(call: argparse.Namespace) -> int:
    pack = sources.read_any(Path(call.file))
    if pack.header.kind != "checklist":
        raise KnownError(f"{call.file} 是 {pack.header.kind} 包，不是清单。", "pack.kind 应为 checklist。")
    counts = {table: len(pack.rows(table)) for table in ("items", "bases")}
    emit({**_list_json(pack), **counts}, as_json=call.json)
    return 0


def _prepare(call: argparse.Namespace) -> int:
    made = compile_folder(RESOURCES)
    emit({"compiled": len(made)}, as_json=call.json)
    return 0


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    acts = rooms.add_parser("pack", help="规则包：检查、编译、签名、查看、比较、导出").add_subparsers(
        dest="act", required=True
    )
    single = (
        ("check", _check, "检查 YAML、XLSX 或编译后的规则包"),
        ("build", _build, "编译成 .pack"),
        ("export", _export, "写成 .yaml 或 .xlsx"),
        ("sign", _sign, "以编写人或复核人身份签名"),
        ("show", _show, "包头、签名、各行核对情况"),
    )
    made = {name: acts.add_parser(name, help=words) for name, _, words in single}
    for name, run, _ in single:
        made[name].add_argument("file")
        made[name].set_defaults(run=run)
    made["check"].add_argument("--on", metavar="DATE", help="这一天应当可用；默认今天")
    for name in ("build", "export"):
        made[name].add_argument("-o", "--output", required=True)
    made["sign"].add_argument("--key", required=True, help="Ed25519 私钥文件（PEM 或十六进制）")
    made["sign"].add_argument("--as", dest="role", required=True, choices=sorted(files.ROLES))
    made["sign"].add_argument("--name", required=True, help="签名人姓名")
    made["show"].add_argument("--trust", help="信任名单：每行一把公钥和姓名")
    made["diff"] = acts.add_parser("diff", help="逐行比较两个版本")
    made["diff"].add_argument("old", metavar="A")
    made["diff"].add_argument("new", metavar="B")
    made["diff"].set_defaults(run=_diff)
    made["prepare"] = acts.add_parser("prepare", help="把随程序的规则包先编译好，启动更快")
    made["prepare"].set_defaults(run=_prepare)
    for act in (*made.values(), *_add_lists(rooms)):
        act.add_argument("--json", action="store_true")


def _add_lists(rooms: Any) -> tuple[argparse.ArgumentParser, ...]:
    acts = rooms.add_parser("checklist", help="检查清单：查看、编译").add_subparsers(
        dest="act", required=True
    )
    show: argparse.ArgumentParser = acts.add_parser("show")
    show.add_argument("id")
    show.set_defaults(run=_show_list)
    build: argparse.ArgumentParser = acts.add_parser("build")
    build.add_argument("file")
    build.set_defaults(run=_build_list)
    return show, build
