"""What a file says, as the command line's contract asks for it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fieldlaw.devices.thermal import opening, reading
from fieldlaw.devices.thermal.analysis import SPOT, Region, Whole, measure, whole
from fieldlaw.devices.thermal.formats import exif, jpeg_parts
from fieldlaw.devices.thermal.radiometry import outside_range, temperatures
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.image import Gps, Scene, StoredTool, ThermalFrame
    from fieldlaw.devices.thermal.reading import Reading, Scale

    Reader = Callable[[bytes, int, Scale | None], Reading]

SETTABLE = (
    "emissivity", "distance_m", "reflected_c", "atmosphere_c", "humidity", "window_c", "window_transmission",
)  # fmt: skip
BURNED = (SPOT, "min", "max", "mean")
_EMPTY = (
    "frames", "width", "height", "raw", "temperature_c", "pixels", "params", "camera", "range_c",
    "captured_at", "gps", "visible",
)  # fmt: skip
_NO_NUMBERS = {reading.PLUGIN_NEEDED, reading.SCALE_UNCONFIRMED}  # reasons that are warnings as well
_KEPT = "原件没有动。"
_REFUSED = {
    reading.DAMAGED: ("这份热像的{where}已损坏，温度不能算。", "换一次读卡器再导入。"),
    reading.CUT: ("这份文件不完整，{where}缺了一截，温度不能算。", "换一次读卡器，重新拷一份。"),
    reading.TOO_SLOW: ("这份文件读得太久，已停下。", "换一份拷贝再试。"),
    reading.TOO_LARGE: ("这份文件太大，没有读。", "拆成几份再导入。"),
    reading.CRASHED: ("读这份文件的进程中途退出了。", "换一份拷贝再试。"),
}
_COLDEST, _HOTTEST = -60.0, 1000.0  # no scene of an inspection lies wholly outside
_TOLERANCE = 0.15  # K: half a step of what cameras show (0.1), and that of a neighbouring pixel


def describe(  # noqa: PLR0913, PLR0917  one for each option of the command
    data: bytes,
    changes: Mapping[str, float] | None = None,
    places: Iterable[tuple[int, int]] = (),
    frame: int = 0,
    scale: Scale | None = None,
    burned: Mapping[str, float] | None = None,
    read: Reader = opening.read,
) -> dict[str, Any]:
    """Describe frame `frame` of a file; temperatures with `changes` to the scene.

    Args:
        data: the file.
        changes: parameters of the scene in place of those of the file.
        places: (row, column) of the pixels to read off.
        frame: which one; the first is 0.
        scale: what a person confirmed of a matrix of counts.
        burned: numbers that the camera burned into its picture, in °C: `spot` is the first stored spot;
            `min`, `max`
            and `mean` are those of the first stored tool with an area or a line, else of the whole picture.
        read: who reads the file.

    Raises:
        KnownError: damaged, an unknown parameter, a pixel outside the picture, or parameters of a file that
            has none.
    """
    found = read(data, frame, scale)
    if found.frame is None and 0 < found.frames <= frame:
        raise KnownError(f"没有第 {frame} 帧，这份文件共 {found.frames} 帧。", "从 0 数起。", _KEPT)
    if found.reason in _REFUSED:
        raise refusal(found)
    head = {"sha256": hashlib.sha256(data).hexdigest(), "format": found.format}
    if found.frame is None:
        return {**head, "radiometric": False, **_without_numbers(data, found)}
    scene = _changed(found.frame, changes) if changes else found.frame.scene
    told = _described(found.frame, scene, places)
    if burned:
        _compare(found.frame, burned, told)
    return {**head, "radiometric": True, "frames": found.frames, **told}


def _without_numbers(data: bytes, found: Reading) -> dict[str, Any]:
    """No number; which camera, when and where, as far as EXIF says so."""
    said = exif.of_file(data)
    warned = {found.reason: found.reason in _NO_NUMBERS, "gps_invalid": said.gps_invalid}
    return {
        **dict.fromkeys(_EMPTY),
        "camera": {"model": said.model, "serial": said.serial},
        "captured_at": said.taken_at,
        "gps": _place(said.gps),
        "measurements": [],
        "warnings": [code for code, holds in warned.items() if holds],
    }


def _place(gps: Gps | None) -> dict[str, float] | None:
    return {"lat": gps.lat, "lon": gps.lon} if gps else None


def refusal(found: Reading) -> KnownError:
    """Why a file that should give temperatures gives none, in words."""
    if found.where.startswith("插件"):
        return KnownError(f"{found.where}，温度不能算。", "检查设置里的插件程序，再读一次。", _KEPT)
    what, way_out = _REFUSED[found.reason]
    return KnownError(what.format(where=found.where or "数据"), way_out, _KEPT)


def _changed(frame: ThermalFrame, changes: Mapping[str, float]) -> Scene:
    unknown = sorted(set(changes) - set(SETTABLE))
    if unknown:
        raise KnownError(f"没有参数 {unknown[0]}。", f"可改：{'、'.join(SETTABLE)}。")
    if frame.scene is None or not frame.adjustable:
        raise KnownError("这种文件的温度不能换参数重算。", "不改参数，按原样读。", _KEPT)
    changed = replace(frame.scene, **changes)
    wrong = changed.implausible()
    if wrong:
        raise KnownError(f"参数 {wrong} 不可能是这个值。", "改成现场的实际值再算。", _KEPT)
    return changed


def _described(held: ThermalFrame, scene: Scene | None, places: Iterable[tuple[int, int]]) -> dict[str, Any]:
    celsius = temperatures(held, scene)
    height, width = held.counts.shape
    added = [code for code in temperature_warnings(held, celsius) if code not in held.warnings]
    return {
        "width": width,
        "height": height,
        "raw": _raw(held),
        "temperature_c": _statistics(whole(celsius)),
        "pixels": _pixels(celsius, places),
        "params": vars(scene) if scene else None,
        "camera": {"model": held.camera.model, "serial": held.camera.serial},
        "range_c": list(held.camera.range_c) if held.camera.range_c else None,
        "captured_at": held.camera.captured_at,
        "gps": _place(held.gps),
        "visible": _size(held.visible),
        "measurements": [_measured(tool, celsius) for tool in held.tools],
        "warnings": [*held.warnings, *added],
    }


def temperature_warnings(frame: ThermalFrame, celsius: NDArray[np.float64]) -> tuple[str, ...]:
    """What the temperatures of a frame warn of.

    `out_of_range`: part of the picture lies outside the camera's calibrated range. `implausible_scene`: all
    of it does, or all of it is colder than -60 °C or hotter than 1000 °C, or no pixel has a temperature.
    """
    found = whole(celsius)
    low, high = frame.camera.range_c or (_COLDEST, _HOTTEST)
    low, high = max(low, _COLDEST), min(high, _HOTTEST)
    implausible = found is None or found.low > high or found.high < low
    codes = {"out_of_range": outside_range(frame, celsius), "implausible_scene": implausible}
    return tuple(code for code, holds in codes.items() if holds)


def _raw(frame: ThermalFrame) -> dict[str, Any] | None:
    """None where the file holds temperatures and no counts."""
    if frame.response is None:
        return None
    digest = hashlib.sha256(frame.counts.astype("<u2").tobytes()).hexdigest()
    return {"min": int(frame.counts.min()), "max": int(frame.counts.max()), "sha256_le_u16": digest}


def _statistics(found: Whole | None) -> dict[str, float] | None:
    return {"min": found.low, "mean": found.mean, "max": found.high} if found else None


def _pixels(celsius: NDArray[np.float64], places: Iterable[tuple[int, int]]) -> dict[str, float | None]:
    height, width = celsius.shape
    shown: dict[str, float | None] = {}
    for row, column in places:
        if not (0 <= row < height and 0 <= column < width):
            raise KnownError(
                f"像素 {row},{column} 不在画面里。", f"行 0 至 {height - 1}，列 0 至 {width - 1}。"
            )
        value = celsius[row, column]
        shown[f"{row},{column}"] = None if np.isnan(value) else float(value)
    return shown


def _size(picture: bytes | None) -> dict[str, int] | None:
    if picture is None:
        return None
    if picture.startswith(jpeg_parts.START):
        sides = jpeg_parts.sides(picture)
        return {"width": sides[0], "height": sides[1]} if sides else None
    return {key: int.from_bytes(picture[at : at + 4], "big") for key, at in (("width", 16), ("height", 20))}


def _measured(tool: StoredTool, celsius: NDArray[np.float64]) -> dict[str, Any]:
    points = [list(point) for point in tool.points]
    return {
        "kind": tool.kind,
        "label": tool.label,
        "points": points,
        "temperature_c": _statistics(_in_tool(tool, celsius)),
    }


def _in_tool(tool: StoredTool, celsius: NDArray[np.float64]) -> Whole | None:
    return None if tool.kind == "other" else measure(celsius, Region(tool.kind, tool.points))


def _compare(frame: ThermalFrame, burned: Mapping[str, float], told: dict[str, Any]) -> None:
    """Put the burned-in numbers beside ours, by the parameters of the file, as the camera showed them."""
    ours = _shown(frame, burned)
    compared = {
        name: {"burned": value, "measured": ours[name], "differs": _differs(value, ours[name])}
        for name, value in burned.items()
    }
    told["burned_in"] = compared
    if any(one["differs"] for one in compared.values()):
        told["warnings"].append("burned_in_differs")


def _differs(burned: float, ours: float | None) -> bool:
    return ours is None or abs(burned - ours) > _TOLERANCE


def _shown(frame: ThermalFrame, burned: Mapping[str, float]) -> dict[str, float | None]:
    celsius = temperatures(frame)
    spot = next((tool for tool in frame.tools if tool.kind == SPOT), None)
    area = next((tool for tool in frame.tools if tool.kind not in (SPOT, "other")), None)
    for name in burned:
        if name not in BURNED:
            raise KnownError(f"没有烧录值 {name}。", f"可填：{'、'.join(BURNED)}。")
        if name == SPOT and spot is None:
            raise KnownError("文件里没有存测温点，不能比对 spot。", "改填 min、max 或 mean。", _KEPT)
    found = _in_tool(area, celsius) if area else whole(celsius)
    at = _in_tool(spot, celsius) if spot else None
    return {SPOT: at.mean if at else None, **(_statistics(found) or dict.fromkeys(("min", "mean", "max")))}
