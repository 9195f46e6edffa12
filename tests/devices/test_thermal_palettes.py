"""Palettes: ranks give the colours of the plain way, an isotherm can be told from every colour."""

from __future__ import annotations

import numpy as np
import pytest

from fieldlaw.devices.thermal import palettes
from fieldlaw.devices.thermal.palettes import Isotherm


@pytest.mark.parametrize("name", palettes.NAMES)
def test_the_stripes_differ_in_lightness_from_every_colour_of_a_palette(name: str) -> None:
    def luma(colours: np.ndarray) -> np.ndarray:
        red, green, blue = (colours >> shift & 255 for shift in (16, 8, 0))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    table = luma(palettes.table(name)[: palettes.STEPS].astype(np.int64))
    bright, dark = luma(np.array([palettes.BRIGHT, palettes.DARK], dtype=np.int64))
    assert bright - dark > 120
    assert (np.maximum(abs(table - bright), abs(table - dark)) > 80).all()


def test_both_stripes_of_an_isotherm_are_there_and_nothing_else_changes() -> None:
    celsius = np.linspace(0.0, 100.0, 160 * 120).reshape(120, 160)
    celsius[0, 0] = np.nan
    held = palettes.ranked(celsius)
    out = [np.zeros(celsius.shape, dtype=np.uint32) for _ in range(2)]
    palettes.paint_ranked(held, (0.0, 100.0), "iron", None, out[0])
    palettes.paint_ranked(held, (0.0, 100.0), "iron", Isotherm(40.0, 60.0), out[1])
    inside = Isotherm(40.0, 60.0).holds(celsius)
    assert set(np.unique(out[1][inside])) == {palettes.BRIGHT, palettes.DARK}
    assert (out[0][~inside] == out[1][~inside]).all()
    assert out[0][0, 0] == 0


@pytest.mark.parametrize("name", palettes.NAMES)
def test_painting_by_ranks_gives_the_colours_of_the_plain_way(name: str) -> None:
    celsius = np.random.default_rng(1).normal(30, 15, (120, 160))
    celsius[3, 4] = np.nan
    out = np.zeros(celsius.shape, dtype=np.uint32)
    palettes.paint_ranked(palettes.ranked(celsius), (10.0, 60.0), name, None, out)
    plain = palettes.paint(celsius, (10.0, 60.0), name)
    channels = (np.abs((out >> s & 255).astype(int) - (plain >> s & 255)) for s in (24, 16, 8, 0))
    assert max(int(one.max()) for one in channels) <= 6  # one step of 256, where a value lies on a border
    assert (out == plain).mean() > 0.99


def test_a_picture_of_one_temperature_has_one_colour() -> None:
    out = np.zeros((4, 6), dtype=np.uint32)
    palettes.paint_ranked(palettes.ranked(np.full((4, 6), 21.5)), (20.0, 30.0), "grey", None, out)
    assert set(np.unique(out)) == set(np.unique(palettes.paint(np.full((1, 1), 21.5), (20.0, 30.0), "grey")))


def test_an_undefined_pixel_is_in_no_isotherm_and_counts_in_the_whole() -> None:
    celsius = np.array([[10.0, 20.0], [30.0, np.nan]])
    assert Isotherm(None, 20.0).share(celsius) == 0.5
    assert Isotherm(20.0, None).share(celsius) == 0.5
    assert Isotherm(None, None).share(celsius) == 0.75
