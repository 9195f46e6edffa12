"""Analyzers as data and as pure state machines, driven by (time, events).

Must not know ports, threads or the clock. KNOWN lists what the program can drive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.devices.analyzers import expec3100, fixed, phx21, phx42, pids3, rae, tva1000b_bt, tva2020
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.analyzers.machine import Machine
    from fieldlaw.devices.analyzers.spec import DeviceSpec

_SPECS = (
    phx21.SPEC,
    phx42.SPEC,
    expec3100.SPEC,
    tva2020.SPEC,
    tva1000b_bt.SPEC,
    rae.SPEC,
    fixed.RAEGUARD3,
    fixed.FALCO,
    pids3.SPEC,
)
KNOWN: dict[str, DeviceSpec] = {spec.id: spec for spec in _SPECS}
LISTED: dict[str, DeviceSpec] = {**KNOWN, fixed.MODBUS.id: fixed.MODBUS}  # and what is only decoded
_MAKERS: dict[str, Callable[[str, str, int], Machine]] = {
    "phx21": lambda device, _unit, _ms: phx21.Phx21Analyzer(device),
    "phx42": lambda device, _unit, ms: phx42.Phx42Analyzer(device, ms),
    "expec3100": lambda device, unit, _ms: expec3100.Expec3100Analyzer(device, unit),
    "tva2020": lambda device, unit, _ms: tva2020.Tva2020Analyzer(device, unit),
    "tva1000b_bt": lambda device, _unit, _ms: tva1000b_bt.Tva1000bAnalyzer(device),
    "rae_R": lambda device, unit, _ms: rae.RaeAnalyzer(device, unit),
    "raeguard3": lambda device, unit, _ms: fixed.RaeGuard3Analyzer(device, unit),
    "falco": lambda device, unit, _ms: fixed.FalcoAnalyzer(device, unit),
    "pids3": lambda device, _unit, _ms: pids3.Pids3Analyzer(device),
}
_NO_NUMBERS = ("pids3", "raeguard3", "falco")  # no number leaves them, or it brings its unit


def make_analyzer(model: str, device_id: str, *, unit: str = "", report_ms: int = 1000) -> Machine:
    """Make the state machine of a model.

    Args:
        model: an id of KNOWN.
        device_id: what the measurements carry.
        unit: what the instrument's screen shows; needed where the stream does not say it (`spec.unit` None).
        report_ms: how often a reading is asked for, where the device lets one choose.

    Raises:
        KnownError: an unknown model; a unit that must be stated and is not.
    """
    if model not in KNOWN:
        raise KnownError(f"不认识仪器型号“{model}”。", f"可用型号：{'、'.join(KNOWN)}。")
    if KNOWN[model].unit is None and not unit and model not in _NO_NUMBERS:
        raise KnownError(
            f"{KNOWN[model].name} 的数据里没有单位。", "看仪器屏幕上的单位，在仪器资料里填好再连接。"
        )
    return _MAKERS[model](device_id, unit, report_ms)
