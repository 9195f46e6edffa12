"""`instrument import`: what a log file of an instrument holds."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.store.clocks import now
from fieldlaw.cli.printing import emit
from fieldlaw.devices.logfiles import tva2020
from fieldlaw.devices.logfiles.mapping import guess, mapping_of, read_mapped
from fieldlaw.devices.logfiles.reading import read_calibrations, read_log
from fieldlaw.devices.logfiles.suspicion import flags
from fieldlaw.devices.logfiles.tables import read_table
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse
    from datetime import tzinfo

    from fieldlaw.devices.logfiles.rows import LogFile, LogRow
    from fieldlaw.devices.logfiles.tva2020 import Calibration

_MOST_HOURS = 14


def _zone(text: str | None) -> tzinfo:
    """The zone of times without one; the machine's own where none is given."""
    if text is None:
        return now().tzinfo or UTC
    hours, _, minutes = text.removeprefix("+").removeprefix("-").partition(":")
    if not (hours.isdigit() and (minutes or "0").isdigit() and int(hours) <= _MOST_HOURS):
        raise KnownError(f"--zone {text} 不是时区。", "应写成 +08:00 这样。")
    span = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-span if text.startswith("-") else span)


def _mapped(data: bytes, path: str, zone: tzinfo) -> LogFile:
    try:
        held = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise KnownError(f"{path} 不是对应列文件。", "用 --columns 打印出的内容改好后再用。") from error
    if not isinstance(held, dict):
        raise KnownError(f"{path} 不是对应列文件。", "用 --columns 打印出的内容改好后再用。")
    return read_mapped(read_table(data), data, mapping_of(held), zone)


def _row_json(row: LogRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "at": row.at.isoformat() if row.at else None,
        "detector": row.detector.value if row.detector else None,
        "value": None if row.value is None else format(row.value, "f"),
        "unit": row.unit,
        "outcome": row.outcome.value,
        "why": row.why,
        "point": row.point,
    }


def _calibration_json(one: Calibration) -> dict[str, Any]:
    return {
        "line": one.line,
        "detector": one.detector.value,
        "kind": one.kind,
        "loaded": one.loaded,
        "concentration": format(one.concentration, "f"),
        "unit": one.unit,
        "at": one.at.isoformat() if one.at else None,
        "counts": one.counts,
    }


def _import(call: argparse.Namespace) -> int:
    data, zone = Path(call.file).read_bytes(), _zone(call.zone)
    if call.columns:
        emit(guess(read_table(data)).as_json(), as_json=True)
        return 0
    history = read_calibrations(data, zone)
    if history is not None:
        records = [_calibration_json(one) for one in history.records]
        digest = hashlib.sha256(data).hexdigest()
        found = {"format": tva2020.HISTORY, "sha256": digest, "records": records}
        emit({**found, "notes": list(history.notes)}, as_json=call.json)
        return 0
    log = _mapped(data, call.map, zone) if call.map else read_log(data, zone)
    signs = [{"id": one.id, "words": one.words} for one in flags(log)]
    more = {"lines": [_row_json(row) for row in log.rows]} if call.rows else {}
    emit({**log.as_json(), "signs": signs, **more}, as_json=call.json)
    return 0


def add_to(acts: Any) -> None:
    """Add the subcommand of `instrument`."""
    act = acts.add_parser("import", help="读仪器的记录文件；不改文件")
    act.add_argument("file")
    act.add_argument("--zone", help="没有时区的时间按哪个时区读，如 +08:00；不写用本机的")
    act.add_argument("--map", metavar="JSON", help="表格各列是什么")
    act.add_argument("--columns", action="store_true", help="只打印猜出的对应列，改好后给 --map")
    act.add_argument("--rows", action="store_true", help="逐行列出")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_import)
