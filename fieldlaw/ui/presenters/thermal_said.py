"""What people said of an image: changed parameters, the camera's clock, a scale, burned-in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.imaging_intake import derived_from, facts_of
from fieldlaw.cases.casework.imaging_layers import adjustments, clock_errors, overprints, scale_of
from fieldlaw.cases.casework.imaging_words import VALUE_WORDS, WHOLE, change_words, clock_words, scale_words
from fieldlaw.devices.thermal.analysis import Region
from fieldlaw.devices.thermal.reading import Scale
from fieldlaw.ui.presenters.thermal_picture import Layer, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


@dataclass(frozen=True)
class Entry:
    """One line of the list of changes: when, what, by whom and why; `event` can be taken back."""

    at: str
    what: str
    by: str
    why: str
    event: bytes


@dataclass(frozen=True)
class Printed:
    """A number that the camera burned into its picture: of which measurement, which value, as it stands."""

    label: str
    what: str
    shown: str
    celsius: float
    event: bytes


@dataclass(frozen=True)
class ClockSaid:
    """What is noted of the camera's clock: seconds (fast is positive), how that is known, by whom."""

    seconds: int
    how: str
    by: str

    @property
    def words(self) -> str:
        """机内时钟快 2 分 10 秒."""
        return clock_words(self.seconds)


@dataclass(frozen=True)
class Origin:
    """What an image was made of: the original, its frame and time, how, with which parameters."""

    of: str
    frame: int
    at_ms: int
    method: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """All that people said of one image.

    Attributes:
        layers: the changed parameters, lowest first.
        scale: the confirmed scale; `scale_disputed` when two people confirmed different ones.
        clocks: more than one when two people noted it without seeing each other.
        entries: every change, newest first.
        counts: the hash of its raw counts; empty when there are none.
    """

    layers: tuple[Layer, ...] = ()
    scale: Scale | None = None
    scale_disputed: bool = False
    clocks: tuple[ClockSaid, ...] = ()
    printed: tuple[Printed, ...] = ()
    entries: tuple[Entry, ...] = ()
    counts: bytes = b""
    camera: str = ""
    origin: Origin | None = None

    def view(self, frame: int = 0) -> View:
        """How the file is to be read."""
        return View(frame, self.scale, self.layers)

    def true_time(self, captured_at: str) -> str | None:
        """The camera's time put right, ISO 8601; None when nothing is noted or people disagree."""
        if len(self.clocks) != 1:
            return None
        stored = datetime.fromisoformat(captured_at)
        return (stored - timedelta(seconds=self.clocks[0].seconds)).isoformat(timespec="seconds")


NOTHING = Said()


def said_of(log: CaseLog, evidence: str) -> Said:
    """Gather what people said of an image."""
    held = adjustments(log, evidence)
    clocks, scale, facts = clock_errors(log, evidence), scale_of(log, evidence), facts_of(log, evidence)
    printed = overprints(log, evidence)
    made = derived_from(log, evidence)
    return Said(
        layers=tuple(map(_layer, held)),
        scale=_scale(scale) if scale else None,
        scale_disputed=len(log.file.values("image_scaled", evidence)) > 1,
        clocks=tuple(_clock(e) for e in clocks),
        printed=tuple(map(_printed, printed)),
        entries=_entries((*held, *clocks, *((scale,) if scale else ()), *printed)),
        counts=facts.body["counts"] if facts else b"",
        camera=f"{facts.body['model']} {facts.body['serial']}".strip() if facts else "",
        origin=_origin(made) if made else None,
    )


def _layer(event: Event) -> Layer:
    body = event.body
    points = tuple((int(x), int(y)) for x, y in body["points"])
    region = Region(body["tool"], points) if body["tool"] else None
    return Layer(event.id, region, {name: float(text) for name, text in body["new"].items()})


def _scale(event: Event) -> Scale:
    body = event.body
    return Scale(body["scale"], body["offset"], body["source"])


def _clock(event: Event) -> ClockSaid:
    body = event.body
    return ClockSaid(body["error_s"], body["how"], body["by"])


def _printed(event: Event) -> Printed:
    body = event.body
    return Printed(body["label"], body["what"], body["shown"], float(body["celsius"]), event.id)


def _origin(event: Event) -> Origin:
    body = event.body
    return Origin(body["of"], body["frame"], body["at_ms"], body["method"], dict(body["parameters"]))


def _entries(events: tuple[Event, ...]) -> tuple[Entry, ...]:
    rows = sorted(events, key=lambda e: e.moment.wall, reverse=True)
    return tuple(Entry(e.moment.wall, *_said(e), e.id) for e in rows)


def _said(event: Event) -> tuple[str, str, str]:
    """What, by whom, why."""
    body: Mapping[str, object] = event.body
    what, why = _WORDS[event.kind](event)
    return what, str(body["by"]), why


def _adjusted(event: Event) -> tuple[str, str]:
    body = event.body
    where = f"{body['label']} " if body["label"] else ""
    return where + change_words(body["old"], body["new"]), body["reason"]


def _clocked(event: Event) -> tuple[str, str]:
    return clock_words(event.body["error_s"]), event.body["how"]


def _scaled(event: Event) -> tuple[str, str]:
    body = event.body
    return scale_words(body["scale"], body["offset"]), body["source"]


def _overprinted(event: Event) -> tuple[str, str]:
    body = event.body
    where = body["label"] or _tr(WHOLE)
    return _tr("机内叠印 {0} {1} {2}").format(where, value_word(body["what"]), body["shown"]), _tr(
        "照画面抄录"
    )


_WORDS = {
    "image_adjusted": _adjusted,
    "image_clock_noted": _clocked,
    "image_scaled": _scaled,
    "image_overprint_noted": _overprinted,
}


def value_word(what: str) -> str:
    """A value of a measurement in words."""
    return _tr(VALUE_WORDS[what])
