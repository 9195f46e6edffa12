"""An instrument that the bureau owns: how it is reached, and what certificate it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldlaw.cases.records.measurement import CalibrationState


@dataclass(frozen=True)
class Instrument:
    """One entry of the equipment list.

    Attributes:
        name: what people call it (FID-02); readings carry it as their device.
        model: the id of a model that the program can drive.
        address: a serial port path, a COM name or a pyserial URL.
        serial: the maker's serial number.
        certificate: the number of the calibration certificate; empty when none was entered.
        valid_until: the last day of the certificate, ISO date; empty when none was entered.
        lamp_ev: energy of the lamp of a photoionisation detector, decimal text; empty when not entered.
        firmware: the version that the instrument tells; empty when not known.
        unit: of the values of its stream, where the protocol does not say; empty for that of the model.
        calibration_gas: what it was calibrated with (methane, propane …); empty when not entered.
        baudrate: of a serial port, decimal text; empty for the model's own.
    """

    name: str
    model: str
    address: str
    serial: str = ""
    certificate: str = ""
    valid_until: str = ""
    lamp_ev: str = ""
    firmware: str = ""
    unit: str = ""
    calibration_gas: str = ""
    baudrate: str = ""

    def days_left(self, day: date) -> int | None:
        """Days from `day` to the last valid one, negative when past; None without a date."""
        return (date.fromisoformat(self.valid_until) - day).days if self.valid_until else None

    def expired(self, day: date) -> bool:
        """True when a date was entered and `day` lies after it."""
        left = self.days_left(day)
        return left is not None and left < 0

    @property
    def calibration(self) -> CalibrationState:
        """What a reading keeps of it; a check with span gas is not known here."""
        return CalibrationState(self.certificate, self.valid_until, None)
