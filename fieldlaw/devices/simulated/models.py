"""The simulated analyzers by model, and how one is put together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.device import SimulatedDevice
from fieldlaw.devices.simulated.expec3100 import Expec3100
from fieldlaw.devices.simulated.instrument import Instrument, chance
from fieldlaw.devices.simulated.modbus import Falco, Modbus, RaeGuard3
from fieldlaw.devices.simulated.phx21 import Phx21
from fieldlaw.devices.simulated.phx42 import Phx42
from fieldlaw.devices.simulated.physics import Course, Physics, steady
from fieldlaw.devices.simulated.pids3 import Pids3
from fieldlaw.devices.simulated.plan import Plan, plan_of
from fieldlaw.devices.simulated.ports import TcpPort, any_port
from fieldlaw.devices.simulated.rae import Rae
from fieldlaw.devices.simulated.tva1000b import Tva1000b
from fieldlaw.devices.simulated.tva2020 import Tva2020
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldlaw.devices.simulated.dialect import Dialect
    from fieldlaw.devices.simulated.physics import Profile
    from fieldlaw.devices.simulated.ports import Port

PERIOD_SECONDS = 1.0
_USUAL = Course()


@dataclass(frozen=True)
class Model:
    """How a model is built from its physics and the seconds between two reports; where it is reached."""

    make: Callable[[Physics, float], Dialect]
    course: Course = _USUAL
    is_network: bool = False


MODELS = {
    "phx21": Model(lambda physics, _: Phx21(physics), Course(purge=5.0, ignite=4.0)),
    "phx42": Model(lambda physics, period: Phx42(physics, period=period)),
    "expec3100": Model(lambda physics, period: Expec3100(physics, period=period), is_network=True),
    "tva2020": Model(lambda physics, period: Tva2020(physics, period=period)),
    "tva1000b_bt": Model(lambda physics, period: Tva1000b(physics, period=period)),
    "rae_R": Model(lambda physics, _: Rae(physics)),
    "pids3": Model(lambda physics, _: Pids3(physics)),
    "falco": Model(lambda physics, _: Modbus(physics, Falco())),
    "raeguard3": Model(lambda physics, _: Modbus(physics, RaeGuard3())),
}


def make_instrument(
    model: str,
    profile: Profile = steady,
    faults: Iterable[str] | Plan = (),
    seed: int = 0,
    period: float = PERIOD_SECONDS,
) -> Instrument:
    """Put an instrument together, without port and thread.

    Args:
        model: a key of `MODELS`.
        profile: concentration (ppm) over seconds.
        faults: orders such as `split:1` (see `plan.NAMES`), or a plan that the caller keeps.
        seed: of the chance in the faults.
        period: seconds between two reports of its own, where the host does not set it; 0.1 is 10 Hz.

    Raises:
        KnownError: an unknown model or fault.
    """
    if model not in MODELS:
        raise KnownError(f"没有 {model} 的模拟器。", f"可用：{'、'.join(MODELS)}。")
    if not period > 0:
        raise KnownError("报数间隔不能用。", "应大于 0，单位是秒，例如 0.1。")
    plan = faults if isinstance(faults, Plan) else plan_of(faults)
    course = MODELS[model].course
    if plan.flame_out is not None:
        course = replace(course, flame_out=plan.flame_out)
    physics = Physics(profile, course, plan.troubles)
    return Instrument(MODELS[model].make(physics, period), plan.faults, chance(seed))


def make_simulator(
    model: str,
    profile: Profile = steady,
    port: Port | None = None,
    faults: Iterable[str] | Plan = (),
    seed: int = 0,
    period: float = PERIOD_SECONDS,
) -> SimulatedDevice:
    """Put a simulated analyzer together at `port` (None: its usual kind); see `make_instrument`."""
    instrument = make_instrument(model, profile, faults, seed, period)
    return SimulatedDevice(instrument, port or (TcpPort() if MODELS[model].is_network else any_port()))
