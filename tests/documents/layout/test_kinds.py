"""Every kind of document stands on its page as the decree says (NĐ 30/2020, Phụ lục I và III)."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from cuulong.systems.documents.records import kinds
from cuulong.systems.documents.records.layout import typeset
from tests.core.signatures.pdfa import faults
from tests.documents.layout.reading import MM, Run, find, plain, runs
from tests.documents.layout.samples import LETTERS, STRAINED

EVERY = sorted(kinds.ALL)
NAMED = sorted(set(EVERY) - {kinds.LETTER})
# Sheet less margins: 30 to 35 mm on the left, 15 to 20 on the right, 20 to 25 above and below.
LEFT, RIGHT, TOP, BOTTOM = 30.0, 195.0, 20.0, 277.0
RUB = 0.6
HALF = LEFT + 165 * 2 / 5


@cache
def pdf_of(kind: str) -> bytes:
    return typeset((LETTERS | STRAINED)[kind])


@cache
def runs_of(kind: str) -> list[Run]:
    return runs(pdf_of(kind))


def fields_of(pdf: bytes) -> dict[str, tuple[float, ...]]:
    """Fields and their corners in millimetres: left, top, right, bottom."""
    found = {}
    for name, _value, reference in enumerate_sig_fields(PdfFileReader(BytesIO(pdf))):
        left, bottom, right, top = (float(one) / MM for one in reference.get_object()["/Rect"])
        found[name] = (left, 297 - top, right, 297 - bottom)
    return found


def test_there_is_a_sample_of_each() -> None:
    assert len(kinds.KINDS) == 29
    assert set(LETTERS) == set(kinds.ALL)


@pytest.mark.parametrize("kind", [*EVERY, *STRAINED])
def test_it_is_pdf_a(kind: str) -> None:
    assert faults(pdf_of(kind)) == []


@pytest.mark.parametrize("kind", [*EVERY, *STRAINED])
def test_nothing_but_page_number_and_circulation_leaves_the_margins(kind: str) -> None:
    outside = [
        run
        for run in runs_of(kind)
        if not (
            run.left >= LEFT - RUB and run.right <= RIGHT + RUB and run.top >= TOP - RUB and run.bottom <= BOTTOM + RUB
        )
    ]
    assert {run.text for run in outside if not run.text.isdigit()} <= {"LƯU HÀNH NỘI BỘ"}


@pytest.mark.parametrize("kind", EVERY)
def test_boxes_1_and_2_stand_side_by_side_in_their_sizes(kind: str) -> None:
    found = runs_of(kind)
    nation, motto = find(found, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), find(found, "Độc lập - Tự do - Hạnh phúc")
    parent, body = find(found, "ỦY BAN NHÂN DÂN TỈNH THÍ DỤ"), find(found, "SỞ NÔNG NGHIỆP")
    assert (nation.size, nation.face, motto.size, motto.face) == (12, "Bold", 13, "Bold")
    assert (parent.size, parent.face, body.size, body.face) == (12, "Regular", 12, "Bold")
    assert nation.top < motto.top
    assert parent.top < body.top
    assert nation.middle == pytest.approx(motto.middle, abs=0.7)
    assert parent.middle == pytest.approx(body.middle, abs=0.7)
    assert parent.right <= HALF + RUB < nation.left
    assert parent.top == pytest.approx(nation.top, abs=1)


@pytest.mark.parametrize("kind", EVERY)
def test_boxes_3_and_4_are_left_to_the_number_signature(kind: str) -> None:
    left, top, right, bottom = fields_of(pdf_of(kind))["number"]
    assert "Số:" not in plain(pdf_of(kind))
    assert left == pytest.approx(LEFT, abs=0.5)
    # A record of a meeting tells its day in the text.
    assert right == pytest.approx(HALF if kind == "bb" else RIGHT, abs=0.5)
    inside = [
        run for run in runs_of(kind) if run.page == 0 and run.top < bottom and run.bottom > top and run.left < right
    ]
    assert inside == []
    assert top > find(runs_of(kind), "SỞ NÔNG NGHIỆP").bottom


@pytest.mark.parametrize("kind", NAMED)
def test_box_5a_is_in_the_middle_below(kind: str) -> None:
    letter = LETTERS[kind]
    name = find(runs_of(kind), (letter.title or kinds.ALL[kind].name).upper())
    assert (name.size, name.face) == (14, "Bold")
    assert name.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.7)
    assert name.top > fields_of(pdf_of(kind))["number"][3]
    if letter.subject:
        subject = find(runs_of(kind), letter.subject)
        assert (subject.size, subject.face) == (14, "Bold")
        assert subject.middle == pytest.approx(name.middle, abs=0.7)
        assert 0 < subject.top - name.bottom < 4


def test_box_5b_of_an_official_letter_stands_below_the_number() -> None:
    about, number = find(runs_of("cv"), "V/v tăng cường"), fields_of(pdf_of("cv"))["number"]
    assert (about.size, about.face) == (12, "Regular")
    assert 0 < about.top - number[3] < 6 / MM
    assert about.middle == pytest.approx((LEFT + HALF) / 2, abs=1.5)
    assert "CÔNG VĂN" not in plain(pdf_of("cv"))


@pytest.mark.parametrize("kind", sorted(set(EVERY) - {"gnp"}))
def test_the_text_is_14_upright_and_ends_with_its_sign(kind: str) -> None:
    if LETTERS[kind].text.startswith("Thực hiện"):
        run = find(runs_of(kind), "Thực hiện")
        assert (run.size, run.face) == (14, "Regular")
        assert run.left == pytest.approx(LEFT + 12.7, abs=0.7)
    assert ("Thân ái!" if kind == "tc-thu" else "./.") in plain(pdf_of(kind))


@pytest.mark.parametrize("kind", ["nq", "qd", "ket-qua"])
def test_bases_are_italic_and_end_as_they_must(kind: str) -> None:
    found = runs_of(kind)
    assert find(found, "Căn cứ Luật").face == "Italic"
    assert find(found, "Căn cứ Luật").text.endswith("phương;")
    assert "về việc thí dụ; Theo đề nghị của Trưởng phòng Thủy lợi." in plain(pdf_of(kind))


@pytest.mark.parametrize(
    ("kind", "authority", "order"),
    [
        ("nq", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "QUYẾT NGHỊ:"),
        ("qd", "GIÁM ĐỐC SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "QUYẾT ĐỊNH:"),
    ],
)
def test_who_decides_stands_above_the_bases_and_the_order_below(kind: str, authority: str, order: str) -> None:
    found = runs_of(kind)
    heights = [find(found, words).top for words in (authority, "Căn cứ Luật", "Theo đề nghị", order, "Điều 1.")]
    assert heights == sorted(heights)
    for words in (authority, order):
        assert (find(found, words).size, find(found, words).face) == (14, "Bold")
    assert find(found, "Điều 1.").text == "Điều 1."
    assert find(found, "Điều 1.").face == "Bold"


@pytest.mark.parametrize("kind", ["qc", "qyd"])
def test_chapters_sections_and_articles_have_their_styles(kind: str) -> None:
    found = runs_of(kind)
    for words in ("Chương I", "QUY ĐỊNH CHUNG", "Mục 1", "TRÁCH NHIỆM"):
        assert (find(found, words).size, find(found, words).face) == (14, "Bold")
        assert find(found, words).middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.7)
    assert find(found, "Điều 1. Phạm vi điều chỉnh").face == "Bold"
    assert find(found, "1. Công chức.").face == "Regular"


@pytest.mark.parametrize("kind", ["bc", "kh"])
def test_parts_numbered_in_roman_are_bold_capitals(kind: str) -> None:
    assert find(runs_of(kind), "I. KẾT QUẢ THỰC HIỆN").face == "Bold"
    assert find(runs_of(kind), "1. Công tác thủy lợi").face == "Bold"
    assert find(runs_of(kind), "a) Thực hiện").face == "Regular"


@pytest.mark.parametrize("kind", EVERY)
def test_box_9b_begins_on_the_left_and_ends_with_what_is_kept(kind: str) -> None:
    found = runs_of(kind)
    lead, last = find(found, "Nơi nhận:"), find(found, "- Lưu: VT")
    assert (lead.size, lead.face, lead.left) == (12, "BoldItalic", pytest.approx(LEFT, abs=0.7))
    assert (last.size, last.face, last.left) == (11, "Regular", pytest.approx(LEFT, abs=0.7))
    assert last.text.endswith(".")
    others = [run for run in found if run.size == 11 and run.text.startswith("- ") and run != last]
    assert all(run.text.endswith(";") and lead.top < run.top < last.top for run in others)


@pytest.mark.parametrize("kind", EVERY)
def test_box_7_stands_on_the_right_with_its_field_between_post_and_name(kind: str) -> None:
    signer = LETTERS[kind].signers[-1]
    found = runs_of(kind)
    post, name = find(found, signer.position.upper()), find(found, signer.name)
    left, top, right, bottom = fields_of(pdf_of(kind))[signer.field]
    assert (post.size, post.face, name.size, name.face) == (14, "Bold", 14, "Bold")
    assert post.bottom <= top + 0.5
    assert bottom <= name.top + 0.5
    assert post.middle == pytest.approx(name.middle, abs=0.7)
    assert (left + right) / 2 == pytest.approx(name.middle, abs=0.7)
    assert left > (LEFT + RIGHT) / 2
    for line in signer.capacity:
        assert find(found, line.upper()).bottom < post.top + 0.5
    if len(LETTERS[kind].signers) == 1:
        assert find(found, "Nơi nhận:").top == pytest.approx(
            find(found, (*signer.capacity, signer.position)[0].upper()).top, abs=2
        )


@pytest.mark.parametrize("kind", [*EVERY, *STRAINED])
def test_the_seal_covers_the_left_third_of_the_last_signature(kind: str) -> None:
    found = fields_of(pdf_of(kind))
    seal, person = found["organisation"], found["person"]
    assert seal[2] - seal[0] == pytest.approx(36, abs=0.5)
    assert (seal[2] - person[0]) / (person[2] - person[0]) == pytest.approx(1 / 3, abs=0.02)
    assert (seal[1] + seal[3]) / 2 == pytest.approx((person[1] + person[3]) / 2, abs=0.5)
    others = {signer.field for signer in (LETTERS | STRAINED)[kind].signers}
    assert set(found) == others | {"number", "organisation"}


@pytest.mark.parametrize("kind", EVERY)
def test_the_code_to_verify_by_ends_before_the_seal(kind: str) -> None:
    code = find(runs_of(kind), "TD-2026-ABCD")
    assert code.right < fields_of(pdf_of(kind))["organisation"][0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("cd", "Giám đốc Sở Nông nghiệp và Môi trường điện: - Ủy ban nhân dân các xã ven sông; - Công an tỉnh."),
        (
            "gm",
            "Sở Nông nghiệp và Môi trường trân trọng kính mời: Ông Trần Văn Mẫu, Trưởng phòng Thủy lợi. Tới dự cuộc họp",
        ),
        (
            "ggt",
            "Sở Nông nghiệp và Môi trường trân trọng giới thiệu: Ông (bà): Trần Văn Mẫu Chức vụ: Chuyên viên Được cử đến:",
        ),
        ("ggt", "Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ. Giấy này có giá trị"),
        ("gnp", "của ông Trần Văn Mẫu Sở Nông nghiệp và Môi trường cấp cho: Ông (bà): Trần Văn Mẫu"),
        ("gnp", "Xác nhận của cơ quan (tổ chức) hoặc chính quyền địa phương nơi nghỉ phép"),
        ("bb", "Thời gian bắt đầu: 08 giờ 00, ngày 05 tháng 01 năm 2026 Địa điểm: Phòng họp số 1 Thành phần tham dự:"),
        ("bc", "Kính gửi: Ủy ban nhân dân tỉnh Thí Dụ I. KẾT QUẢ"),
        ("cv", "Kính gửi: - Ủy ban nhân dân các xã, phường; - Công ty TNHH Một thành viên"),
    ],
)
def test_kinds_say_their_formulas(kind: str, words: str) -> None:
    assert words in plain(pdf_of(kind))


def test_several_receivers_stand_below_each_other_under_the_colon() -> None:
    found = [run for run in runs_of("cv") if run.size == 14]
    lead = find(found, "Kính gửi:")
    dashes = [run for run in found if run.text.startswith("- ")]
    assert len(dashes) == 2
    assert all(run.left == pytest.approx(lead.right, abs=1.2) for run in dashes)


def test_letters_and_reports_send_to_those_above_first() -> None:
    assert "Nơi nhận: - Như trên; - Bộ Thí dụ;" in plain(pdf_of("cv"))
    assert "Nơi nhận: - Bộ Thí dụ;" in plain(pdf_of("qd"))


def test_a_record_has_the_secretary_on_the_left_and_no_date_above() -> None:
    secretary, chair = find(runs_of("bb"), "THƯ KÝ"), find(runs_of("bb"), "CHỦ TỌA")
    assert secretary.middle < chair.middle
    assert secretary.top == pytest.approx(chair.top, abs=0.5)
    assert find(runs_of("bb"), "Nơi nhận:").top > find(runs_of("bb"), "Phạm Thị Thử").bottom


def test_drafter_address_and_urgency_of_a_letter() -> None:
    found = runs_of("cv")
    assert (find(found, "TVM.(30)").size, find(found, "TVM.(30)").face) == (11, "Regular")
    assert find(found, "TVM.(30)").top > find(found, "- Lưu: VT").top
    assert (find(found, "THƯỢNG KHẨN").size, find(found, "THƯỢNG KHẨN").face) == (13, "Bold")
    assert find(found, "THƯỢNG KHẨN").right < HALF
    address = find(found, "Số 1, đường Thí Dụ")
    assert (address.size, address.face) == (11, "Regular")
    assert BOTTOM - 15 < address.top < BOTTOM
