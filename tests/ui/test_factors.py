"""A photoionisation reading corrected for a substance: shown beside the reading, or the reason why not."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measurement import Crc, Detector, Measurement, Quality
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.presenters.factors import factor_words, substances

PACKS = load_folder(RESOURCES / "factors")
RAE = Instrument("PID-01", "rae_R", "COM3", lamp_ev="10.6")


def reading(value: str | None, detector: Detector = Detector.PID) -> Measurement:
    held = Decimal(value) if value else None
    quality = Quality.UNKNOWN if value else Quality.FAULT
    now = datetime(2026, 11, 25, tzinfo=UTC)
    return Measurement("PID-01", detector, held, "ppm", quality, (), b"", Crc.ABSENT, now, 0.0)


@pytest.mark.parametrize(
    ("lamp", "substance", "value", "word"),
    [
        ("10.6", "benzene", "5.3 ppm", "未核实"),
        ("10.6", "n_butyl_acetate", "26 ppm", "TN-106"),
        ("10.6", "methane", "—", "不能检出"),
        ("9.8", "n_butyl_acetate", "—", "没有这台仪器、这支灯"),
        ("", "benzene", "—", "没有登记灯的能量"),
        ("bright", "benzene", "—", "没有登记灯的能量"),
    ],
)
def test_a_factor_belongs_to_device_lamp_and_substance(lamp, substance, value, word) -> None:
    words = factor_words(reading("10.0"), Instrument("PID-01", "rae_R", "", lamp_ev=lamp), substance, PACKS)
    assert words.value == value
    assert word in words.about


def test_only_a_factor_that_was_seen_is_shown_without_a_warning() -> None:
    assert factor_words(reading("10.0"), RAE, "n_butyl_acetate", PACKS).tone == ""
    assert factor_words(reading("10.0"), RAE, "benzene", PACKS).tone == "warning"


def test_without_a_photoionisation_reading_there_is_nothing_to_correct() -> None:
    assert factor_words(reading("10.0", Detector.FID), RAE, "benzene", PACKS) is None
    assert factor_words(None, RAE, "benzene", PACKS) is None
    assert factor_words(reading("10.0"), RAE, "", PACKS) is None
    assert factor_words(reading(None), RAE, "benzene", PACKS).about == "现在没有读数。"
    assert ("benzene", "苯") in substances(PACKS)
