"""`instrument simulate`: run a simulated analyzer until it is stopped, for training and to try drivers."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cli.printing import emit
from fieldlaw.devices.simulated.models import MODELS, PERIOD_SECONDS, make_simulator
from fieldlaw.devices.simulated.physics import drifting
from fieldlaw.devices.simulated.plan import NAMES
from fieldlaw.devices.simulated.ports import PtyPort, TcpPort
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse

    from fieldlaw.devices.simulated.ports import Port


def _port(at: str | None) -> Port | None:
    """Where it is to be reached: tcp, tcp:PORT, or a path for a pseudo-terminal; None: its usual place."""
    if at is None:
        return None
    if at == "tcp" or at.startswith("tcp:"):
        number = at.partition(":")[2] or "0"
        if not number.isdigit():
            raise KnownError(f"--at {at} 不能用。", "应写成 tcp:4001 这样。")
        return TcpPort(int(number))
    if sys.platform == "win32":
        raise KnownError("这个系统没有伪终端。", "用 --at tcp:4001。")
    return PtyPort(Path(at))


def _simulate(call: argparse.Namespace) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    device = make_simulator(call.model, drifting, _port(call.at), call.fault, call.seed, call.period)
    with device:
        emit({"model": call.model, "path": device.path}, as_json=call.json)
        sys.stdout.flush()  # whoever waits for the address reads a pipe
        stop.wait()
    return 0


def _fault_help() -> str:
    """One line that lists every fault with its argument."""
    shapes = (f"{name}{f'[:{known.argument}]' if known.argument else ''}" for name, known in NAMES.items())
    return "；".join(shapes)


def add_to(acts: Any) -> None:
    """Add the subcommand."""
    simulate = acts.add_parser("simulate")
    simulate.add_argument("--model", required=True, metavar="|".join(MODELS))
    simulate.add_argument("--fault", action="append", default=[], help=_fault_help())
    simulate.add_argument("--at", metavar="PATH|tcp:PORT", help="在哪里等程序连接")
    simulate.add_argument("--seed", type=int, default=0, help="故障的随机种子")
    simulate.add_argument("--period", type=float, default=PERIOD_SECONDS, help="自己报数的间隔，秒")
    simulate.add_argument("--json", action="store_true")
    simulate.set_defaults(run=_simulate)
