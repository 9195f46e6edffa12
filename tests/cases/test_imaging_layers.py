"""What a person says of a thermal image: layers, clock, scale, captures."""

from __future__ import annotations

import pytest

from fieldlaw.cases.casework import imaging, imaging_intake, imaging_layers, inspecting, looking, opening
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.changes import Kind
from fieldlaw.settings import RESOURCES
from tests.cases.test_imaging import TASK, WHEN
from tests.cases.test_imaging import desk as desk  # noqa: PLC0414  the fixture

OLD = {"emissivity": "1", "distance_m": "1", "humidity": "0.5"}
FACTS = imaging_intake.ImageFacts(
    "flir_jpeg",
    "FLIR",
    "",
    1,
    "T640",
    "55908724",
    "2020-11-10T10:39:48+00:00",
    None,
    b"c" * 32,
    (),
    "fieldlaw 0",
)


@pytest.fixture
def case(desk: Desk) -> str:
    made = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    for number in (1, 2, 3):
        imaging_intake.add_image(desk, made, b"image %d" % number, note(f"热像 {number}"), FACTS)
    return made


def note(number: str) -> inspecting.Note:
    return inspecting.Note(number, "罐区", "thermal", "", "王立新", WHEN)


def ids(desk: Desk, case: str) -> list[str]:
    return [e.body["evidence"] for e in imaging.images(read(desk, case))]


def adjusted(image: str, **changes: object) -> imaging_layers.Adjusted:
    given = {"evidence": image, "old": OLD, "new": {"emissivity": "0.95"}, "reason": "漆面钢管", **changes}
    return imaging_layers.Adjusted(**given)  # type: ignore[arg-type]


