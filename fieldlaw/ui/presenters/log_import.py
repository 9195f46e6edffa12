"""Importing a log file: what it holds, row by row, and keeping it in the open case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.column_maps import forget_map, list_maps, save_map
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import Note
from fieldlaw.cases.casework.reading_files import MOST_READINGS, FromFile, LogEvidence, keep_log
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.devices.logfiles.mapping import ColumnMapping, guess, mapping_of, read_mapped
from fieldlaw.devices.logfiles.reading import UnknownLogError, read_calibrations, read_log
from fieldlaw.devices.logfiles.rows import LogFile, Outcome
from fieldlaw.devices.logfiles.suspicion import Flag, flags
from fieldlaw.devices.logfiles.tables import Table, read_table
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.log_words import CalibrationLine, LogLine, calibration_lines, log_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.devices.logfiles.rows import LogRow
    from fieldlaw.ui.messages import Problem

_SAFE = "文件没有改动，案件没有变化。"


@dataclass(frozen=True)
class Held:
    """A file that has been read.

    Attributes:
        log: its readings; None for a table whose columns are not settled, or for a calibration history.
        table: the cells of a table; None for a known format.
        history: the records of a calibration history.
    """

    name: str
    data: bytes
    log: LogFile | None = None
    signs: tuple[Flag, ...] = ()
    table: Table | None = None
    history: tuple[CalibrationLine, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        case, unit: where the file is kept; empty without an open case.
        lines: the rows of the file in words.
        chosen: the line numbers that are kept one by one.
        columns: what the columns of the table are, while they are being settled.
        maps: saved settings of columns.
        device: the instrument that wrote the file.
        kept: counts what has been kept, so that the page knows.
        told: what came of the last act.
        unsettled: why the columns cannot be used yet.
    """

    case: str = ""
    unit: str = ""
    closed: bool = False
    item: str = ""
    reading: bool = False
    keeping: bool = False
    file: Held | None = None
    lines: tuple[LogLine, ...] = ()
    chosen: frozenset[int] = frozenset()
    columns: ColumnMapping | None = None
    maps: tuple[ColumnMapping, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    device: str = ""
    kept: int = 0
    told: str = ""
    unsettled: str = ""
    problem: Problem | None = None

    @property
    def usable(self) -> frozenset[int]:
        """The lines that carry a value of a known detector at a known time."""
        rows = self.file.log.measurements if self.file and self.file.log else ()
        return frozenset(row.line for row in rows if row.as_measurement("") is not None)

    @property
    def missing(self) -> str:
        """The first thing that stands in the way of keeping; empty when nothing does."""
        checks = (
            (self.file is None, "先选一个记录文件"),
            (not self.case, "先打开一次检查"),
            (self.closed, "案件已通过，不收读数"),
            (self.file is not None and self.file.table is not None and self.file.log is None, "先指明各列"),
            (not self.device.strip(), "写上是哪台仪器"),
            (len(self.chosen) > MOST_READINGS, f"一次最多选 {MOST_READINGS} 条"),
        )
        return next((words for holds, words in checks if holds), "")


class LogImportPresenter(Presenter):
    """One file at a time.

    Attributes:
        case_wanted: somebody wants to keep a file and no case is open.
    """

    case_wanted = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench = bench
        self._last: Callable[[], None] = lambda: None

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def _put(self, **changed: Any) -> None:
        self.show_state(replace(self.state, **changed))

    def _zone(self) -> tzinfo:
        zone = datetime.fromisoformat(self._bench.desk.clock().wall).tzinfo
        assert zone is not None  # noqa: S101  the clock of a desk carries its zone
        return zone

    # --- where it is kept

    def open(self, case: str, item: str, instruments: tuple[Instrument, ...]) -> None:
        """Show the page for a case and the instruments of the equipment list."""
        self._put(item=item, instruments=instruments, problem=None, told="")
        desk = self._bench.desk
        self._last = partial(self.open, case, item, instruments)
        self._bench.lanes.store.run(lambda: _look(desk, case), self._opened, self._failed)

    def _opened(self, found: tuple[str, str, bool, tuple[ColumnMapping, ...]]) -> None:
        case, unit, closed, maps = found
        self._put(case=case, unit=unit, closed=closed, maps=maps)

    # --- reading

    def read(self, path: str) -> None:
        """Read a file; the window goes on meanwhile."""
        if not self.state.reading:
            self._last = partial(self.read, path)
            self._put(reading=True, problem=None, told="")
            work = partial(_read, path, self._zone())
            self._bench.lanes.images.run(work, self._read, self._failed)

    def _read(self, held: Held) -> None:
        columns = guess(held.table) if held.table is not None else None
        self._put(reading=False, columns=columns, chosen=frozenset())
        self._show(held)
        if columns is not None:
            self._try_columns(columns)

    def _show(self, held: Held) -> None:
        lines = log_lines(held.log) if held.log is not None else ()
        self._put(file=held, lines=lines)
        self._put(chosen=self.state.chosen & self.state.usable)

    def leave_file(self) -> None:
        """Put the file aside."""
        fresh = {"unsettled": "", "problem": None, "told": ""}
        self._put(file=None, lines=(), chosen=frozenset(), columns=None, **fresh)

    # --- the columns of a table

    def set_column(self, role: str, place: int) -> None:
        """Say which column is what."""
        if self.state.columns is not None:
            self._try_columns(replace(self.state.columns, **{role: place}))  # type: ignore[arg-type]

    def set_words(self, **words: str) -> None:
        """Say the unit, the detector or the name of the setting."""
        if self.state.columns is not None:
            self._try_columns(replace(self.state.columns, **words))  # type: ignore[arg-type]

    def use_map(self, name: str) -> None:
        """Use a saved setting."""
        held = next((one for one in self.state.maps if one.name == name), None)
        if held is not None and self.state.columns is not None:
            self._try_columns(held)

    def save_map(self) -> None:
        """Keep the setting for the next file of this program."""
        held = self.state.columns
        if held is not None:
            self._last = self.save_map
            work = partial(save_map, self._bench.desk, held.as_json())
            self._bench.lanes.store.run(work, self._maps_changed, self._failed)

    def forget_map(self, name: str) -> None:
        """Drop a saved setting."""
        work = partial(forget_map, self._bench.desk, name)
        self._bench.lanes.store.run(work, self._maps_changed, self._failed)

    def _maps_changed(self, kept: tuple[dict[str, Any], ...]) -> None:
        self._put(maps=tuple(map(mapping_of, kept)), problem=None)

    def _try_columns(self, columns: ColumnMapping) -> None:
        held = self.state.file
        self._put(columns=columns)
        if held is None or held.table is None:
            return
        try:
            log = read_mapped(held.table, held.data, columns, self._zone())
        except KnownError as error:
            self._put(unsettled=error.what + error.way_out)
            self._show(replace(held, log=None, signs=(), notes=()))
        else:
            self._put(unsettled="")
            self._show(replace(held, log=log, signs=flags(log), notes=log.notes))

    # --- what is kept

    def choose(self, lines: frozenset[int]) -> None:
        """Choose the lines that are kept one by one."""
        self._put(chosen=lines & self.state.usable)

    def choose_all(self) -> None:
        """Choose every line with a usable value."""
        self._put(chosen=self.state.usable)

    def choose_highest(self) -> None:
        """Choose the highest reading of each place; of the file where it names no places."""
        rows = self.state.file.log.measurements if self.state.file and self.state.file.log else ()
        highest: dict[str, LogRow] = {}
        for row in rows:
            held = highest.get(row.point)
            if row.line in self.state.usable and (held is None or (row.value or 0) > (held.value or 0)):
                highest[row.point] = row
        self._put(chosen=frozenset(row.line for row in highest.values()))

    def write_device(self, name: str) -> None:
        """Say which instrument wrote the file."""
        self._put(device=name)

    def keep(self) -> None:
        """Keep the file as evidence, and the chosen readings."""
        state = self.state
        if not state.case:
            self.case_wanted.emit()
        if state.missing or state.file is None or state.keeping:
            return
        self._last = self.keep
        self._put(keeping=True, problem=None)
        work = partial(_keep, self._bench.desk, state, state.file)
        self._bench.lanes.store.run(work, self._kept, self._failed)

    def _kept(self, changes: Changes) -> None:
        count, name = len(self.state.chosen), self.state.file.name if self.state.file else ""
        told = self.tr("{0} 已作为证据存入，保留读数 {1} 条。").format(name, count)
        self.leave_file()
        self._put(keeping=False, kept=self.state.kept + 1, told=told)
        self._bench.news.tell(changes)

    def retry(self) -> None:
        """Do once more what failed."""
        self._put(problem=None)
        self._last()

    def _failed(self, error: Exception) -> None:
        self._put(reading=False, keeping=False, problem=problem_of(error))


def _look(desk: Desk, case: str) -> tuple[str, str, bool, tuple[ColumnMapping, ...]]:
    maps = tuple(map(mapping_of, list_maps(desk)))
    if not case:
        return "", "", False, maps
    file = read(desk, case).file
    unit = str(file.values("case_opened")[0].body["unit"])
    return case, unit, bool(file.all("case_approved")), maps


def _read(path: str, zone: tzinfo) -> Held:
    source = Path(path)
    try:
        data = source.read_bytes()
    except OSError as error:
        what = f"{source.name} 没有读成：文件打不开。"
        raise KnownError(what, "换一次读卡器或数据线再试。", _SAFE) from error
    history = read_calibrations(data, zone)
    if history is not None:
        return Held(source.name, data, history=calibration_lines(history), notes=history.notes)
    try:
        log = read_log(data, zone)
    except UnknownLogError:
        return Held(source.name, data, table=read_table(data))
    return Held(source.name, data, log, flags(log), notes=log.notes)


def _keep(desk: Desk, state: State, held: Held) -> Changes:
    note = Note(
        number=_number(desk, state.case),
        title=held.name,
        media="text/plain" if held.table is None else "application/octet-stream",
        place="",
        by=desk.profile.person.name,
        taken_at=desk.clock().wall,
        item=state.item or None,
    )
    known = next((one for one in state.instruments if one.name == state.device.strip()), None)
    device = known or Instrument(state.device.strip(), "", "")
    return keep_log(desk, state.case, _evidence(held, state, note, device), device)


def _number(desk: Desk, case: str) -> str:
    word = "仪器记录"
    held = read(desk, case).file.all("evidence_added")
    return f"{word} {sum(e.body['number'].startswith(word) for e in held) + 1}"


def _evidence(held: Held, state: State, note: Note, device: Instrument) -> LogEvidence:
    log = held.log
    rows = [row for row in log.rows if row.line in state.chosen] if log is not None else []
    taken = [(row, row.as_measurement(device.name)) for row in rows if row.outcome is Outcome.MEASUREMENT]
    return LogEvidence(
        data=held.data,
        note=note,
        format=log.format if log is not None else "tva2020-history",
        summary=log.as_json() if log is not None else _history_summary(held),
        signs=[{"id": one.id, "words": one.words} for one in held.signs],
        columns=state.columns.as_json() if held.table is not None and state.columns else {},
        readings=[FromFile(kept, row.line, row.point) for row, kept in taken if kept is not None],
    )


def _history_summary(held: Held) -> dict[str, Any]:
    digest = hashlib.sha256(held.data).hexdigest()
    return {"sha256": digest, "rows": len(held.history), "notes": list(held.notes)}
