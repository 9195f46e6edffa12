"""Packs loaded into a profile: only what two trusted people signed counts, and nothing else is kept."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldlaw.cases.casework.packshelf import LawPacks, NotLoadedError, Shelf, signed_roles
from fieldlaw.cases.casework.packtrust import (
    Entry,
    UnfitSignerError,
    add_signer,
    doubt_of_bytes,
    list_signers,
    remove_signer,
    trusted_by,
)
from fieldlaw.cases.ledger.sealing import sign
from fieldlaw.cases.packs import files
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.packs.records import PackError
from fieldlaw.cases.store.packs import FOLDER, PackNotKeptError, keep_pack
from fieldlaw.cases.store.signers import FILE, DamagedSignersError, SignersNotKeptError, write_signers
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES
from tests.cases.signing_cases import NATIONAL, SHANXI, Jurist, headed, signed_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk

from tests.cases.shelf_room import (
    AUTHOR,
    GOOD,
    NOW,
    REVIEWER,
    STRANGER,
    amount,
    kept,
    open_desk,
    open_shelf,
    put,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from open_desk(tmp_path)


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return open_shelf(desk)


def test_a_verified_benchmark_gives_an_amount_until_its_signer_is_removed(
    desk: Desk, shelf: Shelf, tmp_path: Path
) -> None:
    assert amount(shelf) is None
    loaded = shelf.load(put(tmp_path, GOOD))
    assert (loaded.new, loaded.pack.header.id) == (True, "sx-benchmark-made")
    assert kept(desk) == [hashlib.sha256(GOOD).hexdigest() + ".pack"]
    assert shelf.law.verified == frozenset({SHANXI.header.sha256})
    assert amount(shelf) == 50_000
    assert signed_roles(shelf.view.holdings[0]) == (("编写人", "甲"), ("复核人", "乙"))
    remove_signer(desk, REVIEWER.digits)
    shelf.renew()
    assert (shelf.law.packs, shelf.law.verified, amount(shelf)) == ((NATIONAL,), frozenset(), None)
    held = shelf.view.holdings[0]
    assert "复核人 乙" in held.doubt
    assert "不在名册里" in held.doubt
    assert len(kept(desk)) == 1
    add_signer(desk, REVIEWER.entry)
    shelf.renew()
    assert amount(shelf) == 50_000


def test_a_new_shelf_over_the_same_profile_has_the_packs(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    shelf.load(put(tmp_path, GOOD))
    again = Shelf(desk, (NATIONAL,), lambda: ())
    assert amount(again) is None
    again.renew()
    assert amount(again) == 50_000


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (signed_bytes(SHANXI, None, None), "没有编写人签名"),
        (signed_bytes(SHANXI, AUTHOR, None), "没有复核人签名"),
        (signed_bytes(SHANXI, None, REVIEWER), "没有编写人签名"),
        (signed_bytes(SHANXI, AUTHOR, STRANGER), "不在名册里：复核人 丙"),
        (signed_bytes(SHANXI, AUTHOR, Jurist("乙")), "不在名册里：复核人 乙"),
        (signed_bytes(SHANXI, AUTHOR, Jurist("丁", REVIEWER.key)), "在名册里是乙的"),
        (GOOD.replace("2026 年版".encode(), "2027 年版".encode()), "与内容不符"),
    ],
)
def test_what_two_trusted_people_have_not_signed_is_not_kept(
    desk: Desk, shelf: Shelf, tmp_path: Path, data: bytes, word: str
) -> None:
    with pytest.raises(NotLoadedError, match=word) as caught:
        shelf.load(put(tmp_path, data))
    assert "本机没有留下" in caught.value.safe
    assert kept(desk) == []
    assert amount(shelf) is None


def test_one_person_cannot_be_author_and_reviewer(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    """The tools refuse to sign so; a file made otherwise is refused as well."""
    alone = files.sign_file(files.PackFile(SHANXI), AUTHOR.key, "author", "甲")
    twice = files.sign_file(files.PackFile(SHANXI), AUTHOR.key, "reviewer", "甲")
    data = files.write_bytes(files.PackFile(SHANXI, (*alone.signatures, *twice.signatures)))
    with pytest.raises(NotLoadedError, match="同一人"):
        shelf.load(put(tmp_path, data))
    assert kept(desk) == []


_DEEP = b"[" * 100_000 + b"]" * 100_000
_LINES = GOOD.split(b"\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        files.MAGIC,
        files.MAGIC + b"\n\n\n\n",
        GOOD[:-1],
        GOOD[: len(GOOD) // 2],
        GOOD + b"x",
        b"\n".join([*_LINES[:3], _DEEP, b""]),
        b"\n".join([*_LINES[:2], _DEEP, *_LINES[3:]]),
        b"\n".join([*_LINES[:3], b'{"pack":' * 450 + b"1" + b"}" * 450, b""]),
        b"\n".join([*_LINES[:3], b"9" * 6000, b""]),
        b"\n".join([*_LINES[:3], b'{"pack":"\\ud800"}', b""]),
        b"\n".join([*_LINES[:2], b'[{"role":1}]', *_LINES[3:]]),
        b"\n".join([*_LINES[:2], b'{"a":1}', *_LINES[3:]]),
        b"\n".join([_LINES[0], b"{}", *_LINES[2:]]),
    ],
)
def test_damaged_and_hostile_files_are_named_and_not_kept(
    desk: Desk, shelf: Shelf, tmp_path: Path, data: bytes
) -> None:
    with pytest.raises(KnownError) as caught:
        shelf.load(put(tmp_path, data))
    assert "太原.pack" in caught.value.what
    assert kept(desk) == []


def endless() -> bytes:
    """A benchmark whose rows can be told apart in so many ways that to check them would never end."""
    names = [f"f{n}" for n in range(60)]
    asked = [
        {"id": name, "question": "？", "type": "yes_no_unknown", "source": "s", "status": "seen"}
        for name in names
    ]
    straw = SHANXI.content["tables"][0]
    when = [{"fact": name, "operator": "is", "value": "yes"} for name in names]
    row = {**straw["factors"][0]["rows"][0], "when": when}
    table = {**straw, "factors": [{**straw["factors"][0], "rows": [row]}]}
    pack = build({**SHANXI.content, "facts": asked, "tables": [table], "grounds": []})
    return signed_bytes(pack, STRANGER, AUTHOR)


def test_a_strangers_pack_is_turned_down_before_it_is_checked(
    desk: Desk, shelf: Shelf, tmp_path: Path
) -> None:
    with pytest.raises(NotLoadedError, match="不在名册里"):
        shelf.load(put(tmp_path, endless()))
    assert kept(desk) == []


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_leaves_a_pack_both_vouched_for_and_readable(place: int, change: int) -> None:
    data = bytearray(GOOD)
    data[place] ^= change
    trusted = {who.key.public_key().public_bytes_raw(): who.name for who in (AUTHOR, REVIEWER)}
    with pytest.raises(KnownError):
        if why := doubt_of_bytes(bytes(data), "x", trusted):
            raise KnownError(why, "")
        files.read_bytes(bytes(data), "x")


def test_a_pack_that_is_missing_is_named(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"无\.pack"):
        shelf.load(tmp_path / "无.pack")


@pytest.mark.parametrize("name", ["太原.yaml", "太原.xlsx", "太原"])
def test_a_source_has_to_be_compiled_and_signed_first(shelf: Shelf, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotLoadedError, match="不是编译并签名过") as caught:
        shelf.load(put(tmp_path, b"pack:", name))
    assert "fieldlaw pack build" in caught.value.way_out


def test_an_edition_that_the_jurists_signed_stands_in_place_of_the_house_pack(
    shelf: Shelf, tmp_path: Path
) -> None:
    own = headed(NATIONAL, edition="2", status="confirmed")
    shelf.load(put(tmp_path, signed_bytes(own, AUTHOR, REVIEWER)))
    assert shelf.law == LawPacks((own,), frozenset({own.header.sha256}))
    shelf.unload(own.header.sha256)
    assert shelf.law == LawPacks((NATIONAL,))
    shelf.load(put(tmp_path, signed_bytes(own, AUTHOR, REVIEWER)))
    assert shelf.law.packs == (own,)


def test_violations_that_stand_elsewhere_and_other_kinds_are_turned_down(
    desk: Desk, shelf: Shelf, tmp_path: Path
) -> None:
    twice = headed(NATIONAL, id="sx-law", status="confirmed")
    with pytest.raises(NotLoadedError, match="在另一个规则包里已经有了"):
        shelf.load(put(tmp_path, signed_bytes(twice, AUTHOR, REVIEWER)))
    lists = load_pack(RESOURCES / "checklists" / "A.yaml")
    with pytest.raises(NotLoadedError, match="不是法律、裁量基准、免罚清单或检测用的规则包"):
        shelf.load(put(tmp_path, signed_bytes(lists, AUTHOR, REVIEWER)))
    assert kept(desk) == []


def test_a_pack_that_is_not_loaded_cannot_be_taken_away(shelf: Shelf, tmp_path: Path) -> None:
    shelf.load(put(tmp_path, GOOD))
    before = shelf.law
    (tmp_path / "p" / "packs" / "odd.pack").write_bytes(b"odd")
    shelf.unload(NATIONAL.header.sha256)
    assert shelf.law == before


def test_a_pack_that_is_here_already_says_so(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    path = put(tmp_path, GOOD)
    assert shelf.load(path).new
    assert not shelf.load(path).new
    assert len(kept(desk)) == 1


def test_a_pack_signed_anew_counts_beside_its_old_file(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    shelf.load(put(tmp_path, GOOD))
    remove_signer(desk, REVIEWER.digits)
    add_signer(desk, STRANGER.entry)
    assert shelf.load(put(tmp_path, signed_bytes(SHANXI, AUTHOR, STRANGER))).new
    assert amount(shelf) == 50_000
    assert len(kept(desk)) == 2
    assert [one.pack.header.id for one in shelf.view.holdings if one.origin == "loaded"] == [
        "sx-benchmark-made"
    ]


def test_a_damaged_file_is_left_aside_and_the_others_count(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    shelf.load(put(tmp_path, GOOD))
    other = headed(build({**SHANXI.content, "places": ["别市"]}), id="other", jurisdiction="别省")
    shelf.load(put(tmp_path, signed_bytes(other, AUTHOR, REVIEWER)))
    folder = desk.profile.folder / FOLDER
    broken = folder / (hashlib.sha256(GOOD).hexdigest() + ".pack")
    broken.write_bytes(GOOD[:-30])
    (folder / "by hand.pack").write_bytes(GOOD)
    deep = b"\n".join([*_LINES[:3], b'{"pack":' * 450 + b"1" + b"}" * 450, b""])
    (folder / (hashlib.sha256(deep).hexdigest() + ".pack")).write_bytes(deep)
    shelf.renew()
    assert [one.pack.header.id for one in shelf.view.holdings if one.origin == "loaded"] == ["other"]
    assert {broken.name, "by hand.pack"} <= {one.name for one in shelf.view.aside}
    assert len(shelf.view.aside) == 3
    assert amount(shelf) is None
    assert shelf.load(put(tmp_path, GOOD)).new
    assert amount(shelf) == 50_000
    assert (folder / f"{broken.name}.1.damaged").read_bytes() == GOOD[:-30]


def test_keeping_the_same_bytes_twice_writes_once(desk: Desk, shelf: Shelf) -> None:
    file = files.read_bytes(GOOD, "x")
    keep_pack(desk.profile.folder, file, GOOD)
    (path,) = (desk.profile.folder / FOLDER).iterdir()
    before = path.stat().st_mtime_ns
    keep_pack(desk.profile.folder, file, GOOD)
    assert path.stat().st_mtime_ns == before


def test_a_disk_that_takes_nothing_says_so(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    (desk.profile.folder / FOLDER).write_bytes(b"no folder")
    with pytest.raises(PackNotKeptError, match="磁盘") as caught:
        shelf.load(put(tmp_path, GOOD))
    assert "原有规则包未变" in caught.value.safe
    assert amount(shelf) is None
    with pytest.raises(SignersNotKeptError):
        (desk.profile.folder / FILE).unlink()
        (desk.profile.folder / FILE).mkdir()
        write_signers(desk.profile.folder, (), desk.profile.keys)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to mount a small disk"
)
def test_a_full_disk_keeps_no_half_of_a_pack(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    folder = desk.profile.folder / FOLDER
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(folder)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount here")
    try:
        assert len(GOOD) > 4096
        with pytest.raises(PackNotKeptError):
            shelf.load(put(tmp_path, GOOD))
        assert kept(desk) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)


# --- signers


def test_signers_are_entered_with_the_end_of_their_key(desk: Desk) -> None:
    loose = Entry(" 甲 ", "法制科", AUTHOR.digits.upper(), " " + AUTHOR.digits[-8:].upper())
    (one,) = add_signer(desk, loose)
    assert (one.name, one.key, one.by, one.at) == ("甲", AUTHOR.digits, "王立新", NOW.wall)
    assert one.fingerprint == AUTHOR.digits[-8:]
    assert trusted_by(list_signers(desk)) == {one.raw: "甲"}
    assert remove_signer(desk, one.key) == ()


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (Entry("", "法制科", STRANGER.digits, STRANGER.digits[-8:]), "没有写全"),
        (Entry("丙", " ", STRANGER.digits, STRANGER.digits[-8:]), "没有写全"),
        (Entry("丙", "法制科", STRANGER.digits[:-1], STRANGER.digits[-8:]), "公钥不对"),
        (Entry("丙", "法制科", "zz" + STRANGER.digits[2:], STRANGER.digits[-8:]), "公钥不对"),
        (Entry("丙", "法制科", STRANGER.digits, "0" * 8), "对不上"),
        (Entry("丙", "法制科", STRANGER.digits, ""), "对不上"),
        (Entry("丙", "法制科", AUTHOR.digits, AUTHOR.digits[-8:]), "已在名册里，是甲的"),
        (Entry("甲", "法制科", STRANGER.digits, STRANGER.digits[-8:]), "另一把公钥"),
    ],
)
def test_a_signer_that_does_not_fit_is_refused(desk: Desk, entry: Entry, word: str) -> None:
    held = add_signer(desk, AUTHOR.entry)
    with pytest.raises(UnfitSignerError, match=word):
        add_signer(desk, entry)
    assert list_signers(desk) == held


def tampered(text: str) -> list[bytes]:
    held = json.loads(text)
    row = held["signers"][0]
    other = {**row, "key": STRANGER.digits}
    return [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 50_000,
        json.dumps({**held, "version": 2}).encode(),
        json.dumps({**held, "more": 1}).encode(),
        json.dumps({**held, "signers": [*held["signers"], other]}).encode(),
        json.dumps({**held, "signers": []}).encode(),
        json.dumps({**held, "signature": "zz"}).encode(),
        json.dumps({**held, "signature": 1}).encode(),
    ]


def test_a_list_that_somebody_changed_counts_for_nothing(desk: Desk, shelf: Shelf, tmp_path: Path) -> None:
    shelf.load(put(tmp_path, GOOD))
    path = desk.profile.folder / FILE
    whole = path.read_text("utf-8")
    for data in tampered(whole):
        path.write_bytes(data)
        with pytest.raises(DamagedSignersError, match="信任名册"):
            list_signers(desk)
        with pytest.raises(DamagedSignersError):
            add_signer(desk, STRANGER.entry)
        with pytest.raises(DamagedSignersError):
            shelf.load(put(tmp_path, GOOD))
        assert path.read_bytes() == data
        assert shelf.renew().fault is not None
        assert amount(shelf) is None
    path.write_text(whole, "utf-8")
    shelf.renew()
    assert amount(shelf) == 50_000


def test_rows_that_are_no_signers_are_no_list(desk: Desk) -> None:
    """Even under the profile's own signature."""
    (one,) = add_signer(desk, AUTHOR.entry)
    good = json.loads((desk.profile.folder / FILE).read_text("utf-8"))["signers"][0]
    for rows in (
        [good, good], [{**good, "key": "00"}], [{**good, "key": good["key"].upper()}], [{**good, "name": 1}],
        ["x"], [{}],
    ):  # fmt: skip
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        signature = sign(desk.profile.keys.signing, b"fieldlaw/signers/v1\n" + text.encode()).hex()
        held = {"version": 1, "signers": rows, "signature": signature}
        (desk.profile.folder / FILE).write_text(json.dumps(held), "utf-8")
        with pytest.raises(DamagedSignersError):
            list_signers(desk)
    assert one.name == "甲"
