"""What a file says, as the command line's contract asks for it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import outside_range, temperatures
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.image import Scene, ThermalFrame

SETTABLE = (
    "emissivity", "distance_m", "reflected_c", "atmosphere_c", "humidity", "window_c", "window_transmission",
)  # fmt: skip
_EMPTY = (
    "frames", "width", "height", "raw", "temperature_c", "pixels", "params", "camera", "range_c",
    "captured_at", "gps", "visible",
)  # fmt: skip


def _changed(scene: Scene, changes: Mapping[str, float]) -> Scene:
    unknown = sorted(set(changes) - set(SETTABLE))
    if unknown:
        raise KnownError(f"没有参数 {unknown[0]}。", f"可改：{'、'.join(SETTABLE)}。")
    changed = replace(scene, **changes)
    wrong = changed.implausible()
    if wrong:
        raise KnownError(f"参数 {wrong} 不可能是这个值。", "改成现场的实际值再算。", "原件没有动。")
    return changed


def _size(jpeg: bytes | None) -> dict[str, int] | None:
    if jpeg is None:
        return None
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            return {"width": picture.width, "height": picture.height}
    except (UnidentifiedImageError, OSError, ValueError):
        return None


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


def _raw(counts: NDArray[np.uint16]) -> dict[str, Any]:
    digest = hashlib.sha256(counts.astype("<u2").tobytes()).hexdigest()
    return {"min": int(counts.min()), "max": int(counts.max()), "sha256_le_u16": digest}


def _statistics(celsius: NDArray[np.float64]) -> dict[str, float] | None:
    if np.isnan(celsius).all():
        return None
    return {
        "min": float(np.nanmin(celsius)),
        "mean": float(np.nanmean(celsius)),
        "max": float(np.nanmax(celsius)),
    }


def describe(
    data: bytes,
    changes: Mapping[str, float] | None = None,
    places: Iterable[tuple[int, int]] = (),
    frame: int = 0,
) -> dict[str, Any]:
    """Describe frame `frame` of a file; temperatures with `changes` to the scene.

    Raises:
        KnownError: damaged, an unknown parameter, a pixel outside the picture.
    """
    head: dict[str, Any] = {"sha256": hashlib.sha256(data).hexdigest(), "format": _format(data)}
    try:
        held, frames = flir.decode(data, frame)
    except flir.NotRadiometricError:
        empty: dict[str, Any] = {**dict.fromkeys(_EMPTY), "measurements": [], "warnings": []}
        return {**head, "radiometric": False, **empty}
    scene = _changed(held.scene, changes or {})
    return {**head, "radiometric": True, "frames": frames, **_described(held, scene, places)}


def _format(data: bytes) -> str:
    if data[:2] == b"\xff\xd8":
        return "flir_jpeg" if b"FLIR\x00" in data else "jpeg"
    return "flir_fff" if data[:4] == b"FFF\x00" else "unknown"


def _described(held: ThermalFrame, scene: Scene, places: Iterable[tuple[int, int]]) -> dict[str, Any]:
    celsius = temperatures(held, scene)
    wide = ("out_of_range",) if outside_range(held, celsius) else ()
    height, width = held.counts.shape
    return {
        "width": width,
        "height": height,
        "raw": _raw(held.counts),
        "temperature_c": _statistics(celsius),
        "pixels": _pixels(celsius, places),
        "params": vars(scene),
        "camera": {"model": held.camera.model, "serial": held.camera.serial},
        "range_c": list(held.camera.range_c) if held.camera.range_c else None,
        "captured_at": held.camera.captured_at,
        "gps": None,
        "visible": _size(held.visible),
        "measurements": [],
        "warnings": [*held.warnings, *wide],
    }
