"""Packs: strict reading, stable bytes, signatures that notice a change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldlaw.cases.packs.load import compile_folder, compiled_path, load_folder, load_pack, parse_pack
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
    folders = ("law", "calendars", "checklists", "thresholds", "factors")
    packs = [pack for name in folders for pack in load_folder(RESOURCES / name)]
    kinds = {"law", "calendar", "checklist", "benchmark", "leniency", "measures", "thresholds", "factors"}
    assert {pack.header.kind for pack in packs} == kinds


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
    pack = load_pack(RESOURCES / "law" / "national" / "statutes" / "air.yaml")
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


# --- packs compiled beforehand


def test_a_compiled_pack_stands_for_exactly_its_text_and_for_no_other(tmp_path):
    source = tmp_path / "pack.yaml"
    source.write_bytes((RESOURCES / "law" / "national" / "procedure.yaml").read_bytes())
    (made,) = compile_folder(tmp_path)
    assert load_pack(source) == load_pack(RESOURCES / "law" / "national" / "procedure.yaml")
    made.write_bytes(made.read_bytes().replace(b"cn-procedure", b"cn-otherwise"))
    assert load_pack(source).header.id == "cn-procedure", "a damaged one is passed over"
    source.write_text(source.read_text("utf-8").replace("2026-11", "2026-12"), "utf-8")
    assert load_pack(source).header.edition == "2026-12"
    (again,) = compile_folder(tmp_path)
    assert (again != made, made.exists()) == (True, False)
    assert compile_folder(tmp_path) == (again,)


def test_what_is_compiled_for_the_program_is_what_its_sources_say():
    for path in sorted(RESOURCES.rglob("*.yaml")):
        made = compiled_path(path, path.read_bytes())
        if made.exists():
            assert load_pack(path) == parse_pack(path.read_text("utf-8"), path.name)
