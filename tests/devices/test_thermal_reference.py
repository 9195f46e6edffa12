"""Radiometric files against reference.json: values of independent decoders (see the README there)."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

import infiray_irg
import numpy as np
import pytest

from fieldlaw.devices.thermal import analysis
from fieldlaw.devices.thermal.formats import flir, infiray
from fieldlaw.devices.thermal.info import describe
from fieldlaw.devices.thermal.radiometry import temperatures
from tests.devices.thermal_files import (
    DATA,
    FLIR_BARE,
    FLIR_JPEG,
    IRG,
    REFERENCE,
    data_of,
    needs_data,
)

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.image import ThermalFrame

pytestmark = needs_data
WITHIN = 0.001
NAMES = {"emissivity": "eps", "distance_m": "dist", "humidity": "RH", "reflected_c": "refl"}
WHAT_IF = {
    "eps=0.90": {"emissivity": 0.9},
    "eps=0.90,dist=20m,RH=0.8": {"emissivity": 0.9, "distance_m": 20.0, "humidity": 0.8},
    "refl=60C,eps=0.80": {"reflected_c": 60.0, "emissivity": 0.8},
}
META = {
    "CameraModel": "model", "CameraSerialNumber": "serial", "CameraPartNumber": "part",
    "CameraSoftware": "software", "LensModel": "lens",
}  # fmt: skip
FRAMES = [(name, number) for name in FLIR_BARE for number in range(len(REFERENCE[name]["frames"]))]


@functools.cache
def frame_of(name: str) -> ThermalFrame:
    return flir.read(data_of(name)).frame


def places(pixels: dict[str, float]) -> dict[str, tuple[int, int]]:
    return {key: tuple(int(n) for n in key[1:].split("c")) for key in pixels}


def check_statistics(found: dict, wanted: dict) -> None:
    for key in ("min", "mean", "max"):
        assert found[key] == pytest.approx(wanted[key], abs=WITHIN)


def check_pixels(found: dict, wanted: dict[str, float]) -> None:
    for key, (row, column) in places(wanted).items():
        assert found[f"{row},{column}"] == pytest.approx(wanted[key], abs=WITHIN)


def check_hottest(celsius: np.ndarray, wanted: dict) -> None:
    whole = analysis.whole(celsius)
    assert whole is not None
    assert whole.high_at == (wanted["col"], wanted["row"])
    assert whole.high == pytest.approx(wanted["T"], abs=WITHIN)


def test_every_file_of_the_kinds_that_are_read_is_here() -> None:
    assert [len(FLIR_JPEG), len(FLIR_BARE), len(IRG)] == [8, 2, 1]
    assert all((DATA / name).exists() for name in (*FLIR_JPEG, *FLIR_BARE, *IRG))


@pytest.mark.parametrize("name", FLIR_JPEG)
def test_jpeg_values(name: str) -> None:
    wanted = REFERENCE[name]
    found = describe(data_of(name), places=places(wanted["pixels_C"]).values())
    assert (found["sha256"], found["format"]) == (wanted["sha256"], "flir_jpeg")
    assert [found["height"], found["width"]] == wanted["raw"]["shape"]
    assert found["raw"] == {key: wanted["raw"][key] for key in ("min", "max", "sha256_le_u16")}
    check_statistics(found["temperature_c"], wanted["B_exiftool_thermimage"])
    check_pixels(found["pixels"], wanted["pixels_C"])
    check_hottest(temperatures(frame_of(name)), wanted["hottest"])


@pytest.mark.parametrize("case", WHAT_IF)
@pytest.mark.parametrize("name", FLIR_JPEG)
def test_what_if_values(name: str, case: str) -> None:
    found = describe(data_of(name), WHAT_IF[case])
    check_statistics(found["temperature_c"], REFERENCE[name]["whatif"][case])


@pytest.mark.parametrize("name", FLIR_JPEG)
def test_parameters(name: str) -> None:
    wanted, frame = REFERENCE[name]["params"], frame_of(name)
    assert frame.scene is not None
    assert frame.scene.emissivity == pytest.approx(wanted["Emissivity"], abs=1e-7)
    assert frame.scene.distance_m == pytest.approx(wanted["ObjectDistance"])
    assert frame.scene.reflected_c == pytest.approx(wanted["ReflectedApparentTemperature"], abs=1e-5)
    assert frame.scene.window_c == pytest.approx(wanted["IRWindowTemperature"], abs=1e-5)
    assert vars(frame.response) == pytest.approx(
        {key: wanted[f"Planck{key.upper()}"] for key in ("r1", "b", "f", "o", "r2")}
    )


@pytest.mark.parametrize("name", FLIR_JPEG)
def test_who_where_when(name: str) -> None:
    wanted, frame = REFERENCE[name], frame_of(name)
    meta = wanted["meta"]
    for key, mine in META.items():
        if key in meta:
            assert getattr(frame.camera, mine) == str(meta[key])
    date, _, time = meta["DateTimeOriginal"].partition(" ")
    assert frame.camera.captured_at == f"{date.replace(':', '-')}T{time}"
    assert frame.camera.range_c == pytest.approx(
        (meta["CameraTemperatureRangeMin"], meta["CameraTemperatureRangeMax"]), abs=0.001
    )
    assert (frame.camera.fov_deg or 0) == pytest.approx(meta["FieldOfView"], abs=0.001)
    place = wanted["gps"]["expected"]
    assert ([frame.gps.lat, frame.gps.lon] if frame.gps else None) == pytest.approx(place, abs=1e-5)


@pytest.mark.parametrize("name", FLIR_JPEG)
def test_what_the_camera_put_beside_the_temperatures(name: str) -> None:
    meta, frame = REFERENCE[name]["meta"], frame_of(name)
    assert (frame.palette.name if frame.palette else None) == meta.get("PaletteName")
    assert (frame.overlay.real2ir if frame.overlay else None) == pytest.approx(meta.get("Real2IR"))
    if frame.overlay:
        assert (frame.overlay.offset_x, frame.overlay.offset_y) == (meta["OffsetX"], meta["OffsetY"])
    if "Meas1Params" in meta:
        first, numbers = frame.tools[0], [int(n) for n in meta["Meas1Params"].split()]
        assert first.label == str(meta["Meas1Label"])
        (left, top), *rest = first.points
        sizes = [n for x, y in rest for n in (x - left + 1, y - top + 1)]
        assert [left, top, *sizes] == numbers
    assert (frame.visible is not None) == ("EmbeddedImageType" in meta or "Real2IR" in meta)


def test_the_last_tool_is_not_lost() -> None:
    """exiftool stops at the entry of length 0; it goes to the end of the record."""
    (box,) = frame_of("FLIR_T640_png_visible2592.jpg").tools
    assert (box.kind, box.points) == ("box", ((64, 98), (376, 376)))
    kinds = [tool.kind for tool in frame_of("FLIR ONE Pro gen3 portrait.jpg").tools]
    assert kinds == ["spot", "box"]


@pytest.mark.parametrize(
    ("name", "burned"),
    [
        ("FLIR_E40_window098_spot.jpg", {"spot": 20.9}),
        ("FLIR_E5_planckF2.5_area.jpg", {"min": 66.3, "mean": 99.8, "max": 164.6}),
        ("FLIR ONE Pro gen3 portrait.jpg", {"spot": 88.2, "max": 90.2, "min": 59.7}),
    ],
)
def test_the_numbers_in_the_picture_agree_to_what_it_shows(name: str, burned: dict[str, float]) -> None:
    fahrenheit = "E40" not in name
    celsius = {key: (value - 32) / 1.8 if fahrenheit else value for key, value in burned.items()}
    found = describe(data_of(name), burned=celsius)
    assert "burned_in_differs" not in found["warnings"]


def test_the_box_at_the_end_of_the_record_is_the_one_that_was_shown() -> None:
    """The T640 shows 199 °F in whole degrees; the whole picture goes to 208 °F."""
    (box,) = describe(data_of("FLIR_T640_png_visible2592.jpg"))["measurements"]
    assert box["temperature_c"]["max"] * 1.8 + 32 == pytest.approx(199, abs=1)


def test_a_number_of_the_live_picture_differs_and_says_so() -> None:
    found = describe(data_of("FLIR_SC660_IR_2412.jpg"), burned={"max": 34.8, "mean": 28.1})
    assert [found["burned_in"][key]["differs"] for key in ("max", "mean")] == [True, False]
    assert "burned_in_differs" in found["warnings"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("FLIR_SC660_IR_2412.jpg", []),
        ("FLIR_E40_window098_spot.jpg", []),
        ("DJI_XT2_littleendian_FFF.jpg", []),
        ("FLIR ONE Pro gen3 portrait.jpg", []),
        ("FLIR_DuoProR_frame.fff", []),
        ("FLIR_SC660_2frames.seq", []),
        ("InfiRay_C200_example.irg", []),
        ("FLIR_AX8_80x60.jpg", ["clock_implausible"]),
        ("FLIR_T640_png_visible2592.jpg", ["gps_invalid"]),
        # changed 8 h 24 min and 23 h 21 min after they were taken, as their EXIF says
        ("FLIR_E5_planckF2.5_area.jpg", ["resaved"]),
        ("FLIR_A645sc_mtxir.jpg", ["resaved"]),
    ],
)
def test_warnings(name: str, codes: list[str]) -> None:
    assert describe(data_of(name))["warnings"] == codes


@pytest.mark.parametrize(("name", "number"), FRAMES)
def test_bare_values(name: str, number: int) -> None:
    wanted = REFERENCE[name]["frames"][number]
    found = describe(data_of(name), places=places(wanted["pixels_C"]).values(), frame=number)
    assert found["frames"] == len(REFERENCE[name]["frames"])
    assert found["format"] == f"flir_{REFERENCE[name]['kind']}"
    assert found["raw"]["sha256_le_u16"] == wanted["raw_sha256"]
    check_statistics(found["temperature_c"], wanted["T"])
    check_pixels(found["pixels"], wanted["pixels_C"])
    check_hottest(temperatures(flir.read(data_of(name), number).frame), wanted["hottest"])
    assert found["camera"] == {"model": wanted["model"], "serial": wanted["serial"]}
    assert found["range_c"] == pytest.approx(wanted["range_C"], abs=0.001)
    assert found["captured_at"].startswith(wanted["time_local"].split(" ")[0])
    zone = int(wanted["time_local"].split(" ")[2])
    sign = "+" if zone >= 0 else "-"
    assert found["captured_at"].endswith(f"{sign}{abs(zone) // 60:02}:{abs(zone) % 60:02}")


def test_the_magic_inside_pixels_is_no_frame() -> None:
    data = data_of("FLIR_SC660_2frames.seq")
    assert data.count(b"FFF\0") == 3
    assert flir.read(data).frames == 2


@pytest.mark.parametrize("name", IRG)
def test_irg_values(name: str) -> None:
    wanted = REFERENCE[name]
    found = describe(data_of(name), places=places(wanted["pixels_C"]).values())
    assert (found["format"], found["sha256"]) == ("infiray_irg", wanted["sha256"])
    check_statistics(found["temperature_c"], wanted["infiray_irg_1_6_0"])
    check_pixels(found["pixels"], wanted["pixels_C"])
    assert found["visible"] == {"width": wanted["visible"][0], "height": wanted["visible"][1]}
    frame = infiray.read(data_of(name)).frame
    assert frame is not None
    celsius = temperatures(frame)
    check_hottest(celsius, wanted["hottest"])
    _, peer, photograph = infiray_irg.load(data_of(name))
    assert np.abs(celsius - peer).max() < 1e-9
    assert photograph.size == tuple(wanted["visible"])


def test_no_file_was_changed() -> None:
    for name in (*FLIR_JPEG, *FLIR_BARE, *IRG):
        assert hashlib.sha256(data_of(name)).hexdigest() == REFERENCE[name]["sha256"]
