"""`instrument …` and `thermal …`: decode what a device sent, simulate one, read an infrared image."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cli.printing import emit, emit_lines
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.decode import decode_lines
from fieldlaw.devices.simulated.phx42 import Faults, SimulatedPhx42, drifting
from fieldlaw.devices.simulated.ports import PtyPort, TcpPort, any_port
from fieldlaw.devices.thermal.info import describe
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse

    from fieldlaw.devices.simulated.ports import Port

_FAULTS = ("split", "garbage", "silent", "low-hydrogen")


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
        for spec in KNOWN.values()
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


def _faults(names: list[str]) -> Faults:
    unknown = [n for n in names if n not in _FAULTS]
    if unknown:
        raise KnownError(f"没有故障“{unknown[0]}”。", f"可用：{'、'.join(_FAULTS)}。")
    return Faults(
        split=3 if "split" in names else 0,
        garbage=b"\x00\xff#" if "garbage" in names else b"",
        is_silent="silent" in names,
    )


def _port(at: str | None) -> Port:
    """Where a simulated device is to be reached: tcp, tcp:PORT, or a path for a pseudo-terminal."""
    if at is None:
        return any_port()
    if at == "tcp" or at.startswith("tcp:"):
        number = at.partition(":")[2] or "0"
        if not number.isdigit():
            raise KnownError(f"--at {at} 不能用。", "应写成 tcp:4001 这样。")
        return TcpPort(int(number))
    if sys.platform == "win32":
        raise KnownError("这个系统没有伪终端。", "用 --at tcp:4001。")
    return PtyPort(Path(at))


def _simulate(call: argparse.Namespace) -> int:
    if call.model != "phx42":
        raise KnownError(f"没有 {call.model} 的模拟器。", "可用：phx42。")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    device = SimulatedPhx42(
        drifting,
        faults=_faults(call.fault),
        is_hydrogen_low="low-hydrogen" in call.fault,
        port=_port(call.at),
    )
    with device:
        emit({"model": call.model, "path": device.path}, as_json=call.json)
        stop.wait()
    return 0


def _changes(pairs: list[str]) -> dict[str, float]:
    try:
        return {name: float(value) for name, value in (pair.split("=", 1) for pair in pairs)}
    except ValueError as error:
        raise KnownError("--set 应写成 emissivity=0.9 这样。", "改好后再试。") from error


def _places(pairs: list[str]) -> list[tuple[int, int]]:
    try:
        return [(int(row), int(column)) for row, column in (pair.split(",", 1) for pair in pairs)]
    except ValueError as error:
        raise KnownError("--pixel 应写成 行,列。", "改好后再试。") from error


def _thermal(call: argparse.Namespace) -> int:
    data = Path(call.file).read_bytes()
    try:
        found = describe(data, _changes(call.set), _places(call.pixel), call.frame)
    except KnownError as error:
        raise KnownError(f"{call.file}：{error.what}", error.way_out, error.safe) from error
    emit(found, as_json=call.json)
    return 0


def _add_instrument(rooms: Any) -> None:
    acts = rooms.add_parser("instrument", help="仪器：型号、解码、模拟").add_subparsers(
        dest="act", required=True
    )
    listing = acts.add_parser("list")
    listing.set_defaults(run=_list)
    decode = acts.add_parser("decode")
    decode.add_argument("--model", required=True)
    source = decode.add_mutually_exclusive_group(required=True)
    source.add_argument("--hex")
    source.add_argument("--file")
    decode.add_argument("--chunk", type=int, default=0)
    decode.set_defaults(run=_decode)
    simulate = acts.add_parser("simulate")
    simulate.add_argument("--model", required=True)
    simulate.add_argument("--fault", action="append", default=[])
    simulate.add_argument("--at", metavar="PATH|tcp:PORT", help="在哪里等程序连接")
    simulate.set_defaults(run=_simulate)
    for act in (listing, decode, simulate):
        act.add_argument("--json", action="store_true")


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    _add_instrument(rooms)
    acts = rooms.add_parser("thermal", help="热像：读出温度和参数").add_subparsers(dest="act", required=True)
    info = acts.add_parser("info")
    info.add_argument("file")
    info.add_argument("--set", action="append", default=[])
    info.add_argument("--pixel", action="append", default=[])
    info.add_argument("--frame", type=int, default=0)
    info.add_argument("--json", action="store_true")
    info.set_defaults(run=_thermal)
