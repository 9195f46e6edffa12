"""Signing the inspection record page by page, on a real profile: what counts, what falls, what is printed."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from fieldlaw.cases.casework import deciding, inspecting, opening, printing, reviewing, signing
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.documents.fonts import MissingGlyph
from fieldlaw.cases.documents.preview import render
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.measurement import CalibrationState, Quality
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from tests.cases.test_casework import TASK, WHEN, reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.documents.dossier import Built

CHECKLIST = load_pack(RESOURCES / "checklists" / "A.yaml")
PRESS = printing.Press("示例市生态环境局", RESOURCES / "fonts", {CHECKLIST.header.id: CHECKLIST})
STROKES = (tuple((100 + 8 * n, 120 + (n % 7) * 30, 10 * n) for n in range(60)), ((700, 150, 700),))
SPOT = inspecting.Spot("门缝", "A10")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    held = profile.create(
        tmp_path / "p", profile.Person("王立新", "执法人员"), "pass", os.urandom, vault.FLOOR
    )
    yield Desk(held, lambda: ev.Moment(WHEN.isoformat(), 1, "boot", None), os.urandom)
    held.close()


@pytest.fixture
def case(desk: Desk) -> str:
    made = opening.open_case(desk, TASK, CHECKLIST)
    inspecting.answer_item(desk, made, "A01", "no", "敞门喷漆")
    return made


def paper(desk: Desk, case: str) -> Built:
    return signing.unsigned(read(desk, case), PRESS)


def state(desk: Desk, case: str) -> signing.Signing:
    return signing.look(read(desk, case), PRESS, paper(desk, case))


def sign(desk: Desk, case: str, page: int = 1, who: int = 0) -> None:
    now = state(desk, case)
    signing.sign(desk, case, PRESS, signing.Mark(now.sha256, page, now.signers[who], STROKES))


def made(desk: Desk, case: str, kind: str = printing.RECORD) -> Built:
    return printing.make(kind, read(desk, case), PRESS)


def text_of(data: bytes) -> str:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def field(built: Built, page: int, name: str) -> bytes:
    """The pixels of a field of a page."""
    place = next(one for one in built.places if (one.page, one.name) == (page, name))
    image = Image.open(BytesIO(render(built.data, page, 2.0)))
    x, y, wide, high = (2 * one for one in (place.x, place.y, place.width, place.height))
    return image.crop((round(x), round(y), round(x + wide), round(y + high - 6))).tobytes()


def test_the_record_depends_on_what_it_prints_alone(desk: Desk, case: str) -> None:
    before = paper(desk, case)
    sign(desk, case)
    printing.note_print(desk, case, printing.RECORD, made(desk, case))
    reviewing.ask_review(desk, case, "赵敏")
    for step in ("9", "11", "12"):
        inspecting.finish_step(desk, case, step, "签后办的")
    loose = inspecting.Note("书证1", "事后扫描", "paper", "局里", "王立新", WHEN.isoformat())
    inspecting.add_evidence(desk, case, b"scan", loose)
    assert paper(desk, case).data == before.data
    assert state(desk, case).kept
    said = {before.sha256}
    acts = (
        lambda: inspecting.answer_item(desk, case, "A02", "yes"),
        lambda: inspecting.finish_step(desk, case, "3", "对方看过证件"),
        lambda: inspecting.keep_measurement(
            desk, case, reading(None, Quality.UNLIT), SPOT, CalibrationState("检字1", "2027-01-01", None)
        ),
        lambda: inspecting.keep_gap(desk, case, "FID-02", WHEN.isoformat(), WHEN.isoformat()),
        lambda: inspecting.add_evidence(desk, case, b"jpeg", replace(loose, item="A01")),
        lambda: signing.give_opinion(desk, case, "属实"),
    )
    for act in acts:
        act()
        said.add(paper(desk, case).sha256)
    assert len(said) == 1 + len(acts)


def test_a_signature_is_drawn_in_its_field_and_nowhere_else(desk: Desk, case: str) -> None:
    plain = made(desk, case)
    assert plain.data == paper(desk, case).data
    sign(desk, case, 1, 1)
    signed = made(desk, case)
    assert signed.data == made(desk, case).data
    assert field(signed, 1, "officer0") != field(plain, 1, "officer0")
    assert field(signed, 1, "party") == field(plain, 1, "party")
    assert field(signed, 2, "officer0") == field(plain, 2, "officer0")
    assert text_of(signed.data) == text_of(plain.data)
    (kept,) = read(desk, case).file.all("signed")
    assert kept.envelope.version == 2
    assert kept.body["sha256"].hex() == paper(desk, case).sha256
    assert kept.body["strokes"] == [[list(point) for point in stroke] for stroke in STROKES]
    assert kept.body["heads"]


def test_the_day_is_printed_beside_the_signature_of_the_party(desk: Desk, case: str) -> None:
    sign(desk, case, 1, 0)
    assert text_of(made(desk, case).data).count("2026年11月25日") > text_of(paper(desk, case).data).count(
        "2026年11月25日"
    )


def test_a_changed_answer_makes_signatures_fall_until_they_are_given_anew(desk: Desk, case: str) -> None:
    sign(desk, case, 1, 0)
    old = state(desk, case)
    inspecting.answer_item(desk, case, "A01", "no", "敞门喷漆，已拍照")
    now = state(desk, case)
    assert not now.kept
    assert [(one.page, one.signer.role, one.changed) for one in now.fallen] == [(1, "party", True)]
    assert made(desk, case).data == paper(desk, case).data
    with pytest.raises(signing.PaperChangedError):
        signing.sign(desk, case, PRESS, signing.Mark(old.sha256, 1, old.signers[0], STROKES))
    assert len(read(desk, case).file.all("signed")) == 1
    sign(desk, case, 1, 0)
    assert not state(desk, case).fallen


def test_another_layout_of_the_same_text_is_not_called_a_changed_text(desk: Desk, case: str) -> None:
    sign(desk, case)
    (kept,) = read(desk, case).file.all("signed")
    write(desk, case, ev.Draft("signed", {**kept.body, "sha256": bytes(32)}, 2))
    assert [one.changed for one in state(desk, case).fallen] == [False]


def test_a_page_is_done_when_everybody_has_signed_it(desk: Desk, case: str) -> None:
    now = state(desk, case)
    assert [one.role for one in now.signers] == ["party", "officer", "officer"]
    for who in range(3):
        assert state(desk, case).done == 0
        sign(desk, case, 1, who)
    assert state(desk, case).done == 1
    assert state(desk, case).missing(now.signers[0]) == tuple(range(2, now.pages + 1))


def test_a_refusal_needs_a_reason_and_brings_in_the_witness(desk: Desk, case: str) -> None:
    now = state(desk, case)
    pages = tuple(range(1, now.pages + 1))
    no = signing.Refusal(now.sha256, pages, now.signers[0], signing.REFUSED, "不", "赵某", recorded=True)
    with pytest.raises(signing.RefusalUnclearError):
        signing.refuse(desk, case, PRESS, no)
    with pytest.raises(MissingGlyph):
        signing.refuse(desk, case, PRESS, replace(no, reason="\U0002b740说不签"))
    assert not read(desk, case).file.all("signed")
    signing.refuse(desk, case, PRESS, replace(no, reason="不同意写进笔录"))
    now = state(desk, case)
    assert now.missing(now.signers[0]) == ()
    witness = now.signers[-1]
    assert (witness.role, witness.who, now.missing(witness)) == ("witness", "赵某", (now.pages,))
    assert "拒签：不同意写进笔录。见证人：赵某。已录像。" in text_of(made(desk, case).data)
    sign(desk, case, now.pages, 3)
    assert state(desk, case).missing(witness) == ()


def test_nothing_is_signed_without_ink_or_after_the_approval(desk: Desk, case: str, tmp_path: Path) -> None:
    now = state(desk, case)
    with pytest.raises(signing.NoInkError):
        signing.sign(desk, case, PRESS, signing.Mark(now.sha256, 1, now.signers[0], ()))
    write(desk, case, ev.Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    with pytest.raises(inspecting.ClosedInspectionError):
        sign(desk, case)
    with pytest.raises(inspecting.ClosedInspectionError):
        signing.give_opinion(desk, case, "属实")
    assert paper(desk, case).sha256 == now.sha256


def test_the_state_of_signing_is_told_without_the_paper(desk: Desk, case: str) -> None:
    def told() -> str:
        return signing.signed_state(read(desk, case), CHECKLIST)

    assert told() == signing.NONE
    sign(desk, case)
    assert told() == signing.PARTLY
    for who in (1, 2):
        sign(desk, case, who=who)
    assert told() == signing.ALL
    inspecting.answer_item(desk, case, "A01", "no", "改过的话")
    assert told() == signing.FALLEN


def test_only_those_who_inspect_take_signatures(desk: Desk, case: str, tmp_path: Path) -> None:
    person = profile.Person("赵敏", "审核人")
    held = profile.create(tmp_path / "z", person, "pass", os.urandom, vault.FLOOR)
    with desk.profile.work() as work:
        raws, keys = work.raws(case), work.keys(case)
    with held.work() as work:
        for epoch, key in keys.items():
            work.keep_key(case, epoch, key)
        for raw in raws:
            work.add(ev.read_envelope(raw), send=False)
    zhao = Desk(held, desk.clock, os.urandom)
    with pytest.raises(signing.NotOnSiteError):
        sign(zhao, case)
    with pytest.raises(signing.NotOnSiteError):
        signing.give_opinion(zhao, case, "属实")
    held.close()


def test_the_opinion_is_printed_and_the_same_words_again_change_nothing(desk: Desk, case: str) -> None:
    with pytest.raises(signing.OpinionUnclearError):
        signing.give_opinion(desk, case, "  \n ")
    signing.give_opinion(desk, case, "  以上笔录我已看过，与我说的一致。 ")
    assert "当事人阅后意见：以上笔录我已看过，与我说的一致。" in text_of(made(desk, case).data)
    assert not signing.give_opinion(desk, case, "以上笔录我已看过，与我说的一致。").kinds
    assert len(read(desk, case).file.all("party_opinion")) == 1
    signing.give_opinion(desk, case, "改\n" * 100)
    assert text_of(made(desk, case).data).count("改") >= 100


def test_strokes_that_no_pad_writes_are_not_drawn(desk: Desk, case: str) -> None:
    sign(desk, case)
    (kept,) = read(desk, case).file.all("signed")
    for strokes in ([[["a", 1, 2]]], [[[1, 2]]]):
        write(desk, case, ev.Draft("signed", {**kept.body, "page": 2, "strokes": strokes}, 2))
    write(desk, case, ev.Draft("signed", {**kept.body, "page": 99}, 2))
    assert [one.page for one in state(desk, case).kept] == [1]
    assert made(desk, case).pages == paper(desk, case).pages


def assess(desk: Desk, case: str, decided: str) -> None:
    request = {
        "violation": "voc_uncontrolled", "jurisdiction": "太原市", "party": {"kind": "legal_person"},
        "act": {"start": "2026-08-10", "end": "2026-08-10"}, "found": "2026-08-12", "decided": decided,
        "facts": {"not_closed": "yes"},
    }  # fmt: skip
    deciding.record_finding(desk, case, "1", "未密闭", request, ["A01"])
    deciding.assess_finding(desk, case, "1", load_folder(RESOURCES / "law" / "national"))


def test_the_dossier_has_the_signatures_and_stays_the_same_when_it_is_printed(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    plain = made(desk, case, printing.DOSSIER)
    sign(desk, case)
    signed = made(desk, case, printing.DOSSIER)
    assert field(signed, 3, "party") != field(plain, 3, "party")  # after cover and contents
    assert field(signed, 4, "party") == field(plain, 4, "party")
    printing.keep_copy(desk, case, printing.DOSSIER, signed, tmp_path / "d.pdf")
    assert (tmp_path / "d.pdf").read_bytes() == signed.data == made(desk, case, printing.DOSSIER).data
    (noted,) = read(desk, case).file.all("document_printed")
    assert noted.body["sha256"].hex() == signed.sha256
    with pytest.raises(printing.CannotSaveError):
        printing.keep_copy(desk, case, printing.DOSSIER, signed, tmp_path / "no" / "d.pdf")
    assert len(read(desk, case).file.all("document_printed")) == 1


def test_the_law_is_printed_once_and_in_plain_words(desk: Desk, case: str) -> None:
    assess(desk, case, "2026-12-20")
    assess(desk, case, "2026-12-21")
    text = text_of(made(desk, case, printing.ASSESSMENT).data)
    assert text.count("违法行为：") == 1
    assert "规则包是草稿，未复核，不作决定依据。" in text
    assert "（见官方文本）" in text
    for tag in ("LRB", "CODE", "来源："):
        assert tag not in text


def test_a_reading_with_an_expired_certificate_says_so(desk: Desk, case: str) -> None:
    for until in ("2026-11-24", "2026-11-25"):
        calibration = CalibrationState("检字1", until, None)
        inspecting.keep_measurement(desk, case, reading(None, Quality.UNLIT), SPOT, calibration)
    assert text_of(made(desk, case).data).count("检定过期，不作定案依据") == 1
