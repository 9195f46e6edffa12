"""A reading that a person types in off the screen of an instrument, with a photo of it where there is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import Note, Spot
from fieldlaw.cases.casework.reading_files import (
    HandReading,
    HandReadingError,
    keep_by_hand,
    keep_with_photo,
)
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measurement import Detector
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.instrument_line import detectors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes

_SHOTS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_PHOTO = "照片"


@dataclass(frozen=True)
class HandTool:
    """An instrument of the list, as far as typing in a reading of it goes; `unit` empty where not entered."""

    name: str
    detectors: tuple[str, ...]
    unit: str


def tools(instruments: Sequence[Instrument]) -> tuple[HandTool, ...]:
    """The instruments of the list to choose from."""
    return tuple(
        HandTool(one.name, tuple(d.value for d in detectors_of(one)), one.unit) for one in instruments
    )


@dataclass(frozen=True)
class HandEntry:
    """What was typed, as text.

    Attributes:
        device: an instrument of the list, or free words.
        detector: FID or PID.
        at: day and time, or the time of today.
        why: why it was typed in.
        photo: the path of a photo of the screen; empty without one.
    """

    device: str
    detector: str
    value: str
    unit: str
    at: str
    point: str
    why: str
    photo: str = ""


@dataclass(frozen=True)
class HandState:
    """How far the keeping is; `kept` counts what was kept, `problem` says why the last one was not."""

    busy: bool = False
    kept: int = 0
    problem: Problem | None = None


class HandReadingPresenter(Presenter):
    """Keeps typed readings in a case, on the store lane."""

    def __init__(self, bench: Bench, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(HandState(), parent)
        self._bench, self._now = bench, now

    @property
    def state(self) -> HandState:
        """How far the keeping is."""
        held: HandState = self._state
        return held

    @property
    def time_now(self) -> str:
        """The present moment as a person would type it."""
        return self._now().strftime("%Y-%m-%d %H:%M:%S")

    def forget(self) -> None:
        """Another dialog: the trouble of the last one is not shown."""
        self.show_state(replace(self.state, problem=None))

    def keep(self, case: str, item: str, entry: HandEntry, instruments: Sequence[Instrument]) -> None:
        """Keep a reading in this case, for this checklist item."""
        if self.state.busy:
            return
        self.show_state(replace(self.state, busy=True, problem=None))
        known = next((one for one in instruments if one.name == entry.device.strip()), None)
        device = known or Instrument(entry.device.strip(), "", "")
        work = partial(_keep, self._bench.desk, case, item, entry, device, self._now())
        self._bench.lanes.store.run(work, self._kept, self._failed)

    def _kept(self, changes: Changes) -> None:
        self.show_state(HandState(kept=self.state.kept + 1))
        self._bench.news.tell(changes)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, busy=False, problem=problem_of(error)))


def moment(text: str, now: datetime) -> datetime:
    """Day and time as typed, or the time of today; in the zone of the program's clock.

    Raises:
        HandReadingError: no time can be made of it.
    """
    words, zone = text.strip().replace("：", ":"), now.tzinfo
    try:
        if len(words) <= len("10:42:07"):
            return datetime.combine(now.date(), time.fromisoformat(words), zone)
        return _zoned(datetime.fromisoformat(words), zone)
    except ValueError as error:
        raise HandReadingError("时间写得不对", "写成 2026-11-25 10:42:07 或 10:42:07 这样。") from error


def _zoned(found: datetime, zone: tzinfo | None) -> datetime:
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def _keep(desk: Desk, case: str, item: str, entry: HandEntry, device: Instrument, now: datetime) -> Changes:
    if not device.name:
        raise HandReadingError("没有写仪器", "从清单选，或写上名称和型号。")
    at = moment(entry.at, now)
    spot = Spot(entry.point.strip(), item or None)
    typed = HandReading(entry.value, entry.unit, Detector(entry.detector), at, spot, "", entry.why)
    if not entry.photo:
        return keep_by_hand(desk, case, typed, device)
    return keep_with_photo(desk, case, typed, device, _photo(desk, case, item, entry, at))


def _photo(desk: Desk, case: str, item: str, entry: HandEntry, at: datetime) -> tuple[bytes, Note]:
    source = Path(entry.photo)
    media = _SHOTS.get(source.suffix.lower())
    if media is None:
        raise HandReadingError(f"{source.name} 不是照片", "选 JPG 或 PNG 照片。")
    try:
        data = source.read_bytes()
    except OSError as error:
        what = f"{source.name} 没有存成：文件读不出。"
        raise KnownError(what, "换一次读卡器或数据线再选。", "已写的内容没有丢，案件没有变化。") from error
    held = read(desk, case).file.all("evidence_added")
    number = f"{_PHOTO} {sum(e.body['number'].startswith(_PHOTO) for e in held) + 1}"
    title = f"{entry.device.strip()} 屏幕读数 {entry.value.strip()} {entry.unit.strip()}"
    by = desk.profile.person.name
    note = Note(number, title, media, entry.point.strip(), by, at.isoformat(), item or None)
    return data, note
