"""`thermal …`: read infrared files, apart from this process, and write all frames of one out as tables."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fieldlaw import settings
from fieldlaw.cli.printing import emit
from fieldlaw.devices.thermal import export
from fieldlaw.devices.thermal.analysis import whole
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.info import describe, refusal
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.devices.thermal.plugin import plugin_of
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import Scale
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from fieldlaw.devices.thermal.image import ThermalFrame
    from fieldlaw.devices.thermal.reading import Reading

_SOURCE = "命令行"


def _numbers(option: str, pairs: Sequence[str]) -> dict[str, float]:
    try:
        return {name: float(value) for name, value in (pair.split("=", 1) for pair in pairs)}
    except ValueError as error:
        raise KnownError(f"{option} 应写成 名称=数字，例如 emissivity=0.9。", "改好后再试。") from error


def _places(pairs: Sequence[str]) -> list[tuple[int, int]]:
    try:
        return [(int(row), int(column)) for row, column in (pair.split(",", 1) for pair in pairs)]
    except ValueError as error:
        raise KnownError("--pixel 应写成 行,列。", "改好后再试。") from error


def _scale(call: argparse.Namespace) -> Scale | None:
    return None if call.scale is None else Scale(call.scale, call.offset, _SOURCE)


def _reader(call: argparse.Namespace) -> Reader:
    held = settings.from_environment(call.profile)
    return Reader(Limits(), plugin_of(held.thermal_plugin, held.thermal_plugin_kind))


def _info(call: argparse.Namespace) -> int:
    data = Path(call.file).read_bytes()
    changes, burned = _numbers("--set", call.set), _numbers("--burned-in", call.burned_in)
    with _reader(call) as reader:
        try:
            found = describe(
                data, changes, _places(call.pixel), call.frame, _scale(call), burned, reader.read
            )
        except KnownError as error:
            raise KnownError(f"{call.file}：{error.what}", error.way_out, error.safe) from error
    emit(found, as_json=call.json)
    return 0


def _frames(call: argparse.Namespace) -> int:
    path, folder = Path(call.file), Path(call.output)
    data = path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    with _reader(call) as reader:
        first = reader.read(data, 0, _scale(call))
        if first.frame is None:
            raise refusal(first)
        rows = [
            _write(reader.read(data, n, _scale(call)), n, path, folder, hashlib.sha256(data).hexdigest())
            for n in range(first.frames)
        ]
    listed = folder / f"{path.stem}_全部帧.csv"
    listed.write_text(export.index(rows), encoding="utf-8", newline="")
    emit({"frames": len(rows), "list": str(listed)}, as_json=call.json)
    return 0 if all(row.ends is not None for row in rows) else 1


def _write(found: Reading, number: int, path: Path, folder: Path, sha256: str) -> export.IndexRow:
    frame = found.frame
    if frame is None:
        return export.IndexRow(number, "", None, 0, "", found.where or found.reason)
    celsius = temperatures(frame)
    name = f"{path.stem}_{number + 1:05d}.csv"
    taken = frame.camera.captured_at or ""
    about = export.About(path.name, sha256, number, taken, _parameters(frame))
    (folder / name).write_text(export.matrix(celsius, about), encoding="utf-8", newline="")
    held = whole(celsius)
    ends = (held.low, held.mean, held.high) if held else None
    return export.IndexRow(number, taken, ends, int(np.isnan(celsius).sum()), name)


def _parameters(frame: ThermalFrame) -> dict[str, str]:
    return {name: f"{value:.6g}" for name, value in vars(frame.scene).items()} if frame.scene else {}


def _matrix_options(act: argparse.ArgumentParser) -> None:
    act.add_argument("--scale", help="没有写换算的矩阵：每个计数多少度")
    act.add_argument("--offset", default="-273.15", help="再加多少度")
    act.add_argument("--json", action="store_true")


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    acts = rooms.add_parser("thermal", help="热像：读出温度和参数").add_subparsers(dest="act", required=True)
    info = acts.add_parser("info", help="一帧的温度、参数和提示")
    info.add_argument("file")
    info.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    info.add_argument("--pixel", action="append", default=[], metavar="R,C")
    info.add_argument("--frame", type=int, default=0)
    info.add_argument("--burned-in", action="append", default=[], metavar="NAME=VALUE")
    _matrix_options(info)
    info.set_defaults(run=_info)
    frames = acts.add_parser("frames", help="每一帧写成一张表")
    frames.add_argument("file")
    frames.add_argument("-o", "--output", required=True, metavar="DIR")
    _matrix_options(frames)
    frames.set_defaults(run=_frames)
