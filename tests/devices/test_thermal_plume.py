"""The view of what changes in a video: soft clouds yes; noise, flicker, solid things, a moving camera no."""

from __future__ import annotations

import io
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from fieldlaw.devices.simulated import gas_video
from fieldlaw.devices.thermal import plume, stabilise
from fieldlaw.devices.thermal.seen import Shift
from fieldlaw.devices.thermal.video import Video

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
CLIP = DATA / "OGI_GOD-Video_079.avi"
needs_data = pytest.mark.skipif(not CLIP.exists(), reason="the shared clip is not here")
AT = 40


def inside(mask, box):
    """Share of the mask that lies in a box, and share of the picture that is highlighted."""
    left, top, wide, high = box
    held = mask[top : top + high, left : left + wide].sum()
    return float(held / max(1, mask.sum())), float(mask.mean())


@pytest.fixture(scope="module")
def clip():
    video = Video(CLIP.read_bytes())
    return np.stack([video.frame(n).pixels[:, :, 1] for n in range(video.facts.frames)])


def shaken(frames, step):
    """The frames of a camera that walks by some pixels, and where it stood at each."""
    places = np.cumsum(np.random.default_rng(5).normal(0, step, (len(frames), 2)), axis=0)
    size = (frames.shape[2], frames.shape[1])
    moved = [
        cv2.warpAffine(one, np.float32([[1, 0, x], [0, 1, y]]), size, borderMode=cv2.BORDER_REFLECT)
        for one, (x, y) in zip(frames, places, strict=True)
    ]
    return np.stack(moved), places


def test_a_soft_cloud_is_highlighted() -> None:
    found = plume.highlight(gas_video.frames(80), AT)
    share, amount = inside(found.mask, gas_video.cloud_box(AT))
    assert share > 0.9
    assert amount > 0.03
    assert not found.moving


def test_without_a_cloud_nothing_is() -> None:
    """Noise, flicker of the whole picture and a solid thing that swings."""
    found = plume.highlight(gas_video.frames(80, strength=0), AT)
    assert found.mask.mean() < 0.003


def test_brightness_that_the_camera_changes_is_no_change() -> None:
    still = gas_video.frames(1, strength=0, figure=False)[0].astype(float)
    pumped = np.stack([still * (1 + 0.15 * np.sin(n / 7)) + 12 * np.cos(n / 5) for n in range(61)])
    found = plume.highlight(np.clip(np.rint(pumped), 0, 255).astype(np.uint8), 30)
    assert not found.mask.any()


def test_a_camera_that_moves_is_noticed_and_laid_over() -> None:
    scene = gas_video.frames(80, strength=0, figure=False, shake=1.0)
    bare, laid = (plume.highlight(scene, AT, aligned=one) for one in (False, True))
    assert bare.moving
    assert laid.moving
    assert bare.mask.mean() > 0.004
    assert laid.mask.mean() < 0.001
    cloud = plume.highlight(gas_video.frames(80, figure=False, shake=1.0), AT)
    assert inside(cloud.mask, gas_video.cloud_box(AT))[0] > 0.7


def test_the_shift_is_found_and_taken_back() -> None:
    still = gas_video.frames(30, strength=0, figure=False)
    moved, places = shaken(still, 0.8)
    found = stabilise.shifts(moved.astype(np.float32), 12)
    assert all(one.sure for one in found)
    wrong = np.abs(np.array([(one.right, one.down) for one in found]) - (places - places[12]))
    assert wrong.mean() < 0.35
    assert wrong.max() < 1.2
    back = stabilise.laid_over(moved[25].astype(np.float32), found[25])
    inner = (slice(20, -20), slice(20, -20))
    apart = [np.abs(one[inner].astype(float) - still[12][inner]).mean() for one in (back, moved[25])]
    assert apart[0] < apart[1]


def test_another_scene_is_no_match() -> None:
    luck = np.random.default_rng(3)
    frames = np.stack([luck.integers(0, 255, (120, 160)).astype(np.float32) for _ in range(3)])
    assert [one.sure for one in stabilise.shifts(frames, 1)] == [False, True, False]
    found = plume.highlight(frames.astype(np.uint8), 1)
    assert found.moving
    assert not found.mask.any()


def test_flat_and_few_frames_show_nothing() -> None:
    for count in (1, 2, 5, 61, 70):
        found = plume.highlight(np.full((count, 48, 64), 90, dtype=np.uint8), count - 1)
        assert found.mask.shape == (48, 64)
        assert found.score.dtype == np.float32
        assert not found.mask.any()
    with pytest.raises(IndexError):
        plume.highlight(np.zeros((3, 8, 8), dtype=np.uint8), 3)


def test_a_lower_threshold_shows_more() -> None:
    frames = gas_video.frames(80)
    amounts = [plume.highlight(frames, AT, threshold).mask.sum() for threshold in (1.5, 3.0, 6.0)]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] > amounts[-1]


def test_sizes_are_those_of_the_video() -> None:
    frames = np.stack([cv2.resize(one, (641, 479)) for one in gas_video.frames(12)])
    found = plume.highlight(frames, 6)
    assert found.mask.shape == found.score.shape == (479, 641)
    assert len(found.shifts) == 12
    assert found.shifts[6] == Shift(0.0, 0.0, found.shifts[6].response)


@needs_data
def test_the_real_clip_is_highlighted_where_its_boxes_are(clip) -> None:
    """Far from exact; the whole comparison is tests/benchmarks/gas_change.py."""
    boxes = json.loads((DATA / "OGI_GOD-Video_079_boxes.json").read_text())["boxes"]
    numbers = range(10, 250, 20)
    shares = [
        inside(plume.highlight(clip, n).mask, [round(v) for v in boxes[str(n + 1)]])[0] for n in numbers
    ]
    assert np.mean(shares) > 0.55
    assert not any(plume.highlight(clip, n).moving for n in (30, 120, 200))


@needs_data
def test_the_shaken_clip_comes_out_much_like_the_still_one(clip) -> None:
    moved, _ = shaken(clip[80:161], 0.8)
    still = plume.highlight(clip[80:161], AT).mask.mean()
    laid, bare = (plume.highlight(moved, AT, aligned=one) for one in (True, False))
    assert laid.moving
    assert laid.mask.mean() < 2 * still + 0.01
    assert bare.mask.mean() > 3 * laid.mask.mean()


def test_the_simulated_video_is_a_video() -> None:
    data = gas_video.avi(gas_video.frames(3))
    assert data == gas_video.avi(gas_video.frames(3))
    assert io.BytesIO(data).read(4) == b"RIFF"
    assert Video(data).facts.frames == 3
