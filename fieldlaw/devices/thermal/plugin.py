"""The door for somebody else's program that reads what this one cannot: own process, folder and limits.

The program ships none; see docs/thermal-plugins.md for the contract and for what its user has to settle.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fieldlaw.devices.thermal.formats import exif, jpeg_parts
from fieldlaw.devices.thermal.image import Camera, Scene, ThermalFrame
from fieldlaw.devices.thermal.limits import quiet
from fieldlaw.devices.thermal.reading import CRASHED, DAMAGED, NOT_DECODED, PLUGIN_NEEDED, TOO_SLOW, Reading
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.limits import Limits

OURS, DJI_IRP = "fieldlaw", "dji_irp"
KINDS = (OURS, DJI_IRP)
DJI_FORMATS = ("dji_rjpeg",)
_MOST_SIDE = 4096
_MOST_PARAMETERS = 32
_MOST_LINE = 64 << 10
_MOST_FOLDER = 512 << 20
_LOOK_SECONDS = 0.2
_ZERO_C, _HOTTEST_C = -273.15, 5000.0


@dataclass(frozen=True)
class Plugin:
    """A program that the user named in the settings.

    Attributes:
        command: its path and fixed arguments.
        formats: which formats it is asked for, as in `Reading.format`.
        kind: fieldlaw (the contract of the documentation) or dji_irp (DJI's own tool as it is).
    """

    command: tuple[str, ...]
    formats: tuple[str, ...]
    kind: str = OURS

    def reads(self, found: Reading) -> bool:
        """Whether it is asked about this file."""
        return found.reason in (PLUGIN_NEEDED, NOT_DECODED) and found.format in self.formats

    @property
    def adjusts(self) -> bool:
        """Whether parameters of the scene can be handed over."""
        return self.kind == OURS


def plugin_of(path: Path | None, kind: str = OURS) -> Plugin | None:
    """The plug-in that the settings name; None where they name none.

    Raises:
        KnownError: no way of calling it has this name.
    """
    if path is None:
        return None
    if kind not in KINDS:
        raise KnownError(
            f"不认得插件类型 {kind}。", f"FIELDLAW_THERMAL_PLUGIN_KIND 可写：{'、'.join(KINDS)}。"
        )
    return Plugin((str(path),), DJI_FORMATS, kind)


class _AnswerError(Exception):
    """The program gave no usable answer; the text says what is wrong with it."""


def read(plugin: Plugin, data: bytes, found: Reading, limits: Limits, scene: Scene | None = None) -> Reading:
    """Temperatures by the plug-in, or why there are none.

    Args:
        plugin: the program.
        data: the file as it was received.
        found: what is known of it already.
        limits: its time; memory is the plug-in's own matter.
        scene: parameters to be handed over, in place of those in the file.

    Raises:
        ValueError: parameters for a plug-in that takes none.
    """
    if scene is not None and not plugin.adjusts:
        raise ValueError(f"{plugin.kind} takes no parameters")
    with tempfile.TemporaryDirectory(prefix="fieldlaw-plugin-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder) / "input.jpg", Path(folder) / "output.f32"
        given.write_bytes(data)
        try:
            said = _run(_arguments(plugin, given, made, scene), Path(folder), limits.seconds)
            frame = _frame(plugin, data, said, made)
        except subprocess.TimeoutExpired:
            return _without(found, TOO_SLOW, "插件超时")
        except OSError:
            return _without(found, CRASHED, "插件没有启动，或没有写出结果")
        except _AnswerError as error:
            return _without(found, DAMAGED, str(error))
    return Reading(found.format, frame, 1, maker=found.maker)


def _without(found: Reading, reason: str, where: str) -> Reading:
    return Reading(found.format, frames=found.frames, reason=reason, where=where, maker=found.maker)


def _arguments(plugin: Plugin, given: Path, made: Path, scene: Scene | None) -> list[str]:
    if plugin.kind == DJI_IRP:
        own = ["-a", "measure", "-s", str(given), "-o", str(made), "--measurefmt", "float32"]
        return [*plugin.command, *own]
    words = [*plugin.command, "--input", str(given), "--output", str(made)]
    if scene is not None:
        words += ["--emissivity", f"{scene.emissivity:g}", "--distance-m", f"{scene.distance_m:g}"]
        words += ["--humidity", f"{scene.humidity:g}", "--reflected-c", f"{scene.reflected_c:g}"]
    return words


def _run(command: Sequence[str], folder: Path, seconds: float) -> bytes:
    """What the program printed."""
    printed = folder / "printed.txt"
    with printed.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603  the program that the user named
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, cwd=folder,
            env=_environment(os.environ, folder), creationflags=quiet(), start_new_session=True,
        )  # fmt: skip
        try:
            code = _wait(process, folder, seconds)
        finally:
            _end(process)
    if code != 0:
        raise _AnswerError(f"插件报错（{code}）")
    with printed.open("rb") as held:
        return held.read(_MOST_LINE)


def _wait(process: subprocess.Popen[bytes], folder: Path, seconds: float) -> int:
    """The exit code; meanwhile its folder is kept from growing without end."""
    until = time.monotonic() + seconds
    while True:
        try:
            return process.wait(min(_LOOK_SECONDS, max(0.0, until - time.monotonic())))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= until:
                raise
        if sum(one.lstat().st_size for one in folder.iterdir()) > _MOST_FOLDER:
            raise _AnswerError("插件写出的内容过大")


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and whatever it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        import signal  # noqa: PLC0415  SIGKILL is there only
        from contextlib import suppress  # noqa: PLC0415

        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Paths of programs and libraries, and its own folder for temporary files; nothing else."""
    names = ("PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH")
    kept = {name: given[name] for name in names if name in given}
    return kept | dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME"), str(folder))


def _frame(plugin: Plugin, data: bytes, said: bytes, made: Path) -> ThermalFrame:
    if plugin.kind == DJI_IRP:
        facts: dict[str, Any] = {}
        width, height = _sides_of_dji(data, made)
    else:
        facts = _facts(said)
        width, height = _whole(facts, "width"), _whole(facts, "height")
    celsius = _celsius(made, width, height)
    software = " ".join(_text(facts, name) for name in ("name", "version")).strip()
    own = exif.of_file(data)
    camera = Camera(
        own.model, own.serial, captured_at=own.taken_at, software=software or Path(plugin.command[0]).name
    )
    used = facts.get("parameters")
    held = used if isinstance(used, dict) else {}
    texts = tuple((str(name)[:64], str(value)[:64]) for name, value in list(held.items())[:_MOST_PARAMETERS])
    return ThermalFrame(celsius, None, None, _scene(held), camera, gps=own.gps, texts=texts)


def _facts(said: bytes) -> dict[str, Any]:
    """The one line of JSON: the last that is not blank."""
    lines = [line for line in said.splitlines() if line.strip()]
    try:
        found = json.loads(lines[-1]) if lines else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _AnswerError("插件没有说明画面大小")
    return found


def _whole(facts: Mapping[str, Any], name: str) -> int:
    value = facts.get(name)
    if type(value) is not int or not 0 < value <= _MOST_SIDE:
        raise _AnswerError("插件给的画面大小不对")
    return value


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return value[:64] if isinstance(value, str) else ""


def _sides_of_dji(data: bytes, made: Path) -> tuple[int, int]:
    """dji_irp writes numbers only: the sides are those of the picture, or half where it was enlarged."""
    sides = jpeg_parts.sides(data)
    for part in (1, 2) if sides else ():
        width, height = (side // part for side in sides or ())
        if 4 * width * height == made.stat().st_size and 0 < max(width, height) <= _MOST_SIDE:
            return width, height
    raise _AnswerError("插件给的画面大小不对")


def _celsius(made: Path, width: int, height: int) -> NDArray[np.float32]:
    """The temperatures, shape (height, width); NaN where the plug-in gives none."""
    size = 4 * width * height
    if made.is_symlink() or made.stat().st_size != size:
        raise _AnswerError("插件写出的数目和画面大小不符")
    with made.open("rb") as held:
        data = held.read(size)
    celsius = np.frombuffer(data, "<f4").astype(np.float32).reshape(height, width)
    if np.isinf(celsius).any() or (celsius < _ZERO_C).any() or (celsius > _HOTTEST_C).any():
        raise _AnswerError("插件给出不可能的温度")
    return celsius


def _scene(given: Mapping[str, Any]) -> Scene | None:
    """The parameters that the plug-in says it used; None unless all are there and possible."""
    names = ("emissivity", "distance_m", "reflected_c", "atmosphere_c", "humidity")
    held = [float(given[name]) for name in names if type(given.get(name)) in (int, float)]
    if len(held) != len(names):
        return None
    emissivity, distance, reflected, air, humidity = held
    scene = Scene(emissivity, distance, reflected, air, humidity, air, 1.0)  # no window
    return None if scene.implausible() else scene
