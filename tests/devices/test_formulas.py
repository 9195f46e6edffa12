"""The formulas of a measurement against the golden numbers of instruments.md 4.4."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.devices import formulas as f


def d(*texts):
    return [Decimal(text) for text in texts]


def test_precision():
    assert f.precision_percent(d("485", "510", "492"), Decimal(500)) == Decimal("2.20")


def test_response_time_and_dwell():
    mean = f.mean(d("6.2", "5.8", "6.6"))
    assert mean == Decimal("6.2")
    assert f.required_dwell(mean, Decimal(2)) == Decimal("12.4")


def test_the_rise_is_the_first_time_that_stays():
    steps = [("1", "100"), ("2", "452"), ("3", "449"), ("4", "450"), ("5", "480"), ("9", "500")]
    samples = [(Decimal(at), Decimal(value)) for at, value in steps]
    assert f.rise_time(samples, Decimal(0), Decimal(500), Decimal(90)) == 4
    with pytest.raises(f.NoResultError, match="稳定"):
        f.rise_time(samples[:3], Decimal(0), Decimal(500), Decimal(90))
    with pytest.raises(f.NoResultError, match="上升"):
        f.rise_time(samples, Decimal(500), Decimal(500), Decimal(90))


def test_net():
    assert f.net(Decimal("2001.4"), Decimal("1.4")) == Decimal("2000.0")
    assert f.net(Decimal("1.0"), Decimal("1.4")) == 0


def test_drift():
    assert f.drift_percent(Decimal(500), Decimal(447)) == Decimal("-10.6")


def test_mass_concentration():
    benzene = Decimal("78.11")
    assert round(f.mg_per_m3(Decimal(10), benzene, f.TN106_MOLAR_VOLUME), 3) == Decimal("32.012")
    assert round(f.molar_volume(Decimal(25), Decimal("101.325")), 3) == Decimal("24.465")
    assert round(f.molar_volume(Decimal(0), Decimal("101.325")), 3) == Decimal("22.414")


def test_indication_error():
    assert f.indication_error_percent(d("1012", "1008", "1010"), Decimal(1000), Decimal(2000)) == Decimal(
        "0.50"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: f.mean([]),
        lambda: f.precision_percent(d("1"), Decimal(0)),
        lambda: f.drift_percent(Decimal(0), Decimal(1)),
        lambda: f.indication_error_percent(d("1"), Decimal(1), Decimal(0)),
        lambda: f.mg_per_m3(Decimal(1), Decimal(0), Decimal(24)),
        lambda: f.molar_volume(Decimal(-274), Decimal(101)),
        lambda: f.molar_volume(Decimal(20), Decimal(0)),
    ],
)
def test_numbers_that_admit_no_result_say_so(wrong):
    with pytest.raises(f.NoResultError):
        wrong()


@given(st.decimals(0, 10**6, places=6), st.decimals(0, 10**6, places=6))
def test_net_is_exact_and_never_negative(reading, background):
    assert f.net(reading, background) == max(Decimal(0), reading - background)
