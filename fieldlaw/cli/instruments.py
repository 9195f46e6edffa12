"""`instrument …`: decode what a device sent, find one, simulate one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cli import logfiles, simulate, threshold
from fieldlaw.cli.printing import emit, emit_lines
from fieldlaw.devices.analyzers import LISTED
from fieldlaw.devices.decode import decode_lines
from fieldlaw.devices.discovery import discover
from fieldlaw.devices.link import SerialLink
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse


def _list(call: argparse.Namespace) -> int:
    rows = [
        {
            "id": spec.id,
            "name": spec.name,
            "detectors": [d.value for d in spec.detectors],
            "transports": list(spec.transports),
            "evidence": spec.evidence,
            "sources": list(spec.sources),
        }
        for spec in LISTED.values()
    ]
    emit(rows, as_json=call.json)
    return 0


def _bytes(call: argparse.Namespace) -> bytes:
    if call.file:
        return Path(call.file).read_bytes()
    try:
        return bytes.fromhex(call.hex or "")
    except ValueError as error:
        raise KnownError("--hex 里有不是十六进制的字符。", "检查粘贴的内容。") from error


def _decode(call: argparse.Namespace) -> int:
    emit_lines(decode_lines(call.model, _bytes(call), call.chunk), as_json=True)
    return 0


def _find(call: argparse.Namespace) -> int:
    found = discover(lambda baud: SerialLink(call.port, baudrate=baud), time.monotonic)
    row = {"model": found.model, "received": found.received.hex(), "words": found.words}
    emit(row if call.json else found.words, as_json=call.json)
    return 0


def _add_instrument(rooms: Any) -> None:
    acts = rooms.add_parser("instrument", help="仪器：型号、解码、模拟").add_subparsers(
        dest="act", required=True
    )
    logfiles.add_to(acts)
    threshold.add_to(acts)
    listing = acts.add_parser("list")
    listing.set_defaults(run=_list)
    decode = acts.add_parser("decode")
    decode.add_argument("--model", required=True)
    source = decode.add_mutually_exclusive_group(required=True)
    source.add_argument("--hex")
    source.add_argument("--file")
    decode.add_argument("--chunk", type=int, default=0)
    decode.set_defaults(run=_decode)
    simulate.add_to(acts)
    find = acts.add_parser("find", help="先听再问，看端口上是哪种仪器；只发只读命令")
    find.add_argument("--port", required=True, metavar="PORT|tcp://HOST:PORT")
    find.set_defaults(run=_find)
    for act in (listing, decode, find):
        act.add_argument("--json", action="store_true")


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    _add_instrument(rooms)
