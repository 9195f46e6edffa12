"""Decoding radiometric files against flyr on the same bytes; the temperatures are compared too."""

from __future__ import annotations

import io
import sys
import warnings
from pathlib import Path

import flyr
import numpy as np

from fieldlaw.devices.simulated.camera import radiometric_jpeg
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import temperatures
from tests.benchmarks.figures import report, seconds

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
TURNS = 7
READABLE = (  # what flyr reads, see its own list of formats; other files have no peer
    "FLIR_AX8_80x60.jpg",
    "FLIR_E40_window098_spot.jpg",
    "FLIR_E5_planckF2.5_area.jpg",
    "FLIR_SC660_IR_2412.jpg",
    "FLIR_T640_png_visible2592.jpg",
    "FLIR ONE Pro gen3 portrait.jpg",
)


def ours(data: bytes) -> np.ndarray:
    return temperatures(flir.decode(data)[0])


def peer(data: bytes) -> np.ndarray:
    return flyr.unpack(io.BytesIO(data)).celsius


def main() -> None:
    files = {"made by the simulated camera": radiometric_jpeg(1_780_000_000)}
    files |= {name: (DATA / name).read_bytes() for name in READABLE if (DATA / name).exists()}
    warnings.simplefilter("ignore")  # the peer's
    for name, data in files.items():
        try:
            worst = float(np.nanmax(np.abs(ours(data) - peer(data))))
        except KeyError as error:
            print(f"decode {name[:30]:<31} flyr does not read it (KeyError {error})")
            continue
        report(
            f"decode {name[:30]}",
            seconds(lambda data=data: ours(data), TURNS),
            seconds(lambda data=data: peer(data), TURNS),
            f"flyr (differs {worst:.4f} K)",
        )


if __name__ == "__main__":
    sys.exit(main())
