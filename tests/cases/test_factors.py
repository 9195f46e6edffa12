"""Correction factors: of a device and its lamp; what a lamp cannot see; what was not read never decides."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fieldlaw.cases.law.factors import Device, choices, corrected, factor_book, mixture_factor
from fieldlaw.cases.law.threshold_rows import UnknownIdError
from fieldlaw.cases.packs.load import load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError

FILE = Path(__file__).parents[2] / "resources" / "factors" / "pid.yaml"
TEXT = FILE.read_text("utf-8")
PACKS = (load_pack(FILE),)
RAE = Device("rae_R", Decimal("10.6"))
HOT = Device("rae_R", Decimal("11.7"))


@pytest.mark.parametrize(
    ("substance", "device", "reading", "value", "verified"),
    [
        ("n_butyl_acetate", RAE, "10.0", "26.00", True),  # TN-106
        ("trichloroethylene", RAE, "10.0", "5.400", True),  # TN-106
        ("m_xylene", RAE, "10.0", "4.300", True),  # TN-106
        ("dichloroethane_12", HOT, "10.0", "6.00", True),  # TN-106
        ("benzene", RAE, "10.0", "5.300", False),  # instruments.md 4.4; the factor is from memory
    ],
)
def test_a_reading_is_corrected_by_the_factor_of_its_lamp(substance, device, reading, value, verified):
    found = corrected(Decimal(reading), substance, device, PACKS)
    assert found.value == Decimal(value)
    assert found.is_verified is verified
    assert bool(found.reason) is not verified


@pytest.mark.parametrize("substance", ["methane", "propane", "methanol", "dichloromethane"])
def test_what_the_lamp_cannot_ionise_is_not_detectable(substance):
    found = corrected(Decimal(0), substance, RAE, PACKS)
    assert found.value is None
    assert "不能检出" in found.reason


def test_no_factor_is_taken_from_another_maker_or_lamp():
    assert corrected(Decimal(1), "acetone", Device("falco", Decimal("10.6")), PACKS).value is None
    assert corrected(Decimal(1), "acetone", HOT, PACKS).value is None
    assert corrected(
        Decimal(1), "acetone", Device("x", Decimal("10.6"), "RAE Systems"), PACKS
    ).value == Decimal("1.1")
    assert {row.factor for row in choices("acetone", PACKS)} == {Decimal("0.7"), Decimal("1.1")}
    with pytest.raises(UnknownIdError, match="water"):
        corrected(Decimal(1), "water", RAE, PACKS)


def test_the_factor_of_a_mixture_is_one_over_the_sum():
    half = Decimal("0.5")
    found = mixture_factor({"n_butyl_acetate": half, "m_xylene": half}, RAE, PACKS)
    assert found.value is not None
    assert round(found.value, 6) == round(1 / (half / Decimal("2.6") + half / Decimal("0.43")), 6)
    assert found.is_verified
    assert not mixture_factor({"benzene": half, "m_xylene": half}, RAE, PACKS).is_verified
    assert mixture_factor({"benzene": half}, RAE, PACKS).value is None
    assert mixture_factor({}, RAE, PACKS).value is None
    assert mixture_factor({"methane": half, "m_xylene": half}, RAE, PACKS).value is None
    assert mixture_factor({"ammonia": half, "m_xylene": half}, RAE, PACKS).value is None


def test_only_what_was_read_is_verified():
    assert {row.id for row in factor_book(PACKS).factors if row.status == "seen"} == {
        "tn106-n-butyl-acetate",
        "tn106-trichloroethylene",
        "tn106-m-xylene",
        "tn106-dichloroethane",
    }


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('acetone, lamp_ev: "10.6"', 'benzene, lamp_ev: "10.60"', "同一灯"),
        ("substance: acetone, lamp_ev", "substance: gold, lamp_ev", "没有物质 gold"),
        ('factor: "2.6"', 'factor: "0"', "大于 0"),
        ("reference: isobutylene", "reference: air", "没有物质 air"),
        ("maker: RAE Systems", "maker: RAE Systems\n    colour: red", "colour"),
    ],
)  # fmt: skip
def test_a_faulty_pack_is_turned_down(old, new, word):
    assert old in TEXT
    with pytest.raises(PackError, match=r"pid\.yaml:\d+") as caught:
        parse_pack(TEXT.replace(old, new, 1), "pid.yaml")
    assert word in caught.value.what
