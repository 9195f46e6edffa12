"""Raw logs of instruments go from the profile into the case as evidence; runs on the store lane.

A log belongs to a round when its instrument was named or used in it, to a case when a reading was kept from
its time. The file is removed only once the case has its bytes: a failure leaves it where it was, for the
next time.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from fieldlaw.cases.casework import measuring
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import add_evidence
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.measuring_views import RoundView
    from fieldlaw.cases.records.measuring import RawFile

# Whether a log is asked for: its instrument, its begin, and until when it may have gone on.
Wanted: TypeAlias = "Callable[[str, datetime, datetime], bool]"
_KEPT = Changes(frozenset({Kind.EVIDENCE, Kind.MEASUREMENTS, Kind.OUTBOX}))
_LAG = timedelta(seconds=5)  # a step is kept a moment after the last byte that it rests on
_SAFE = "已记的步骤和读数都在。"


def keep_raws(desk: Desk, case: str, view: RoundView | None, raws: Sequence[RawFile]) -> Changes:
    """Keep the raw logs that the open round or a reading of the case rests on; the others are passed over.

    Raises:
        KnownError: a file cannot be read, or is not what was written; those before it are kept.
    """
    kept = [raw for raw in raws if _keep(desk, case, view, raw)]
    return _KEPT if kept else Changes(frozenset())


def end_with(desk: Desk, case: str, view: RoundView, raws: Sequence[RawFile], reason: str) -> Changes:
    """Keep the raw logs, then end the round."""
    kept = keep_raws(desk, case, view, raws)
    return Changes(kept.kinds | measuring.end_round(desk, case, view.id, None, reason).kinds)


def keep_left_over(
    desk: Desk, case: str, view: RoundView | None, find: Callable[[Wanted], Sequence[RawFile]]
) -> Changes:
    """Keep logs that a locked, killed or failed program left: only those that bear something in the case."""
    times = _times_of(view) if view is not None else {}
    for event in read(desk, case).file.all("measurement_kept"):
        times.setdefault(event.body["device"], []).append(event.body["taken_at"])

    def wanted(device: str, begun: datetime, touched: datetime) -> bool:
        return _within(begun, touched, times.get(device, ()))

    own = [raw for raw in find(wanted) if _covers(raw, times[raw.device])]
    return keep_raws(desk, case, view, own)


def _keep(desk: Desk, case: str, view: RoundView | None, raw: RawFile) -> bool:
    is_of_round = view is not None and (
        raw.device in view.chosen["instruments"] or raw.device in _times_of(view)
    )
    if not is_of_round and not _has_reading(desk, case, raw):
        return False
    if not _is_kept(desk, case, raw):
        data = _bytes(desk, raw)
        if is_of_round and view is not None:
            measuring.keep_raw(desk, case, view.id, raw, data)
        elif data is not None:
            add_evidence(desk, case, data, measuring.stream_note(desk, case, raw, data))
    with suppress(OSError):  # held open by a scanner: it is passed over the next time, by its hash
        (desk.profile.folder / raw.file).unlink(missing_ok=True)
    return True


def _is_kept(desk: Desk, case: str, raw: RawFile) -> bool:
    held = read(desk, case).file.all("evidence_added")
    return any(e.body["sha256"] == raw.sha256 for e in held)


def _bytes(desk: Desk, raw: RawFile) -> bytes | None:
    try:
        return (desk.profile.folder / raw.file).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"原始数据流 {raw.file} 没有存进案件：文件打不开。"
        raise KnownError(what, "下次打开本案时会再试。", _SAFE) from error


def _times_of(view: RoundView) -> dict[str, list[str]]:
    """When something was kept in the round, by instrument."""
    results = [*(one.result for one in view.steps), *(one.result for one in view.points)]
    times: dict[str, list[str]] = {}
    for one in results:
        times.setdefault(one.tool.name, []).extend((one.begun.wall, one.ended.wall))
    return times


def _has_reading(desk: Desk, case: str, raw: RawFile) -> bool:
    held = read(desk, case).file.all("measurement_kept")
    return _covers(raw, (e.body["taken_at"] for e in held if e.body["device"] == raw.device))


def _covers(raw: RawFile, times: Iterable[str]) -> bool:
    return _within(datetime.fromisoformat(raw.begun), datetime.fromisoformat(raw.ended), times)


def _within(begun: datetime, ended: datetime, times: Iterable[str]) -> bool:
    return any(begun <= datetime.fromisoformat(text) <= ended + _LAG for text in times)
