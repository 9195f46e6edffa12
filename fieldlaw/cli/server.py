"""`server …` and `sync once`: the central server, and one round with it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework import looking
from fieldlaw.cases.store.centre import read_centre
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cli.present import desk
from fieldlaw.cli.printing import emit
from fieldlaw.errors import KnownError
from fieldlaw.sync.client import Client
from fieldlaw.sync.cycle import run_once
from fieldlaw.sync.server import directory
from fieldlaw.sync.server.app import create_app
from fieldlaw.sync.server.serve import run

if TYPE_CHECKING:
    import argparse


def _init(call: argparse.Namespace) -> int:
    key = directory.init(Path(call.data), os.urandom)
    emit({"data": call.data, "server_key": key.hex()}, as_json=call.json)
    return 0


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KnownError(f"{text} 不是公钥。", "应是 64 个十六进制字符，见 doctor 的 device 一行。")
    return key


def _enrol(call: argparse.Namespace) -> int:
    directory.enrol(Path(call.data), _key(call.device), call.name)
    emit({"device": call.device, "name": call.name}, as_json=call.json)
    return 0


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise KnownError(f"--listen {text} 不能用。", "应写成 127.0.0.1:8470 这样。")
    return host, int(port)


def _run(call: argparse.Namespace) -> int:
    if call.act in ("init", "enrol"):
        return _init(call) if call.act == "init" else _enrol(call)
    data = Path(call.data)
    host, port = _address(call.listen)
    app = create_app(data, directory.signing_key(data), lambda: moment().wall)
    emit({"listen": call.listen, "data": call.data}, as_json=call.json)
    run(app, host, port)
    return 0


def _sync(call: argparse.Namespace) -> int:
    at, start = desk(call), time.monotonic()
    try:
        centre = read_centre(at.profile.folder)
        with Client(centre.url, at.profile.keys, centre.key) as client:
            done = run_once(at.profile, client)
        looking.rebuild(at)
    finally:
        at.profile.close()
    answer = {**vars(done), "conflicts": 0, "checkpoint": None, "seconds": round(time.monotonic() - start, 3)}
    emit(answer, as_json=call.json)
    return 0


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    top = rooms.add_parser("server", help="中心服务器")
    top.add_argument("act", nargs="?", choices=("init", "enrol"))  # neither: serve
    top.add_argument("--listen", default="127.0.0.1:8470")
    top.add_argument("--data", required=True)
    top.add_argument("--device", default="")
    top.add_argument("--name", default="")
    top.set_defaults(run=_run)
    acts = rooms.add_parser("sync", help="和中心交换一次").add_subparsers(dest="act", required=True)
    once = acts.add_parser("once")
    once.set_defaults(run=_sync)
    for act in (top, once):
        act.add_argument("--json", action="store_true")
