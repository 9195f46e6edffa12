"""Saying something of the picture in hand: checked first, tried on its temperatures, then written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.imaging_layers import (
    Adjusted,
    ClockError,
    NoNumberError,
    Overprint,
    adjust,
    confirm_scale,
    note_clock,
    note_overprint,
    number,
    void_layer,
)
from fieldlaw.cases.casework.imaging_words import PARAMETER_WORDS, WHOLE, clock_words, parameter_text
from fieldlaw.devices.thermal.analysis import Region, measure, whole
from fieldlaw.ui.presenters.thermal_picture import Heat, Layer, heat_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.devices.thermal.image import Scene
    from fieldlaw.ui.presenters.thermal_measuring import Hand
    from fieldlaw.ui.presenters.thermal_regions import Area

_PERCENT = "humidity"
PARAMETERS = ("emissivity", "distance_m", "reflected_c", "atmosphere_c", _PERCENT)
WINDOW = ("window_c", "window_transmission")
_ABSOLUTE_ZERO_F = Decimal("-459.67")


def clock_text(seconds: int) -> str:
    """What would be noted of the clock."""
    return f"{_tr(clock_words(seconds))}。"


def asked_word(name: str) -> str:
    """A parameter as a form asks for it: with its unit."""
    word, unit = PARAMETER_WORDS[name]
    return f"{_tr(word)} {unit.strip()}".rstrip()


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


@dataclass(frozen=True)
class Tried:
    """What other parameters would give, in words; or why they cannot be taken."""

    words: str
    good: bool


def asked(heat: Heat) -> tuple[str, ...]:
    """The parameters that a person may change; those of a window only where the file has one."""
    windowed = heat.scene is not None and heat.scene.window_transmission != 1
    return (*PARAMETERS, *WINDOW) if windowed else PARAMETERS


def asked_words(heat: Heat) -> tuple[tuple[str, str], ...]:
    """Of each parameter that may be changed its name and word."""
    return tuple((name, _tr(PARAMETER_WORDS[name][0])) for name in asked(heat))


def parameter_line(name: str, used: float, stored: float) -> str:
    """A parameter as it is used; a changed one with what the file has."""
    text = parameter_text(name, used)
    return text if used == stored else _tr("{0}（原 {1}）").format(text, parameter_text(name, stored))


def as_typed(scene: Scene) -> dict[str, str]:
    """The parameters as a person reads and types them: humidity in percent."""
    return {name: f"{value * 100 if name == _PERCENT else value:.6g}" for name, value in vars(scene).items()}


def _as_kept(name: str, text: str) -> str:
    held = number(text)
    return str(held / 100 if name == _PERCENT else held)


def as_kept(typed: Mapping[str, str]) -> dict[str, str]:
    """The same as the case keeps them, decimal text.

    Raises:
        NoNumberError: one is no number.
    """
    return {name: _as_kept(name, text) for name, text in typed.items()}


def attempt(heat: Heat, layers: tuple[Layer, ...], region: Region | None, typed: Mapping[str, str]) -> Tried:
    """Try other parameters on the temperatures of a region or the whole picture; nothing is written."""
    try:
        new = {name: float(text) for name, text in as_kept(typed).items()}
    except NoNumberError as error:
        return Tried(error.what, good=False)
    scene = heat.scene if region is None else heat.scene_in(region)
    if scene is None:
        return Tried(_tr("这份文件的温度不能用别的参数重算。"), good=False)
    wrong = replace(scene, **new).implausible()
    if wrong:
        return Tried(_tr("{0}不可能是这个值。").format(_tr(PARAMETER_WORDS[wrong][0])), good=False)
    if as_kept(typed) == as_kept({name: as_typed(scene)[name] for name in typed}):
        return Tried(_tr("和现在的值一样。"), good=False)
    return Tried(
        _compared(heat, heat_of(heat.frame, heat.frames, (*layers, Layer(b"", region, new))), region),
        good=True,
    )


def _compared(now: Heat, then: Heat, region: Region | None) -> str:
    one, other = (whole(h.celsius) if region is None else measure(h.celsius, region) for h in (now, then))
    if one is None or other is None:
        return _tr("这样算不出温度。")
    return _tr("最高 {0:.1f} → {1:.1f} ℃，平均 {2:.1f} → {3:.1f} ℃，最低 {4:.1f} → {5:.1f} ℃").format(
        one.high, other.high, one.mean, other.mean, one.low, other.low
    )


def celsius_of(shown: str, unit: str) -> str:
    """A burned-in number in °C, as decimal text; `unit` is C or F.

    Raises:
        NoNumberError: it is none, or below absolute zero.
    """
    held = number(shown)
    if unit == "F":
        if held < _ABSOLUTE_ZERO_F:
            raise NoNumberError(shown)
        return str(((held - 32) * 5 / 9).quantize(Decimal("0.01")))
    if held < Decimal("-273.15"):
        raise NoNumberError(shown)
    return str(held)


@dataclass(frozen=True)
class Scope:
    """What parameters may be changed for: a label (empty: the whole picture), its words, the values now."""

    label: str
    words: str
    typed: Mapping[str, str]


class Sayings:
    """Writes what a person says of the picture in hand.

    Args:
        desk: where the person works.
        hand: the page.
    """

    def __init__(self, desk: Desk, hand: Hand) -> None:
        self._desk, self._hand = desk, hand

    def _regions(self) -> dict[str, Area]:
        return {one.label: one for one in self._hand.state.areas if one.region is not None}

    def _region(self, label: str) -> Region | None:
        return self._regions()[label].region if label else None

    def scopes(self, *, every: bool = False) -> list[Scope]:
        """The whole picture and each region with the parameters it is computed with; none without any.

        Args:
            every: also of a picture whose parameters cannot be changed.
        """
        heat = self._hand.state.heat
        if heat is None or not (every or heat.frame.adjustable):
            return []
        found = [Scope("", _tr(WHOLE), _typed(heat, None))]
        for label, area in self._regions().items():
            found.append(Scope(label, f"{label} {area.place}".strip(), _typed(heat, area.region)))
        return found

    def attempt(self, label: str, typed: Mapping[str, str]) -> Tried:
        """What other parameters would give; nothing is written."""
        state = self._hand.state
        if state.heat is None:
            return Tried(_tr("画面换了，关掉再改。"), good=False)
        return attempt(state.heat, state.said.layers, self._region(label), typed)

    def adjust(self, label: str, typed: Mapping[str, str], reason: str) -> None:
        """Change parameters of the whole picture, or of a region."""
        heat, region = self._hand.state.heat, self._region(label)
        scene = None if heat is None else heat.scene if region is None else heat.scene_in(region)
        if scene is None:
            return
        one = Adjusted(
            self._hand.state.chosen,
            as_kept(as_typed(scene)),
            as_kept(typed),
            reason,
            region.tool if region else "",
            region.points if region else (),
            label,
        )
        self._do(lambda desk, case: adjust(desk, case, one))

    def note_clock(self, camera: str, images: tuple[str, ...], seconds: int, how: str) -> None:
        """Note how far the camera's clock was off, for these images."""
        error = ClockError(camera, images, seconds, how)
        self._do(lambda desk, case: note_clock(desk, case, error))

    def confirm_scale(self, scale: str, offset: str, source: str) -> None:
        """Confirm how counts become °C."""
        evidence = self._hand.state.chosen
        self._do(lambda desk, case: confirm_scale(desk, case, evidence, (scale, offset), source))

    def note_overprint(self, label: str, what: str, shown: str, unit: str) -> None:
        """Keep a burned-in number beside ours."""
        sign = "°F" if unit == "F" else "℃"
        one = Overprint(
            self._hand.state.chosen, label, what, f"{shown.strip()} {sign}", celsius_of(shown, unit)
        )
        self._do(lambda desk, case: note_overprint(desk, case, one))

    def take_back(self, event: bytes, reason: str) -> None:
        """Make something that was said void."""
        self._do(lambda desk, case: void_layer(desk, case, event, reason))

    def _do(self, act: Callable[[Desk, str], Changes]) -> None:
        desk, case = self._desk, self._hand.state.gallery.case
        self._hand.write(lambda: act(desk, case))


def _typed(heat: Heat, region: Region | None) -> dict[str, str]:
    scene = heat.scene if region is None else heat.scene_in(region)
    held = as_typed(scene) if scene is not None else {}
    return {name: held[name] for name in asked(heat) if name in held}
