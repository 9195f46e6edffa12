"""Frames of the sequence or video in hand: which is shown, where a video changes, a frame kept as evidence.

What is marked is where the picture changes. It says neither what changes nor how much of it there is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QCoreApplication
from PySide6.QtGui import QImage

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.imaging import image
from fieldlaw.cases.casework.imaging_intake import Derived, keep_derived
from fieldlaw.cases.casework.inspecting import Note, next_number
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.thermal_picture import Picture, as_rgb
from fieldlaw.ui.presenters.thermal_reel import FRAME_BROKEN, Reel

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.devices.thermal.film import Film
    from fieldlaw.devices.thermal.seen import Change, Facts
    from fieldlaw.ui.presenters.bench import Bench
    from fieldlaw.ui.presenters.thermal_measuring import Hand

    OpenFilm = Callable[[bytes], Film]

CHANGE, TAKEN = "区域变化提示", "取帧"
FILM_BROKEN = "film_broken"
_AMBER, _DARK = (255, 196, 0), (20, 34, 42)
_STRIPE = 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


@dataclass(frozen=True, eq=False)
class Shown:
    """A frame as it is shown; null where it cannot be read."""

    reel: Reel
    image: QImage


def marked(pixels: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    """A frame with the changing regions outlined and striped, so that they stand out without colour too."""
    made, inside = pixels.copy(), change.mask
    rows, columns = np.indices(inside.shape)
    made[inside & ((rows + columns) % _STRIPE == 0)] = _AMBER
    edge = inside & ~_inner(inside)
    made[_wider(edge)] = _DARK
    made[edge] = _AMBER
    return made


def _inner(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    held = np.pad(mask, 1)
    return held[:-2, 1:-1] & held[2:, 1:-1] & held[1:-1, :-2] & held[1:-1, 2:]


def _wider(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    held = np.pad(mask, 1)
    return held[:-2, 1:-1] | held[2:, 1:-1] | held[1:-1, :-2] | held[1:-1, 2:] | mask


def note_of(change: Change, *, aligned: bool) -> str:
    """What a person must know of the comparison: whether the camera moved, and what was done about it."""
    if not change.moving:
        return _tr("画面没有移动")
    unsure = sum(not one.sure for one in change.shifts)
    if 2 * unsure >= len(change.shifts):
        return _tr("画面动得太多，对不齐，提示不可靠")
    most = max((one.pixels for one in change.shifts if one.sure), default=0.0)
    if aligned:
        return _tr("画面在动，已对齐，最多 {0:.0f} 像素").format(most)
    return _tr("画面在动，最多 {0:.0f} 像素，没有对齐").format(most)


def look(film: Film, reel: Reel) -> Shown:
    """Decode a frame and mark its changes if that is wanted; on the images lane."""
    still = film.frame(reel.frame)
    if still.pixels is None:
        return Shown(reel, QImage())
    if not reel.change:
        return Shown(reel, as_rgb(still.pixels))
    change = film.change(reel.frame, reel.threshold, aligned=reel.aligned)
    if isinstance(change, str):
        return Shown(replace(reel, note=_tr("这一帧不能比较")), as_rgb(still.pixels))
    note = note_of(change, aligned=reel.aligned)
    return Shown(replace(reel, note=note), as_rgb(marked(still.pixels, change)))


def as_png(image: QImage) -> bytes:
    """An image as a PNG file; no pixel is changed by it."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs say bytes
    return bytes(buffer.data().data())


