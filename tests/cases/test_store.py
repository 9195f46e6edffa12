"""The profile on disk: nothing acknowledged is ever lost, nothing is created over the old."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.cases.store import blobs, engine, profile, ring, segments, vault
from tests.cases.ledger_cases import CASE_KEY, Writer

if TYPE_CHECKING:
    from fieldlaw.cases.ledger import event as ev

KDF = vault.FLOOR
WANG = profile.Person("王立新", "执法人员")


@pytest.fixture
def held(tmp_path: Path) -> profile.Profile:
    made = profile.create(tmp_path / "p", WANG, "correct horse", os.urandom, KDF)
    yield made
    made.close()


def write(held: profile.Profile, events: list[ev.Event]) -> None:
    with held.work() as work:
        for event in events:
            work.add(event.envelope, send=True)


def test_what_was_written_is_there_after_unlocking_again(held: profile.Profile) -> None:
    wang = Writer("wang")
    event = wang.answer("A01", "compliant")
    write(held, [event, event])
    held.close()
    again = profile.unlock(held.folder, "correct horse")
    with again.work() as work:
        assert work.raws(event.envelope.case) == [event.envelope.raw]
        assert [p.raw for p in work.pending()] == [event.envelope.raw]
    assert again.person == WANG
    assert again.keys == held.keys
    assert again.segments.read(event.envelope.case) == [event.envelope.raw]
    again.close()


def test_a_receipt_empties_the_outbox(held: profile.Profile) -> None:
    event = Writer("wang").answer("A01", "compliant")
    write(held, [event])
    with held.work() as work:
        work.acknowledge(event.id, b"receipt")
    with held.work() as work:
        assert work.pending() == []


def test_nothing_in_the_files_is_readable(held: profile.Profile) -> None:
    write(held, [Writer("wang").answer("A01", "秘密的答复")])
    for path in held.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert "秘密".encode() not in data
            assert not data.startswith(b"SQLite format 3")


def test_a_wrong_passphrase_opens_nothing_and_damages_nothing(held: profile.Profile) -> None:
    for _ in range(2):
        with pytest.raises(vault.WrongPassphraseError, match="口令不对"):
            profile.unlock(held.folder, "wrong")
    profile.unlock(held.folder, "correct horse").close()


def test_a_new_profile_never_replaces_an_old_one(held: profile.Profile) -> None:
    before = (held.folder / "slots.json").read_bytes()
    with pytest.raises(vault.ProfileExistsError):
        profile.create(held.folder, WANG, "x", os.urandom, KDF)
    with pytest.raises(engine.CannotOpenDatabaseError):
        engine.create(held.folder / "fieldlaw.db", bytes(32))
    assert (held.folder / "slots.json").read_bytes() == before


def test_one_damaged_slot_file_is_survived_two_are_named(held: profile.Profile) -> None:
    (held.folder / "slots.json").write_text("{}")
    profile.unlock(held.folder, "correct horse").close()
    (held.folder / "slots.copy.json").write_text("garbage")
    with pytest.raises(vault.SlotsDamagedError, match="密钥槽"):
        profile.unlock(held.folder, "correct horse")


def test_a_damaged_database_stops_with_a_way_out(held: profile.Profile) -> None:
    write(held, [Writer("wang").answer("A01", "compliant")])
    held.close()
    path = held.folder / "fieldlaw.db"
    data = bytearray(path.read_bytes())
    data[100:2000] = bytes(1900)
    path.write_bytes(data)
    with pytest.raises(engine.CannotOpenDatabaseError) as caught:
        profile.unlock(held.folder, "correct horse")
    assert "备份" in caught.value.way_out
    assert path.read_bytes() == data


def test_an_absent_or_plain_database_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(engine.CannotOpenDatabaseError, match="不在"):
        engine.open_existing(tmp_path / "none.db", bytes(32))
    (tmp_path / "plain.db").write_bytes(b"SQLite format 3\x00" + bytes(100))
    with pytest.raises(engine.CannotOpenDatabaseError, match="没有加密"):
        engine.open_existing(tmp_path / "plain.db", bytes(32))
    with pytest.raises(engine.CannotOpenDatabaseError, match="版本"):
        engine.check_library((3, 51, 2))


def test_a_failed_step_keeps_nothing(held: profile.Profile) -> None:
    event = Writer("wang").answer("A01", "compliant")
    with pytest.raises(ZeroDivisionError), held.work() as work:
        work.add(event.envelope, send=True)
        _ = 1 / 0
    with held.work() as work:
        assert work.raws(event.envelope.case) == []
    assert held.segments.read(event.envelope.case) == []


def test_a_part_is_checked_against_its_name(held: profile.Profile) -> None:
    part = held.blobs.put(b"sealed bytes")
    assert held.blobs.put(b"sealed bytes") == part
    assert held.blobs.get(part) == b"sealed bytes"
    held.blobs.path(part).write_bytes(b"other bytes")
    with pytest.raises(blobs.DamagedPartError):
        held.blobs.get(part)


def test_leftovers_of_a_power_cut_are_swept(held: profile.Profile) -> None:
    part = held.blobs.put(b"sealed bytes")
    held.blobs.path(part).with_suffix(".tmp").write_bytes(b"half")
    assert held.blobs.sweep() == 1
    assert held.blobs.has(part)


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5), st.integers(0, 60))
def test_a_torn_segment_gives_its_whole_frames(raws: list[bytes], cut: int) -> None:
    data = b"".join(segments.frame(raw) for raw in raws)
    found, whole = segments.parse(data[: max(0, len(data) - cut)])
    assert found == raws[: len(found)]
    assert whole == sum(8 + len(raw) for raw in found)


def test_a_segment_goes_on_after_a_torn_tail(tmp_path: Path) -> None:
    held = segments.Segments(tmp_path)
    held.append("c", [b"one"])
    with (tmp_path / "c.seg").open("ab") as file:
        file.write(segments.frame(b"two")[:7])
    held.append("c", [b"three"])
    assert held.read("c") == [b"one", b"three"]
    assert held.cases() == ["c"]


def test_the_key_ring_opens_only_through_real_back_ends(held: profile.Profile) -> None:
    class PlainTextKeyring:
        def get_password(self, service: str, name: str) -> str:
            return "00" * 32

    with pytest.raises(ring.KeyringSilentError):
        ring.unlock(held.folder, PlainTextKeyring())


def real_ring(answer: str | None) -> object:
    """A key ring class that stands where the real one of this system would."""
    kind = type("Keyring", (), {"get_password": lambda self, service, name: answer})
    kind.__module__ = "keyring.backends.SecretService"
    return kind()


class Ring:
    """A key ring that keeps what it is given, or forgets it."""

    def __init__(self, *, forgets: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.forgets = forgets

    def set_password(self, service: str, name: str, word: str) -> None:
        if not self.forgets:
            self.kept[service, name] = word

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))


Ring.__module__ = "keyring.backends.SecretService"


def test_a_key_ring_slot_is_set_up_and_opens(held: profile.Profile) -> None:
    key = vault.unlock_with_passphrase(held.folder, "correct horse")
    system = Ring()
    ring.set_up(held.folder, key, os.urandom, system)
    ring.set_up(held.folder, key, os.urandom, system)
    assert [slot["slot"] for slot in vault.read_slots(held.folder)] == ["P", "K"]
    assert ring.unlock(held.folder, system) == key
    assert vault.unlock_with_passphrase(held.folder, "correct horse") == key


def test_a_key_ring_that_forgets_changes_no_slot(held: profile.Profile) -> None:
    before = vault.read_slots(held.folder)
    with pytest.raises(ring.KeyringSilentError):
        ring.set_up(held.folder, bytes(32), os.urandom, Ring(forgets=True))
    assert vault.read_slots(held.folder) == before


def test_the_key_ring_slot(held: profile.Profile) -> None:
    kek = bytes(range(32))
    key = vault.unlock_with_passphrase(held.folder, "correct horse")
    slots = [*vault.read_slots(held.folder), vault.keyring_slot(key, kek, bytes(12), "wang")]
    vault.write_slots(held.folder, slots)
    assert ring.unlock(held.folder, real_ring(kek.hex())) == key
    for silent in (None, "00" * 32):
        with pytest.raises(ring.KeyringSilentError):
            ring.unlock(held.folder, real_ring(silent))


def test_kill_at_random_moments_loses_nothing(held: profile.Profile) -> None:
    held.close()
    words = [sys.executable, "-m", "tests.cases.crash_writer", str(held.folder), "200", "20261125"]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(words, capture_output=True, text=True, cwd=root, check=False, timeout=300)
    assert done.stdout.startswith("acknowledged "), done.stdout + done.stderr
    assert int(done.stdout.split()[1]) > 200


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to mount a small disk"
)
def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount here")
    try:
        _fill(small / "p")
    finally:
        subprocess.run(["umount", str(small)], check=True)


def _fill(folder: Path) -> None:
    held = profile.create(folder, WANG, "correct horse", os.urandom, KDF)
    wang, kept = Writer("wang"), []
    with pytest.raises(blobs.DiskFullError) as caught:
        for _ in range(4000):
            event = wang.answer("A01", "x" * 4000)
            write(held, [event])
            kept.append(event.envelope.raw)
    assert "磁盘满" in str(caught.value)
    with held.work() as work:
        assert set(kept) <= set(work.raws(event.envelope.case))
    held.close()


def test_case_keys(held: profile.Profile) -> None:
    with held.work() as work:
        work.keep_key("c", 1, CASE_KEY)
    with held.work() as work:
        assert work.keys("c") == {1: CASE_KEY}
