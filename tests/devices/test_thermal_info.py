"""What `thermal info` answers: every key of its row, and its refusals in words."""

from __future__ import annotations

import numpy as np
import pytest

from fieldlaw.devices.thermal import info, reading
from fieldlaw.devices.thermal.image import Camera, Linear, ThermalFrame
from fieldlaw.devices.thermal.info import describe
from fieldlaw.devices.thermal.reading import Reading
from fieldlaw.errors import KnownError
from tests.devices import thermal_files as files

KEYS = {
    "sha256", "format", "radiometric", "frames", "width", "height", "raw", "temperature_c", "pixels",
    "params", "camera", "range_c", "captured_at", "gps", "visible", "measurements", "warnings",
}  # fmt: skip
NUMBERS = ("frames", "width", "height", "raw", "temperature_c", "pixels", "params", "range_c")
RICH = files.rich_jpeg()


def reader(found: Reading) -> info.Reader:
    return lambda data, frame, scale: found


def linear(**more: object) -> ThermalFrame:
    return ThermalFrame(np.full((2, 3), 3000, np.uint16), Linear(0.1, -273.15), None, None, **more)


def test_every_key_of_the_row() -> None:
    found = describe(RICH, places=[(0, 0), (17, 23)])
    assert set(found) == KEYS
    assert (found["format"], found["radiometric"], found["frames"]) == ("flir_jpeg", True, 1)
    assert (found["width"], found["height"]) == (files.WIDE, files.HIGH)
    assert set(found["pixels"]) == {"0,0", "17,23"}
    assert set(found["params"]) == set(info.SETTABLE)
    assert found["camera"] == {"model": "TEST", "serial": "T1"}
    assert found["range_c"] == pytest.approx([-20.0, 120.0], abs=1e-4)
    assert found["gps"] == {"lat": 37.75, "lon": 112.5}
    assert found["visible"] == {"width": 32, "height": 24}
    assert found["warnings"] == []


def test_the_stored_tools_are_measured() -> None:
    spot, box = describe(RICH)["measurements"]
    assert (spot["kind"], spot["label"], spot["points"]) == ("spot", "Sp1", [[12, 7]])
    assert (box["kind"], box["points"]) == ("box", [[10, 6], [13, 8]])
    assert spot["temperature_c"]["min"] == spot["temperature_c"]["max"] > 40
    assert box["temperature_c"]["min"] <= spot["temperature_c"]["mean"] <= box["temperature_c"]["max"]


@pytest.mark.parametrize(
    ("reason", "warned"),
    [
        (reading.NO_VALUES, []), (reading.NOT_DECODED, []), (reading.FOREIGN, []),
        (reading.PLUGIN_NEEDED, ["plugin_needed"]), (reading.SCALE_UNCONFIRMED, ["scale_unconfirmed"]),
    ],
)  # fmt: skip
def test_a_file_without_temperatures(reason: str, warned: list[str]) -> None:
    found = describe(b"any", read=reader(Reading("some", reason=reason, frames=1)))
    assert set(found) == KEYS
    assert (found["radiometric"], found["warnings"]) == (False, warned)
    assert all(found[key] is None for key in NUMBERS)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (reading.DAMAGED, "像素已损坏"), (reading.CUT, "像素缺了一截"), (reading.TOO_SLOW, "读得太久"),
        (reading.TOO_LARGE, "太大"), (reading.CRASHED, "中途退出"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(reason: str, words: str) -> None:
    with pytest.raises(KnownError, match=words) as refused:
        describe(b"any", read=reader(Reading("some", reason=reason, where="像素")))
    assert refused.value.way_out
    assert refused.value.safe == "原件没有动。"


@files.needs_data
def test_negative_files_in_the_right_words() -> None:
    plain = describe(files.data_of("NEG_FLIR_visible_only.jpg"))
    assert (plain["format"], plain["radiometric"], plain["temperature_c"]) == ("jpeg", False, None)
    with pytest.raises(KnownError, match="这份热像的像素已损坏，温度不能算。"):
        describe(files.data_of("NEG_exiftool_FLIR_i7_stub.jpg"))
    with pytest.raises(KnownError, match="这份文件不完整，分段缺了一截，温度不能算。"):
        describe(files.SIMULATED[:9000])


@files.needs_data
def test_camera_and_place_of_a_picture_without_temperatures() -> None:
    found = describe(files.data_of("DJI_M3T_thermal.JPG"))
    wanted = files.REFERENCE["DJI_M3T_thermal.JPG"]
    assert found["warnings"] == ["plugin_needed"]
    assert found["camera"] == {"model": "M3T", "serial": wanted["meta"]["SerialNumber"]}
    assert [found["gps"]["lat"], found["gps"]["lon"]] == pytest.approx(wanted["gps"]["expected"], abs=1e-5)
    assert found["captured_at"] == "2023-07-07T09:39:34"


def test_a_frame_that_is_not_there_is_named() -> None:
    with pytest.raises(KnownError, match="没有第 3 帧，这份文件共 3 帧。"):
        describe(files.seq(), frame=3)
    assert describe(files.seq(), frame=2)["frames"] == 3


def test_other_parameters_give_other_temperatures() -> None:
    before, after = (
        describe(RICH, changes)["temperature_c"]["max"] for changes in (None, {"emissivity": 0.6})
    )
    assert after > before + 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"no_such": 1.0}, "no_such"), ({"emissivity": 0.0}, "emissivity"), ({"humidity": 50.0}, "humidity")],
)
def test_a_wrong_parameter_is_named(changes: dict[str, float], words: str) -> None:
    with pytest.raises(KnownError, match=words):
        describe(RICH, changes)


