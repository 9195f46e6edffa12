"""The formula at its edges: whatever is given, a value or none, never an error or infinity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal import opening, radiometry
from fieldlaw.devices.thermal.analysis import BOX, Region
from fieldlaw.devices.thermal.image import Air, Planck, Scene

FRAME = opening.read(camera.radiometric_jpeg(1764038527)).frame
SANE = Scene(0.95, 1.0, 20.0, 20.0, 0.5, 20.0, 1.0)
ANY = st.floats(allow_nan=False, allow_infinity=False, width=32)


def test_part_of_the_table_is_part_of_the_whole_table() -> None:
    whole = radiometry.table(FRAME.response, FRAME.air, SANE)
    part = radiometry.table(FRAME.response, FRAME.air, SANE, 9000, 12000)
    assert whole.shape == (65536,)
    np.testing.assert_array_equal(part, whole[9000:12001])


@pytest.mark.parametrize(
    "scene",
    [
        replace(SANE, reflected_c=-273.15),
        replace(SANE, atmosphere_c=-90.0, humidity=0.0),
        replace(SANE, distance_m=10_000.0, humidity=1.0, atmosphere_c=100.0),
        replace(SANE, emissivity=1e-9),
        replace(SANE, window_transmission=1e-9, window_c=-273.15),
    ],
)
def test_extreme_scenes_give_values_or_none(scene: Scene) -> None:
    assert scene.implausible() is None
    celsius = radiometry.temperatures(FRAME, scene)
    assert not np.isinf(celsius).any()
    assert np.nanmin(celsius, initial=0.0) >= -273.15


def test_air_that_lets_nothing_through_gives_no_value() -> None:
    thick = replace(FRAME, air=Air(1e9, 1e9, 0.0, 0.0, 1.0), scene=replace(SANE, distance_m=100.0))
    assert np.isnan(radiometry.temperatures(thick)).all()


@settings(max_examples=200, deadline=None)
@given(st.tuples(ANY, ANY, ANY, ANY, ANY), st.tuples(ANY, ANY, ANY, ANY, ANY))
def test_no_constants_of_a_file_raise_or_give_infinity(planck, air) -> None:
    celsius = radiometry.table(Planck(*planck), Air(*air), SANE, 0, 64)
    assert not np.isinf(celsius).any()


def test_a_region_with_its_own_emissivity_changes_only_itself() -> None:
    region = Region(BOX, ((10, 20), (30, 40)))
    own = replace(FRAME.scene, emissivity=0.6)
    mixed = radiometry.temperatures(FRAME, None, ((region, own),))
    plain, changed = radiometry.temperatures(FRAME), radiometry.temperatures(FRAME, own)
    inside = np.zeros(plain.shape, dtype=bool)
    inside[20:41, 10:31] = True
    np.testing.assert_array_equal(mixed[~inside], plain[~inside])
    np.testing.assert_array_equal(mixed[inside], changed[inside])
    assert (mixed[inside] != plain[inside]).all()
