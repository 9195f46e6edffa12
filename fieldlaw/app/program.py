"""The window with its lanes, and the profile that is opened and closed in it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from fieldlaw.app.keys import Present, keys
from fieldlaw.app.reports import Reports
from fieldlaw.app.rig import Rig
from fieldlaw.cases.store.folder import holds_profile
from fieldlaw.settings import Settings, from_environment
from fieldlaw.ui import messages
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.main_window import MainWindow
from fieldlaw.ui.presenters.unlock import UnlockPresenter
from fieldlaw.ui.theme import fonts
from fieldlaw.ui.theme.look import Look
from fieldlaw.ui.views.unlock import UnlockPage

if TYPE_CHECKING:
    from fieldlaw.app.packs import Packs
    from fieldlaw.app.session import Session
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Moment


def dress(app: QApplication) -> Look:
    """Give an application its style, its font, its Chinese words for Qt's own dialogs."""
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale("zh_CN"))
    fonts.install()
    words = QTranslator(app)
    if words.load(
        QLocale("zh_CN"), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        app.installTranslator(words)
    look = Look(app)
    look.use("light")
    return look


def _prepare() -> Packs:
    """Import what an open profile needs and read the packs, while a person still types the passphrase."""
    from fieldlaw.app.packs import bundled  # noqa: PLC0415

    packs = bundled()
    import_module("fieldlaw.app.session")  # a second of the main thread, if it came with the first unlocking
    return packs


class Program(QObject):
    """The window with its lanes; one session at a time, none while locked."""

    def __init__(self, settings: Settings, present: Present, look: Look) -> None:
        super().__init__()
        self.look, self.settings = look, settings
        self.packs: Packs | None = None
        self.lanes, self.door, self.window = Lanes(self), messages.Door(self), MainWindow(look)
        self.session: Session | None = None
        self._closed = False
        self._early: Desk | None = None  # a desk that was opened before the packs had come
        new = not holds_profile(settings.profile)
        self.unlocking = UnlockPresenter(keys(settings, present), self.lanes, new=new, parent=self)
        self.unlock_page = UnlockPage(look, self.unlocking)
        self.door.reported.connect(self.window.show_problem)
        self.unlocking.opened.connect(self._open)
        self.unlocking.ring_failed.connect(self.door.report)
        self.window.add_page("unlock", self.unlock_page, whole=True)
        self.window.show_page("unlock")
        QTimer.singleShot(0, self, self._warm)

    def _warm(self) -> None:
        if not self._closed:
            self.lanes.store.run(_prepare, self._prepared, self._not_prepared)

    def _prepared(self, packs: Packs) -> None:
        self.packs = packs
        self.unlocking.look_at_ring()
        if self._early is not None:
            self._open(self._early)

    def _not_prepared(self, error: Exception) -> None:
        """Damaged resources: nothing can be opened; say so."""
        self.door.report(error)
        if self._early is not None:
            self.lanes.store.run(self._early.profile.close, lambda _: None, self.door.report)

    def _open(self, desk: Desk) -> None:
        from fieldlaw.app.session import Session  # noqa: PLC0415  ready since _prepare

        self.unlock_page.forget()
        if self.packs is None:  # a quick hand: wait for the packs
            self._early = desk
            return
        self._early = None
        rig = Rig(self.window, self.look, self.lanes, self.door, self.packs, self.settings, self.lock)
        self.session = Session(rig, desk)

    def lock(self) -> None:
        """Close the profile and ask for the passphrase again."""
        if self.session is not None:
            self.window.show_page("unlock")
            self.session.close()
            self.session = None

    def close(self) -> None:
        """Finish all work and let go of everything."""
        if self._closed:
            return
        self._closed = True
        self.unlocking.stop()
        self.lock()
        self.lanes.close()
        self.window.stop()


def _clock() -> Moment:
    """The clock of this machine; imported when it is first read, behind the window."""
    from fieldlaw.cases.store.clocks import moment  # noqa: PLC0415

    return moment()


def _catch(door: messages.Door) -> None:
    """Everything that nobody caught goes through the one door."""

    def report(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        door.report(error)

    def report_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            door.report(args.exc_value)

    sys.excepthook = report
    threading.excepthook = report_thread


def main(profile_folder: str | None) -> int:
    """Run the desktop program on a profile folder (None: the default one); return its exit status."""
    app = QApplication(["fieldlaw"])
    try:
        program = Program(from_environment(profile_folder), Present(_clock, os.urandom), dress(app))
    except Exception as error:  # noqa: BLE001  without its resources the program cannot go on: say so
        messages.tell(None, messages.problem_of(error))
        return 2
    logging.getLogger(messages.__name__).addHandler(Reports(program.settings.profile))
    _catch(program.door)
    app.aboutToQuit.connect(program.close)
    program.window.resize(1440, 900)
    program.window.show()
    return app.exec()
