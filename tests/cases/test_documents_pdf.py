"""The PDF: same bytes, true contents, embedded fonts, signatures on every page, no empty glyph."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from fieldlaw.cases.documents.dossier import build_dossier, build_evidence, build_record
from fieldlaw.cases.documents.evidence_list import grouped
from fieldlaw.cases.documents.fonts import FontsMissing, MissingGlyph, register, to_unicode_cmap
from fieldlaw.cases.documents.model import (
    AssessmentText,
    DossierInput,
    EvidenceItem,
    Filed,
    InspectionRecordInput,
    ItemEntry,
    Marks,
    Notice,
    Officer,
    RangeRow,
    ReadingEntry,
    ReviewEntry,
)
from fieldlaw.cases.documents.page import Place
from fieldlaw.cases.documents.preview import page_count, render
from fieldlaw.cases.documents.signature import fitted

FONTS = register(Path(__file__).parents[2] / "resources" / "fonts")
DIGEST = "0123456789abcdef" * 4

NOTICES = (
    Notice(
        "身份",
        "我们是某市生态环境局的执法人员，这是我们的行政执法证件（证号见上），请过目。是否看清？",
        "看清了。",
    ),
    Notice(
        "回避",
        "检查人与你单位有直接利害关系或者有其他关系可能影响公正执法的，你有权申请回避。是否申请？",
        "不申请。",
    ),
    Notice("义务", "你单位应当如实说明情况，提供有关资料，不得拒绝、阻挠。是否明白？", "明白。"),
)
STATEMENT = (
    "3号喷漆房（面积约120㎡）生产时，“二级活性炭吸附”装置风机是否开启，压差计读数是否在800～1200 Pa之间"
)
ITEM = ItemEntry(
    "1",
    STATEMENT,
    "不符合",
    "现场见喷漆作业正在进行，风机未开启；装置进口温度38℃，排放口编号DA003（许可证编号91140100MA0HXXXX2K001V）",
    (1, 2),
)
READING = ReadingEntry(
    "1", "DA003排放口", "62.4", "mg/m³", "便携式VOCs分析仪 PF-300 / 20231107", "2026-11-20 校准，漂移 1.2%"
)
ABSENT = ReadingEntry("2", "厂界下风向3#", "未取得：仪器低电量中断", "—", "便携式VOCs分析仪 PF-300", "同上")


def items(count: int) -> tuple[ItemEntry, ...]:
    return tuple(replace(ITEM, no=str(n)) for n in range(1, count + 1))


def record(count: int = 8) -> InspectionRecordInput:
    return InspectionRecordInput(
        doc_number="某环检〔2026〕118号",
        unit_name="某市鑫源汽车维修服务有限公司",
        credit_code="91140100MA0HXXXX2K",
        address="某市小店区学府街128号",
        time_start="2026年11月24日 09:12",
        time_end="2026年11月24日 10:47",
        place="该单位喷漆车间及危险废物贮存间（东经112.56°，北纬37.79°）",
        officers=(Officer("张明", "14010012034"), Officer("李喆", "14010012051")),
        recorder="李喆",
        party_present="王堃，车间主任",
        notices=NOTICES,
        items=items(count),
        readings=(READING, ABSENT),
        closing="检查期间拍摄照片2张、录像1段，已当场交被检查人核对。以上情况已向被检查人宣读。",
        chain_head="9f3ac1d27be04455" + "0" * 48,
    )


def evidence(count: int = 3) -> tuple[EvidenceItem, ...]:
    title = "喷漆房风机控制柜照片"
    one = EvidenceItem(
        1,
        title,
        "照片",
        "2026-11-24 09:31",
        "3号喷漆房",
        "张明、李喆",
        DIGEST,
        2_481_733,
    )
    return tuple(replace(one, no=n) for n in range(1, count + 1))


def dossier(count: int = 8, proofs: int = 30) -> DossierInput:
    ranges = (RangeRow("罚款", "2万元", "20万元", "《生态环境法典》第一千零八十四条（示例文字）"),)
    text = AssessmentText(
        "法律适用初步意见", ("说明一：以现场笔录、照片为据。", "说明二：从重情形未见。"), ranges
    )
    opinions = (
        ReviewEntry("承办人", "张明", "2026-11-25 09:00", "事实清楚，建议立案。"),
        ReviewEntry("机构负责人", "赵国强", "2026-11-25 15:20", "同意。"),
    )
    return DossierInput(
        "某市鑫源汽车维修服务有限公司现场检查案卷",
        "某市生态环境局",
        "2026年11月25日",
        record(count),
        evidence(proofs),
        text,
        opinions,
    )


def page_texts(data: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def squash(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = build_dossier(dossier(), FONTS), build_dossier(dossier(), FONTS)
    assert first.data == second.data
    assert first.sha256 == second.sha256
    assert first.pages == page_count(first.data)


@pytest.mark.parametrize(("count", "proofs"), [(1, 1), (8, 30), (40, 90)])
def test_contents_equal_the_real_pages(count: int, proofs: int) -> None:
    built = build_dossier(dossier(count, proofs), FONTS)
    texts = page_texts(built.data)
    for number, part in enumerate(built.documents, start=1):
        assert squash(part.title) in squash(texts[part.first - 1])
        assert f"第1页共{part.last - part.first + 1}页" in squash(texts[part.first - 1])
        total = part.last - part.first + 1
        assert f"第{total}页共{total}页" in squash(texts[part.last - 1])
        assert f"{number}{part.title}{part.first}{part.last}" in squash(texts[1])
    assert built.documents[0].first == 3
    assert built.documents[-1].last == built.pages


def test_page_numbers_count_the_sheets() -> None:
    texts = page_texts(build_dossier(dossier(), FONTS).data)
    for number, text in enumerate(texts[2:], start=3):
        assert f"—{number}—" in squash(text)


def test_every_font_is_embedded() -> None:
    data = build_dossier(dossier(), FONTS, Marks(draft=True, practice=True)).data
    assert b"Helvetica" not in data
    with closing(pypdfium2.PdfDocument(data)) as document:
        words = [o for page in document for o in page.get_objects() if o.type == raw.FPDF_PAGEOBJ_TEXT]
        assert words
        assert all(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(o.raw)) == 1 for o in words)


def test_a_missing_glyph_stops_and_is_named() -> None:
    bad = replace(record(), place="某市𠮷田路1号")
    with pytest.raises(MissingGlyph) as caught:
        build_record(bad, FONTS)
    assert caught.value.char == "𠮷"
    assert "某市𠮷田路1号" in caught.value.line
    assert "U+20BB7" in caught.value.what
    assert caught.value.place == (1, 10)
    assert caught.value.what.startswith("第 1 页第 10 行“𠮷”")


def test_missing_tells_the_line() -> None:
    assert [(m.char, m.line) for m in FONTS.missing("甲\n乙𠮷\n丙")] == [("𠮷", 2)]
    assert not FONTS.missing("〔2026〕①⑳℃㎡³²μ±≥≤×÷—…堃喆镕𬭼")


def test_a_missing_font_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="NotoSerifSC-Regular"):
        register(tmp_path)


def test_every_page_of_a_long_record_carries_the_signature_line() -> None:
    built = build_record(record(9), FONTS)
    assert built.pages >= 3
    for text in page_texts(built.data):
        assert "当事人签名：" in squash(text)
        assert squash(text).count("执法人员签名：") == 2
        assert "日期：年月日" in squash(text)


@pytest.mark.parametrize("count", range(1, 22))
def test_the_last_page_has_the_signatures_and_the_chain(count: int) -> None:
    last = squash(page_texts(build_record(record(count), FONTS).data)[-1])
    for words in ("（以下空白）", "当事人阅后意见：", "李喆·记录人", "见证人签名：", "证据链首码：9f3ac1d2"):
        assert words in last
    assert "以上情况已向被检查人宣读。" in last
    assert "9f3ac1d27" not in last


def test_a_page_left_before_its_end_says_so() -> None:
    texts = [squash(t) for t in page_texts(build_record(record(9), FONTS).data)]
    assert "（本页以下空白，续下页）" in texts[-2]


def test_a_closing_longer_than_a_page_still_ends_with_signatures() -> None:
    texts = page_texts(build_record(replace(record(), closing="甲" * 1000), FONTS).data)
    assert "".join(map(squash, texts)).count("甲") == 1000
    assert "见证人签名：" in squash(texts[-1])


@pytest.mark.parametrize("count", range(1, 22))
def test_the_readings_heading_stands_with_its_table(count: int) -> None:
    texts = [squash(t) for t in page_texts(build_record(record(count), FONTS).data)]
    page = next(t for t in texts if "三、现场监测读数" in t)
    assert "DA003排放口62.4" in page


def test_nothing_of_the_record_is_lost() -> None:
    whole = squash("".join(page_texts(build_record(record(3), FONTS).data)))
    for words in (
        *(n.text for n in NOTICES),
        ITEM.statement,
        ITEM.note,
        "14010012051",
        "未取得：仪器低电量中断",
    ):
        assert squash(words) in whole


def test_a_cell_taller_than_a_page_goes_on_over_the_page_end() -> None:
    proof = replace(evidence(1)[0], title="甲" * 1500)
    built = build_evidence((proof,), FONTS)
    assert built.pages > 2
    assert "".join(page_texts(built.data)).count("甲") == 1500


def test_a_signature_keeps_its_shape_within_its_field() -> None:
    place = Place(1, "party", 100.0, 200.0, 120.0, 30.0)
    (line,) = fitted((((0, 0), (600, 100), (300, 50)),), place)
    (left, top), (right, low), _middle = line
    assert place.x < left < right < place.x + place.width
    assert place.y < top < low < place.y + place.height
    assert (right - left) / (low - top) == pytest.approx(6, rel=0.01)
    (dot,) = fitted((((500, 300),),), place)
    assert place.x < dot[0][0] < place.x + place.width


def test_marks_lie_on_every_page_and_only_when_asked() -> None:
    plain = "".join(page_texts(build_record(record(), FONTS).data))
    assert "草稿" not in plain
    assert "练习用" not in plain
    for text in page_texts(build_record(record(), FONTS, Marks(draft=True, practice=True)).data):
        assert "草稿·未生效" in squash(text)
        assert "练习用" in squash(text)


def test_rare_characters_can_be_copied() -> None:
    built = build_record(replace(record(), recorder="王𬭼䶮"), FONTS)
    assert "王𬭼䶮" in squash("".join(page_texts(built.data)))
    assert "D872DF7C" in to_unicode_cmap("f", [0x2CB7C])


def test_digests_are_printed_whole_in_groups_of_four() -> None:
    assert grouped(DIGEST).split(" ") == ["0123", "4567", "89ab", "cdef"] * 4
    whole = squash("".join(page_texts(build_evidence(evidence(2), FONTS).data)))
    assert whole.count(DIGEST) == 2


def test_a_refusal_is_printed() -> None:
    text = AssessmentText("法律适用初步意见", (), (), "违法行为持续期间跨新旧法，程序不作结论。")
    built = build_dossier(replace(dossier(), assessment=text, reviews=()), FONTS)
    assert "程序不作结论。" in squash("".join(page_texts(built.data)))
    assert [part.kind for part in built.documents] == ["record", "evidence", "assessment"]


def test_a_preview_is_a_png_of_the_asked_size() -> None:
    png = render(build_record(record(), FONTS).data, 1, 1.0)
    assert png.startswith(b"\x89PNG")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (596, 842)


def test_the_file_lies_in_main_and_sub_volume_in_the_order_it_is_given() -> None:
    order = tuple(
        Filed(kind, volume)
        for kind, volume in (
            ("evidence", "正卷"),
            ("record", "正卷"),
            ("assessment", "副卷"),
            ("reviews", "副卷"),
        )
    )
    whole = build_dossier(replace(dossier(), order=order), FONTS)
    assert [(part.kind, part.volume) for part in whole.documents] == [(one.kind, one.volume) for one in order]
    contents = page_texts(whole.data)[1]
    assert contents.index("正卷") < contents.index("副卷")
    sub = build_dossier(replace(dossier(), order=order, volume="副卷"), FONTS)
    assert [part.kind for part in sub.documents] == ["assessment", "reviews"]
    assert sub.documents[0].first == 3
    assert "证据清单" not in "".join(page_texts(sub.data))
