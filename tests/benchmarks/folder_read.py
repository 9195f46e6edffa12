"""Reading a folder of files in the process apart, against hashing the same bytes and reading them here.

Run: python -m tests.benchmarks.folder_read [FOLDER]; without one, the shared thermal files.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fieldlaw.devices.thermal import opening
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from tests.benchmarks.figures import report, seconds

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thermal"
TURNS = 7


def hashed(paths: list[Path]) -> None:
    subprocess.run(["sha256sum", *map(str, paths)], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    paths = sorted(one for one in folder.iterdir() if one.is_file())
    print(f"{len(paths)} files, {sum(one.stat().st_size for one in paths) / 1e6:.1f} MB")
    start = seconds(lambda: Reader(Limits()).read(b""), 3)
    with Reader(Limits()) as reader:
        reader.read(b"")

        def apart() -> None:
            for one in paths:
                reader.read(one.read_bytes())

        def here() -> None:
            for one in paths:
                opening.read(one.read_bytes())

        apart(), here(), hashed(paths)
        mine, inside, floor = (seconds(work, TURNS) for work in (apart, here, lambda: hashed(paths)))
    report("folder, in the process apart", mine, floor, "sha256sum of the same files")
    report("folder, in the process apart", mine, inside, "read in this process")
    print(f"start of the process, once: {min(start) * 1000:.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
