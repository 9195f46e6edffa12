"""The task runner of fieldlaw. Standard library only; runs on Linux and Windows with Python 3.11 to 3.13.

Every command first makes sure of the environment in .venv (created from requirements.lock, hashes checked).
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".installed"
RESOURCES = ROOT / "resources"
BENCHMARKS = ROOT / "tests" / "benchmarks"
DEMO = ROOT / "demo-out"  # the demo bureau: two profiles, a centre, a dossier
BUREAU = "示例市生态环境局"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
UV = VENV / ("Scripts/uv.exe" if WINDOWS else "bin/uv")

# What Qt needs of the system on Linux even without a screen: library, and the Debian package that has it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}


# What a window needs besides.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def call(*words: str | Path, **environment: str) -> int:
    """Run a command in the project folder and return its exit status."""
    return subprocess.call([str(w) for w in words], cwd=ROOT, env={**os.environ, **environment})


def must(*words: str | Path) -> None:
    """Run a command; end with its status when it fails."""
    status = call(*words)
    if status:
        sys.exit(status)


def present(library: str) -> bool:
    """True when the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def system_libraries() -> None:
    """Install what Qt needs (root on Debian), or print the exact command."""
    if not sys.platform.startswith("linux"):
        return
    needed = {**LIBRARIES, **SCREEN_LIBRARIES} if screen() else LIBRARIES
    wanted = [package for library, package in needed.items() if not present(library)]
    if not wanted:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *wanted]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        must("apt-get", "update", "-q")
        must(*install)
        return
    sys.exit("System libraries are missing. Run:\n  sudo " + " ".join(install))


def wanted_stamp() -> str:
    """What .venv must have been made from: the lock and the interpreter."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest() + " " + sys.version.split()[0]


def install() -> None:
    """Install the locked packages with uv; with pip where uv is not to be had or does not get through."""
    locked = ("--require-hashes", "-r", LOCK)
    fast = call(PYTHON, "-m", "pip", "install", "-q", "uv") == 0
    if fast and call(UV, "pip", "install", "-q", "--python", PYTHON, "--compile-bytecode", *locked) == 0:
        return
    must(PYTHON, "-m", "pip", "install", "-q", *locked)


def environment() -> None:
    """Make .venv ready; quick when it already is."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit("fieldlaw needs Python 3.11, 3.12 or 3.13 (PySide6 6.9.3 has no wheel for others).")
    system_libraries()
    if not (STAMP.exists() and STAMP.read_text() == wanted_stamp()):
        print("Setting up .venv …", flush=True)
        if not PYTHON.exists():
            venv.create(VENV, with_pip=True)
        install()
        STAMP.write_text(wanted_stamp())
    packs()


def packs() -> None:
    """Compile the rule packs of the house, which load much faster then; quick when nothing was edited."""
    sources = (path.read_bytes() for path in RESOURCES.rglob("*.yaml"))
    made = {path.stem for path in RESOURCES.rglob("compiled/*.pack")}
    if {hashlib.sha256(data).hexdigest() for data in sources} != made:
        call(PYTHON, "-m", "fieldlaw", "pack", "prepare", "--json")


def ruff() -> Path:
    """Where the linter lies."""
    return PYTHON.with_name("ruff.exe" if WINDOWS else "ruff")


def lint() -> int:
    """Check style and form (ruff), and dead code (vulture)."""
    return (
        call(ruff(), "check", ".") or call(ruff(), "format", "--check", ".") or call(PYTHON, "-m", "vulture")
    )


def types() -> int:
    """Check types (mypy --strict)."""
    return call(PYTHON, "-m", "mypy")


def contracts() -> int:
    """Check the plan of the house (import-linter)."""
    linter = PYTHON.with_name("lint-imports.exe" if WINDOWS else "lint-imports")
    return call(linter, "--no-cache", PYTHONPATH=str(ROOT))


def pytest(*words: str) -> int:
    """Run the tests with no screen."""
    return call(PYTHON, "-m", "pytest", *words, QT_QPA_PLATFORM="offscreen")


def test(*words: str) -> int:
    """Run all checks: style, types, contracts, tests."""
    if words:
        return pytest(*words)
    return lint() or types() or contracts() or pytest()


