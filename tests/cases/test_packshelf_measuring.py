"""Packs of leak limits and factors on the shelf: loadable, one edition counts, a round pins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldlaw.app.packs import bundled
from fieldlaw.cases.casework.packlooking import cases_here, pinned_by
from fieldlaw.cases.casework.packshelf import HOUSE, NotLoadedError, Shelf
from fieldlaw.cases.casework.packtrust import add_signer
from fieldlaw.cases.law.assess import assess
from fieldlaw.cases.law.factors import factor_book
from fieldlaw.cases.law.threshold_rows import threshold_book
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import compile_folder, compiled_path, load_folder
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.presenters.packs_words import pack_line, row_lines
from tests.cases.measuring_site import Site
from tests.cases.signing_cases import NATIONAL, STRAW, Jurist, headed, signed_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from fieldlaw.cases.packs.records import Pack
    from tests.cases.bureau import Bureau

AUTHOR, REVIEWER = Jurist("甲"), Jurist("乙")
LIMITS, FACTORS = load_folder(RESOURCES / "thresholds")[0], load_folder(RESOURCES / "factors")[0]
HOUSE_PACKS = (NATIONAL, LIMITS, FACTORS)


@pytest.fixture
def shelf(bureau: Bureau) -> Shelf:
    for who in (AUTHOR, REVIEWER):
        add_signer(bureau.one, who.entry)
    made = Shelf(bureau.one, HOUSE_PACKS, tuple)
    made.renew()
    return made


def edition(pack: Pack, name: str, first: str) -> Pack:
    """A confirmed edition of a house pack, and in force from a day on."""
    period = {"from": first, "to": None}
    return headed(pack, edition=name, in_force=period, status="confirmed", author="甲", reviewer="乙")


def load(shelf: Shelf, folder: Path, pack: Pack) -> None:
    path = folder / f"{pack.header.sha256[:8]}.pack"
    path.write_bytes(signed_bytes(pack, AUTHOR, REVIEWER))
    shelf.load(path)


def of(shelf: Shelf, kind: str) -> list[str]:
    """The editions of a kind that a round would use."""
    return [pack.header.edition for pack in shelf.law.packs if pack.header.kind == kind]


def test_the_house_brings_limits_and_factors() -> None:
    packs = bundled().measuring
    assert {pack.header.kind for pack in packs} == {"thresholds", "factors"}
    assert threshold_book(packs).limits
    assert factor_book(packs)


def test_the_shelf_shows_them_in_words(shelf: Shelf) -> None:
    held = [one for one in shelf.view.holdings if one.pack.header.kind in ("thresholds", "factors")]
    assert [one.origin for one in held] == [HOUSE, HOUSE]
    said = [pack_line(one, (), shelf.today).cell(0) for one in held]
    assert said == ["泄漏判定限值 泄漏限值·随程序", "PID 校正系数 校正系数·随程序"]


def test_their_rows_are_said_with_sign_number_and_unit() -> None:
    limits = {row.id: row for row in row_lines(LIMITS)}
    joint = limits["gb20952-joint"]
    assert joint.article == "GB 20952-2020 5.5"
    assert set(joint.values.split("；")) == {
        "油气回收系统密闭点位", "> 500 μmol/mol", "检测器条款 5.5", "校准气 methane、propane",
    }  # fmt: skip
    assert limits["gb31571-gas"].values.startswith("气体；≥ 2000 μmol/mol")
    assert limits["gb37822"].values == "挥发性有机物无组织排放控制标准；GB 37822-2019"
    assert limits["precision_percent"].values == "校准精密度；10 %"
    factors = {row.id: row for row in row_lines(FACTORS)}
    assert factors["benzene"].values == "苯；电离能 eV 9.25"
    assert set(factors["tn106-m-xylene"].values.split("；")) == {"灯 eV 10.6", "系数 0.43"}


@pytest.mark.parametrize("pack", [LIMITS, FACTORS], ids=["thresholds", "factors"])
def test_a_signed_edition_stands_in_place_of_that_of_the_house(
    shelf: Shelf, tmp_path: Path, pack: Pack
) -> None:
    kind = pack.header.kind
    assert of(shelf, kind) == [pack.header.edition]
    load(shelf, tmp_path, edition(pack, "2026-12", "2026-01-01"))
    assert of(shelf, kind) == ["2026-12"]
    load(shelf, tmp_path, edition(pack, "2027-01", "2026-11-01"))
    assert of(shelf, kind) == ["2027-01"], "of one id only one edition counts"
    load(shelf, tmp_path, edition(pack, "2028-01", "2028-01-01"))
    assert of(shelf, kind) == ["2027-01"], "one that is not in force yet waits"
    threshold_book(shelf.law.packs)
    factor_book(shelf.law.packs)


@pytest.mark.parametrize("pack", [LIMITS, FACTORS], ids=["thresholds", "factors"])
def test_the_same_standard_or_table_in_two_packs_is_turned_down(
    shelf: Shelf, tmp_path: Path, pack: Pack
) -> None:
    other = headed(edition(pack, "2026-12", "2026-01-01"), id="another")
    with pytest.raises(NotLoadedError, match="在另一个规则包里已经有了"):
        load(shelf, tmp_path, other)
    assert of(shelf, pack.header.kind) == [pack.header.edition]


def test_an_assessment_does_not_mind_them(shelf: Shelf) -> None:
    plain = {**STRAW, "facts": {"burned": "yes"}}
    with_them, without = assess(plain, shelf.law.packs), assess(plain, (NATIONAL,))
    assert with_them.outcome == without.outcome


def test_a_round_pins_the_pack_that_it_was_judged_by(bureau: Bureau, shelf: Shelf) -> None:
    site = Site(bureau.one, bureau.case)
    site.point()
    (row,) = cases_here(bureau.one)
    assert pinned_by(bureau.one, row).packs == frozenset({LIMITS.header.sha256})
    assert shelf.view.of(LIMITS.header.sha256) is not None


def test_the_compiled_cache_covers_their_folders(tmp_path: Path) -> None:
    for name in ("thresholds", "factors"):
        (tmp_path / name).mkdir()
        source = next((RESOURCES / name).glob("*.yaml"))
        (tmp_path / name / source.name).write_bytes(source.read_bytes())
    made = compile_folder(tmp_path)
    assert {path.parent.parent.name for path in made} == {"thresholds", "factors"}
    for name, pack in (("thresholds", LIMITS), ("factors", FACTORS)):
        path = next((tmp_path / name).glob("*.yaml"))
        assert compiled_path(path, path.read_bytes()).exists()
        assert load_folder(tmp_path / name)[0] == build(pack.content)
