"""The one door to serial ports, Bluetooth ports and raw TCP, through pyserial and plain sockets.

Every failure of the operating system leaves here as LinkLost with a sentence for the inspector. Must not know
protocols, sessions or simulators.
"""

from __future__ import annotations

from fieldlaw.devices.link.line import ByteLog, Link
from fieldlaw.devices.link.losses import LinkLost, Loss, Phase, lost, told
from fieldlaw.devices.link.ports import Bluetooth, PortInfo, list_ports
from fieldlaw.devices.link.serial_link import Opener, SerialLink
from fieldlaw.devices.link.transcript import TranscriptLink

__all__ = [
    "Bluetooth",
    "ByteLog",
    "Link",
    "LinkLost",
    "Loss",
    "Opener",
    "Phase",
    "PortInfo",
    "SerialLink",
    "TranscriptLink",
    "list_ports",
    "lost",
    "told",
]
