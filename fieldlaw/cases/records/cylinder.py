"""A cylinder of calibration gas that the bureau owns: what is in it, how well that is known, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ZERO_AIR = "zero_air"


@dataclass(frozen=True)
class Cylinder:
    """One entry of the list of gas cylinders.

    Attributes:
        number: the number on the cylinder.
        substance: methane, propane, isobutylene …, or zero_air (ZERO_AIR).
        concentration: decimal text; 0 for zero gas.
        unit: of the concentration.
        uncertainty: expanded uncertainty in percent, decimal text; empty when not stated.
        k: coverage factor, decimal text; empty when not stated.
        certificate: number of the certificate; empty when none was entered.
        valid_until: last day of the certificate, ISO date; empty when none was entered.
    """

    number: str
    substance: str
    concentration: str
    unit: str = "μmol/mol"
    uncertainty: str = ""
    k: str = ""
    certificate: str = ""
    valid_until: str = ""

    def days_left(self, day: date) -> int | None:
        """Days from `day` to the last valid one, negative when past; None without a date."""
        return (date.fromisoformat(self.valid_until) - day).days if self.valid_until else None

    def expired(self, day: date) -> bool:
        """True when a date was entered and `day` lies after it."""
        left = self.days_left(day)
        return left is not None and left < 0
