"""Colours and readings of temperatures: what is painted, what is read off, what is undefined."""

from __future__ import annotations

import time

import numpy as np
import pytest

from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal import analysis, palettes


def lightness(name: str) -> np.ndarray:
    colours = palettes.table(name)[: palettes.STEPS]
    red, green, blue = ((colours >> shift & 255) / 255 for shift in (16, 8, 0))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def test_a_pixel_is_read_by_column_and_row() -> None:
    scene = camera.scene()
    assert analysis.at(scene, (104, 52)) == scene[52, 104]
    for outside in ((-1, 0), (0, -1), (camera.WIDTH, 0), (0, camera.HEIGHT)):
        with pytest.raises(IndexError):
            analysis.at(scene, outside)


def test_the_whole_picture_names_the_places_of_its_ends() -> None:
    scene = camera.scene()
    whole = analysis.whole(scene)
    assert whole is not None
    assert analysis.at(scene, whole.high_at) == whole.high == scene.max()
    assert analysis.at(scene, whole.low_at) == whole.low == scene.min()
    assert whole.mean == pytest.approx(scene.mean())


def test_what_is_undefined_is_no_number_and_no_colour() -> None:
    scene = camera.scene()
    scene[3, 5] = np.nan
    assert analysis.at(scene, (5, 3)) is None
    whole = analysis.whole(scene)
    assert whole is not None
    assert whole.undefined == 1
    assert palettes.paint(scene, (10, 60), "iron")[3, 5] == 0
    assert analysis.whole(np.full((4, 4), np.nan)) is None
    assert analysis.span(np.full((4, 4), np.nan)) == (0.0, 1.0)


@pytest.mark.parametrize("name", palettes.NAMES)
def test_colder_and_hotter_than_the_span_take_its_ends(name: str) -> None:
    painted = palettes.paint(np.array([[0.0, 20.0, 40.0, 90.0]]), (20.0, 40.0), name)[0]
    assert painted[0] == painted[1] == palettes.table(name)[0]
    assert painted[2] == painted[3] == palettes.table(name)[palettes.STEPS - 1]


@pytest.mark.parametrize("name", ["iron", "grey", "clear"])
def test_warmer_is_lighter_so_that_a_grey_print_keeps_the_order(name: str) -> None:
    assert (np.diff(lightness(name)) >= -1e-9).all()


def test_even_a_flat_picture_has_a_span() -> None:
    low, high = analysis.span(np.full((4, 4), 20.0))
    assert high - low == pytest.approx(0.1)


def test_only_a_known_range_can_be_left() -> None:
    assert analysis.beyond(130.0, (-20.0, 120.0))
    assert not analysis.beyond(120.0, (-20.0, 120.0))
    assert not analysis.beyond(9999.0, None)


def test_a_picture_of_640_by_480_is_coloured_within_a_frame() -> None:
    scene = np.tile(camera.scene(), (4, 4))
    palettes.paint(scene, (10, 60), "iron")
    best = min(_seconds(scene) for _ in range(7))
    assert best < 0.016


def _seconds(scene: np.ndarray) -> float:
    start = time.perf_counter()
    palettes.paint(scene, (10, 60), "iron")
    return time.perf_counter() - start
