"""The forms of a pack: a compiled file that shows tampering, sheets that lose nothing."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fieldlaw.cases.packs import files, schema, shapes, sources
from fieldlaw.cases.packs.cells import from_cell, to_cell
from fieldlaw.cases.packs.compile import build, plain
from fieldlaw.cases.packs.diff import compare
from fieldlaw.cases.packs.load import load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError
from tests.cases.pack_cases import (
    BUNDLED,
    DRAWN,
    HEAD,
    ON,
    PH_GAP,
    ROOT,
    ROW,
    SEEDS,
    Maker,
    run,
    scalar,
    told,
)

# --- the compiled file


@pytest.fixture
def signed(tmp_path):
    keys = {}
    for name in ("甲", "乙"):
        key = Ed25519PrivateKey.generate()
        path = tmp_path / f"{name}.key"
        if name == "甲":
            path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        else:
            path.write_text(key.private_bytes_raw().hex())
        keys[name] = (path, key.public_key().public_bytes_raw())
    trust = tmp_path / "trust"
    trust.write_text("# 信任名单\n" + "".join(f"{key.hex()} {name}\n" for name, (_, key) in keys.items()))
    pack = tmp_path / "p.pack"
    assert run("pack", "build", PH_GAP, "-o", pack) == 0
    assert run("pack", "sign", pack, "--key", keys["甲"][0], "--as", "author", "--name", "甲") == 0
    assert run("pack", "sign", pack, "--key", keys["乙"][0], "--as", "reviewer", "--name", "乙") == 0
    return pack, trust, keys


def test_a_signed_pack_shows_who_signed(signed, capsys):
    pack, trust, keys = signed
    capsys.readouterr()
    assert run("pack", "show", pack, "--trust", trust, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["trust"] == {"author": True, "reviewer": True}
    assert [(s["role"], s["trusted_name"], s["fits"]) for s in shown["signatures"]] == [
        ("author", "甲", True),
        ("reviewer", "乙", True),
    ]
    assert shown["rows"] == {"seen": 4}
    assert shown["sha256"] == load_pack(PH_GAP).header.sha256
    trust.write_text(f"{keys['甲'][1].hex()} 甲\n")
    assert run("pack", "show", pack, "--trust", trust) == 1


def test_a_signature_cannot_change_its_role_or_name(signed, capsys):
    pack, trust, _ = signed
    text = pack.read_text("utf-8")
    swapped = text.replace('"role":"author"', '"role":"x"').replace('"role":"reviewer"', '"role":"author"')
    pack.write_text(swapped.replace('"role":"x"', '"role":"reviewer"'), "utf-8")
    assert run("pack", "show", pack, "--trust", trust) == 1
    pack.write_text(text.replace('"name":"甲"', '"name":"丙"'), "utf-8")
    assert run("pack", "show", pack) == 1


def test_one_person_cannot_be_author_and_reviewer(tmp_path, capsys):
    key = tmp_path / "k"
    key.write_text("11" * 32)
    pack = tmp_path / "p.pack"
    run("pack", "build", PH_GAP, "-o", pack)
    assert run("pack", "sign", pack, "--key", key, "--as", "author", "--name", "甲") == 0
    before = pack.read_bytes()
    assert run("pack", "sign", pack, "--key", key, "--as", "reviewer", "--name", "乙") == 2
    assert run("pack", "sign", pack, "--key", key, "--as", "author", "--name", "甲") == 0
    assert pack.read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "xyz", "22" * 31, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_a_bad_key_file_is_named(tmp_path, capsys, content):
    (tmp_path / "k").write_text(content)
    run("pack", "build", PH_GAP, "-o", tmp_path / "p.pack")
    call = ("pack", "sign", tmp_path / "p.pack", "--key", tmp_path / "k", "--as", "author", "--name", "甲")
    assert run(*call) == 2
    assert "密钥文件 k" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d[:-1], "4"),
        (lambda d: d + b"x", "5"),
        (lambda d: b"x" + d, "1"),
        (lambda d: d.replace(b'"edition":"', b'"edition":"9', 1), "2"),
        (lambda d: d.replace(b"[]", b"{}", 1), "3"),
        (lambda d: d.replace(b"[]", b"[1]", 1), "3"),
        (lambda d: d.replace(b"[]", b"[ ]", 1), "3"),
        (lambda d: d.replace(b"[]", b"[" * 9000 + b"]" * 9000, 1), "3"),
        (lambda d: d[:-1].replace(b"\xe4", b"\xff") + b"\n", "2"),
        (lambda d: d[: d.rindex(b'"pack"')] + b"\n", "4"),
    ],
)
def test_a_damaged_pack_names_file_and_place(tmp_path, change, place):
    path = tmp_path / "p.pack"
    path.write_bytes(change(files.write_bytes(files.PackFile(load_pack(PH_GAP)))))
    with pytest.raises(PackError) as caught:
        files.read_file(path)
    assert f"p.pack:{place}: " in caught.value.what


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_changed_byte_goes_unseen(data):
    good = files.write_bytes(files.PackFile(parse_pack(HEAD + ROW % ("a", "days", "key: k"), "p.yaml")))
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    with pytest.raises(PackError):
        files.read_bytes(bad, "p.pack")


# --- any pack of any kind, from its schema


def sound(pack, suffix):
    """The pack as read again from its export, past the checks between rows (its content is arbitrary)."""
    content, _ = sources.read_source(sources.export(pack, suffix), f"p{suffix}")
    return build(plain(content))


CELLS = (
    shapes.TEXT,
    shapes.NUMBER,
    shapes.WHOLE,
    shapes.END,
    shapes.TIMES,
    schema.STATUTE.required["clause"],
)


@pytest.mark.parametrize("depth", [0, 1, 2])
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_value_survives_its_cell(depth, data):
    shape = data.draw(st.sampled_from(CELLS))
    values = scalar(shape)
    for _ in range(depth):
        shape, values = shapes.ListOf(shape), st.lists(values, max_size=3)
    value = data.draw(values)
    again = from_cell(to_cell(value, shape), shape)
    assert (again, type(again)) == (value, type(value))


@pytest.mark.parametrize("kind", sorted(schema.KINDS))
@given(seed=SEEDS, texts=DRAWN)
@settings(max_examples=25, deadline=None)
def test_any_pack_survives_xlsx(kind, seed, texts):
    pack = Maker(seed, texts).pack(kind)
    again = sound(pack, ".xlsx")
    assert compare(pack.content, again.content) == ()
    assert again == pack


@pytest.mark.parametrize("suffix", [".xlsx", ".yaml", ".pack"])
@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_every_bundled_pack_survives_each_form(tmp_path, path, suffix):
    out = tmp_path / f"p{suffix}"
    pack = load_pack(path)
    if suffix == ".pack":
        out.write_bytes(files.write_bytes(files.PackFile(pack)))
    else:
        out.write_bytes(sources.export(pack, suffix))
    assert sources.read_any(out) == pack


# --- workbooks that people edit


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(
        sources.export(load_pack(ROOT / "resources" / "law" / "national" / "statutes" / "air.yaml"), ".xlsx")
    )
    return path


def edited(path, sheet, column, row, value):
    workbook = load_workbook(path)
    page = workbook[sheet]
    if column is None:
        page.cell(1, page.max_column + 1, value)
    else:
        at = next(cell.column for cell in page[1] if cell.value == column)
        page.cell(row, at).value = value
    workbook.save(path)
    return [(p.part, p.line, p.text) for p in sources.examine(path, ON) if p.kind != "boundary"]


@pytest.mark.parametrize(
    ("sheet", "column", "row", "value", "word"),
    [
        ("violations.statutes", "source", 3, None, "缺少 source"),
        ("violations.statutes", "上级编号", 4, "nobody", "nobody"),
        ("violations.statutes", "range_fen", 2, "many\n5", "非负整数"),
        ("violations.statutes", "range_fen", 2, "=1+1", "公式"),
        ("violations.statutes", "article", 2, 99.5, "文字填写"),
        ("violations.statutes", "in_force.from", 2, "someday", "日期"),
        ("violations", None, 1, "颜色", "颜色"),
        ("violations", "status", 3, "sure", "seen"),
        ("violations", "name", 3, "单独的\\反斜杠", "反斜杠"),
        ("pack", "pack.kind", 2, "rumour", "kind"),
        ("pack", "pack.edition", 4, "2", "一行"),
    ],
)
def test_a_fault_names_sheet_and_row(book, sheet, column, row, value, word):
    problems = edited(book, sheet, column, row, value)
    assert [(part, line) for part, line, text in problems if word in text] == [(sheet, row)]


def test_what_excel_makes_of_a_day_or_a_number_is_understood(book):
    pack = sources.read_any(book)
    assert edited(book, "violations.statutes", "in_force.from", 2, date(2016, 1, 1)) == []
    assert edited(book, "violations.statutes", "article", 2, 99) == []
    assert sources.read_any(book) == pack


def test_the_workbook_explains_itself(book):
    guide = load_workbook(book)["说明"]
    explained = {(row[0].value, row[1].value) for row in guide.iter_rows()}
    assert {
        ("violations.statutes", "上级编号"),
        ("violations", "reviewer"),
        ("pack", "pack.boundary.以上"),
    } <= explained


def test_a_text_too_long_for_a_cell_is_refused():
    pack = parse_pack(HEAD + ROW % ("a", "字" * 40_000, "key: days"), "p.yaml")
    with pytest.raises(PackError, match=r"XLSX\[rules\]:2: text"):
        sources.export(pack, ".xlsx")


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_never_crashes(at, junk):
    good = bytearray(sources.export(parse_pack(HEAD + ROW % ("a", "days", "key: k"), "p"), ".xlsx"))
    at %= len(good)
    good[at : at + len(junk)] = junk
    problems = told(lambda: sources.read_source(bytes(good), "p.xlsx")[1])
    assert {problem.file for problem in problems} <= {"p.xlsx"}


def test_a_workbook_that_swells_is_refused(tmp_path):
    import zipfile  # noqa: PLC0415

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (40 * 1024**2))
    with pytest.raises(PackError, match="MB"):
        sources.read_source(stream.getvalue(), "p.xlsx")
