"""An open profile in the window: its pages and presenters, and the ways between them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from fieldlaw.app.gear import gear
from fieldlaw.app.instants import instants
from fieldlaw.app.network import Network
from fieldlaw.cases.casework.calendars import calendar_in_use
from fieldlaw.cases.casework.lawchoice import LAWYER_ROLES
from fieldlaw.cases.casework.packshelf import Shelf
from fieldlaw.cases.casework.printing import Press
from fieldlaw.cases.records.measuring import Link
from fieldlaw.devices.driver_words import driver_words
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.devices.thermal.plugin import plugin_of
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Gate
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
from fieldlaw.ui.presenters.documents import DocumentsPresenter
from fieldlaw.ui.presenters.home import HomePresenter
from fieldlaw.ui.presenters.instrument import InstrumentPresenter
from fieldlaw.ui.presenters.law import LawPresenter
from fieldlaw.ui.presenters.log_import import LogImportPresenter
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.presenters.opening import OpeningPresenter
from fieldlaw.ui.presenters.packs import PacksPresenter
from fieldlaw.ui.presenters.review import ReviewPresenter
from fieldlaw.ui.presenters.steps import StepsPresenter
from fieldlaw.ui.presenters.strip import StripPresenter
from fieldlaw.ui.presenters.sync import SyncPresenter
from fieldlaw.ui.presenters.thermal import ThermalPresenter
from fieldlaw.ui.presenters.workbench import WorkbenchPresenter
from fieldlaw.ui.views.deadlines import DeadlinesPage
from fieldlaw.ui.views.documents import DocumentsPage
from fieldlaw.ui.views.home import HomePage
from fieldlaw.ui.views.instrument import InstrumentPage
from fieldlaw.ui.views.law import LawPage
from fieldlaw.ui.views.logimport import LogImportPage
from fieldlaw.ui.views.opening import OpeningPage
from fieldlaw.ui.views.packs import PacksPage
from fieldlaw.ui.views.parts.deadlinestrip import DeadlineStrip
from fieldlaw.ui.views.parts.fortnight import FortnightCard
from fieldlaw.ui.views.parts.tone import Tone
from fieldlaw.ui.views.review import ReviewPage
from fieldlaw.ui.views.rounds import RoundsPage
from fieldlaw.ui.views.sync import SyncPage
from fieldlaw.ui.views.thermal import ThermalPage
from fieldlaw.ui.views.workbench import WorkbenchPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame

    from fieldlaw.app.rig import Rig
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.ui.presenters.instrument_state import State as InstrumentState
    from fieldlaw.ui.views.parts.page import Page

_PLACES = {
    "officer": (
        "home",
        "workbench",
        "instrument",
        "thermal",
        "law",
        "documents",
        "deadlines",
        "packs",
        "sync",
    ),
    "reviewer": ("home", "review", "law", "documents", "deadlines", "packs", "sync"),
}
_WIDE = ("home", "opening", "review", "deadlines", "packs", "sync")  # pages beside the wide rail


class Session(QObject):
    """The pages and presenters of an open profile; knows which case is in hand."""

    def __init__(self, rig: Rig, desk: Desk) -> None:
        super().__init__()
        self._rig, self._window = rig, rig.window
        self.case, self._before = "", "home"  # _before: where the deadlines were asked for
        self._built: list[str] = []
        self._gate = Gate()
        self.bench = Bench(desk, rig.lanes.behind(self._gate), rig.door, News(self), rig.packs.checklists)
        person = desk.profile.person
        self.reviews = person.role in LAWYER_ROLES
        self._make_presenters()
        self._wire()
        self._window.nav.show_person(person.name, person.role)
        self._window.nav.offer(_PLACES["reviewer" if self.reviews else "officer"])
        self.instrument.refresh()
        self.go_home()
        self.sync.start()

    def _make_presenters(self) -> None:
        bench, rig = self.bench, self._rig
        self.home, self.strip = HomePresenter(bench, self), StripPresenter(bench, self)
        self.workbench, self.opening = WorkbenchPresenter(bench, self), OpeningPresenter(bench, self)
        self.steps = StepsPresenter(bench, self)
        machine = gear(bench.desk.clock, bench.desk.profile.folder)
        self.instrument = InstrumentPresenter(bench, machine, self)
        self.log_import = LogImportPresenter(bench, self)
        house = (*rig.packs.law, *rig.packs.measuring)
        shelf = Shelf(bench.desk, house, lambda: rig.packs.outside)
        moments = instants(bench.desk.clock)
        self.measuring = MeasuringPresenter(bench, lambda: shelf.law.packs, moments, self)
        self.measuring.left_over = machine.left_over
        self.packs = PacksPresenter(bench, shelf, self)
        self.packs.start()
        self.law = LawPresenter(bench, lambda: shelf.law, rig.settings.jurisdiction, self)
        drivers, lists = driver_words(), rig.packs.checklists
        press = Press(rig.settings.bureau, RESOURCES / "fonts", lists, self._law(shelf), drivers)
        chosen = rig.settings
        self.reader = Reader(Limits(), plugin_of(chosen.thermal_plugin, chosen.thermal_plugin_kind))
        self.thermal = ThermalPresenter(bench, press, self.reader, self)
        self.documents = DocumentsPresenter(bench, press, self)
        self.review = ReviewPresenter(bench, lambda: shelf.law, self.reader, self, press=press)
        self.deadlines = DeadlinesPresenter(bench, lambda: shelf.law.packs, rig.packs.calendars, self)
        self.network = Network(bench.desk)
        self.sync = SyncPresenter(bench, self.network, self.strip.chains, parent=self)

    def _law(self, shelf: Shelf) -> Callable[[], tuple[Pack, ...]]:
        """The law packs that are loaded now, with the calendar in use now: for the checks."""
        folder, bundled = self.bench.desk.profile.folder, self._rig.packs.calendars
        return lambda: (*shelf.law.packs, calendar_in_use(folder, bundled).pack)

    # Each page is made when it is first shown: nine at once would hold the window up.

    def _add(self, name: str, page: QFrame) -> None:
        self._window.add_page(name, page, slim=name not in _WIDE)
        self._built.append(name)

    def _case_page(self, name: str, page: Page) -> None:
        """A page of the case in hand: one level back is the inspection, or the review."""
        self._add_page(name, page, self._back)

    def _top_page(self, name: str, page: Page) -> None:
        """A page from which one level back is home."""
        self._add_page(name, page, self.go_home)

    def _add_page(self, name: str, page: Page, back: Callable[[], None]) -> None:
        page.back_wanted.connect(back)
        page.field_wanted.connect(self._window.toggle_field)
        self._add(name, page)

    @cached_property
    def home_page(self) -> HomePage:
        """首页."""
        page = HomePage(self._rig.look, self.home, reviews=self.reviews)
        page.field_wanted.connect(self._window.toggle_field)
        page.lock_wanted.connect(self._rig.lock)
        page.new_wanted.connect(self._new)
        page.case_wanted.connect(self._take_up)
        ahead = FortnightCard(self._rig.look, self.deadlines)
        ahead.wanted.connect(lambda: self.go("deadlines"))
        page.add_foot(ahead)
        self._add("home", page)
        return page

    @cached_property
    def opening_page(self) -> OpeningPage:
        """新建检查."""
        page = OpeningPage(self._rig.look, self.opening)
        page.back_wanted.connect(self.go_home)
        self._add("opening", page)
        return page

    @cached_property
    def workbench_page(self) -> WorkbenchPage:
        """检查任务."""
        page = WorkbenchPage(self._rig.look, self.workbench, self.steps)
        page.place_wanted.connect(self.go)
        self._top_page("workbench", page)
        return page

    @cached_property
    def instrument_page(self) -> InstrumentPage:
        """仪器."""
        sound = Tone(self)
        page = InstrumentPage(self._rig.look, self.instrument, self.measuring, sound.play)
        page.log_wanted.connect(lambda: self.go("log_import"))
        page.rounds_wanted.connect(lambda: self.go("rounds"))
        self._case_page("instrument", page)
        return page

    @cached_property
    def rounds_page(self) -> RoundsPage:
        """密封点检测."""
        page = RoundsPage(self._rig.look, self.measuring)
        page.measure_wanted.connect(lambda: self.go("instrument"))
        page.case_wanted.connect(self.go_home)
        self._add_page("rounds", page, lambda: self.go("instrument"))
        return page

    @cached_property
    def log_import_page(self) -> LogImportPage:
        """导入仪器记录."""
        page = LogImportPage(self._rig.look, self.log_import)
        self._add_page("log_import", page, lambda: self.go("instrument"))
        return page

    @cached_property
    def thermal_page(self) -> ThermalPage:
        """热像."""
        page = ThermalPage(self._rig.look, self.thermal)
        page.point_wanted.connect(self._measure_where)
        page.case_wanted.connect(self.go_home)
        self._case_page("thermal", page)
        return page

    @cached_property
    def law_page(self) -> LawPage:
        """问题与法律."""
        page = LawPage(self._rig.look, self.law)
        page.case_wanted.connect(self.go_home)
        page.packs_wanted.connect(lambda: self.go("packs"))
        self._case_page("law", page)
        return page

    @cached_property
    def documents_page(self) -> DocumentsPage:
        """文书."""
        page = DocumentsPage(self._rig.look, self.documents)
        page.case_wanted.connect(self.go_home)
        page.inspection_wanted.connect(self._to_item)
        self._add_strip(page, self.documents, self.case)
        self._case_page("documents", page)
        return page

    @cached_property
    def review_page(self) -> ReviewPage:
        """审核队列."""
        page = ReviewPage(self._rig.look, self.review)
        self._add_strip(page, self.review, self.review.state.wanted)
        self._top_page("review", page)
        return page

    @cached_property
    def packs_page(self) -> PacksPage:
        """规则包."""
        page = PacksPage(self._rig.look, self.packs)
        self._top_page("packs", page)
        return page

    @cached_property
    def deadlines_page(self) -> DeadlinesPage:
        """期限."""
        page = DeadlinesPage(self._rig.look, self.deadlines)
        self._add_page("deadlines", page, lambda: self.go(self._before))
        return page

    def _add_strip(
        self, page: DocumentsPage | ReviewPage, presenter: DocumentsPresenter | ReviewPresenter, case: str
    ) -> None:
        """Put the next deadlines of the case on its page, then show them: alone they would be a window."""
        strip = DeadlineStrip(self._rig.look, self.deadlines)
        page.add_strip(strip)
        strip.show_case(case)
        strip.case_wanted.connect(self._to_deadlines)
        presenter.opened.connect(strip.show_case)

    @cached_property
    def sync_page(self) -> SyncPage:
        """同步与状态."""
        page = SyncPage(self._rig.look, self.sync)
        self._top_page("sync", page)
        return page

    def _show(self, place: str) -> None:
        """Show a page; it is made now if nobody has been there."""
        getattr(self, f"{place}_page")
        self._window.show_page(place)

    def _wire(self) -> None:
        window = self._window
        self.instrument.case_wanted.connect(self.go_home)
        self.log_import.case_wanted.connect(self.go_home)
        self.opening.opened.connect(self.workbench.open)
        self.workbench.opened.connect(self._at_work)
        self.documents.finished.connect(lambda _case: self.go("workbench"))
        self.strip.changed.connect(window.show_strip)
        self.instrument.instrument_changed.connect(self.strip.show_cell)
        self.measuring.cut_raw = self.instrument.cut_raw
        self.instrument.taken.connect(self.measuring.feed)
        self.instrument.raw_closed.connect(self.measuring.keep_raws)
        self.instrument.changed.connect(self._follow_instrument)
        self.sync.line_changed.connect(self.strip.show_line)
        self.sync.line_changed.connect(self.home.show_line)
        self.review.opened.connect(self._reviewing)
        self.sync.clock_changed.connect(self.strip.show_cell)
        window.strip.pressed.connect(self._look_into)
        window.nav.chosen.connect(self.go)
        self._keys()

    def _follow_instrument(self, state: InstrumentState) -> None:
        """The procedure measures with the instrument in front."""
        self.measuring.instruments = tuple(line.instrument for line in state.lines)
        self.measuring.use_instrument(state.instrument, state.detector)

    def _keys(self) -> None:
        """The keys that work on every page of an open profile."""
        acts: dict[str, Callable[[], None]] = {
            "F6": lambda: self.go("instrument"),
            "F7": lambda: self.go("thermal"),
            "Ctrl+L": self._rig.lock,
        }
        self._shortcuts = [QShortcut(QKeySequence(keys), self._window) for keys in acts]
        for shortcut, act in zip(self._shortcuts, acts.values(), strict=True):
            shortcut.activated.connect(act)

    def go(self, place: str) -> None:
        """Go to a page; one that shows a case shows the case in hand."""
        if place == "home" or (place == "workbench" and not self.case):
            self.go_home()
            return
        self._save_notes()
        self._before = "home"
        case, item = self.case, self.workbench.state.item if self.case else ""
        always: dict[str, Callable[[], None]] = {
            "instrument": lambda: self._measure_in(case, item),
            "log_import": lambda: self.log_import.open(case, item, self.instrument.state.instruments),
            "review": self.review.refresh,
            "deadlines": self.deadlines.load,
            "packs": self.packs.refresh,
        }
        of_case: dict[str, Callable[[], None]] = {
            "thermal": lambda: self.thermal.open(case, item),
            "law": lambda: self.law.open(case),
            "documents": lambda: self.documents.open(case),
        }
        reading = {**always, **(of_case if case else {})}.get(place)
        if reading is not None:
            reading()
        self._show(place)

    def _measure_in(self, case: str, item: str) -> None:
        self.instrument.use_case(case, item)
        self.measuring.open(case)

    def _measure_where(self, evidence: str, number: str, spot: str) -> None:
        """From a place in a picture to the analyzer: the next point is kept with the picture."""
        self.go("instrument")
        self.measuring.link(Link(number, evidence, spot))
        self.instrument.write_point(f"{number} {spot}".strip())

    def _look_into(self, cell: str) -> None:
        """From a cell of the strip to the page that explains it."""
        if cell == "instrument":
            self.go("instrument")
            return
        self.go("sync")
        self.sync_page.show_section(cell)

    def _back(self) -> None:
        """One level back from a page of a case: to the inspection or the review; without a case, home."""
        place = "review" if self.reviews else "workbench"
        self.go(place if self.case else "home")

    def _take_up(self, case: str) -> None:
        """A case from the list: an officer goes on with it, a reviewer reviews it."""
        if self.reviews:
            self.case = case
            self.review.open(case)
            self.go("review")
        else:
            self.workbench.open(case)

    def _reviewing(self, case: str) -> None:
        """The case that a reviewer looks at is the one in hand: its documents are shown."""
        if self.reviews:
            self.case = case

    def _to_item(self, item: str) -> None:
        """From a document to the item that it lacks."""
        if item:
            self.workbench.choose(item)
        self._back()

    def _to_deadlines(self, case: str) -> None:
        """From a page of a case to its proceeding; one level back is that page."""
        before = self._window.page
        if case != self.deadlines.state.case:
            self.deadlines.open(case)
        self.go("deadlines")
        self._before = before

    def _new(self) -> None:
        self.opening_page.clear()
        self._show("opening")

    def _at_work(self, case: str) -> None:
        self.case = case
        self.sync.use_case(case)
        self._show("workbench")

    def go_home(self) -> None:
        """Show the home page, read anew."""
        self._save_notes()
        self.home.refresh()
        self.deadlines.load()
        self.strip.refresh()
        self.strip.chains.renew(self.case)
        self._show("home")

    def _save_notes(self) -> None:
        self.workbench.save_note()
        self.steps.save()

    def close(self) -> None:
        """Save what was typed, take the pages away, close the profile."""
        self._save_notes()
        self.bench.news.close()
        self.sync.close()
        self.instrument.close()
        self.thermal.close()
        self.reader.close()
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        for name in self._built:
            self._window.remove_page(name)
        self._gate.shut()
        self._rig.lanes.store.run(self._let_go, self._end, self.bench.door.report)

    def _let_go(self) -> None:
        """Close the profile once a round that was broken off has let go of it; on the store lane."""
        self.network.wait()
        self.bench.desk.profile.close()

    def _end(self, _closed: None) -> None:
        """All results have come, since closing stood last in the lane: the presenters may go."""
        self.deleteLater()
