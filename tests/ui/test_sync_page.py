"""The sync and status page over a real centre on loopback and two real profiles."""

from __future__ import annotations

import os
import socket
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt

from fieldlaw.app.network import Network
from fieldlaw.cases.casework import inspecting, looking, opening
from fieldlaw.cases.casework.clockwatch import TrustedClock
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.centre import Centre, read_centre, write_centre
from fieldlaw.cases.store.clocks import now
from fieldlaw.settings import RESOURCES
from fieldlaw.sync.server import directory
from fieldlaw.sync.server.app import create_app
from fieldlaw.sync.server.serve import LocalServer
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.strip import StripPresenter
from fieldlaw.ui.presenters.sync import SyncPresenter
from fieldlaw.ui.presenters.sync_state import Pace, State
from fieldlaw.ui.views.parts.strip import StatusStrip
from fieldlaw.ui.views.sync import SyncPage
from tests.ui.conftest import PASSPHRASE, TASK
from tests.ui.rooms import stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look

LEFT = Qt.MouseButton.LeftButton
QUIET = Pace(look=3600, fresh=7200, away=(3600, 7200))
NOWHERE = "http://127.0.0.1:1"


@dataclass
class Ticking:
    """A clock that can be set; the steady one goes on by itself."""

    ahead: timedelta = field(default_factory=timedelta)
    boot: str = "boot-1"

    def __call__(self) -> Moment:
        wall = (now() + self.ahead).isoformat(timespec="milliseconds")
        return Moment(wall, time.monotonic_ns() // 1_000_000, self.boot, None)


@dataclass
class Bureau:
    """A centre on this machine, and who is registered with it."""

    folder: Path
    key: bytes
    url: str

    def admit(self, desk: Desk, url: str = "") -> None:
        directory.enrol(self.folder, desk.profile.keys.author, desk.profile.person.name)
        write_centre(desk.profile.folder, Centre(url or self.url, self.key))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    folder = tmp_path / "centre"
    key = directory.init(folder, os.urandom)
    app = create_app(folder, directory.signing_key(folder), lambda: now().isoformat())
    with LocalServer(app) as server:
        yield Bureau(folder, key, server.url)


def make_desk(folder: Path, name: str, clock: Ticking | None = None) -> Desk:
    held = profile.create(folder, profile.Person(name, "执法人员"), PASSPHRASE, os.urandom, vault.FLOOR)
    return Desk(held, TrustedClock(clock or Ticking()), os.urandom)


def open_case(desk: Desk, number: int = 1) -> str:
    task = replace(TASK, number=f"示检〔2026〕1125-{number:02}", unit=f"示例印务{number}有限公司")
    return opening.open_case(desk, task, load_pack(RESOURCES / "checklists" / "A.yaml"))


def photograph(desk: Desk, case: str) -> None:
    note = inspecting.Note("证据1", "照片", "image/jpeg", "厂门", "王立新", "2026-11-25T10:42:07+08:00")
    inspecting.add_evidence(desk, case, os.urandom(4000), note)


@dataclass
class Room:
    """The page over an open profile, with the strip below it."""

    qtbot: QtBot
    desk: Desk
    bench: Bench
    network: Network
    strip: StripPresenter
    cells: StatusStrip
    presenter: SyncPresenter
    page: SyncPage
    told: list[Changes]
    owner: QObject
    closed: bool = False

    @property
    def state(self) -> State:
        return self.presenter.state

    def wait(self, fits: Callable[[], object], timeout: int = 4000) -> None:
        self.qtbot.waitUntil(lambda: bool(fits()), timeout=timeout)

    def row(self, place: int = 0) -> tuple[str, ...]:
        one = self.page.table.rows()[place]
        return one.unsent, one.delivered, one.complete, one.next

    def write(self, act: Callable[[], Changes]) -> None:
        """Write as a presenter does: on the store lane, then tell."""
        self.bench.lanes.store.run(act, self.bench.news.tell, self.bench.door.report)

    def answer(self, case: str, item: str = "A01") -> None:
        self.write(lambda: inspecting.answer_item(self.desk, case, item, "yes"))

    def begin(self) -> None:
        self.strip.refresh()
        self.presenter.start()
        self.wait(lambda: self.state.loaded and self.state.centre is not None and not self.state.running)

    def close(self) -> None:
        """As the program does it: the round ends, then the profile is closed, behind it in the store lane."""
        if self.closed:
            return
        self.closed = True
        self.bench.news.close()
        self.presenter.close()

        def shut() -> None:
            self.network.wait()
            self.desk.profile.close()

        self.bench.lanes.store.run(shut, lambda _: None, self.bench.door.report)
        self.bench.lanes.close()


@pytest.fixture
def make(qtbot: QtBot, look: Look) -> Iterator[Callable[..., Room]]:
    """Open the page over a desk; everything is closed at the end."""
    rooms: list[Room] = []

    def begin(desk: Desk, pace: Pace = QUIET) -> Room:
        owner = QObject()
        lanes = Lanes(owner)
        bench = Bench(desk, lanes, Door(owner), News(owner), {})
        network, strip = Network(desk), StripPresenter(bench, owner)
        presenter = SyncPresenter(bench, network, strip.chains, pace, owner)
        presenter.line_changed.connect(strip.show_line)
        presenter.clock_changed.connect(strip.show_cell)
        cells = StatusStrip(look)
        strip.changed.connect(lambda state: [cells.say(c.id, c.level, c.values) for c in state.cells])
        page = SyncPage(look, presenter)
        qtbot.addWidget(cells)
        stand(qtbot, page, 1440, 900)
        room = Room(qtbot, desk, bench, network, strip, cells, presenter, page, [], owner)
        bench.news.changes.connect(room.told.append)
        rooms.append(room)
        return room

    yield begin
    for room in rooms:
        room.close()


def test_unsent_then_delivered_and_complete(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    case = open_case(desk)
    photograph(desk, case)
    room = make(desk)
    room.begin()
    assert room.page.form.isVisible()
    room.qtbot.keyClicks(room.page.form.url, bureau.url)
    room.qtbot.keyClicks(room.page.form.key, "bad")
    room.qtbot.mouseClick(room.page.form.act, LEFT)
    room.wait(lambda: room.state.wrong)
    assert room.row() == ("3", "—", "—", "联网后自动")
    assert room.cells.text("net") == "离线·4 项未发送"
    directory.enrol(bureau.folder, desk.profile.keys.author, "王立新")
    room.page.form.key.setText(bureau.key.hex())
    room.qtbot.mouseClick(room.page.form.act, LEFT)
    room.wait(lambda: room.row()[0] == "0")
    assert room.row() == ("0", "3", "3", "已完整")
    room.wait(lambda: room.cells.text("net") == "联网·全部送达")
    assert room.page.count.text() == "全部送达，没有要发的。"
    assert read_centre(desk.profile.folder).url == bureau.url
    assert room.cells.text("clock").startswith("时钟可信·偏差")
    assert "今天" in room.page._times.text()


def test_events_after_a_comparison_carry_the_offset(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path / "wang", "王立新", Ticking(timedelta(minutes=-1)))
    case = open_case(desk)
    bureau.admit(desk)
    room = make(desk)
    room.begin()
    room.wait(lambda: room.state.compared)
    room.answer(case)
    room.wait(lambda: len(read(desk, case).events) == 3)
    offsets = [event.moment.offset_ms for event in read(desk, case).events]
    assert offsets[0] is None
    assert abs(offsets[-1] - 60_000) < 2_000
    assert room.page.panels.panes["clock"].list.rows()[0].head.startswith(("本机慢 60.", "本机慢 59."))


def test_first_upload_leaves_what_is_here_alone(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    wang, li = (make_desk(tmp_path / name, name) for name in ("wang", "li"))
    for one, other in ((wang, li), (li, wang)):
        keys = other.profile.keys
        one.profile.know(profile.Peer(keys.author, keys.recipient, other.profile.person.name, "执法人员"))
        bureau.admit(one)
    case = open_case(wang)
    photograph(wang, case)
    one, other = make(wang), make(li)
    write_centre(li.profile.folder, Centre(NOWHERE, bureau.key))
    other.begin()
    write_centre(li.profile.folder, Centre(bureau.url, bureau.key))
    one.begin()
    one.wait(lambda: not one.state.items)
    other.qtbot.mouseClick(other.page.push, LEFT)
    other.wait(lambda: not other.state.running)
    assert looking.list_cases(li) == []
    other.told.clear()
    other.page.activateWindow()
    other.wait(other.page.isActiveWindow)
    other.page.full.setFocus()
    other.qtbot.keyClick(other.page.full, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    other.wait(other.page.table.rows)
    assert [row.id for row in looking.list_cases(li)] == [case]
    assert any(told.touch(Kind.EVIDENCE) for told in other.told)
    other.wait(lambda: other.cells.text("chain") == "证据链完整·3 条")
    assert other.row() == ("0", "—", "—", "没有要发的")


def test_server_away_is_said_and_nothing_is_lost(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    case = open_case(desk)
    bureau.admit(desk, NOWHERE)
    room = make(desk)
    room.begin()
    room.wait(lambda: room.state.problem)
    assert room.page.away.isVisible()
    assert not room.page.problem.isVisible()
    assert room.state.problem is not None
    assert room.state.problem.what == "连不上中心。"
    room.wait(lambda: room.cells.text("net") == "离线·2 项未发送")
    assert "下次自动 " in room.page._times.text()
    assert room.page.panels.panes["messages"].list.rows()[0].head == "连不上中心。"
    assert len(read(desk, case).events) == 2
    write_centre(desk.profile.folder, Centre(bureau.url, bureau.key))
    room.qtbot.mouseClick(room.page.full, LEFT)
    room.wait(lambda: room.cells.text("net") == "联网·全部送达")
    assert not room.page.away.isVisible()


def test_waits_grow_after_failures_and_shrink_again(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    open_case(desk)
    bureau.admit(desk, NOWHERE)
    room = make(desk, Pace(look=0.02, fresh=300, away=(0.02, 0.03, 3600)))
    room.begin()
    room.wait(lambda: room.presenter._fails == 3 and not room.state.running)
    assert room.presenter._timer.interval() == 3_600_000
    write_centre(desk.profile.folder, Centre(bureau.url, bureau.key))
    room.presenter.sync()
    room.wait(lambda: room.cells.text("net") == "联网·全部送达")
    assert room.presenter._timer.interval() == 20


def test_what_is_written_goes_by_itself(make: Callable[..., Room], bureau: Bureau, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    case = open_case(desk)
    bureau.admit(desk)
    room = make(desk, Pace(look=0.05, fresh=300, away=(3600,)))
    room.begin()
    room.wait(lambda: room.row()[1] == "2")
    room.answer(case)
    room.wait(lambda: room.row()[:2] == ("0", "3"))


def test_a_wrong_server_key_is_refused_in_words(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    open_case(desk)
    bureau.admit(desk)
    write_centre(desk.profile.folder, Centre(bureau.url, directory.public_key(os.urandom(32))))
    room = make(desk)
    room.begin()
    room.wait(lambda: room.state.refused)
    assert room.page.problem.isVisible()
    assert room.row()[0] == "2"
    assert room.row()[3].startswith("没有送成：")
    room.wait(lambda: room.cells.text("net") == "2 项未送达")
    room.qtbot.mouseClick(room.page.change, LEFT)
    room.page.form.key.setText(bureau.key.hex())
    room.qtbot.mouseClick(room.page.form.act, LEFT)
    room.wait(lambda: room.cells.text("net") == "联网·全部送达")


def test_a_refused_case_holds_up_no_other(make: Callable[..., Room], bureau: Bureau, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    first, second = open_case(desk, 1), open_case(desk, 2)
    big = "长" * 800_000
    inspecting.answer_item(desk, first, "A01", "yes", big)
    bureau.admit(desk)
    room = make(desk)
    room.begin()
    room.wait(lambda: room.state.items == 1)
    stuck, other = room.page.table.rows()
    assert (stuck.case, stuck.unsent, stuck.delivered, stuck.tone) == (first, "1", "2", "danger")
    assert "超过 1 MB" in stuck.next
    assert (other.case, other.unsent, other.complete, other.next) == (second, "0", "2", "已完整")
    room.wait(lambda: room.cells.text("net") == "1 项未送达")
    room.page.table.selectRow(0)
    assert "导出这个案件交信息员" in room.page.detail.text()


def test_answers_written_during_a_round_are_kept_and_sent(
    make: Callable[..., Room], bureau: Bureau, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    case = open_case(desk)
    for _ in range(6):
        photograph(desk, case)
    bureau.admit(desk)
    room = make(desk)
    room.strip.refresh()
    room.presenter.start()
    room.wait(lambda: room.state.running)
    for number in range(1, 31):
        room.answer(case, f"A{number:02}")
    room.wait(lambda: len(read(desk, case).file.lists.get("item_answered", ())) == 30, timeout=8000)
    room.wait(lambda: not room.state.running)
    room.presenter.sync()
    room.wait(lambda: room.state.loaded and not room.state.running and not room.state.items, timeout=8000)
    assert room.row()[:3] == ("0", "38", "38")
    assert looking.verify(desk, case)["ok"]
    assert sorted(desk.profile.segments.read(case)) == sorted(e.envelope.raw for e in read(desk, case).events)


class Mute:
    """A centre that takes the connection and never answers."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.reached = threading.Event()
        self._held: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        near, _ = self._listener.accept()
        self._held.append(near)
        near.recv(10)
        self.reached.set()

    def close(self) -> None:
        self._thread.join()
        for one in (*self._held, self._listener):
            one.close()


def test_closing_ends_a_round_at_once(make: Callable[..., Room], bureau: Bureau, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    open_case(desk)
    mute = Mute()
    bureau.admit(desk, mute.url)
    room = make(desk)
    room.presenter.start()
    room.wait(mute.reached.is_set)
    assert room.state.running
    start = time.monotonic()
    room.close()
    assert time.monotonic() - start < 2
    again = profile.unlock(desk.profile.folder, PASSPHRASE)
    with again.work() as work:
        assert len(work.pending()) == 2
    again.close()
    mute.close()


def test_a_person_can_stop_a_round(make: Callable[..., Room], bureau: Bureau, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    open_case(desk)
    mute = Mute()
    bureau.admit(desk, mute.url)
    room = make(desk)
    room.presenter.start()
    room.wait(mute.reached.is_set)
    room.qtbot.mouseClick(room.page.stop, LEFT)
    room.wait(lambda: not room.state.running)
    assert room.page.panels.panes["messages"].list.rows()[0].head == "停下了"
    assert room.state.problem is None
    mute.close()


def test_a_clock_that_went_back_is_said_and_written(make: Callable[..., Room], tmp_path: Path) -> None:
    clock = Ticking(timedelta(hours=3))
    desk = make_desk(tmp_path / "wang", "王立新", clock)
    case = open_case(desk)
    clock.ahead, clock.boot = timedelta(), "boot-2"
    room = make(desk)
    room.begin()
    room.wait(lambda: room.cells.text("clock") == "时钟回拨·请核对")
    shown = room.page.panels.panes["clock"].list.rows()[0]
    assert shown.text.startswith("电脑时钟比上次往回走了 2 小时") or "3 小时" in shown.text
    room.presenter.use_case(case)
    assert not read(desk, case).file.all("clock_anomaly")
    for item in ("A01", "A02"):
        room.answer(case, item)
    room.wait(lambda: len(read(desk, case).file.lists.get("item_answered", ())) == 2)
    room.wait(lambda: read(desk, case).file.all("clock_anomaly"))
    noted = read(desk, case).file.all("clock_anomaly")
    assert len(noted) == 1
    assert noted[0].body["note"].startswith("电脑时钟比上次往回走了")


def test_a_bad_entry_is_named_and_can_be_checked_again(make: Callable[..., Room], tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "wang", "王立新")
    case = open_case(desk)
    photograph(desk, case)
    with desk.profile.work() as work:
        (part,) = work.parts(case, durable=False)
    room = make(desk)
    room.begin()
    chain = room.page.panels.panes["chain"].list
    room.wait(lambda: chain.rows()[0].text == "3 条，全部通过")
    path = desk.profile.blobs.path(part)
    held = path.read_bytes()
    path.unlink()
    room.page.show_section("chain")
    room.qtbot.mouseClick(room.page.panels.check, LEFT)
    room.wait(lambda: chain.rows()[0].text.startswith("第 3 条：它的影像不在本机"))
    assert room.cells.text("chain") == "证据链未过·已转只读"
    path.write_bytes(held)
    room.qtbot.mouseClick(room.page.panels.check, LEFT)
    room.wait(lambda: room.cells.text("chain") == "证据链完整·3 条")


def test_problems_of_the_session_are_kept_with_their_time(make: Callable[..., Room], tmp_path: Path) -> None:
    room = make(make_desk(tmp_path / "wang", "王立新"))
    room.begin()
    assert room.page.count.text() == "全部送达，没有要发的。"
    room.bench.door.report(RuntimeError("x"))
    row = room.page.panels.panes["messages"].list.rows()[0]
    assert row.head == "这一步没有做成：程序出了错。"
    assert row.at.startswith("今天 ")
    room.page.panels.choose("disk")
    room.wait(lambda: "还剩" in room.page.panels.panes["disk"].list.rows()[0].head)
