"""The models that can be driven, as a person chooses among them, and the search for the model at a port."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.discovery import Discovery
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Presenter
from fieldlaw.ui.presenters.instrument_relay import Relay, aside

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.analyzers.spec import DeviceSpec
    from fieldlaw.ui.lanes import Courier

    FindModel = Callable[[str, Callable[[], bool]], Discovery]

_BRINGS_UNIT = ("pids3", "raeguard3", "falco")  # no number leaves them, or it brings its unit along
_WIRED = ("serial", "modbus-rtu")
_HINTS = {
    "tcp": ("tcp://192.168.1.1:8899", "先连上仪器自己的无线网络，再写地址，如 tcp://192.168.1.1:8899。"),
    "bluetooth-spp": ("COM5 或 /dev/rfcomm0", "先在系统里配对蓝牙；有两个口时选呼出的那个。"),
    "serial": ("COM3 或 /dev/ttyUSB0", "插好数据线再查找。"),
    "modbus-rtu": ("COM3 或 /dev/ttyUSB0", "插好 RS-485 转换器再查找。"),
}
SEARCH_SECONDS = 8  # about how long all questions take when nothing answers


def tr(text: str) -> str:
    """A word of the equipment sheet in the person's language."""
    return QCoreApplication.translate("gear", text)


@dataclass(frozen=True)
class ModelChoice:
    """A model that the program can drive.

    Attributes:
        detectors: their names.
        evidence: how well its protocol is known in public, A the best.
        is_experimental: so little that every reading says so.
        needs_unit: its stream names no unit: a person reads it off the screen.
        has_lamp: it has a photoionisation lamp.
        baudrate: its speed on a wire; 0 where a speed means nothing.
        hint, advice: what an address looks like, and what to do before.
        ranges: what is said of its measuring ranges.
    """

    id: str
    name: str
    detectors: tuple[str, ...]
    evidence: str
    is_experimental: bool
    needs_unit: bool
    has_lamp: bool
    baudrate: int
    hint: str
    advice: str
    ranges: tuple[str, ...]

    @property
    def line(self) -> str:
        """How it stands in the list: name, detectors, how well it is known."""
        trial = tr("·试用") if self.is_experimental else ""
        return tr("{0}（{1}·依据 {2} 级{3}）").format(
            self.name, "+".join(self.detectors), self.evidence, trial
        )

    @property
    def about(self) -> str:
        """What a person should know before choosing it."""
        known = (
            tr("试用：协议只有部分公开资料，读数标明。")
            if self.is_experimental
            else tr("协议依据 {0} 级（A 最可靠）。").format(self.evidence)
        )
        return known + "".join(f"{one}。" for one in self.ranges) + self.advice


def _choice(spec: DeviceSpec) -> ModelChoice:
    hint, advice = _HINTS[spec.transports[0]]
    return ModelChoice(
        id=spec.id,
        name=spec.name,
        detectors=tuple(one.value for one in spec.detectors),
        evidence=spec.evidence,
        is_experimental=spec.experimental,
        needs_unit=spec.unit is None and spec.id not in _BRINGS_UNIT,
        has_lamp=Detector.PID in spec.detectors,
        baudrate=spec.baudrate if any(way in _WIRED for way in spec.transports) else 0,
        hint=hint,
        advice=tr(advice),
        ranges=spec.ranges if spec.experimental else (),
    )


def model_choices() -> tuple[ModelChoice, ...]:
    """All models: those that are well known first, each group in the order of the program."""
    made = [_choice(spec) for spec in KNOWN.values()]
    return tuple(sorted(made, key=lambda one: one.is_experimental))


@dataclass(frozen=True)
class Finding:
    """How far the search is.

    Attributes:
        address: where; empty before the first search.
        model: the id of what was found; empty for nothing.
        words: what came of it, with the first bytes that were received.
        problem: why the port could not be asked.
    """

    running: bool = False
    address: str = ""
    model: str = ""
    words: str = ""
    problem: Problem | None = None


class GearFinder(Presenter):
    """Asks at a port which analyzer is there, one port at a time; a stopped search says nothing."""

    def __init__(self, courier: Courier, find_model: FindModel, parent: QObject | None = None) -> None:
        super().__init__(Finding(), parent)
        self._courier, self._find_model = courier, find_model
        self._stop, self._relay = Event(), Relay(courier, self._found)

    @property
    def state(self) -> Finding:
        """How far the search is."""
        held: Finding = self._state
        return held

    def find(self, address: str) -> None:
        """Ask at this port; without one, say so."""
        if self.state.running:
            return
        if not address.strip():
            self.show_state(Finding(words=tr("先选端口，或写上地址。")))
            return
        self._stop, self._relay = Event(), Relay(self._courier, self._found)
        self.show_state(Finding(running=True, address=address.strip()))
        aside(partial(self._find_model, address.strip(), self._stop.is_set), self._relay)

    def _found(self, found: Discovery | Exception) -> None:
        address = self.state.address
        if isinstance(found, Discovery):
            self.show_state(Finding(address=address, model=found.model or "", words=found.words))
        else:
            self.show_state(Finding(address=address, problem=problem_of(found)))

    def stop(self) -> None:
        """End the search; the port is let go in its own time."""
        if self.state.running:
            self.close()
            self.show_state(Finding(address=self.state.address, words=tr("查找已停止。")))

    def forget(self) -> None:
        """Another sheet: nothing of the last search is shown."""
        self.close()
        self.show_state(Finding())

    def close(self) -> None:
        """Nothing more is shown, and nothing more asked."""
        self._stop.set()
        self._relay.shut()