class Films:
    """What a person does with the recording in hand.

    Args:
        bench: what presenters share.
        hand: the page.
        open_film: opens a video in a process of its own.
    """

    def __init__(self, bench: Bench, hand: Hand, open_film: OpenFilm) -> None:
        self._bench, self._hand, self._open = bench, hand, open_film
        self._film: Film | None = None
        self._busy = False
        self._wanted: Reel | None = None

    # --- a video taken in hand, and let go

    def begin(self, data: bytes, ready: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Open a video and show its first frame; `ready` is called once it is known what it is."""
        self.drop()
        self._film = self._open(data)
        film = self._film
        self._bench.lanes.images.run(film.facts, partial(self._opened, film, ready), failed)

    def _opened(self, film: Film, ready: Callable[[], None], facts: Facts) -> None:
        if film is not self._film:
            return
        ready()
        if facts.reason or not facts.frames:
            reason = FILM_BROKEN if facts.reason in ("", "damaged") else facts.reason
            self._hand.alter(picture=Picture(reason=reason), busy=False, reel=None)
            return
        seconds = 0.0 if facts.fps else None
        self._ask(Reel(0, facts.frames, seconds, facts.fps, video=True))

    def drop(self) -> None:
        """Another picture is taken in hand, or the profile is being closed."""
        film, self._film, self._wanted, self._busy = self._film, None, None, False
        if film is not None:
            film.close()

    @property
    def open(self) -> bool:
        """Whether a video is in hand."""
        return self._film is not None

    # --- frames; of those asked for while one is being read only the last is read

    def _ask(self, reel: Reel) -> None:
        self._wanted = reel
        self._hand.alter(asked=reel)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        film, reel = self._film, self._wanted
        if film is None or reel is None:
            return
        self._wanted, self._busy = None, True
        self._bench.lanes.images.run(
            lambda: look(film, reel), partial(self._shown, film), partial(self._broke, film)
        )

    def _shown(self, film: Film, shown: Shown) -> None:
        if film is not self._film:
            return
        self._busy = False
        # Nothing of the frame before stays: what is kept as evidence is what is shown under its number.
        reason = FRAME_BROKEN if shown.image.isNull() else "no_values"
        picture = Picture(plain=shown.image, reason=reason)
        self._hand.alter(reel=shown.reel, asked=self._wanted, busy=False, picture=picture)
        self._next()

    def _broke(self, film: Film, error: Exception) -> None:
        if film is self._film:
            self._busy, self._wanted = False, None
            self._hand.alter(asked=None, busy=False)
        self._bench.door.report(error)

    def _reel(self) -> Reel | None:
        state = self._hand.state
        return state.asked or state.reel

    def show(self, frame: int) -> None:
        """Show another frame of the video."""
        reel = self._reel()
        if reel is not None:
            self._ask(reel.at(frame))

    def alter(self, **changes: object) -> None:
        """Mark changes or not, from another threshold on, aligned or not."""
        reel = self._reel()
        if reel is not None:
            self._ask(replace(reel, **changes))  # type: ignore[arg-type]

    # --- a frame as evidence

    def keep(self) -> None:
        """Keep what is shown as evidence that names the video, its hash, and how it was made."""
        state = self._hand.state
        reel, picture, row = state.reel, state.picture, state.row
        if reel is None or picture is None or row is None or picture.plain.isNull():
            return
        desk, case = self._bench.desk, state.gallery.case
        how = Derived(
            row.evidence,
            reel.frame,
            round((reel.seconds or 0.0) * 1000),
            CHANGE if reel.change else TAKEN,
            _how(reel),
        )
        title, shown = f"{row.number} 第 {reel.frame + 1} 帧", picture.plain
        note = Note("", title, "image/png", row.where, desk.profile.person.name, desk.clock().wall)
        self._hand.write(lambda: keep_frame(desk, case, as_png(shown), note, how))


_FRAME = "画面"


class KeptBeforeError(KnownError):
    """The same frame with the same marks is in the case already."""

    def __init__(self, number: str) -> None:
        super().__init__(f"这一帧已存过，是{number}。", "要存别的帧，先移到那一帧。", "没有再存一份。")


def _is_same(event: Event, how: Derived) -> bool:
    return all(event.body[name] == value for name, value in vars(how).items())


def keep_frame(desk: Desk, case: str, data: bytes, note: Note, how: Derived) -> Changes:
    """Keep a frame as evidence under the next number.

    Raises:
        KeptBeforeError: it is evidence already.
        DiskFullError, ClosedInspectionError: as for any evidence.
    """
    log = read(desk, case)
    same = next((e for e in log.file.all("image_derived") if _is_same(e, how)), None)
    if same is not None:
        raise KeptBeforeError(image(log, same.body["evidence"]).body["number"])
    return keep_derived(desk, case, data, replace(note, number=next_number(log, _FRAME)), how)


def _how(reel: Reel) -> dict[str, str]:
    if not reel.change:
        return {}
    return {"阈值": f"{reel.threshold:.1f}", "对齐": "是" if reel.aligned else "否", "画面": reel.note}
