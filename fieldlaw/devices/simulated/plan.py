"""Faults by name, as the command line and the tests order them: `NAME[:ARG]`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.faults import Faults
from fieldlaw.devices.simulated.physics import Trouble
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass
class Plan:
    """What is wrong with the line and with the instrument.

    Attributes:
        flame_out: seconds from lit until the flame goes out, if that is planned; None: as the model has it.
    """

    faults: Faults = field(default_factory=Faults)
    troubles: set[Trouble] = field(default_factory=set)
    flame_out: float | None = None


@dataclass(frozen=True)
class FaultName:
    """One fault that can be ordered: what it means, how its argument is written, and the one it has alone."""

    about: str
    argument: str
    default: str
    put: Callable[[Plan, str], None]


def _set(name: str, read: Callable[[str], object]) -> Callable[[Plan, str], None]:
    def put(plan: Plan, text: str) -> None:
        setattr(plan.faults, name, read(text))

    return put


def _trouble(trouble: Trouble) -> Callable[[Plan, str], None]:
    def put(plan: Plan, _text: str) -> None:
        plan.troubles.add(trouble)

    return put


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _milliseconds(text: str) -> float:
    return _seconds(text) / 1000


def _probability(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def _flip(plan: Plan, text: str) -> None:
    if text.startswith("bit"):
        plan.faults.flip_bit = int(text.removeprefix("bit"))
    else:
        plan.faults.flip = _probability(text)


def _silence(plan: Plan, text: str) -> None:
    seconds, _, after = text.partition(",")
    plan.faults.silence_seconds = _seconds(seconds)
    plan.faults.silence_after = _seconds(after or "5")


def _unplug(plan: Plan, text: str) -> None:
    after, _, back = text.partition(",")
    plan.faults.unplug_after = _seconds(after)
    plan.faults.replug_after = _seconds(back) if back else None


def _flame_out(plan: Plan, text: str) -> None:
    plan.troubles.add(Trouble.FLAME_OUT)
    plan.flame_out = _seconds(text)


def _yes(_text: str) -> bool:
    return True


NAMES = {
    "split": FaultName("每次只送几个字节", "字节数", "3", _set("split", _count)),
    "pace": FaultName("按串口速率慢慢送", "波特率", "9600", _set("baud", _count)),
    "delay": FaultName("晚到", "毫秒", "200", _set("delay", _milliseconds)),
    "drop": FaultName("丢字节", "概率", "0.01", _set("drop", _probability)),
    "flip": FaultName("错一位", "概率，或 bitN", "0.01", _flip),
    "insert": FaultName("每条前插入字节", "十六进制", "00ff23", _set("garbage", bytes.fromhex)),
    "garbage": FaultName("同 insert", "十六进制", "00ff23", _set("garbage", bytes.fromhex)),
    "duplicate": FaultName("重复一条", "概率", "0.2", _set("duplicate", _probability)),
    "reorder": FaultName("两条颠倒", "概率", "0.2", _set("reorder", _probability)),
    "merge": FaultName("几条并成一次送", "条数", "3", _set("merge", _count)),
    "truncate": FaultName("截尾", "概率", "0.2", _set("truncate", _probability)),
    "echo": FaultName("把程序发的送回来", "", "", _set("is_echoing", _yes)),
    "silent": FaultName("一直没有声音", "", "", _set("is_silent", _yes)),
    "silence": FaultName("静一阵", "秒[,几秒后开始]", "5,5", _silence),
    "unplug": FaultName("拔线", "几秒后[,再过几秒插回]", "5,5", _unplug),
    "wrong-baud": FaultName("波特率对不上", "仪器的波特率", "9600", _set("wrong_baud", _count)),
    "low-hydrogen": FaultName("氢气不足", "", "", _trouble(Trouble.LOW_HYDROGEN)),
    "blocked": FaultName("探头堵塞", "", "", _trouble(Trouble.BLOCKED)),
    "flame-out": FaultName("点着后熄火", "几秒后", "5", _flame_out),
    "over-range": FaultName("超量程", "", "", _trouble(Trouble.OVER_RANGE)),
    "lamp": FaultName("紫外灯坏", "", "", _trouble(Trouble.LAMP)),
    "cold": FaultName("点不着", "", "", _trouble(Trouble.COLD)),
}


def plan_of(orders: Iterable[str]) -> Plan:
    """Read orders such as `split:1`, `drop:0.02`, `flame-out`.

    Raises:
        KnownError: a fault of that name does not exist or its argument cannot be used.
    """
    plan = Plan()
    for order in orders:
        name, _, argument = order.partition(":")
        if name not in NAMES:
            raise KnownError(f"没有故障“{name}”。", f"可用：{'、'.join(NAMES)}。")
        _put(plan, name, argument)
    return plan


def _put(plan: Plan, name: str, argument: str) -> None:
    known = NAMES[name]
    shape = f"{name}:{known.argument}" if known.argument else name
    unusable = KnownError(f"故障“{name}”的写法不对。", f"应写成 {shape}。")
    if argument and not known.argument:
        raise unusable
    try:
        known.put(plan, argument or known.default)
    except (ValueError, OverflowError) as error:
        raise unusable from error
