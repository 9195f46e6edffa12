"""One short tone of 880 Hz through the default output; the system's beep where there is none."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

RATE, HERTZ, SECONDS, LOUD = 22050, 880, 0.2, 0.6
_RAMP = 220  # samples: a tone that begins and ends at once clicks


def samples() -> bytes:
    """The tone: signed 16-bit samples of one channel."""
    count = int(RATE * SECONDS)
    edge = (min(1.0, n / _RAMP, (count - n) / _RAMP) for n in range(count))
    wave = (math.sin(2 * math.pi * HERTZ * n / RATE) for n in range(count))
    return struct.pack(f"<{count}h", *(int(32767 * LOUD * a * b) for a, b in zip(edge, wave, strict=True)))


class Tone(QObject):
    """Plays it; the sound system is opened at the first tone, not before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = False
        self._sink: QAudioSink | None = None
        self._data = QBuffer(self)

    def play(self) -> None:
        """Play one tone."""
        if not self._opened:
            self._opened = True
            self._sink = self._open()
        if self._sink is None:
            QApplication.beep()
            return
        self._sink.stop()
        self._data.close()
        self._data.setData(QByteArray(samples()))
        self._data.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink.start(self._data)

    def _open(self) -> QAudioSink | None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices  # noqa: PLC0415  slow to load

        output = QMediaDevices.defaultAudioOutput()
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if output.isNull() or not output.isFormatSupported(form):
            return None
        return QAudioSink(output, form, self)
