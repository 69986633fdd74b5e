"""How a plain text is cut into the decree's styles, and what becomes of what no font can write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.systems.documents.records.layout.characters import BREAK, missing, plain
from cuulong.systems.documents.records.layout.forms import authority, label
from cuulong.systems.documents.records.layout.text import ended, lines_of, listed, paragraphs
from cuulong.systems.documents.records.letter import Letter, SignatureBlock


def styles(text: str) -> list[tuple[str, str, str]]:
    return [(one.style.value, one.head, one.text) for one in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chương I\nQuy định chung", [("division", "Chương I", "Quy định chung")]),
        ("Chương II. Tổ chức thực hiện", [("division", "Chương II", "Tổ chức thực hiện")]),
        ("Phần thứ nhất", [("plain", "", "Phần thứ nhất")]),
        ("Mục 2\n\nTrách nhiệm", [("division", "Mục 2", "Trách nhiệm")]),
        ("Tiểu mục 1\nĐiều 4. Thời hạn.", [("division", "Tiểu mục 1", ""), ("article", "Điều 4.", "Thời hạn.")]),
        ("Mục 2 của kế hoạch được sửa như sau:", [("plain", "", "Mục 2 của kế hoạch được sửa như sau:")]),
        ("Điều 1. Phạm vi\n1. Công chức.", [("bold", "", "Điều 1. Phạm vi"), ("plain", "", "1. Công chức.")]),
        ("Điều 1. Phạm vi\nĐiều 2. Hiệu lực", [("article", "Điều 1.", "Phạm vi"), ("article", "Điều 2.", "Hiệu lực")]),
        ("Điều 12a. Phê duyệt.", [("article", "Điều 12a.", "Phê duyệt.")]),
        ("Điều này có hiệu lực.", [("plain", "", "Điều này có hiệu lực.")]),
        ("I. Kết quả\nVIII. Kết luận", [("heading", "", "I. Kết quả"), ("heading", "", "VIII. Kết luận")]),
        ("IIII. Không phải số", [("plain", "", "IIII. Không phải số")]),
        ("I. Một câu trọn vẹn.", [("plain", "", "I. Một câu trọn vẹn.")]),
        ("1. Công tác\na) Đã làm;", [("bold", "", "1. Công tác"), ("plain", "", "a) Đã làm;")]),
        ("1. Công tác\n2. Việc khác", [("plain", "", "1. Công tác"), ("plain", "", "2. Việc khác")]),
        ("- Gạch đầu dòng;", [("plain", "", "- Gạch đầu dòng;")]),
        ("*đậm* #lệnh $x$ <nhãn> @dẫn", [("plain", "", "*đậm* #lệnh $x$ <nhãn> @dẫn")]),
    ],
)
def test_lines_get_the_style_of_their_head(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert styles(text) == expected


@given(st.text(max_size=2000))
def test_no_word_is_lost_or_added(text: str) -> None:
    kept = " ".join(" ".join(filter(None, [one.head, one.text])) for one in paragraphs(text))
    bare = " ".join(" ".join(lines_of(text)).split())
    assert "".join(kept.split()).replace(".", "").replace(":", "") == "".join(bare.split()).replace(".", "").replace(
        ":", ""
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Có hiệu lực từ ngày ký.", "Có hiệu lực từ ngày ký./."),
        ("Có hiệu lực./.", "Có hiệu lực./."),
        ("Có hiệu lực;", "Có hiệu lực./."),
        ("Trân trọng", "Trân trọng./."),
        ("Thân ái!", "Thân ái!"),
        ("như sau:", "như sau:"),
        ("", ""),
    ],
)
def test_the_last_paragraph_ends_with_its_sign(line: str, expected: str) -> None:
    assert ended(line) == expected


def test_a_list_ends_its_items_with_semicolons_and_the_last_with_a_point() -> None:
    assert listed(["- Sở A.", "Sở B;", " ", "Sở C"], dash="- ") == ["- Sở A;", "- Sở B;", "- Sở C."]
    assert listed([]) == []


def test_what_no_font_writes_is_named_and_becomes_a_question_mark() -> None:
    assert missing("Xã ព្រះ Thí Dụ 😀 Đ") == "ព្រះ😀"
    assert plain("Ấp 😀 Thí Dụ") == "Ấp ? Thí Dụ"
    assert plain("a\u0302\u0301p") == "ấp"


def test_a_word_longer_than_a_line_may_be_broken_and_others_not() -> None:
    assert plain("Ủy ban nhân dân", 14) == "Ủy ban nhân dân"
    assert BREAK in plain("x" * 60)
    assert plain("x" * 60).replace(BREAK, "") == "x" * 60


def test_labels_lead_their_lines() -> None:
    assert [label("Chức vụ"), label("Chức vụ:"), label("Tới dự")] == ["Chức vụ:", "Chức vụ:", "Tới dự"]


@pytest.mark.parametrize(
    ("kind", "body", "capacity", "position", "expected"),
    [
        (
            "qd",
            "Ủy ban nhân dân xã Thí Dụ",
            ("TM. Ủy ban nhân dân", "KT. Chủ tịch"),
            "Phó Chủ tịch",
            "Ủy ban nhân dân xã Thí Dụ",
        ),
        ("qd", "Ủy ban nhân dân xã Thí Dụ", ("KT. Chủ tịch",), "Phó Chủ tịch", "Chủ tịch Ủy ban nhân dân xã Thí Dụ"),
        ("qd", "Ủy ban nhân dân xã Thí Dụ", (), "Chủ tịch", "Chủ tịch Ủy ban nhân dân xã Thí Dụ"),
        ("qd", "Phòng Kinh tế", (), "Trưởng phòng", "Trưởng phòng Kinh tế"),
        ("qd", "Sở Nội vụ", ("TUQ. Giám đốc",), "Chánh Văn phòng", "Giám đốc Sở Nội vụ"),
        ("nq", "Hội đồng nhân dân xã Thí Dụ", (), "Chủ tịch", "Hội đồng nhân dân xã Thí Dụ"),
    ],
)
def test_who_has_the_power_to_issue_follows_from_body_and_signer(
    kind: str, body: str, capacity: tuple[str, ...], position: str, expected: str
) -> None:
    signer = SignatureBlock(capacity=capacity, position=position)
    assert authority(Letter(kind=kind, body=body, signers=(signer,))) == expected
    assert authority(Letter(kind=kind, body=body, signers=(signer,), authority="Hội đồng thi")) == "Hội đồng thi"
