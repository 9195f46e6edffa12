"""Radiometric files against reference values of independent decoders, and what happens to broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.info import describe
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.errors import KnownError

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "thermal"
KINDS = ("flirjpg",)
needs_data = pytest.mark.skipif(not DATA.exists(), reason="reference files are not on this machine")
REFERENCE = json.loads((DATA / "reference.json").read_text()) if DATA.exists() else {}
IMAGES = sorted(n for n, r in REFERENCE.items() if "B_exiftool_thermimage" in r and (DATA / n).exists())
SYNTHETIC = camera.radiometric_jpeg(1764038527)


@needs_data
@pytest.mark.parametrize("name", IMAGES)
def test_reference_values(name: str) -> None:
    wanted = REFERENCE[name]
    places = {key: tuple(int(n) for n in key[1:].split("c")) for key in wanted["pixels_C"]}
    found = describe((DATA / name).read_bytes(), places=places.values())
    assert found["sha256"] == wanted["sha256"]
    assert found["raw"]["sha256_le_u16"] == wanted["raw"]["sha256_le_u16"]
    for key, value in wanted["B_exiftool_thermimage"].items():
        if key != "nan":
            assert found["temperature_c"][key] == pytest.approx(value, abs=0.001)
    for key, (row, column) in places.items():
        assert found["pixels"][f"{row},{column}"] == pytest.approx(wanted["pixels_C"][key], abs=0.001)


@needs_data
def test_what_if_values() -> None:
    data = (DATA / "FLIR_E40_window098_spot.jpg").read_bytes()
    wanted = REFERENCE["FLIR_E40_window098_spot.jpg"]["whatif"]["refl=60C,eps=0.80"]
    found = describe(data, {"emissivity": 0.8, "reflected_c": 60.0})["temperature_c"]
    assert [found[k] for k in ("min", "mean", "max")] == pytest.approx(
        [wanted[k] for k in ("min", "mean", "max")], abs=0.001
    )


@needs_data
def test_a_sequence_is_split_by_its_directory() -> None:
    data = (DATA / "FLIR_SC660_2frames.seq").read_bytes()
    assert data.count(b"FFF\x00") == 3
    assert describe(data)["frames"] == 2
    assert describe(data, frame=1)["temperature_c"]["max"] == pytest.approx(37.388, abs=0.001)


@needs_data
def test_a_picture_without_temperatures_says_so() -> None:
    found = describe((DATA / "NEG_FLIR_visible_only.jpg").read_bytes())
    assert found["radiometric"] is False
    assert found["temperature_c"] is None


@needs_data
def test_a_stub_gives_no_numbers() -> None:
    with pytest.raises(flir.DamagedThermalError, match="像素"):
        describe((DATA / "NEG_exiftool_FLIR_i7_stub.jpg").read_bytes())


def test_the_simulated_camera_is_read_back() -> None:
    held, frames = flir.decode(SYNTHETIC)
    celsius = temperatures(held)
    assert frames == 1
    assert np.abs(celsius - camera.scene()).max() < 0.05
    found = describe(SYNTHETIC)
    assert found["camera"] == {"model": "SIM IR160", "serial": "SIM00001"}
    assert found["captured_at"].endswith("+08:00")
    assert found["visible"] == {"width": 320, "height": 240}
    assert found["warnings"] == []


def test_every_prefix_is_refused_in_words_or_is_no_thermal_image() -> None:
    for size in range(0, len(SYNTHETIC), 211):
        try:
            assert not describe(SYNTHETIC[:size])["radiometric"] or size > 2 * camera.WIDTH * camera.HEIGHT
        except flir.DamagedThermalError:
            continue


def test_no_flipped_byte_crashes_the_reader() -> None:
    luck = np.random.default_rng(20261125)
    for place in luck.integers(0, len(SYNTHETIC), 1500):
        changed = bytearray(SYNTHETIC)
        changed[place] ^= 1 << int(luck.integers(0, 8))
        try:
            found = describe(bytes(changed))
        except KnownError:
            continue
        assert found["sha256"] != describe(SYNTHETIC)["sha256"]


def test_a_wrong_parameter_or_pixel_is_named() -> None:
    with pytest.raises(KnownError, match="no_such"):
        describe(SYNTHETIC, {"no_such": 1.0})
    with pytest.raises(KnownError, match="999,0"):
        describe(SYNTHETIC, places=[(999, 0)])


def test_an_undefined_temperature_is_no_number() -> None:
    found = describe(SYNTHETIC, {"emissivity": 0.01, "reflected_c": 200.0}, [(0, 0)])
    assert found["pixels"]["0,0"] is None
    with pytest.raises(KnownError, match="emissivity"):
        describe(SYNTHETIC, {"emissivity": 0.0})
