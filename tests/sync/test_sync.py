"""Two real profiles and a real centre on loopback: nothing lost, doubled or believed unsigned."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import sqlite3
import threading
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.ledger import sealing
from fieldlaw.cases.store import profile, vault
from fieldlaw.sync import messages as m
from fieldlaw.sync.client import (
    Client,
    ServerAwayError,
    ServerRefusedError,
    Stop,
    StoppedError,
    is_address,
)
from fieldlaw.sync.cycle import Outcome, Progress, run_once
from fieldlaw.sync.receipts import Receipt, RefusedReceiptError, issue, verify
from fieldlaw.sync.server import database, directory
from fieldlaw.sync.server.app import create_app
from fieldlaw.sync.server.serve import LocalServer
from tests.cases.ledger_cases import CASE, CASE_KEY, MOMENT
from tests.sync.chaos_proxy import ChaosProxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = "鹤鸣化工厂废气处理"
NOTHING = Outcome(0, 0, 0, 0, 0, complete=True)


class Inspector:
    """A profile, and events written with its own keys."""

    def __init__(self, held: profile.Profile) -> None:
        self.held = held
        self.tip: ev.Tip | None = None

    def write(self, kind: str, body: dict[str, object]) -> ev.Event:
        epoch = 0 if kind == "key_granted" else 1
        place = ev.Place(CASE, epoch, self.tip, {})
        made = ev.append(ev.Draft(kind, body), MOMENT, place, self.held.keys, (CASE_KEY, os.urandom(16)))
        self.tip = made.envelope.tip
        with self.held.work() as work:
            work.add(made.envelope, send=True)
        return made

    def meet(self, other: Inspector) -> None:
        keys, person = other.held.keys, other.held.person
        self.held.know(profile.Peer(keys.author, keys.recipient, person.name, person.role))

    def grant(self, *others: Inspector) -> None:
        who = [self, *others]
        recipients = [one.held.keys.recipient for one in who]
        self.write(
            "key_granted", {"epoch": 1, "wraps": {r: sealing.wrap(CASE_KEY, CASE, 1, r) for r in recipients}}
        )
        with self.held.work() as work:
            work.keep_key(CASE, 1, CASE_KEY)

    def answer(self, note: str = CANARY) -> ev.Event:
        return self.write(
            "item_answered", {"item": "A01", "answer": "compliant", "note": note, "replaces": []}
        )

    def photograph(self) -> str:
        sealed = sealing.seal_part(CASE_KEY, 0, CANARY.encode() * 100, b"")
        part = self.held.blobs.put(sealed)
        with self.held.work() as work:
            work.add_part(part, CASE, len(sealed))
        body = {
            "evidence": "e1", "number": "1", "title": CANARY, "media": "image/jpeg", "sha256": bytes(32),
            "size": 2700, "blob": "e1", "parts": [part], "item": None, "place": "", "by": "", "taken_at": "",
        }  # fmt: skip
        self.write("evidence_added", body)
        return part

    def raws(self) -> list[bytes]:
        with self.held.work() as work:
            return work.raws(CASE)

    def pending(self) -> int:
        with self.held.work() as work:
            return len(work.pending())


class Centre:
    """A running centre and its public key."""

    def __init__(self, folder: Path, server: LocalServer, key: bytes) -> None:
        self.folder = folder
        self.server = server
        self.key = key

    def sync(self, who: Inspector, url: str = "") -> Outcome:
        with Client(url or self.server.url, who.held.keys, self.key) as client:
            return run_once(who.held, client)

    def part(self, part: str) -> Path:
        return self.folder / "parts" / part[:2] / part


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    folder = tmp_path / "centre"
    key = directory.init(folder, os.urandom)
    app = create_app(folder, directory.signing_key(folder), lambda: MOMENT.wall)
    with LocalServer(app) as server:
        yield Centre(folder, server, key)


@pytest.fixture
def pair(tmp_path: Path, centre: Centre) -> Iterator[tuple[Inspector, Inspector]]:
    both = []
    for name in ("wang", "li"):
        person = profile.Person(name, "执法人员")
        held = profile.create(tmp_path / name, person, "pw", os.urandom, vault.FLOOR)
        directory.enrol(centre.folder, held.keys.author, name)
        both.append(Inspector(held))
    both[0].meet(both[1])
    both[1].meet(both[0])
    yield both[0], both[1]
    for one in both:
        one.held.close()


def test_events_keys_and_parts_arrive_byte_for_byte(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, li = pair
    wang.grant(li)
    wang.answer()
    part = wang.photograph()
    assert centre.sync(wang) == Outcome(3, 0, 1, 0, 0, complete=True)
    assert centre.sync(li) == Outcome(0, 3, 0, 1, 0, complete=True)
    assert li.raws() == wang.raws()
    assert li.held.blobs.get(part) == wang.held.blobs.get(part)
    with li.held.work() as work:
        assert work.keys(CASE) == {1: CASE_KEY}
    assert [centre.sync(one) for one in pair] == [NOTHING, NOTHING]


def test_more_than_one_page_in_both_directions(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, li = pair
    wang.grant(li)
    for number in range(m.MAX_EVENTS + 4):
        wang.answer(str(number))
    li.answer("li")
    centre.sync(wang)
    assert centre.sync(li).pulled == m.MAX_EVENTS + 5
    assert centre.sync(wang).pulled == 1
    assert sorted(wang.raws()) == sorted(li.raws())
    with Client(centre.server.url, li.held.keys, centre.key) as client:
        ids = [hashlib.sha256(raw).digest() for raw in li.raws()]
        assert client.summary(CASE) == m.Summary(len(ids), m.set_hash(ids))


def test_a_lost_reply_acknowledges_nothing_and_doubles_nothing(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    event = wang.answer()
    with ChaosProxy(centre.server.port) as proxy:
        proxy.cut(b"/events")
        with pytest.raises(ServerAwayError):
            centre.sync(wang, proxy.url)
        assert (proxy.cuts, wang.pending()) == (1, 1)
        proxy.cut(b"")
        with Client(centre.server.url, wang.held.keys, centre.key) as client:
            assert client.pull(CASE, 0).events == (event.envelope.raw,)  # it had arrived
        assert centre.sync(wang, proxy.url) == Outcome(1, 0, 0, 0, 0, complete=True)
    with Client(centre.server.url, wang.held.keys, centre.key) as client:
        assert client.cases() == {CASE: 1}
        again = [client.push_events(CASE, [event.envelope.raw], [])[1] for _ in range(2)]
    assert again[0] == again[1]


def test_a_part_whose_reply_is_lost_is_sent_once(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, _ = pair
    part = wang.photograph()
    with ChaosProxy(centre.server.port) as proxy:
        proxy.cut(b"PUT /v1/blobs")
        with pytest.raises(ServerAwayError):
            centre.sync(wang, proxy.url)
    with wang.held.work() as work:
        assert work.parts(CASE, durable=False) == [part]
    outcome = centre.sync(wang)
    assert (outcome.parts_sent, outcome.complete) == (0, True)


def test_another_servers_receipt_counts_for_nothing(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    event = wang.answer()
    real = directory.signing_key(centre.folder)
    receipt = Receipt("events", centre.key, CASE, (event.id,), "t", complete=True)
    assert verify(issue(receipt, real), centre.key) == receipt
    with pytest.raises(RefusedReceiptError):
        verify(issue(receipt, os.urandom(32)), centre.key)
    with pytest.raises(RefusedReceiptError):
        verify(issue(receipt, real), directory.public_key(os.urandom(32)))
    centre.key = directory.public_key(os.urandom(32))
    with pytest.raises(ServerRefusedError):  # the proof is bound to the pinned key
        centre.sync(wang)
    assert wang.pending() == 1


def test_an_impostor_that_lets_everybody_in_is_not_believed(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    wang.answer()
    with Client(centre.server.url, wang.held.keys, centre.key) as client:
        client.session()
        client._server_key = directory.public_key(os.urandom(32))
        with pytest.raises(RefusedReceiptError):
            run_once(wang.held, client)
    assert wang.pending() == 1


def test_a_case_key_from_a_stranger_is_not_taken(
    centre: Centre, pair: tuple[Inspector, Inspector], tmp_path: Path
) -> None:
    _, li = pair
    held = profile.create(tmp_path / "x", profile.Person("x", "执法人员"), "pw", os.urandom, vault.FLOOR)
    directory.enrol(centre.folder, held.keys.author, "x")
    stranger = Inspector(held)
    stranger.grant(li)
    centre.sync(stranger)
    centre.sync(li)
    with li.held.work() as work:
        assert work.keys(CASE) == {}
        assert len(work.raws(CASE)) == 1
    held.close()


def test_a_part_flipped_at_the_centre_is_never_stored_and_heals(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, li = pair
    wang.grant(li)
    part = wang.photograph()
    centre.sync(wang)
    path = centre.part(part)
    good = path.read_bytes()
    path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    outcome = centre.sync(li)
    assert (outcome.parts_received, outcome.complete, li.held.blobs.has(part)) == (0, False, False)
    with Client(centre.server.url, wang.held.keys, centre.key) as client:
        assert client.missing([part]) == ([part], [])
        client.put_part(part, good)
        with pytest.raises(ServerRefusedError) as refused:
            client.put_part(part, b"other")
    assert refused.value.status == 422
    assert path.read_bytes() == good
    assert centre.sync(li).parts_received == 1


def test_a_part_flipped_here_is_not_sent(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, _ = pair
    part = wang.photograph()
    wang.held.blobs.path(part).write_bytes(b"flipped")
    outcome = centre.sync(wang)
    assert (outcome.damaged, outcome.complete, centre.part(part).exists()) == ((part,), False, False)


def test_an_unknown_device_is_refused_in_plain_words(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    wang.answer()
    (centre.folder / directory.DEVICES_FILE).unlink()
    with pytest.raises(ServerRefusedError) as refused:
        centre.sync(wang)
    assert refused.value.status == 403
    assert "不认识这台设备" in refused.value.sentence
    assert wang.pending() == 1


def test_an_event_of_another_case_is_refused(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, _ = pair
    raw = wang.answer().envelope.raw
    with Client(centre.server.url, wang.held.keys, centre.key) as client:
        assert client.push_events("other", [raw, raw[:-1] + b"x"], [])[0].events == ()
        assert client.cases() == {}


def test_the_centre_holds_no_plain_text(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, li = pair
    wang.grant(li)
    wang.answer()
    wang.photograph()
    centre.sync(wang)
    files = [path for path in centre.folder.rglob("*") if path.is_file()]
    assert len(files) >= 4
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]
    assert not [path for path in files if CASE_KEY in path.read_bytes()]


def write_in(who: Inspector, case: str, note: str) -> None:
    """The first event of a chain in another case."""
    draft = ev.Draft("item_answered", {"item": "A01", "answer": "yes", "note": note, "replaces": []})
    made = ev.append(draft, MOMENT, ev.Place(case, 1, None, {}), who.held.keys, (CASE_KEY, os.urandom(16)))
    with who.held.work() as work:
        work.add(made.envelope, send=True)


def test_an_event_over_the_limit_is_reported_and_stops_nothing(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    wang.answer()
    wang.answer("长" * m.MAX_EVENT_BYTES)
    wang.answer()
    write_in(wang, "zz", "")
    for pushed in (3, 0):
        outcome = centre.sync(wang)
        assert (outcome.pushed, outcome.pending, outcome.complete) == (pushed, 1, False)
        assert outcome.stuck == {CASE: "有 1 条记录超过 1 MB，中心收不下。导出这个案件交信息员。"}


def test_an_event_that_the_centre_does_not_keep_is_reported(
    centre: Centre, pair: tuple[Inspector, Inspector], tmp_path: Path
) -> None:
    wang, _ = pair
    held = profile.create(tmp_path / "x", profile.Person("x", "执法人员"), "pw", os.urandom, vault.FLOOR)
    stranger = Inspector(held)
    raw = stranger.answer().envelope
    held.close()
    with wang.held.work() as work:
        work.add(raw, send=True)
    write_in(wang, "zz", "")
    outcome = centre.sync(wang)
    assert (outcome.pushed, outcome.pending) == (1, 1)
    assert "没有收下 1 条记录" in outcome.stuck[CASE]


def test_a_case_that_arrives_damaged_holds_up_no_other(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, li = pair
    wang.grant(li)
    write_in(wang, "zz", "")
    centre.sync(wang)
    with sqlite3.connect(centre.folder / "centre.db") as held:
        held.execute("UPDATE event SET raw = X'00' WHERE \"case\" = 'zz'")
    held.close()
    outcome = centre.sync(li)
    assert (outcome.pulled, set(outcome.stuck)) == (1, {"zz"})
    assert len(li.raws()) == 1


def test_sending_only_fetches_nothing(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, li = pair
    wang.grant(li)
    centre.sync(wang)
    write_in(li, "zz", "")
    progress = Progress()
    with Client(centre.server.url, li.held.keys, centre.key) as client:
        outcome = run_once(li.held, client, progress, pull=False)
    assert (outcome.pushed, outcome.pulled, li.raws()) == (1, 0, [])
    with Client(centre.server.url, li.held.keys, centre.key) as client:
        run_once(li.held, client, progress)
    assert (progress.pulled, progress.arrived) == (1, {CASE})


def test_a_stop_is_heard_while_the_line_is_silent(centre: Centre, pair: tuple[Inspector, Inspector]) -> None:
    wang, _ = pair
    wang.answer()
    stop = Stop()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        teller = threading.Timer(0.1, stop.say)
        teller.start()
        with Client(url, wang.held.keys, centre.key, stop=stop) as client, pytest.raises(StoppedError):
            run_once(wang.held, client)
        with Client(url, wang.held.keys, centre.key, stop=stop) as client, pytest.raises(StoppedError):
            run_once(wang.held, client)
        teller.join()
    assert wang.pending() == 1


def test_the_centre_says_its_time_under_its_signature(
    centre: Centre, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    with Client(centre.server.url, wang.held.keys, centre.key) as client:
        assert client.time() == datetime.fromisoformat(MOMENT.wall)
        client._server_key = directory.public_key(os.urandom(32))
        with pytest.raises(RefusedReceiptError):
            client.time()


def test_two_threads_write_to_one_case(pair: tuple[Inspector, Inspector]) -> None:
    wang, li = pair
    theirs = [li.answer(str(number)).envelope for number in range(40)]

    def receive() -> None:
        for envelope in theirs:
            with wang.held.work() as work:
                work.add(envelope, send=False)

    lane = threading.Thread(target=receive)
    lane.start()
    for number in range(40):
        wang.answer(str(number))
    lane.join()
    assert len(wang.raws()) == 80
    assert sorted(wang.held.segments.read(CASE)) == sorted(wang.raws())


@pytest.mark.parametrize(
    ("text", "good"),
    [("http://127.0.0.1:8470", True), ("https://centre", True), ("centre:8470", False), ("http://[", False)],
)
def test_an_address_is_looked_at(text: str, good: bool) -> None:  # noqa: FBT001
    assert is_address(text) is good


def test_without_a_centre_everything_stays(pair: tuple[Inspector, Inspector], centre: Centre) -> None:
    wang, _ = pair
    wang.answer()
    with pytest.raises(ServerAwayError) as away:
        centre.sync(wang, "http://127.0.0.1:1")
    assert away.value.sentence == "连不上中心。检查网络后会自动再试。内容都在本机，没有变化。"
    assert (wang.pending(), len(wang.raws())) == (1, 1)


def test_a_session_ends_and_is_renewed(tmp_path: Path, pair: tuple[Inspector, Inspector]) -> None:
    wang, _ = pair
    folder, now = tmp_path / "second", [0.0]
    key = directory.init(folder, os.urandom)
    directory.enrol(folder, wang.held.keys.author, "wang")
    app = create_app(folder, directory.signing_key(folder), lambda: MOMENT.wall, lambda: now[0])
    with LocalServer(app) as server, Client(server.url, wang.held.keys, key) as client:
        assert client.cases() == {}
        first = client._token
        now[0] += 3600
        assert client.cases() == {}
        assert client._token != first


def test_a_full_disk_at_the_centre_acknowledges_nothing(
    tmp_path: Path, pair: tuple[Inspector, Inspector]
) -> None:
    wang, _ = pair
    wang.answer()
    folder = tmp_path / "full"
    key = directory.init(folder, os.urandom)
    directory.enrol(folder, wang.held.keys.author, "wang")

    def full() -> str:
        raise OSError(errno.ENOSPC, "no room")

    app = create_app(folder, directory.signing_key(folder), full)
    second = Centre(folder, LocalServer(app), key)
    with second.server, pytest.raises(ServerRefusedError) as refused:
        second.sync(wang)
    assert (refused.value.status, wang.pending()) == (507, 1)


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"<html>", m.Missing(("a",)).encode(), m.Challenge(b"").encode()[:-1]]
)
def test_a_damaged_message_is_never_half_read(data: bytes) -> None:
    with pytest.raises(m.DamagedMessage):
        m.CaseList.decode(data)


def test_a_page_is_checked() -> None:
    good = m.PullPage("c", 1, (2, 3), (b"a", b"b"), m.page_hash("c", 1, (2, 3), (b"a", b"b")))
    good.check("c", 1)
    for bad in (("d", 1), ("c", 0)):
        with pytest.raises(m.DamagedMessage):
            good.check(*bad)


def test_an_old_sqlite_is_refused_and_a_centre_is_not_replaced(centre: Centre) -> None:
    with pytest.raises(database.OldSqliteError):
        database.check_library((3, 51, 2))
    with pytest.raises(directory.CentreExistsError):
        directory.init(centre.folder, os.urandom)
    assert (centre.folder / directory.KEY_FILE).stat().st_mode & 0o777 == 0o600
