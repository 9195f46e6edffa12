"""The instruments of this profile: listed, entered, changed, taken off the list."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.equipment import INSTRUMENTS
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk

_SAFE = "原来的清单没有变化。"
_LAMP, _BAUD = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?"), re.compile(r"[1-9][0-9]{2,6}")


class UnfitInstrumentError(KnownError):
    """What was filled in cannot be kept."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what, way_out, _SAFE)


def list_instruments(desk: Desk) -> tuple[Instrument, ...]:
    """All instruments, by name.

    Raises:
        DamagedListError: the list cannot be read.
    """
    return tuple(sorted(INSTRUMENTS.read(desk.profile.folder), key=lambda one: one.name))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise UnfitInstrumentError("有效期不是日期。", "写成 2027-01-16 这样。") from error


def _checked(instrument: Instrument) -> Instrument:
    told = {name: text.strip() for name, text in asdict(instrument).items()}
    if not told["name"] or not told["address"]:
        raise UnfitInstrumentError("仪器还没有登记。", "写上名称和端口。")
    _check_numbers(told["lamp_ev"], told["baudrate"])
    return Instrument(**{**told, "valid_until": _day(told["valid_until"])})


def _check_numbers(lamp: str, baudrate: str) -> None:
    if lamp and not _LAMP.fullmatch(lamp):
        raise UnfitInstrumentError("灯的能量不是数。", "以 eV 为单位，如 10.6。")
    if baudrate and not _BAUD.fullmatch(baudrate):
        raise UnfitInstrumentError("波特率不是整数。", "如 9600；不清楚的留空。")


def save_instrument(desk: Desk, instrument: Instrument, replaces: str = "") -> tuple[Instrument, ...]:
    """Enter an instrument, or change the one called `replaces`; return the list.

    Raises:
        UnfitInstrumentError: name or address missing, no date, or another one has the name.
        DamagedListError: the list cannot be read; it is not written over.
        ListNotKeptError: the disk did not take it.
    """
    new = _checked(instrument)
    others = tuple(one for one in list_instruments(desk) if one.name != replaces)
    if any(one.name == new.name for one in others):
        raise UnfitInstrumentError(f"已有一台仪器叫 {new.name}。", "换一个名称，或改那一台。")
    INSTRUMENTS.write(desk.profile.folder, (*others, new))
    return list_instruments(desk)


def remove_instrument(desk: Desk, name: str) -> tuple[Instrument, ...]:
    """Take an instrument off the list; readings that name it stay as they are. Return the list."""
    left = tuple(one for one in list_instruments(desk) if one.name != name)
    INSTRUMENTS.write(desk.profile.folder, left)
    return left