def run(*words: str) -> int:
    """Open the program on a demo bureau with an analyzer and a centre; with no screen: demo and shots."""
    if words:
        return call(PYTHON, "-m", "fieldlaw", *words)
    if not (DEMO / "dossier.pdf").exists():
        shutil.rmtree(DEMO, ignore_errors=True)
        must(PYTHON, "-m", "fieldlaw", "demo", "--bureau", "--out", DEMO)
    print(f"Dossier: {DEMO / 'dossier.pdf'}")
    if not screen():
        return shots()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what runs beside the window is ended with it
    with beside(centre_call()), beside(analyzer_call()):
        print("Passphrase of the demo profile: demo", flush=True)
        print(f"The supervisor: python3 dev.py run --profile {DEMO / 'supervisor'}", flush=True)
        return call(PYTHON, "-m", "fieldlaw", "--profile", DEMO / "inspector", FIELDLAW_BUREAU=BUREAU)


@contextlib.contextmanager
def beside(words: list[str | Path]) -> Iterator[None]:
    """Keep a command running; it is ended afterwards."""
    child = subprocess.Popen(
        [str(w) for w in words], cwd=ROOT, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def centre_call() -> list[str | Path]:
    """The demo bureau's centre on a free port, which is noted in both profiles."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for who in ("inspector", "supervisor"):
        path = DEMO / who / "centre.json"
        held = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**held, "url": f"http://127.0.0.1:{port}"}), encoding="utf-8")
    return [PYTHON, "-m", "fieldlaw", "server", "--data", DEMO / "centre", "--listen", f"127.0.0.1:{port}"]


def analyzer_call() -> list[str | Path]:
    """A simulated analyzer where the demo bureau's equipment list says that it is."""
    listed = json.loads((DEMO / "inspector" / "instruments.json").read_text(encoding="utf-8"))
    address = listed["instruments"][0]["address"]
    at = f"tcp:{address.rpartition(':')[2]}" if address.startswith("socket:") else address
    return [PYTHON, "-m", "fieldlaw", "instrument", "simulate", "--model", "phx42", "--at", at]


def shots(*words: str) -> int:
    """Take a picture of each screen at 100 % and 150 %, office and field, into demo-out/shots."""
    folder = DEMO / "shots"
    for factor in ("1", "1.5"):
        scaled = {"QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"}
        status = call(PYTHON, "-m", "tests.journeys.shots", folder, *words, **scaled)
        if status:
            return status
    print(f"Screenshots: {folder}")
    return 0


def screen() -> bool:
    """True when a window can be opened."""
    named = ("DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(n) for n in named)


def demo(*words: str) -> int:
    """Walk one case with no screen (--out DIR keeps everything, --images DIR takes real images)."""
    return call(PYTHON, "-m", "fieldlaw", "demo", *words)


def bench() -> int:
    """Measure with a floor in the same run: first paint, answers, images, assessments (installs flyr)."""
    must(
        UV,
        "pip",
        "install",
        "-q",
        "--python",
        PYTHON,
        "--require-hashes",
        "-r",
        BENCHMARKS / "requirements.lock",
    )
    rooms = (
        "first_paint", "saved_answer", "image_decode", "folder_read", "folder_import", "heat_repaint",
        "gas_change", "assessments", "analyzer_decode", "live_reading", "cable_pulled",
    )  # fmt: skip
    hidden = {} if screen() else {"QT_QPA_PLATFORM": "offscreen"}
    return max(call(PYTHON, "-m", f"tests.benchmarks.{room}", **hidden) for room in rooms)


def lock() -> int:
    """Resolve requirements.in anew into requirements.lock (no index address is recorded)."""
    return call(
        UV, "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-header", "requirements.in", "-o", LOCK,
    )  # fmt: skip


COMMANDS = {f.__name__: f for f in (run, demo, test, lint, types, contracts, bench, shots, lock)}


def main() -> int:
    """Dispatch, or print the commands."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(__doc__)
        for key, task in COMMANDS.items():
            print(f"  {key:<10} {(task.__doc__ or '').splitlines()[0]}")
        return 0 if name in ("", "help", "-h", "--help") else 2
    environment()
    return int(COMMANDS[name](*sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
