"""Packs: strict reading, stable bytes, signatures that notice a change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldlaw.cases.packs.load import load_folder, load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError, SignatureError
from fieldlaw.cases.packs.sign import sign, verify

RESOURCES = Path(__file__).parents[2] / "resources"
GOOD = """\
pack:
  id: p
  kind: law
  jurisdiction: CN
  edition: "1"
  in_force: {from: 2026-01-01, to: null}
  status: draft
rules:
  - id: a
    law: 法
    article: "1"
    text: 文
    source: LRB
    status: seen
"""


def test_every_shipped_pack_loads():
    folders = ("law", "calendars", "checklists")
    packs = [pack for name in folders for pack in load_folder(RESOURCES / name)]
    assert {pack.header.kind for pack in packs} == {"law", "calendar", "checklist", "benchmark", "leniency"}


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("    text: 文", "    text: 文\n    colour: red", 13, "colour"),
        ("    source: LRB\n", "", 9, "source"),
        ('    article: "1"\n', "", 9, "article"),
        ("from: 2026-01-01", 'from: "2026-02-30"', 6, "日期"),
        ("to: null", "to: 2025-01-01", 6, "早于"),
        ("status: seen", "status: sure", 14, "status"),
        ("kind: law", "kind: rumour", 1, "kind"),
        ("rules:", "rules: [", 9, "YAML"),
        ("    status: seen\n", "    status: seen\n    status: seen\n", 15, "YAML"),
    ],
)
def test_a_fault_names_file_and_line(old, new, line, word):
    with pytest.raises(PackError) as caught:
        parse_pack(GOOD.replace(old, new, 1), "p.yaml")
    assert f"p.yaml:{line}: " in caught.value.what
    assert word in caught.value.what


def test_a_repeated_id_is_a_fault():
    row = GOOD[GOOD.index("  - id: a") :]
    with pytest.raises(PackError, match=r"p\.yaml:15: 编号 a 重复"):
        parse_pack(GOOD + row, "p.yaml")


def test_all_faults_are_listed():
    text = GOOD.replace("status: seen", "status: sure").replace("    source: LRB\n", "")
    with pytest.raises(PackError) as caught:
        parse_pack(text, "p.yaml")
    assert len(caught.value.problems) == 2


def test_the_hash_ignores_layout_and_notices_content():
    first, commented = parse_pack(GOOD, "a"), parse_pack("# note\n" + GOOD, "b")
    changed = parse_pack(GOOD.replace("文", "文字"), "c")
    assert first.header.sha256 == commented.header.sha256 != changed.header.sha256


def test_a_signed_pack_opens_and_a_changed_one_does_not():
    key, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    pack = load_pack(RESOURCES / "law" / "national" / "statutes.yaml")
    signed, trusted = sign(pack, key), {key.public_key().public_bytes_raw()}
    assert verify(signed, trusted) == pack
    forged = (
        replace(signed, content=signed.content.replace(b"10000000", b"10000001", 1)),
        replace(signed, header=replace(signed.header, status="confirmed")),
        replace(signed, signature=bytes(64)),
        sign(pack, stranger),
    )
    for bad in forged:
        with pytest.raises(SignatureError):
            verify(bad, trusted)
