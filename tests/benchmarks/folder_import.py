"""Importing a folder of infrared files into a case against `sha256sum` of the same files in the same run.

An import reads each file in a process of its own, looks for the same bytes and the same capture, seals the
parts, waits for the disk, and signs the event.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fieldlaw.cases.casework import opening as case_opening
from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.store import profile, vault
from fieldlaw.devices.simulated.camera import radiometric_jpeg
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.presenters.thermal_intake import examine, files_in, keep

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
WANTED = 60
TASK = case_opening.Task(
    "基准", "示例厂", "91140100MA0EXAMPLE", "示例路1号", "双随机", "张三", (("甲", "1"),)
)
WHEN = "2026-11-26T10:00:00+08:00"


def fill(folder: Path) -> None:
    """Real files where they are, and made ones up to sixty."""
    real = [p for p in sorted(DATA.iterdir()) if p.suffix.lower() != ".json"] if DATA.exists() else []
    for path in real:
        shutil.copy(path, folder)
    for n in range(WANTED - len(real)):
        (folder / f"IR_{n:04d}.jpg").write_bytes(radiometric_jpeg(1_780_000_000 + n))


def sha256sum(files: tuple[Path, ...]) -> float:
    start = time.perf_counter()
    subprocess.run(["sha256sum", *map(str, files)], check=True, capture_output=True)
    return time.perf_counter() - start


def imported(folder: Path, files: tuple[Path, ...]) -> tuple[float, float]:
    """Seconds of the whole import, and of reading alone."""
    held = profile.create(
        folder / "profile", profile.Person("甲", "执法人员"), "pass", os.urandom, vault.FLOOR
    )
    desk = Desk(held, lambda: ev.Moment(WHEN, 1, "boot", None), os.urandom)
    case = case_opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    reading = 0.0
    with Reader(Limits()) as reader:
        start = time.perf_counter()
        for path in files:
            began = time.perf_counter()
            found = examine(path, reader.read)
            reading += time.perf_counter() - began
            if found.media:
                keep(desk, case, "", found)
        whole = time.perf_counter() - start
    held.close()
    return whole, reading


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "card").mkdir()
        fill(folder / "card")
        files = files_in([str(folder / "card")])
        size = sum(path.stat().st_size for path in files)
        floor = min(sha256sum(files) for _ in range(5))
        whole, reading = imported(folder, files)
    each = whole / len(files) * 1000
    print(f"folder import: {len(files)} files, {size / 1e6:.1f} MB, {whole:.2f} s (reading {reading:.2f})")
    print(f"  {each:.0f} ms a file; sha256sum {floor * 1000:.0f} ms; ratio {whole / floor:.0f}")


if __name__ == "__main__":
    sys.exit(main())