def test_a_layer_keeps_who_when_why_and_the_old_values(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    new = {"emissivity": "0.95", "distance_m": "1.0"}
    assert imaging_layers.adjust(desk, case, adjusted(first, new=new)).touch(Kind.MEASUREMENTS)
    (layer,) = imaging_layers.adjustments(read(desk, case), first)
    assert layer.body["new"] == {"emissivity": "0.95"}  # 1.0 is what it was
    assert (layer.body["old"], layer.body["reason"]) == (OLD, "漆面钢管")
    assert (layer.body["by"], layer.moment.wall) == ("王立新", WHEN)
    assert looking.verify(desk, case)["ok"]


def test_a_layer_can_belong_to_a_region_and_be_taken_back(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    one = adjusted(first, tool="box", points=((1, 2), (30, 40)), label="框1")
    imaging_layers.adjust(desk, case, one)
    (layer,) = imaging_layers.adjustments(read(desk, case), first)
    assert (layer.body["tool"], layer.body["points"]) == ("box", [[1, 2], [30, 40]])
    with pytest.raises(imaging.NoReasonError):
        imaging_layers.void_layer(desk, case, layer.id, "")
    imaging_layers.void_layer(desk, case, layer.id, "发射率查错了")
    assert not imaging_layers.adjustments(read(desk, case), first)


def test_no_reason_no_change_and_no_number_are_refused(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    for wrong, error in (
        ({"reason": "  "}, imaging_layers.NoWhyError),
        ({"new": {"emissivity": "1.00"}}, imaging_layers.NoChangeError),
        ({"new": {"emissivity": "亮"}}, imaging_layers.NoNumberError),
        ({"new": {"emissivity": "nan"}}, imaging_layers.NoNumberError),
        ({"evidence": "absent"}, imaging.NoSuchImageError),
    ):
        with pytest.raises(error):
            imaging_layers.adjust(desk, case, adjusted(first, **wrong))
    assert not imaging_layers.adjustments(read(desk, case), first)


def test_a_clock_error_is_noted_once_for_a_batch_and_the_stored_time_stays(desk: Desk, case: str) -> None:
    batch = ids(desk, case)
    error = imaging_layers.ClockError("T640 55908724", tuple(batch), 130, "和手机对时")
    imaging_layers.note_clock(desk, case, error)
    log = read(desk, case)
    assert all(imaging_layers.clock_errors(log, one)[0].body["error_s"] == 130 for one in batch)
    assert imaging_intake.facts_of(log, batch[0]).body["captured_at"] == FACTS.captured_at


def test_a_new_clock_error_of_some_images_leaves_the_others_as_they_were(desk: Desk, case: str) -> None:
    one, two, three = ids(desk, case)
    imaging_layers.note_clock(
        desk, case, imaging_layers.ClockError("T640", (one, two, three), 130, "和手机对时")
    )
    imaging_layers.note_clock(desk, case, imaging_layers.ClockError("T640", (one,), -5, "和电脑对时"))
    log = read(desk, case)
    assert [[e.body["error_s"] for e in imaging_layers.clock_errors(log, i)] for i in (one, two, three)] == [
        [-5], [130], [130],
    ]  # fmt: skip
    with pytest.raises(imaging_layers.NoBasisError):
        imaging_layers.note_clock(desk, case, imaging_layers.ClockError("T640", (one,), 1, " "))


def test_a_scale_needs_its_source_and_a_number(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    for scale, source, error in (
        (("0.04", "-273.15"), "", imaging_layers.NoBasisError),
        (("0", "-273.15"), "说明书第 39 页", imaging_layers.NoNumberError),
        (("0.04", "零"), "说明书第 39 页", imaging_layers.NoNumberError),
    ):
        with pytest.raises(error):
            imaging_layers.confirm_scale(desk, case, first, scale, source)
    imaging_layers.confirm_scale(desk, case, first, ("0.4", "-273.15"), "猜的")
    imaging_layers.confirm_scale(desk, case, first, ("0.04", "-273.15"), "说明书第 39 页")
    held = imaging_layers.scale_of(read(desk, case), first)
    assert (held.body["scale"], held.body["source"]) == ("0.04", "说明书第 39 页")


def test_a_burned_in_number_stands_beside_ours(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    for shown, celsius in (("199 °F", "92.8"), ("198 °F", "92.2")):
        one = imaging_layers.Overprint(first, "框1", "high", shown, celsius)
        imaging_layers.note_overprint(desk, case, one)
    (held,) = imaging_layers.overprints(read(desk, case), first)
    assert (held.body["shown"], held.body["label"]) == ("198 °F", "框1")


def test_the_same_capture_is_found_by_its_counts(desk: Desk, case: str) -> None:
    log = read(desk, case)
    assert len(imaging_intake.same_capture(log, b"c" * 32)) == 3
    assert not imaging_intake.same_capture(log, b"d" * 32)
    assert not imaging_intake.same_capture(log, b"")


def test_what_is_made_of_an_original_names_it(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    how = imaging_intake.Derived(first, 24, 1200, "区域变化提示", {"threshold": "4"})
    imaging_intake.keep_derived(desk, case, b"png", note("画面 1"), how)
    log = read(desk, case)
    made = imaging.images(log)[-1].body["evidence"]
    held = imaging_intake.derived_from(log, made)
    assert (held.body["of"], held.body["at_ms"]) == (first, 1200)
    assert held.body["sha256"] == imaging.image(log, first).body["sha256"]
    assert imaging_intake.derived_from(log, first) is None


def test_a_closed_case_takes_no_layer(desk: Desk, case: str) -> None:
    first = ids(desk, case)[0]
    imaging_layers.adjust(desk, case, adjusted(first))
    (layer,) = imaging_layers.adjustments(read(desk, case), first)
    write(desk, case, ev.Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    for act in (
        lambda: imaging_layers.adjust(desk, case, adjusted(first, new={"emissivity": "0.9"})),
        lambda: imaging_layers.note_clock(desk, case, imaging_layers.ClockError("T640", (first,), 1, "对时")),
        lambda: imaging_layers.confirm_scale(desk, case, first, ("1", "0"), "导出时选的"),
        lambda: imaging_layers.void_layer(desk, case, layer.id, "错了"),
    ):
        with pytest.raises(inspecting.ClosedInspectionError):
            act()
