"""Checksums of the simulated protocols; the drivers have their own."""

from __future__ import annotations


def phx21_crc(data: bytes) -> int:
    """The 8-bit rotate-and-add of the LDARtools phx21 (PhxAccess, `ComputeCRC`; facts only)."""
    total = 0xD5
    for byte in data:
        total = ((total << 1 | total >> 7) + byte) & 0xFF
    return total


def modbus_crc(data: bytes) -> bytes:
    """CRC-16/MODBUS, low byte first."""
    total = 0xFFFF
    for byte in data:
        total ^= byte
        for _ in range(8):
            total = total >> 1 ^ (0xA001 if total & 1 else 0)
    return total.to_bytes(2, "little")
