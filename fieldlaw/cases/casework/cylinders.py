"""The gas cylinders of this profile: listed, entered, changed, taken off the list."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.store.equipment import CYLINDERS
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk


class UnfitCylinderError(KnownError):
    """What was filled in cannot be kept."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what, way_out, "原来的清单没有变化。")


def list_cylinders(desk: Desk) -> tuple[Cylinder, ...]:
    """All cylinders, by number.

    Raises:
        DamagedListError: the list cannot be read.
    """
    return tuple(sorted(CYLINDERS.read(desk.profile.folder), key=lambda one: one.number))


def _number(name: str, text: str, *, may_be_zero: bool = False) -> None:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise UnfitCylinderError(f"{name}不是数。", "只写数字，如 500。") from error
    if not value.is_finite() or value < 0 or (value == 0 and not may_be_zero):
        raise UnfitCylinderError(f"{name}应大于 0。", "照证书填写。")


def _checked(cylinder: Cylinder) -> Cylinder:
    told = {name: text.strip() for name, text in asdict(cylinder).items()}
    if not told["number"] or not told["substance"] or not told["unit"]:
        raise UnfitCylinderError("气瓶还没有登记。", "写上瓶号、气体和单位。")
    _number("浓度", told["concentration"], may_be_zero=True)
    for name, key in (("不确定度", "uncertainty"), ("包含因子 k", "k")):
        if told[key]:
            _number(name, told[key])
    try:
        day = date.fromisoformat(told["valid_until"]).isoformat() if told["valid_until"] else ""
    except ValueError as error:
        raise UnfitCylinderError("有效期不是日期。", "写成 2027-01-16 这样。") from error
    return Cylinder(**{**told, "valid_until": day})


def save_cylinder(desk: Desk, cylinder: Cylinder, replaces: str = "") -> tuple[Cylinder, ...]:
    """Enter a cylinder, or change the one numbered `replaces`; return the list.

    Raises:
        UnfitCylinderError: something is missing, no number, no date, or the number is taken.
        DamagedListError: the list cannot be read; it is not written over.
        ListNotKeptError: the disk did not take it.
    """
    new = _checked(cylinder)
    others = tuple(one for one in list_cylinders(desk) if one.number != replaces)
    if any(one.number == new.number for one in others):
        raise UnfitCylinderError(f"已有一只气瓶编号 {new.number}。", "换一个编号，或改那一只。")
    CYLINDERS.write(desk.profile.folder, (*others, new))
    return list_cylinders(desk)


def remove_cylinder(desk: Desk, number: str) -> tuple[Cylinder, ...]:
    """Take a cylinder off the list; steps that name it stay as they are. Return the list."""
    left = tuple(one for one in list_cylinders(desk) if one.number != number)
    CYLINDERS.write(desk.profile.folder, left)
    return left
