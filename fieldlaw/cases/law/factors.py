"""Correction factors of photoionisation detectors: of one device, one lamp, one edition, one substance.

A substance that the lamp cannot ionise is not detectable, whatever number stands on the display. A factor
that nobody has read in its source is shown and never decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.threshold_rows import SEEN, STATUS_WORDS, UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.packs.records import Pack

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Substance:
    """A substance; `ionisation_ev` None where no source gives it."""

    id: str
    name: str
    ionisation_ev: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class Factor:
    """True value = reading × `factor`; `lamp_ev` None where the source does not name the lamp."""

    id: str
    table: str
    edition: str
    maker: str
    models: tuple[str, ...]
    substance: str
    lamp_ev: Decimal | None
    factor: Decimal
    source: str
    status: str
    pack: str


@dataclass(frozen=True, slots=True)
class FactorBook:
    """All that the packs of factors say."""

    substances: Mapping[str, Substance]
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Device:
    """The instrument: the id of its model, or its maker, and the energy of its lamp in eV."""

    model: str
    lamp_ev: Decimal
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected value, or no value with the reason.

    Attributes:
        is_verified: the factor was read in its source; only then may the value decide anything.
        reason: why there is no value, or why it cannot decide; empty else.
    """

    value: Decimal | None
    reason: str
    is_verified: bool = False
    factor: Factor | None = None


def factor_book(packs: Iterable[Pack]) -> FactorBook:
    """Read the packs of factors; others are passed over."""
    held = [pack for pack in packs if pack.header.kind == "factors"]
    return FactorBook(
        substances={row["id"]: _substance(row) for pack in held for row in pack.rows("substances")},
        factors=tuple(
            _factor(row, table, pack)
            for pack in held
            for table in pack.rows("tables")
            for row in table["factors"]
        ),
    )


def corrected(reading: Decimal, substance: str, device: Device, packs: Iterable[Pack]) -> Corrected:
    """The true value of a reading on the scale of the reference gas.

    Args:
        reading: what the instrument shows, in ppm of its reference gas.
        substance: the id of what is measured.
        device: the instrument and its lamp.
        packs: packs with factors among them.

    Raises:
        UnknownIdError: no pack has the substance.
    """
    book = factor_book(packs)
    hidden = _hidden(book, substance, device)
    if hidden:
        return hidden
    row = _row(book, substance, device)
    if row is None:
        return Corrected(None, f"没有这台仪器、这支灯对{book.substances[substance].name}的校正系数")
    return _told(EXACT.multiply(reading, row.factor), row)


def mixture_factor(parts: Mapping[str, Decimal], device: Device, packs: Iterable[Pack]) -> Corrected:
    """The factor of a mixture, 1 / Σ(share / factor); `value` is the factor, not rounded.

    Args:
        parts: substance to its share by volume; the shares add up to one.
        device: the instrument and its lamp.
        packs: packs with factors among them.

    Raises:
        UnknownIdError: no pack has a substance.
    """
    book = factor_book(packs)
    if not parts or any(share <= 0 for share in parts.values()) or sum(parts.values()) != ONE:
        return Corrected(None, "各组分的比例应大于 0，合计为 1")
    total, rows = Decimal(0), []
    for substance, share in parts.items():
        hidden = _hidden(book, substance, device)
        row = _row(book, substance, device)
        if hidden or row is None:
            name = book.substances[substance].name
            return hidden or Corrected(None, f"没有这台仪器、这支灯对{name}的校正系数")
        total = EXACT.add(total, EXACT.divide(share, row.factor))
        rows.append(row)
    doubtful = next((row for row in rows if row.status != SEEN), rows[0])
    return _told(EXACT.divide(ONE, total), doubtful)


def choices(substance: str, packs: Iterable[Pack]) -> tuple[Factor, ...]:
    """All factors of a substance, of any device, to be shown side by side."""
    return tuple(row for row in factor_book(packs).factors if row.substance == substance)


def _told(value: Decimal, row: Factor) -> Corrected:
    if row.status == SEEN:
        return Corrected(value, "", is_verified=True, factor=row)
    return Corrected(value, f"系数{STATUS_WORDS[row.status]}，只供参考，不能据以判定", factor=row)


def _hidden(book: FactorBook, substance: str, device: Device) -> Corrected | None:
    """Why the lamp does not see a substance; None when it may."""
    if substance not in book.substances:
        raise UnknownIdError("物质", substance, book.substances)
    held = book.substances[substance]
    if held.ionisation_ev is None or held.ionisation_ev <= device.lamp_ev:
        return None
    note = "" if held.status == SEEN else f"；电离能{STATUS_WORDS[held.status]}"
    text = f"不能检出：{held.name}的电离能 {held.ionisation_ev} eV 高于灯的 {device.lamp_ev} eV{note}"
    return Corrected(None, text, is_verified=held.status == SEEN)


def _row(book: FactorBook, substance: str, device: Device) -> Factor | None:
    """The factor of the model, else of its maker; a lamp that is not named fits none."""
    fitting = [r for r in book.factors if r.substance == substance and r.lamp_ev == device.lamp_ev]
    of_model = [row for row in fitting if device.model in row.models]
    of_maker = [row for row in fitting if device.maker and row.maker == device.maker]
    return next(iter(of_model or of_maker), None)


def _substance(row: Mapping[str, Any]) -> Substance:
    energy = row.get("ionisation_ev")
    return Substance(row["id"], row["name"], Decimal(energy) if energy else None, row["status"])


def _factor(row: Mapping[str, Any], table: Mapping[str, Any], pack: Pack) -> Factor:
    return Factor(
        id=row["id"],
        table=table["name"],
        edition=table["edition"],
        maker=table["maker"],
        models=tuple(table["models"]),
        substance=row["substance"],
        lamp_ev=Decimal(row["lamp_ev"]) if "lamp_ev" in row else None,
        factor=Decimal(row["factor"]),
        source=row["source"],
        status=row["status"],
        pack=pack.header.sha256,
    )
