"""Pictures that kill or hang the process that decodes them: the page says so, and the next one is shown."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from tests.ui.heat_room import JPEG, Room, opened, room

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["opened", "room"]  # fixtures

ROOT = Path(__file__).resolve().parents[2]
ODD = """
import os, signal, sys
sys.path.insert(0, {root!r})
from fieldlaw.devices.thermal import child, opening, stills
decode = stills.decode
def odd(data, within=None):
    if b"die" in data[:64]:
        os.kill(os.getpid(), signal.SIGSEGV)
    while b"hang" in data[:64]:
        pass
    return decode(data, within)
stills.decode = odd
child.serve(opening.read, 5)
"""


@pytest.fixture(scope="module")
def eyes() -> Iterator[Reader]:
    command = (sys.executable, "-I", "-B", "-c", ODD.format(root=str(ROOT)))
    with Reader(Limits(seconds=4.0), command=command) as held:
        yield held


def photograph(word: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 60)).save(out, "JPEG", comment=word)
    return out.getvalue()


@pytest.mark.parametrize(("word", "sentence"), [(b"die", "读文件的进程停了"), (b"hang", "读得太久")])
def test_the_page_says_so_and_the_next_picture_is_shown(opened: Room, word: bytes, sentence: str) -> None:
    opened.load(opened.file("bad.jpg", photograph(word)))
    assert opened.says(sentence)
    assert opened.state.picture.plain.isNull()
    assert opened.state.fault is None
    bad = opened.state.chosen
    opened.load(opened.file("good.jpg", photograph(b"good")))
    opened.qtbot.waitUntil(lambda: opened.state.chosen != bad and opened.state.picture is not None)
    assert opened.state.picture.plain.width() == 64
    assert opened.says("画面照常看")


def test_a_photograph_of_many_pixels_is_shown_smaller(opened: Room) -> None:
    out = io.BytesIO()
    Image.new("L", (12_000, 9_000), 90).save(out, "JPEG")
    opened.load(opened.file("large.jpg", out.getvalue()))
    assert opened.state.picture.plain.width() == 4096
    assert opened.says("画面照常看")


def test_a_photograph_in_it_that_kills_its_reader_leaves_the_temperatures(opened: Room) -> None:
    at = JPEG.index(b"\xff\xd8", JPEG.index(b"FFF\0"))  # the photograph beside the infrared
    place = JPEG.index(b"JFIF", at)
    data = JPEG[:place] + b"die\0" + JPEG[place + 4 :]
    # Of the whole file these bytes lie far behind its head, so that only the photograph is not decoded.
    opened.load(opened.file("photo.jpg", data))
    assert opened.state.heat is not None
    assert opened.state.picture.visible.isNull()
    assert not opened.state.picture.plain.isNull()
    assert opened.says("文件有坏的部分")


DECODERS = re.compile(
    r"\bQImageReader\b|\bQMovie\b|\bfromData\b|\bloadFromData\b|\bimport PIL\b|\bfrom PIL\b|\bcv2\b"
    r"|thermal import [^\n]*\b(opening|stills|video)\b|thermal\.(opening|stills|video)\b"
    r"|thermal\.formats import (?!scales\b)|thermal\.formats\.(?!scales\b)"
)


def test_the_window_has_no_decoder_of_its_own() -> None:
    """What a window's process decodes itself is decoded without limits of time and memory."""
    sources = [*(ROOT / "fieldlaw" / "ui").rglob("*.py"), *(ROOT / "fieldlaw" / "app").rglob("*.py")]
    assert len(sources) > 50
    assert {
        one.name: found.group() for one in sources if (found := DECODERS.search(one.read_text("utf-8")))
    } == {}
