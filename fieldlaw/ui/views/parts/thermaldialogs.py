"""Dialogs of the thermal page: other parameters, the camera's clock, a scale, a burned-in number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFormLayout

from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.thermal_said import value_word
from fieldlaw.ui.presenters.thermal_saying import Scope, Tried, asked_word, celsius_of, clock_text
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.labels import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look

_SCOPE, _WHY = "scope", "why"


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class _Ask(FormDialog):
    """A form whose lists are as wide as its lines: what they offer is long."""

    def __init__(self, look: Look, parent: QWidget, title: str, about: str, act: str) -> None:
        super().__init__(look, parent, title, about, act)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._said = wrapped("", "small")

    def _tell(self, words: str) -> None:
        """Say at once what the values would give; without words there is no gap."""
        self._said.setText(words)
        self._said.setVisible(bool(words))


@dataclass(frozen=True)
class NewParameters:
    """What was given: for which label, every value as typed, why."""

    label: str
    typed: Mapping[str, str]
    why: str


class ParameterDialog(_Ask):
    """Other parameters for the whole picture or one region; says at once what they would give.

    Attributes:
        given: NewParameters.
    """

    given = Signal(object)

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        scopes: Sequence[Scope],
        attempt: Callable[[str, Mapping[str, str]], Tried],
    ) -> None:
        about = _tr("原件不变。新的参数另记一层，旧值、时间和理由都留着。")
        super().__init__(look, parent, _tr("改成像参数"), about, _tr("写入案件"))
        self._scopes = {one.label: one for one in scopes}
        self._attempt = attempt
        self._names: tuple[str, ...] = tuple(scopes[0].typed)
        scope = self.ask_choice(_SCOPE, _tr("用于"), {one.label: one.words for one in scopes})
        for name in self._names:
            field = self.ask_text(name, asked_word(name), scopes[0].typed[name], must=True)
            field.textChanged.connect(lambda _text: self._try())
        self.ask_text(_WHY, _tr("理由"), hint=_tr("例如：漆面钢管，现场量得距离 8 米"), must=True)
        self.form.addRow(self._said)
        scope.activated.connect(lambda _place: self._rescope())
        self._try()

    def _typed(self) -> dict[str, str]:
        held = self.values
        return {name: held[name] for name in self._names}

    def _rescope(self) -> None:
        label = self.values[_SCOPE]
        self.fill({**self.values, **self._scopes[label].typed})
        self._try()

    def _try(self) -> None:
        self.say("")
        if self.missing() not in ("", _WHY):
            self._tell("")
            return
        self._tell(self._attempt(self.values[_SCOPE], self._typed()).words)
        self.grow()

    def give(self) -> None:
        """Hand out what can be taken; say why not, otherwise."""
        tried = self._attempt(self.values[_SCOPE], self._typed())
        if not tried.good:
            self._tell("")
            self.say(tried.words)
            return
        self.given.emit(NewParameters(self.values[_SCOPE], self._typed(), self.values[_WHY]))
        self.accept()


@dataclass(frozen=True)
class NewClock:
    """What was given: seconds (fast is positive), how that is known, whether for every image of it."""

    seconds: int
    how: str
    every: bool


class ClockDialog(_Ask):
    """How far the clock of the camera is off, for one image or for all of its images in the case.

    Attributes:
        given: NewClock.
    """

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, camera: str, count: int, seconds: int | None) -> None:
        about = _tr("和手机或电脑对一次时，记下差多少。照片里存的时间不改，页面和报告上两个时间都写。")
        super().__init__(look, parent, _tr("记相机时钟"), about, _tr("写入案件"))
        way = "slow" if seconds is not None and seconds < 0 else "fast"
        hours, rest = divmod(abs(seconds or 0), 3600)
        minutes, left = divmod(rest, 60)
        self.ask_choice("way", _tr("相机时钟"), {"fast": _tr("快"), "slow": _tr("慢")}, way)
        for name, word, value in (
            ("hours", _tr("小时"), hours),
            ("minutes", _tr("分"), minutes),
            ("seconds", _tr("秒"), left),
        ):
            self.ask_text(name, word, str(value))
        self.ask_text("how", _tr("依据"), hint=_tr("例如：14:00 和手机对时"), must=True)
        every = _tr("{0} 的全部 {1} 幅").format(camera or _tr("这台相机"), count)
        choices = {"every": every, "one": _tr("只这一幅")} if count > 1 else {"one": _tr("只这一幅")}
        self.ask_choice("scope", _tr("用于"), choices)
        self.form.addRow(self._said)
        for name in ("hours", "minutes", "seconds"):
            self.fields[name].textChanged.connect(lambda _text: self._say_words())  # type: ignore[union-attr]
        self.fields["way"].activated.connect(lambda _place: self._say_words())  # type: ignore[union-attr]
        self._say_words()

    def _say_words(self) -> None:
        seconds = self._seconds()
        self._tell("" if seconds is None else clock_text(seconds))

    def _seconds(self) -> int | None:
        held = self.values
        parts = [held[name] or "0" for name in ("hours", "minutes", "seconds")]
        if not all(part.isascii() and part.isdecimal() and len(part) <= 6 for part in parts):
            return None
        hours, minutes, seconds = map(int, parts)
        total = hours * 3600 + minutes * 60 + seconds
        return -total if held["way"] == "slow" else total

    def give(self) -> None:
        """Hand the error out; say why not, otherwise."""
        seconds = self._seconds()
        if seconds is None:
            self.say(_tr("时、分、秒只填整数，例如 0、2、10。"))
            return
        self.given.emit(NewClock(seconds, self.values["how"], self.values["scope"] == "every"))
        self.accept()


@dataclass(frozen=True)
class ScaleOffer:
    """A scale that is offered: its text, where it is from, whether anybody has seen it there."""

    scale: str
    offset: str
    source: str
    verified: bool

    @property
    def words(self) -> str:
        """×0.04, and where that is from; the numbers in full stand in the fields."""
        return f"×{float(self.scale):.4g}：{self.source}"


@dataclass(frozen=True)
class NewScale:
    """What was confirmed."""

    scale: str
    offset: str
    source: str


class ScaleDialog(_Ask):
    """How the numbers of a matrix become °C; the file does not say, so a person does.

    Attributes:
        given: NewScale.
    """

    given = Signal(object)

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        size: str,
        ends: tuple[float, float],
        offers: Sequence[ScaleOffer],
    ) -> None:
        about = _tr(
            "{0}，数值 {1:g} 至 {2:g}。文件里没有写怎样换算成温度，选一个或自己填，并写明依据。"
        ).format(size, *ends)
        super().__init__(look, parent, _tr("确认换算"), about, _tr("确认并写入案件"))
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)  # what is offered is long
        self._ends, self._offers = ends, {str(n): one for n, one in enumerate(offers)}
        words = {key: one.words for key, one in self._offers.items()}
        chosen = self.ask_choice("offer", _tr("常见的"), {"": _tr("自己填"), **words})
        for name, word, hint in (
            ("scale", _tr("每个计数 ℃"), "0.04"),
            ("offset", _tr("加上 ℃"), "-273.15"),
            ("source", _tr("依据"), _tr("说明书页码，或导出时选的单位")),
        ):
            self.ask_text(name, word, hint=hint, must=True)
        self.form.addRow(self._said)
        chosen.activated.connect(lambda _place: self._take())
        for name in ("scale", "offset"):
            self.fields[name].textChanged.connect(lambda _text: self._try())  # type: ignore[union-attr]

    def _take(self) -> None:
        offer = self._offers.get(self.values["offer"])
        if offer is not None:
            given = {"scale": offer.scale, "offset": offer.offset, "source": offer.source}
            self.fill({**self.values, **given})

    def _numbers(self) -> tuple[float, float] | None:
        try:
            scale, offset = float(self.values["scale"]), float(self.values["offset"])
        except ValueError:
            return None
        return (scale, offset) if scale and abs(scale) < 1e6 and abs(offset) < 1e6 else None

    def _try(self) -> None:
        held = self._numbers()
        if held is None:
            self._tell("")
            return
        low, high = sorted(end * held[0] + held[1] for end in self._ends)
        self._tell(_tr("这样全图是 {0:.1f} 至 {1:.1f} ℃。和现场对得上再确认。").format(low, high))
        self.grow()

    def give(self) -> None:
        """Hand the scale out; say why not, otherwise."""
        if self._numbers() is None:
            self.say(_tr("换算只填数字，每个计数的度数不能是零。"))
            return
        held = self.values
        self.given.emit(NewScale(held["scale"], held["offset"], held["source"]))
        self.accept()


@dataclass(frozen=True)
class NewOverprint:
    """What stands burned into the picture."""

    label: str
    what: str
    shown: str
    unit: str


class OverprintDialog(_Ask):
    """A number that the camera burned into its picture, typed off it.

    Attributes:
        given: NewOverprint.
    """

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, labels: Mapping[str, str]) -> None:
        about = _tr("照相机画面上的数字抄，不要改。报告上和本机算的并列。")
        super().__init__(look, parent, _tr("抄机内叠印的数"), about, _tr("写入案件"))
        self.ask_choice("label", _tr("属于"), labels)
        self.ask_choice("what", _tr("哪个数"), {key: value_word(key) for key in ("high", "mean", "low")})
        self.ask_text("shown", _tr("画面上的数"), hint="70.8", must=True)
        self.ask_choice("unit", _tr("单位"), {"C": "℃", "F": "°F"})

    def give(self) -> None:
        """Hand the number out; say why not, otherwise."""
        held = self.values
        try:
            celsius_of(held["shown"], held["unit"])
        except KnownError:
            self.say(_tr("只填绝对零度以上的数字，例如 70.8。"))
            return
        self.given.emit(NewOverprint(held["label"], held["what"], held["shown"], held["unit"]))
        self.accept()
