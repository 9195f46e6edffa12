"""Coverage-guided fuzzing of one reader with atheris, which is not in the lock: install it by hand.

    python -m venv /tmp/fuzzvenv && /tmp/fuzzvenv/bin/pip install atheris==3.0.0
    export PYTHONPATH=.:.venv/lib/python3.11/site-packages
    nice -n 15 /tmp/fuzzvenv/bin/python -m tests.fuzz.fuzz_thermal FORMAT [SECONDS]

Seeds: small files made here, the simulated camera's, and small reference files where they lie on this
machine. The fuzzer keeps some kilobytes of every input, so that it runs in legs, each a process of its own
that goes on with the files that the one before has found. An input that breaks a promise is left in the
working directory as `crash-…`, `timeout-…` or `oom-…`, ends the run with exit code 1, and becomes a test in
tests/devices.
"""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.devices.thermal.reading import Scale
from tests.devices import thermal_files as files
from tests.fuzz import invariants

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 200_000  # bytes of an input: larger ones only slow the search down
LEG = 40  # seconds
HALF = Scale("0.5", "-273.15", "fuzzing")
RUNS = re.compile(r"number_of_executed_units: (\d+)")

# A format is one line: its reader, the seeds made here, and which reference files are seeds as well.
FORMATS: dict[str, tuple[str, list[bytes], tuple[str, ...]]] = {
    "flir_jpeg": ("flir", [files.SIMULATED, files.rich_jpeg()], ("FLIR*.jpg",)),
    "flir_fff": (
        "flir",
        [files.rich_block(sums=False), files.rich_block(order="<"), files.seq()],
        ("*.fff",),
    ),
    "flir_csq": ("flir", [files.csq()], ()),
    "infiray_irg": ("infiray", [files.irg(), files.irg(b"\xba\xab"), files.irg(b"\x04\xa0")], ("*.irg",)),
    "tiff16": ("tiff", [b"II*\0\x08\0\0\0" + bytes(64)], ("*.tiff",)),
    "csv": ("csv_matrix", [b"T;1\n1,5;---\n2;3\n", b'"1","2"\r\n3,4\r\n'], ("*.csv",)),
    "dji": ("dji", [b"\xff\xd8\xff\xe3\x00\x06abcd\xff\xd9"], ("DJI*",)),
    "foreign": ("foreign", [b"\xff\xd8\xff\xd9HDRI" + bytes(60), b"PK\3\4" + bytes(26) + b"IR.data"], ()),
    "plain": ("plain", [b"RIFF\x10\0\0\0AVI LIST", b"\0\0\0\x08ftypisom"], ("NEG*.jpg",)),
}


def target(reader: Any) -> Callable[[bytes], None]:
    """What is called with each input: the first and the second frame, without a scale and with one."""

    def one(data: bytes) -> None:
        claimed = reader.claims(data)
        for frame, scale in ((0, None), (1, None), (0, HALF)):
            invariants.check(reader.read(data, frame, scale), compute=claimed)

    return one


def seeds(name: str, folder: Path) -> None:
    """Write the seeds of a format."""
    _, made, patterns = FORMATS[name]
    real = [path.read_bytes() for pattern in patterns for path in sorted(files.DATA.glob(pattern))]
    for number, data in enumerate([*made, *(one for one in real if len(one) <= LARGEST)]):
        (folder / f"seed{number}").write_bytes(data)


def leg(name: str, seconds: str, folder: str) -> None:
    """One process of the fuzzer."""
    import atheris  # noqa: PLC0415 - not in the lock

    with atheris.instrument_imports(include=["fieldlaw.devices.thermal.formats"]):
        reader = importlib.import_module(f"fieldlaw.devices.thermal.formats.{FORMATS[name][0]}")
    limits = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", "-rss_limit_mb=4096", "-timeout=5"]
    atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", folder], target(reader))
    atheris.Fuzz()


def main() -> int:
    name, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
    runs, start = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        seeds(name, Path(folder))
        while (left := seconds - (time.monotonic() - start)) >= 1:
            words = [sys.executable, "-m", "tests.fuzz.fuzz_thermal", name, str(int(min(left, LEG))), folder]
            done = subprocess.run(words, capture_output=True, check=False)
            said = done.stderr.decode("utf-8", "replace")
            runs += sum(int(count) for count in RUNS.findall(said))
            if done.returncode:
                print(said[-4000:])
                break
        corpus = len(list(Path(folder).iterdir()))
    print(f"{name}: {runs} executions, {corpus} files found, {time.monotonic() - start:.0f} s", flush=True)
    return 1 if left >= 1 else 0


if __name__ == "__main__":
    sys.exit(leg(*sys.argv[1:4]) if len(sys.argv) > 3 else main())
