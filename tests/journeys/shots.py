"""Pictures of each screen on the demo bureau, with a live simulated analyzer: office and field.

Called once for each scale factor; the pictures are for people to look at.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from fieldlaw import app as program
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cases.store.equipment import INSTRUMENTS
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42, drifting
from fieldlaw.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.app.session import Session

BUREAU = Path(__file__).resolve().parents[2] / "demo-out"
PATIENCE = 20_000
STEP = 50
SETTLE = 700


def pause(milliseconds: int) -> None:
    """Run the program for a while; other threads run too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(until: Callable[[], bool], what: str) -> None:
    """Run the program until something is so."""
    for _ in range(PATIENCE // STEP):
        if until():
            return
        pause(STEP)
    sys.exit(f"shots: {what} did not come")


class Camera:
    """Takes the window in office and field mode."""

    def __init__(self, made: program.Program, folder: Path) -> None:
        self._made, self._folder = made, folder
        self._percent = round(float(os.environ.get("QT_SCALE_FACTOR", "1")) * 100)

    def take(self, name: str, modes: tuple[str, ...] = ("office", "field")) -> None:
        for mode in modes:
            if (mode == "field") != self._made.look.field:
                self._made.window.toggle_field()
            pause(SETTLE)
            path = self._folder / f"{name}-{mode}-{self._percent}.png"
            if not self._made.window.grab().save(str(path)):
                sys.exit(f"shots: {path} cannot be written")
        if self._made.look.field:
            self._made.window.toggle_field()


def unlocked(made: program.Program) -> Session:
    """Unlock the demo profile."""
    made.unlocking.unlock("demo")
    wait(lambda: made.session is not None, "the profile")
    wait(lambda: bool(made.session.home.state.loaded), "the home page")
    return made.session


def case_of(session: Session, number: str) -> str:
    """The id of a case of the demo bureau by the end of its number."""
    return next(row.case for row in session.home.state.tasks if row.number.endswith(number))


def settled(session: Session) -> None:
    """Let the store lane come to rest and its results arrive."""
    done: list[object] = []
    session.bench.lanes.store.run(lambda: None, done.append, done.append)
    wait(lambda: bool(done), "the store")
    pause(SETTLE)


def inspector(made: program.Program, camera: Camera, device: SimulatedPhx42) -> None:
    """The pages of an officer."""
    camera.take("01-unlock", ("office",))
    session = unlocked(made)
    settled(session)
    camera.take("02-home")
    session.go("opening")
    camera.take("03-opening", ("office",))
    session.workbench.open(case_of(session, "1125-02"))
    wait(lambda: session.case != "", "the case")
    settled(session)
    camera.take("04-workbench")
    session.workbench.go_step("4")
    settled(session)
    camera.take("05-step")
    session.workbench.go_step("6")
    live(session, camera, device)
    session.go("thermal")
    wait(lambda: session.thermal.state.picture is not None, "the image")
    camera.take("07-thermal")
    session.workbench.open(case_of(session, "1124-03"))
    settled(session)
    for number, place in ((8, "law"), (9, "documents"), (10, "sync")):
        session.go(place)
        settled(session)
        pause(1500)
        camera.take(f"{number:02d}-{place}")


def live(session: Session, camera: Camera, device: SimulatedPhx42) -> None:
    """The instrument with a flame, a curve and a kept reading."""
    session.go("instrument")
    camera.take("06a-instruments", ("office",))
    session.instrument.connect_to("FID-02")
    wait(lambda: session.instrument.state.last is not None, "the instrument")
    session.instrument.ignite()
    wait(lambda: bool(device.intended), "the flame")
    pause(10_000)
    session.instrument.write_point("调漆间门缝")
    session.instrument.keep()
    settled(session)
    camera.take("06-instrument")


def supervisor(made: program.Program, camera: Camera, _device: SimulatedPhx42) -> None:
    """The pages of a reviewer."""
    session = unlocked(made)
    session.go("review")
    wait(lambda: session.review.state.view is not None, "the case to review")
    settled(session)
    camera.take("11-review")


def main(folder: Path) -> None:
    """Take all pictures into a folder."""
    if not (BUREAU / "dossier.pdf").exists():
        sys.exit("shots: no demo bureau yet; python3 dev.py run makes one")
    folder.mkdir(parents=True, exist_ok=True)
    look = program.dress(QApplication([]))
    with (
        tempfile.TemporaryDirectory() as name,
        SimulatedPhx42(lambda seconds: drifting(2.5 * seconds), ignite_seconds=0.5) as device,
    ):
        for who, pages in (("inspector", inspector), ("supervisor", supervisor)):
            copy = Path(shutil.copytree(BUREAU / who, Path(name) / who))
            made = program.Program(Settings(copy, None), program.Present(moment, os.urandom), look)
            made.window.resize(1440, 900)
            made.window.show()
            plug_in(copy, device.path)
            pages(made, Camera(made, folder), device)
            made.close()


def plug_in(profile: Path, address: str) -> None:
    """Have the equipment list of a profile lead to this device."""
    tool = Instrument("FID-02", "phx42", address, "SIM-0042", "示检定字 2026-0117", "2027-01-16")
    INSTRUMENTS.write(profile, (tool,))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
