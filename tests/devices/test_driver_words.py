"""What documents say of a driver: thin evidence and lines without a checksum, as the drivers have them."""

from __future__ import annotations

from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.driver_words import driver_words


def test_every_experimental_driver_is_named() -> None:
    told = driver_words()
    thin = {name for name, words in told.items() if any("实验性" in word for word in words)}
    assert thin == {name for name, spec in KNOWN.items() if spec.experimental}


def test_a_model_with_a_checksum_is_not_said_to_have_none() -> None:
    unchecked = {name for name, words in driver_words().items() if "仪器数据不带校验" in words}
    assert unchecked == {"phx42", "tva2020", "tva1000b_bt", "rae_R"}
    assert not unchecked & {"phx21", "raeguard3", "falco", "pids3"}
