"""A file is what its content says, never what its name says."""

from __future__ import annotations

from io import BytesIO

import pytest

from cuulong.core.files import rules
from cuulong.core.files.content import identify
from tests.core.files.samples import PDF, archive, document, named_archive, picture


def kind_of(data: bytes) -> str:
    return identify(BytesIO(data), len(data))[0]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, rules.PDF),
        (b"\xef\xbb\xbf" + PDF, rules.PDF),
        (picture("JPEG"), rules.JPEG),
        (picture("PNG"), rules.PNG),
        (document(), rules.DOCX),
        (archive(a__b=b"1"), rules.ZIP),
        ("Kính gửi Ủy ban".encode(), rules.TEXT),
        (b'<?xml version="1.0"?><a/>', rules.XML),
        (b"<html><script>alert(1)</script>", rules.UNKNOWN),
        (b"\x7fELF" + bytes(60), rules.UNKNOWN),
    ],
    ids=["pdf", "pdf with a mark", "jpeg", "png", "docx", "zip", "text", "xml", "html", "program"],
)
def test_the_kind_is_read_from_the_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PDF[:20], "damaged"),
        (picture("JPEG", (400, 300))[:-9000], "damaged"),
        (picture("PNG", (400, 300))[:-9000], "damaged"),
        (archive(a=b"1" * 5000)[:-30], "damaged"),
        (named_archive(["../../etc/passwd"]), "damaged"),
        (named_archive(["C:/x.exe"]), "damaged"),
        (document({"word/vbaProject.bin": b"macro"}), "macro"),
        (archive(zeros=bytes(40_000_000)), "bomb"),
        (named_archive([str(n) for n in range(2001)]), "bomb"),
    ],
    ids=["cut pdf", "cut jpeg", "cut png", "cut zip", "path", "drive", "macro", "zeros", "entries"],
)
def test_damaged_and_dangerous_files_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(rules.Refused) as refused:
        kind_of(data)
    assert refused.value.code == code


def test_an_archive_whose_directory_lies_about_its_size_is_refused() -> None:
    honest = archive(zeros=bytes(400_000))
    size = (400_000).to_bytes(4, "little")
    assert honest.count(size) >= 1
    with pytest.raises(rules.Refused):
        kind_of(honest.replace(size, (40).to_bytes(4, "little")))


def test_a_picture_with_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_PIXELS", 1000)
    with pytest.raises(rules.Refused) as refused:
        kind_of(picture("PNG"))
    assert refused.value.code == "bomb"


def test_the_sentence_on_size_gives_both_figures() -> None:
    with pytest.raises(rules.Refused) as refused:
        rules.check_size(26 * 1024 * 1024, 20 * 1024 * 1024)
    assert str(refused.value) == "Tệp nặng 26 MB, chỉ nhận đến 20 MB"


def test_the_sentence_on_kind_says_what_it_is_and_what_is_taken() -> None:
    with pytest.raises(rules.Refused) as refused:
        rules.check_allowed(rules.PNG, frozenset({rules.PDF, rules.JPEG}))
    assert str(refused.value) == "Nội dung tệp là PNG, ở đây chỉ nhận PDF, JPEG"


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("../../etc/đơn.pdf", rules.PDF, "đơn.pdf"),
        ("C:\\Users\\a\\đơn.pdf", rules.PDF, "đơn.pdf"),
        ("don.exe", rules.PDF, "don.exe.pdf"),
        ("ảnh.JPEG", rules.JPEG, "ảnh.JPEG"),
        ("hoa\u202efdp.exe", rules.PDF, "hoafdp.exe.pdf"),
        ("", rules.PDF, "tep.pdf"),
        ("x" * 300 + ".pdf", rules.PDF, "x" * 196 + ".pdf"),
        ("Đo\u031bn.pdf", rules.PDF, "Đơn.pdf"),
    ],
)
def test_names_are_cleaned(name: str, media_type: str, kept: str) -> None:
    assert rules.clean_name(name, media_type) == kept
