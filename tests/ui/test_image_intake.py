"""Files as they come from a card: what each is taken for, what is kept, which are the same capture."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from fieldlaw.cases.casework import imaging, imaging_intake
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.store import profile
from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal import opening, reading
from fieldlaw.ui.presenters import thermal_intake as intake
from tests.ui.conftest import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ui.conftest import Clock

JPEG = camera.radiometric_jpeg(1764038527)


@pytest.fixture
def desk(folder: Path, clock: Clock) -> Iterator[Desk]:
    held = profile.unlock(folder, PASSPHRASE)
    yield Desk(held, clock, os.urandom)
    held.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return list_cases(desk)[0].id


def take(desk: Desk, case: str, path: Path) -> intake.Outcome:
    return intake.keep(desk, case, "", intake.examine(path, opening.read))[0]


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 60)).save(out, kind)
    return out.getvalue()


def test_a_folder_is_searched_in_depth_without_what_is_hidden(tmp_path: Path) -> None:
    names = ("b/IR_2.jpg", "a/IR_1.jpg", "c.jpg", ".hidden/IR_3.jpg", "a/.IR_4.jpg")
    for name in names:
        put(tmp_path, name, b"x")
    found = intake.files_in([str(tmp_path)])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a/IR_1.jpg", "b/IR_2.jpg", "c.jpg"]


def test_what_was_read_goes_into_the_case_with_the_file(desk: Desk, case: str, tmp_path: Path) -> None:
    outcome = take(desk, case, put(tmp_path, "IR_0001.jpg", JPEG))
    assert (outcome.sort, outcome.number, outcome.twin) == (intake.MEASURING, "热像 1", "")
    log = read(desk, case)
    facts = imaging_intake.facts_of(log, outcome.evidence).body
    assert (facts["format"], facts["model"], facts["serial"]) == ("flir_jpeg", "SIM IR160", "SIM00001")
    assert facts["captured_at"].startswith("2025-11-25T10:42:07")
    assert len(facts["counts"]) == 32
    assert evidence_bytes(desk, case, imaging.image(log, outcome.evidence)) == JPEG


def test_the_same_bytes_are_known_and_other_bytes_of_one_capture_are_told(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    first = take(desk, case, put(tmp_path, "IR_0001.jpg", JPEG))
    again = take(desk, case, put(tmp_path, "copy.jpg", JPEG))
    assert (again.known, again.number) == (True, first.number)
    other = take(desk, case, put(tmp_path, "sent.jpg", JPEG + b"\0\0"))
    assert (other.known, other.number, other.twin) == (False, "热像 2", "热像 1")


@pytest.mark.parametrize(
    ("name", "data", "sort", "media"),
    [
        ("a.jpg", picture("JPEG"), intake.PLAIN, "image/jpeg"),
        ("a.png", picture("PNG"), intake.PLAIN, "image/png"),
        ("cut.jpg", JPEG[: len(JPEG) // 2], reading.CUT, "thermal"),
        ("broken.jpg", JPEG.replace(b"FFF\0", b"FXF\0", 1), reading.DAMAGED, "thermal"),
        ("letter.txt", "不是图片。".encode(), reading.FOREIGN, ""),
    ],
)
def test_each_file_is_taken_for_what_it_is(
    tmp_path: Path, name: str, data: bytes, sort: str, media: str
) -> None:
    found = intake.examine(put(tmp_path, name, data), opening.read)
    assert (found.sort, found.media) == (sort, media)


def test_a_matrix_waits_for_its_scale(desk: Desk, case: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.fromarray(np.arange(48 * 64, dtype=np.uint16).reshape(48, 64) + 7000).save(out, "TIFF")
    outcome = take(desk, case, put(tmp_path, "duo.tiff", out.getvalue()))
    assert (outcome.sort, outcome.number) == (reading.SCALE_UNCONFIRMED, "热像 1")
    assert (
        imaging_intake.facts_of(read(desk, case), outcome.evidence).body["reason"]
        == reading.SCALE_UNCONFIRMED
    )


def test_a_damaged_file_is_kept_as_it_came(desk: Desk, case: str, tmp_path: Path) -> None:
    data = JPEG.replace(b"FFF\0", b"FXF\0", 1)
    outcome = take(desk, case, put(tmp_path, "IR_0009.jpg", data))
    assert outcome.sort == reading.DAMAGED
    assert evidence_bytes(desk, case, imaging.image(read(desk, case), outcome.evidence)) == data


def test_what_cannot_be_read_or_is_too_large_is_named_and_not_kept(tmp_path: Path) -> None:
    assert intake.examine(tmp_path / "gone.jpg", opening.read).sort == intake.UNREADABLE
    large = put(tmp_path, "long.seq", b"")
    os.truncate(large, intake.MOST_BYTES + 1)
    found = intake.examine(large, opening.read)
    assert (found.sort, found.media) == (intake.OVERSIZE, "")


def test_a_camera_without_a_believable_clock_gives_no_time(tmp_path: Path) -> None:
    found = intake.examine(
        put(tmp_path, "ax8.jpg", camera.radiometric_jpeg(946_706_066)), opening.read
    )  # January 2000
    assert found.sort == intake.MEASURING
    assert found.taken_at == ""
    assert found.facts is not None
    assert found.facts.captured_at is not None
    assert "clock_implausible" in found.facts.warnings
