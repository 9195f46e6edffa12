"""What a reading of a photoionisation detector becomes for one substance, in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.factors import Device, corrected, factor_book
from fieldlaw.cases.records.measurement import Detector
from fieldlaw.ui.presenters.measuring_words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Measurement


@dataclass(frozen=True)
class FactorWords:
    """The corrected value or why there is none; `tone` says whether it may be relied on."""

    value: str
    about: str
    tone: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("factors", text)


def substances(packs: Sequence[Pack]) -> tuple[tuple[str, str], ...]:
    """The substances of the packs: id and name."""
    return tuple((key, one.name) for key, one in factor_book(packs).substances.items())


def factor_words(
    taken: Measurement | None, instrument: Instrument | None, substance: str, packs: Sequence[Pack]
) -> FactorWords | None:
    """Correct the newest reading for a substance; None where there is no photoionisation reading.

    The reading itself stays what it is: what a factor gives is shown beside it and kept nowhere.
    """
    if taken is None or instrument is None or taken.detector is not Detector.PID or not substance:
        return None
    lamp = _lamp(instrument.lamp_ev)
    if lamp is None:
        return FactorWords("—", _tr("没有登记灯的能量，系数用不上。"), "warning")
    if taken.value is None:
        return FactorWords("—", _tr("现在没有读数。"), "unknown")
    found = corrected(taken.value, substance, Device(instrument.model, lamp), packs)
    if found.value is None or found.factor is None:
        return FactorWords("—", found.reason, "warning")
    used = found.factor
    about = _tr("系数 {0}（{1}，{2} eV）").format(plain(used.factor), used.table, plain(used.lamp_ev))
    about += f"；{found.reason}" if found.reason else ""
    tone = "" if found.is_verified else "warning"
    return FactorWords(f"{found.value.normalize():f} {taken.unit}", about, tone)


def _lamp(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
