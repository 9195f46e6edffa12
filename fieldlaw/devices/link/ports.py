"""Which ports this machine has, in the system's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import serial.tools.list_ports

from fieldlaw.devices.link.losses import Phase, mapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from serial.tools.list_ports_common import ListPortInfo


class Bluetooth(Enum):
    """Whether a port is a Bluetooth one and who calls whom, as far as the system says."""

    NO = "no"
    OUTGOING = "outgoing"  # this machine calls the instrument: the one to use
    INCOMING = "incoming"  # the instrument would have to call
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class PortInfo:
    """A port of this machine.

    Attributes:
        path: what opens it: a device path or a COM name.
        about: what the system says of it in plain words; empty when it says nothing.
        bluetooth: whether it is a Bluetooth port, and its direction.
    """

    path: str
    about: str
    bluetooth: Bluetooth = Bluetooth.NO


def list_ports(
    comports: Callable[[], Iterable[ListPortInfo]] = serial.tools.list_ports.comports,
) -> tuple[PortInfo, ...]:
    """Return the serial and Bluetooth ports of this machine; slow on some systems.

    Raises:
        LinkLost: the system does not tell.
    """
    with mapped("", Phase.LIST):
        found = sorted(comports(), key=lambda port: str(port.device))
    return tuple(
        PortInfo(port.device, _about(port.description), bluetooth_of(port.device, port.hwid or ""))
        for port in found
    )


def bluetooth_of(device: str, hwid: str) -> Bluetooth:
    r"""Read the direction out of the name that the system gave.

    Windows names a Bluetooth port `BTHENUM\{service}_…\…&ADDRESS_…`: with the address of a paired device it
    is the outgoing one, with twelve zeros the incoming one (from memory, not tried). macOS calls its incoming
    port so. Linux tells no direction.
    """
    if hwid.upper().startswith("BTHENUM"):
        address = re.search(r"&([0-9A-F]{12})(?:_|$)", hwid, re.IGNORECASE)
        if address is None:
            return Bluetooth.NOT_TOLD
        return Bluetooth.OUTGOING if address[1].strip("0") else Bluetooth.INCOMING
    if "Bluetooth-Incoming" in device:
        return Bluetooth.INCOMING
    return Bluetooth.NOT_TOLD if re.search(r"/rfcomm\d+$", device) else Bluetooth.NO


def _about(description: str | None) -> str:
    return "" if description in (None, "n/a") else str(description)