@pytest.mark.parametrize("data", [files.irg()])
def test_parameters_of_a_file_that_has_none_are_refused(data: bytes) -> None:
    assert describe(data)["params"] is None
    with pytest.raises(KnownError, match="不能换参数重算"):
        describe(data, {"emissivity": 0.9})


def test_a_pixel_outside_is_named() -> None:
    for place in ((999, 0), (0, -1)):
        with pytest.raises(KnownError, match=f"{place[0]},{place[1]}"):
            describe(RICH, places=[place])


def test_an_undefined_temperature_is_no_number() -> None:
    found = describe(RICH, {"emissivity": 0.01, "reflected_c": 200.0}, [(0, 0)])
    assert (found["pixels"]["0,0"], found["temperature_c"]) == (None, None)
    assert "implausible_scene" in found["warnings"]


def test_temperatures_without_counts_have_no_raw() -> None:
    frame = ThermalFrame(np.full((2, 2), 20.5, np.float32), None, None, None)
    found = describe(b"", read=reader(Reading("csv", frame, 1)))
    assert (found["raw"], found["temperature_c"]["max"]) == (None, 20.5)


@pytest.mark.parametrize(
    ("celsius", "limits", "codes"),
    [
        ([20.0, 30.0], (-20.0, 120.0), []),
        ([20.0, 130.0], (-20.0, 120.0), ["out_of_range"]),
        ([130.0, 140.0], (-20.0, 120.0), ["out_of_range", "implausible_scene"]),
        ([-90.0, -61.0], None, ["implausible_scene"]),
        ([-90.0, -59.0], None, []),
        ([1001.0, 1200.0], (0.0, 1500.0), ["implausible_scene"]),
        ([np.nan, np.nan], (0.0, 1500.0), ["implausible_scene"]),
    ],
)
def test_what_temperatures_warn_of(
    celsius: list[float], limits: tuple[float, float] | None, codes: list[str]
) -> None:
    frame = linear(camera=Camera(range_c=limits))
    assert list(info.temperature_warnings(frame, np.array([celsius]))) == codes


def test_the_numbers_in_the_picture_beside_ours() -> None:
    spot = describe(RICH)["measurements"][0]["temperature_c"]["mean"]
    agreeing = describe(RICH, burned={"spot": round(spot, 1)})
    assert agreeing["burned_in"]["spot"] == {"burned": round(spot, 1), "measured": spot, "differs": False}
    assert agreeing["warnings"] == []
    for beside in (0.16, -0.16):
        found = describe(RICH, burned={"spot": spot + beside})
        assert found["warnings"] == ["burned_in_differs"]


def test_the_numbers_in_the_picture_hold_by_the_parameters_of_the_file() -> None:
    spot = describe(RICH)["measurements"][0]["temperature_c"]["mean"]
    assert describe(RICH, {"emissivity": 0.5}, burned={"spot": spot})["warnings"] == []


def test_without_a_stored_tool_the_whole_picture_is_compared() -> None:
    whole = describe(files.SIMULATED)["temperature_c"]
    assert describe(files.SIMULATED, burned=whole)["warnings"] == []
    with pytest.raises(KnownError, match="spot"):
        describe(files.SIMULATED, burned={"spot": 20.0})
    with pytest.raises(KnownError, match="烧录值 middle"):
        describe(files.SIMULATED, burned={"middle": 20.0})
