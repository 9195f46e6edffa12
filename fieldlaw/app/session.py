"""The desktop program: the only place that wires settings, store, lanes, presenters and window together."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.clocks import moment
from fieldlaw.settings import RESOURCES, Settings, from_environment
from fieldlaw.ui import messages
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.main_window import MainWindow
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.home import HomePresenter
from fieldlaw.ui.presenters.opening import OpeningPresenter
from fieldlaw.ui.presenters.strip import StripPresenter
from fieldlaw.ui.presenters.unlock import Keys, UnlockPresenter
from fieldlaw.ui.presenters.workbench import WorkbenchPresenter
from fieldlaw.ui.theme import fonts
from fieldlaw.ui.theme.look import Look
from fieldlaw.ui.views.home import HomePage
from fieldlaw.ui.views.opening import OpeningPage
from fieldlaw.ui.views.unlock import UnlockPage
from fieldlaw.ui.views.workbench import WorkbenchPage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.ledger.event import Moment
    from fieldlaw.cases.packs.records import Pack

ROLE = "执法人员"


@dataclass(frozen=True)
class Present:
    """Where the program takes time and randomness from; a test gives its own."""

    clock: Callable[[], Moment]
    fresh: Callable[[int], bytes]


def dress(app: QApplication) -> Look:
    """Give an application its style, its font, its Chinese words for Qt's own dialogs."""
    app.setStyle("Fusion")
    fonts.install()
    words = QTranslator(app)
    if words.load(
        QLocale("zh_CN"), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        app.installTranslator(words)
    look = Look(app)
    look.use("light")
    return look


def checklists() -> Mapping[str, Pack]:
    """The bundled checklists by their id."""
    return {pack.header.id: pack for pack in load_folder(RESOURCES / "checklists")}


def _keys(settings: Settings, present: Present) -> Keys:
    def unlock(passphrase: str) -> Desk:
        return Desk(profile.unlock(settings.profile, passphrase), present.clock, present.fresh)

    def create(name: str, passphrase: str) -> Desk:
        person = profile.Person(name, ROLE)
        held = profile.create(settings.profile, person, passphrase, present.fresh)
        return Desk(held, present.clock, present.fresh)

    return Keys(unlock, create)


class Session(QObject):
    """The pages and presenters of an open profile."""

    def __init__(self, program: Program, desk: Desk) -> None:
        super().__init__()
        self._window = program.window
        self.bench = Bench(desk, program.lanes, program.door, News(self), program.packs)
        self.home, self.strip = HomePresenter(self.bench, self), StripPresenter(self.bench, self)
        self.workbench = WorkbenchPresenter(self.bench, self)
        self.opening = OpeningPresenter(self.bench, self)
        self.home_page = HomePage(program.look, self.home)
        self.workbench_page = WorkbenchPage(program.look, self.workbench)
        self.opening_page = OpeningPage(program.look, self.opening)
        self._wire(program)
        person = desk.profile.person
        self._window.nav.show_person(person.name, person.role)
        self.go_home()

    def _wire(self, program: Program) -> None:
        window = self._window
        window.add_page("home", self.home_page)
        window.add_page("workbench", self.workbench_page, slim=True)
        window.add_page("opening", self.opening_page)
        for page in (self.home_page, self.workbench_page):
            page.field_wanted.connect(window.toggle_field)
        for leaf in (self.workbench_page, self.opening_page):
            leaf.back_wanted.connect(self.go_home)
        self.home_page.lock_wanted.connect(program.lock)
        self.home_page.new_wanted.connect(self._new)
        self.home_page.case_wanted.connect(self.workbench.open)
        self.opening.opened.connect(self.workbench.open)
        self.workbench.opened.connect(self._at_work)
        self.strip.changed.connect(window.show_strip)
        window.nav.chosen.connect(self._go)

    def _go(self, place: str) -> None:
        if place == "workbench" and self.workbench.state.view is not None:
            self._window.show_page("workbench")
        else:
            self.go_home()

    def _new(self) -> None:
        self.opening_page.clear()
        self._window.show_page("opening")

    def _at_work(self, _case: str) -> None:
        self._window.show_page("workbench")

    def go_home(self) -> None:
        """Show the home page, read anew."""
        self.workbench.save_note()
        self.home.refresh()
        self.strip.refresh()
        self._window.show_page("home")

    def close(self) -> None:
        """Save what was typed, take the pages away, close the profile."""
        self.workbench.save_note()
        self.bench.news.close()
        for name in ("home", "workbench", "opening"):
            self._window.remove_page(name)
        self.bench.lanes.store.run(self.bench.desk.profile.close, self._end, self.bench.door.report)

    def _end(self, _closed: None) -> None:
        """All results have come, since closing stood last in the lane: the presenters may go."""
        self.deleteLater()


class Program(QObject):
    """The window with its lanes; one session at a time, none while locked."""

    def __init__(self, settings: Settings, present: Present, look: Look) -> None:
        super().__init__()
        self.look, self.packs = look, checklists()
        self.lanes, self.door, self.window = Lanes(self), messages.Door(self), MainWindow(look)
        self.session: Session | None = None
        self._closed = False
        new = not vault.exists(settings.profile)
        self.unlocking = UnlockPresenter(_keys(settings, present), self.lanes, new=new, parent=self)
        self.unlock_page = UnlockPage(look, self.unlocking)
        self.door.reported.connect(self.window.show_problem)
        self.unlocking.opened.connect(self._open)
        self.window.add_page("unlock", self.unlock_page, whole=True)
        self.window.show_page("unlock")

    def _open(self, desk: Desk) -> None:
        self.unlock_page.forget()
        self.session = Session(self, desk)

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
        self.lock()
        self.lanes.close()
        self.window.stop()


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
        program = Program(from_environment(profile_folder), Present(moment, os.urandom), dress(app))
    except Exception as error:  # noqa: BLE001  without its resources the program cannot go on: say so
        messages.tell(None, messages.problem_of(error))
        return 2
    _catch(program.door)
    app.aboutToQuit.connect(program.close)
    program.window.resize(1440, 900)
    program.window.show()
    return app.exec()
