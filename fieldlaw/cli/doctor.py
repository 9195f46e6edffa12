"""`doctor`: what this machine has, and what to do about what it lacks."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import fieldlaw
from fieldlaw.cases.casework import health
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cli.printing import emit
from fieldlaw.devices.link import LinkLost, list_ports
from fieldlaw.settings import RESOURCES, from_environment

if TYPE_CHECKING:
    import argparse

_LOW_DISK = 2 * 1024**3


def _row(check: str, result: str, hint: str = "") -> dict[str, str]:
    return {"check": check, "result": result, "hint": hint}


def _ports() -> dict[str, str]:
    try:
        return _row("ports", " ".join(port.path for port in list_ports()) or "没有串口")
    except LinkLost as error:
        return _row("ports", error.what, error.way_out)


def _doctor(call: argparse.Namespace) -> int:
    settings = from_environment(call.profile)
    place = next(p for p in (settings.profile, *settings.profile.parents) if p.exists())
    free = shutil.disk_usage(place).free
    rows = [
        _row("version", f"{fieldlaw.__version__} (Python {sys.version.split()[0]})"),
        _row("clock", moment().wall),
        _row("disk", f"{free / 1024**3:.1f} GB", "腾出 2 GB 以上再出发" if free < _LOW_DISK else ""),
        *(_row(*found) for found in health.examine(settings.profile, RESOURCES / "fonts")),
        _ports(),
    ]
    emit(rows, as_json=call.json)
    return 1 if any(row["hint"] for row in rows) else 0


def add_to(rooms: Any) -> None:
    """Add the subcommand."""
    act = rooms.add_parser("doctor", help="检查本机：版本、时钟、磁盘、数据库、密钥槽、密钥环、字体、串口")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_doctor)
