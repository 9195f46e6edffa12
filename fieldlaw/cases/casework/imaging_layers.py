"""What a person says of a thermal image: other parameters, the camera's clock, a scale, burned-in numbers.

The original is never changed. Each is an event with who, when and why; what it replaced stays to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import Desk, write
from fieldlaw.cases.casework.imaging import NoReasonError, image, open_log, standing
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.imaging import Place
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.records.changes import Changes


class NoWhyError(KnownError):
    """Something was to be changed without a reason."""

    def __init__(self) -> None:
        super().__init__(
            "没有改：还没写理由。", "写一句为什么这样改，例如“漆面钢管”。", "原来的参数没有变化。"
        )


class NoChangeError(KnownError):
    """Nothing would change."""

    def __init__(self) -> None:
        super().__init__("没有改：和现在的值一样。", "改一个参数再写入。", "原来的参数没有变化。")


class NoBasisError(KnownError):
    """A scale or a clock error without saying where it is known from."""

    def __init__(self) -> None:
        super().__init__(
            "没有写入：还没写依据。", "写明从哪里知道的，例如说明书页码、和手机对时。", "原件没有变化。"
        )


class NoNumberError(KnownError):
    """What was given is no number."""

    def __init__(self, text: str) -> None:
        super().__init__(f"没有写入：“{text}”不是数字。", "只填数字，例如 0.04。", "原件没有变化。")


@dataclass(frozen=True)
class Adjusted:
    """Other parameters of the scene.

    Attributes:
        tool, points, label: the region; all empty for the whole picture.
        old: name to decimal text: every parameter as it was there.
        new: the parameters that are changed.
        reason: why.
    """

    evidence: str
    old: Mapping[str, str]
    new: Mapping[str, str]
    reason: str
    tool: str = ""
    points: tuple[Place, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class ClockError:
    """How far a camera's clock was off: `seconds` is positive when fast; `how` says how that is known."""

    camera: str
    images: tuple[str, ...]
    seconds: int
    how: str


@dataclass(frozen=True)
class Overprint:
    """A number that the camera wrote into its picture, typed off it.

    Attributes:
        label: the measurement of ours that it belongs to; empty for the whole picture.
        what: low, mean or high (a spot has high).
        shown: as it stands there, with its unit (199 °F).
        celsius: the same in °C, decimal text.
    """

    evidence: str
    label: str
    what: str
    shown: str
    celsius: str


def number(text: str) -> Decimal:
    """A finite number.

    Raises:
        NoNumberError: it is none.
    """
    try:
        held = Decimal(text.strip())
    except InvalidOperation as error:
        raise NoNumberError(text) from error
    if not held.is_finite():
        raise NoNumberError(text)
    return held


def adjust(desk: Desk, case: str, one: Adjusted) -> Changes:
    """Keep other parameters as a new layer over what the file says.

    Raises:
        NoWhyError: no reason was given.
        NoChangeError: every new value is the old one.
        ClosedInspectionError, NoSuchImageError: as everywhere.
    """
    if not one.reason.strip():
        raise NoWhyError
    changed = {name: text for name, text in one.new.items() if number(text) != number(one.old[name])}
    if not changed:
        raise NoChangeError
    original = image(open_log(desk, case), one.evidence)
    body = {
        **vars(one),
        "sha256": original.body["sha256"],
        "points": [list(place) for place in one.points],
        "old": dict(one.old),
        "new": changed,
        "reason": one.reason.strip(),
        "by": desk.profile.person.name,
    }
    return write(desk, case, Draft("image_adjusted", body))


def adjustments(log: CaseLog, evidence: str) -> tuple[Event, ...]:
    """The layers of an image that stand, the first one lowest."""
    return tuple(e for e in log.file.all("image_adjusted") if e.body["evidence"] == evidence)


def note_clock(desk: Desk, case: str, error: ClockError) -> Changes:
    """Note for a batch of images how far their camera's clock was off; the stored times stay as they are.

    It stands in place of what was noted before for any of these images, and is written again for the others.

    Raises:
        NoBasisError: it does not say how that is known.
        ClosedInspectionError, NoSuchImageError: as everywhere.
    """
    if not error.how.strip():
        raise NoBasisError
    log = open_log(desk, case)
    for evidence in error.images:
        image(log, evidence)
    before = [e for e in standing(log, "image_clock_noted") if set(e.body["images"]) & set(error.images)]
    body = {
        "camera": error.camera,
        "images": list(error.images),
        "error_s": error.seconds,
        "how": error.how.strip(),
        "replaces": [e.id for e in before],
        "by": desk.profile.person.name,
    }
    left = [
        {**e.body, "images": rest, "replaces": [e.id]}
        for e in before
        if (rest := [one for one in e.body["images"] if one not in error.images])
    ]
    return write(desk, case, *(Draft("image_clock_noted", one) for one in (body, *left)))


def clock_errors(log: CaseLog, evidence: str) -> tuple[Event, ...]:
    """What stands of the clock for an image; more than one where two people disagree."""
    return tuple(e for e in standing(log, "image_clock_noted") if evidence in e.body["images"])


def confirm_scale(desk: Desk, case: str, evidence: str, scale: tuple[str, str], source: str) -> Changes:
    """Keep what a person confirms of a matrix without its own scale: °C = counts × scale + offset.

    Raises:
        NoBasisError: it does not say where the scale is known from.
        NoNumberError: a part of it is no number, or the scale is zero.
        ClosedInspectionError, NoSuchImageError: as everywhere.
    """
    if not source.strip():
        raise NoBasisError
    if number(scale[0]) == 0:
        raise NoNumberError(scale[0])
    number(scale[1])
    original = image(open_log(desk, case), evidence)
    body = {
        "evidence": evidence,
        "sha256": original.body["sha256"],
        "scale": scale[0].strip(),
        "offset": scale[1].strip(),
        "source": source.strip(),
        "by": desk.profile.person.name,
    }
    return write(desk, case, Draft("image_scaled", body))


def scale_of(log: CaseLog, evidence: str) -> Event | None:
    """The scale that stands for an image; None while none does, or while two people disagree."""
    return log.file.only("image_scaled", evidence)


def note_overprint(desk: Desk, case: str, one: Overprint) -> Changes:
    """Keep a number that the camera wrote into its own picture, beside ours.

    Raises:
        NoNumberError: it is none.
        ClosedInspectionError, NoSuchImageError: as everywhere.
    """
    number(one.celsius)
    original = image(open_log(desk, case), one.evidence)
    body = {**vars(one), "sha256": original.body["sha256"], "by": desk.profile.person.name}
    return write(desk, case, Draft("image_overprint_noted", body))


def overprints(log: CaseLog, evidence: str) -> tuple[Event, ...]:
    """The burned-in numbers that were noted for an image; of one place and kind the last."""
    held = (e for e in log.file.all("image_overprint_noted") if e.body["evidence"] == evidence)
    return tuple({(e.body["label"], e.body["what"]): e for e in held}.values())


def void_layer(desk: Desk, case: str, event: bytes, reason: str) -> Changes:
    """Take a layer, a clock error or a burned-in number back; it stays in the log, with the reason.

    Raises:
        NoReasonError: no reason was given.
        ClosedInspectionError: the case has been approved.
    """
    if not reason.strip():
        raise NoReasonError
    open_log(desk, case)
    return write(desk, case, Draft("withdrawn", {"event": event, "reason": reason.strip()}))
