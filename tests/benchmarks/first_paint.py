"""From the start of the process to the first paint: the program's window against a bare Qt window.

Both run in fresh processes that take turns, so that neither profits from a warmer disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import report

TURNS = 9
BARE = "bare"


def _paint_and_tell(app, widget) -> None:
    """Print the monotonic time of the first paint of a window, then leave."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Eye(QObject):
        def eventFilter(self, _watched, event) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, tell)
            return False

    def tell() -> None:
        print(time.monotonic(), flush=True)
        os._exit(0)  # closing is not what is measured

    eye = Eye()
    widget.installEventFilter(eye)
    widget.resize(1440, 900)
    widget.show()
    app.exec()


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    _paint_and_tell(app, QWidget())


def _program(folder: str) -> None:
    from PySide6.QtWidgets import QApplication

    from fieldlaw import app as program
    from fieldlaw.cases.store.clocks import moment
    from fieldlaw.settings import Settings

    app = QApplication([])
    look = program.dress(app)
    made = program.Program(Settings(Path(folder), None), program.Present(moment, os.urandom), look)
    _paint_and_tell(app, made.window)


def _once(what: str, folder: str) -> float:
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.first_paint", what, folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1]) - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _once("program", folder)
        taken = [(_once("program", folder), _once(BARE, folder)) for _ in range(TURNS)]
    report("window to first paint", [t[0] for t in taken], [t[1] for t in taken], "bare Qt window")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _bare() if sys.argv[1] == BARE else _program(sys.argv[2])
    else:
        main()
