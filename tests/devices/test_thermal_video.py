"""Ordinary videos: frames by number, true counts, and all of it in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from fieldlaw.devices.simulated import gas_video
from fieldlaw.devices.thermal.film import Film
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.devices.thermal.reading import CRASHED, DAMAGED, NO_VALUES, TOO_LARGE, TOO_SLOW
from fieldlaw.devices.thermal.seen import Facts
from fieldlaw.devices.thermal.video import Video

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "thermal"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared thermal files are not here")
LIMITS = Limits(seconds=20.0)
FRAMES = gas_video.frames(30)
AVI = gas_video.avi(FRAMES)


@pytest.fixture(scope="module")
def film():
    with Film(AVI, LIMITS) as held:
        yield held


@needs_data
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("OGI_GOD-Video_079.avi", Facts(320, 240, 20.0, 250, counted=True)),
        (
            "FLIRONE_video_not_radiometric.mp4",
            Facts(1080, 1440, pytest.approx(12600 / 1703), 84, counted=True),
        ),
    ],
)
def test_real_videos_have_the_frames_that_were_counted_elsewhere(name, wanted) -> None:
    """The README of the files gives what ffprobe says."""
    found = Video((DATA / name).read_bytes()).facts
    assert (found.width, found.height, found.frames, found.counted) == (
        wanted.width,
        wanted.height,
        wanted.frames,
        True,
    )
    assert found.fps == wanted.fps


@pytest.mark.parametrize("claimed", [3, 30, 30_000, 0])
def test_frames_are_counted_whatever_the_head_says(claimed) -> None:
    found = Video(gas_video.avi(FRAMES, claimed)).facts
    assert found == Facts(320, 240, 20.0, 30, counted=True)


def test_a_frame_is_the_one_that_was_asked_for() -> None:
    video = Video(AVI)
    for number in (0, 29, 3, 4, 28, 3, 0):
        pixels = video.frame(number).pixels
        assert pixels.shape == (240, 320, 3)
        nearest = [np.abs(pixels[:, :, 0].astype(float) - one).mean() for one in FRAMES]
        assert int(np.argmin(nearest)) == number
    assert video.frame(30).reason == DAMAGED
    assert video.frame(-1).reason == DAMAGED


def test_colours_are_red_green_blue() -> None:
    red = np.zeros((1, 32, 32, 3), dtype=np.uint8)
    red[..., 0] = 220
    pixels = Video(gas_video.avi(red)).frame(0).pixels
    assert pixels[..., 0].min() > 200
    assert pixels[..., 1:].max() < 25


@pytest.mark.parametrize(
    "data", [b"", b"#EXTM3U\n/etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n", bytes(500)]
)
def test_what_is_no_video_is_not_given_to_the_decoder(data) -> None:
    assert Video(data).facts.reason == NO_VALUES


def test_a_video_without_frames_is_damaged() -> None:
    assert Video(AVI[:300]).facts.reason == DAMAGED
    assert Video(AVI[:12] + bytes(900)).facts.reason == DAMAGED


def test_a_cut_video_shows_what_is_left() -> None:
    found = Video(AVI[: len(AVI) // 2]).facts
    assert 10 <= found.frames <= 16
    assert found.counted


def test_a_side_that_is_too_long_is_not_decoded() -> None:
    wide = np.zeros((1, 8, 5000), dtype=np.uint8)
    assert Video(gas_video.avi(wide)).facts.reason == TOO_LARGE


def test_no_flipped_byte_crashes_the_decoder() -> None:
    small = gas_video.avi(FRAMES[:3, ::4, ::4])
    luck = np.random.default_rng(20261126)
    for place in (*range(0, 340, 3), *luck.integers(340, len(small), 60)):
        changed = bytearray(small)
        changed[place] ^= 1 << int(luck.integers(0, 8))
        video = Video(bytes(changed))
        assert video.facts.reason or video.frame(0).pixels is not None


def test_a_film_shows_what_the_video_shows(film) -> None:
    here = Video(AVI)
    assert film.facts() == here.facts
    for number in (0, 17, 5):
        assert np.array_equal(film.frame(number).pixels, here.frame(number).pixels)
    there, mine = film.change(12, 3.0, aligned=True), here.change(12, 3.0, aligned=True)
    assert np.array_equal(there.mask, mine.mask)
    assert np.array_equal(there.score, mine.score)
    assert (there.shifts, there.moving) == (mine.shifts, mine.moving)


def test_a_frame_that_is_not_there_has_a_reason(film) -> None:
    assert film.frame(30).reason == DAMAGED
    assert film.frame(-1).reason == DAMAGED
    assert film.change(30, 1.0, aligned=False) == DAMAGED
    with Film(b"no video", LIMITS) as other:
        assert other.facts().reason == NO_VALUES
        assert other.frame(0).reason == NO_VALUES
        assert other.change(0, 1.0, aligned=False) == NO_VALUES


CHILD = """
import os, signal, sys, time
sys.path.insert(0, {root!r})
from fieldlaw.devices.thermal import child, opening, video
class Odd(video.Video):
    def frame(self, number):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        while number == 6:
            pass
        return super().frame(number)
video.Video = Odd
child.serve(opening.read, 5)
"""


def test_a_film_goes_on_after_its_process_died() -> None:
    command = (sys.executable, "-I", "-c", CHILD.format(root=str(ROOT)))
    with Film(AVI, Limits(seconds=1.5), command) as held:
        assert held.frame(4).pixels is not None
        assert held.frame(5).reason == CRASHED
        assert held.frame(4).pixels is not None
        assert held.frame(6).reason == TOO_SLOW
        assert held.facts().frames == 30


def test_a_film_that_is_too_large_is_not_sent() -> None:
    with Film(AVI, Limits(file_bytes=10), ("no such program",)) as held:
        assert held.facts().reason == TOO_LARGE
    with Film(AVI, LIMITS, ("no such program",)) as held:
        assert held.facts().reason == CRASHED
