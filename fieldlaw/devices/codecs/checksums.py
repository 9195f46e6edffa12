"""The checksums of the wire protocols; each over the bytes as they stand on the wire."""

from __future__ import annotations

import zlib

_POLYNOMIAL = 0xA001  # CRC-16/Modbus, reflected 0x8005


def _row(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
    return value


_TABLE = tuple(_row(value) for value in range(256))


def crc16_modbus(data: bytes) -> bytes:
    """CRC-16/Modbus, low byte first as it is sent (Modbus over serial line V1.02, 2.5.1.2)."""
    crc = 0xFFFF
    for value in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ value) & 0xFF]
    return crc.to_bytes(2, "little")


def rotate_add(data: bytes) -> int:
    """The phx21's sum: seed 0xD5, rotate left by one, add (LDARtools PhxAccess, Phx21.cs, facts only)."""
    total = 0xD5
    for value in data:
        total = ((total << 1 | total >> 7) + value) & 0xFF
    return total


def crc32_hex(data: bytes) -> bytes:
    """CRC-32 of zlib as eight upper-case hexadecimal digits (ACI PIDS3 manual, frame example)."""
    return f"{zlib.crc32(data):08X}".encode("ascii")
