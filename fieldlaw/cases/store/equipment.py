"""The instruments and the gas cylinders of a machine, each a list in its own file."""

from __future__ import annotations

from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.listfile import ListFile

_LATER = frozenset({"lamp_ev", "firmware", "unit", "calibration_gas", "baudrate"})
INSTRUMENTS = ListFile("instruments", "仪器", Instrument, lambda one: one.name, _LATER)
CYLINDERS = ListFile("cylinders", "气瓶", Cylinder, lambda one: one.number)
