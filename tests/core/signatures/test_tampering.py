"""Whatever is changed after signing is found, and named."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from cuulong.core.signatures.findings import Report
from cuulong.core.signatures.rules import State, Verdict
from cuulong.core.signatures.validate import report
from tests.core.signatures.office import Office, issue, letter, put_number, put_seal, put_signature


def flipped(pdf: bytes, offset: int) -> bytes:
    return pdf[:offset] + bytes([pdf[offset] ^ 1]) + pdf[offset + 1 :]


def content_of(found: Report) -> str:
    return next(check for check in found.checks if check.code == "content").text


def contents_gap(pdf: bytes, n: int) -> tuple[int, int]:
    start, length, resume, _ = map(int, PdfFileReader(BytesIO(pdf)).embedded_signatures[n].byte_range)
    return start + length, resume


def test_one_changed_byte_in_the_text_is_named_with_every_signature_over_it(office: Office) -> None:
    pdf = issue(office)
    found = report(flipped(pdf, 2000))
    assert found.verdict == Verdict.BROKEN
    assert found.headline == "Tệp này đã bị sửa sau khi ký"
    assert [each.content for each in found.signatures] == [State.BAD] * 3
    assert "Bùi Thị Giả Sử" in content_of(found)
    assert "Có chỗ trong tệp bị sửa" in content_of(found)


def test_a_byte_changed_after_the_leader_signed_leaves_the_leader_whole(office: Office) -> None:
    pdf = issue(office)
    found = report(flipped(pdf, contents_gap(pdf, 0)[1] + 3000))
    states = {each.field: each.content for each in found.signatures}
    assert found.verdict == Verdict.BROKEN
    assert states["person"] == State.GOOD or "sửa" in found.signatures[0].content_text
    assert states["number"] == State.BAD


def test_bytes_changed_anywhere_are_found(office: Office) -> None:
    pdf = issue(office)
    chance = random.Random(30)
    start, end = contents_gap(pdf, 2)
    places = [0, 5, len(pdf) - 2, len(pdf) - 8, start, start + 1, end - 1, end - 2, end - 40]
    places += chance.sample(range(len(pdf)), 12) + chance.sample(range(start, start + 6000), 16)
    unseen = [place for place in places if report(flipped(pdf, place)).verdict == Verdict.VALID]
    assert unseen == []


def test_a_letter_case_in_the_signature_value_counts_as_a_change(office: Office) -> None:
    pdf = issue(office)
    start, end = contents_gap(pdf, 2)
    place = next(n for n in range(start, end) if pdf[n] in b"abcdefABCDEF")
    changed = pdf[:place] + pdf[place : place + 1].swapcase() + pdf[place + 1 :]
    assert report(changed).verdict == Verdict.BROKEN


@pytest.mark.parametrize("junk", [b"\n", b"%%EOF\n", b"x" * 100], ids=["blank line", "end mark", "letters"])
def test_data_added_at_the_end_is_found(office: Office, junk: bytes) -> None:
    found = report(issue(office) + junk)
    assert found.verdict == Verdict.BROKEN


def with_page_replaced(pdf: bytes, page: int) -> bytes:
    """What a forger does: an update of the file with other words on a page."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    reference, _ = writer.find_page_for_modification(page)
    words = generic.StreamObject(stream_data=b"BT /F1 20 Tf 100 500 Td (Cho phep mai mai) Tj ET")
    reference.get_object()["/Contents"] = writer.add_object(words)
    writer.update_container(reference.get_object())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_changed_between_signature_and_seal_is_named(office: Office) -> None:
    signed = put_number(put_signature(letter(), office), office)
    found = report(put_seal(with_page_replaced(signed, 1), office))
    leader, _number, seal = found.signatures
    assert found.verdict == Verdict.BROKEN
    assert seal.content == State.GOOD
    assert leader.content == State.BAD
    assert leader.content_text.startswith("Trang 2 đã bị sửa sau chữ ký của Bùi Thị Giả Sử (")
    number = found.signatures[1].content_text
    assert "và trước chữ ký của Ủy ban nhân dân phường Thí Dụ" in number


def test_a_page_changed_after_the_seal_is_named(office: Office) -> None:
    found = report(with_page_replaced(issue(office), 0))
    assert found.verdict == Verdict.BROKEN
    assert content_of(found).startswith("Trang 1 đã bị sửa sau chữ ký của")


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"hello", b"%PDF-1.7\n%%EOF", b"\x00" * 5000, b"%PDF-1.7" + b"<<" * 5000],
    ids=["nothing", "text", "empty pdf", "zeros", "open brackets"],
)
def test_a_file_that_is_no_signed_pdf_is_left_open(rubbish: bytes) -> None:
    found = report(rubbish)
    assert found.verdict == Verdict.UNKNOWN
    assert found.headline == "Chưa kết luận được"


def test_a_pdf_nobody_signed_is_left_open(office: Office) -> None:
    assert "không có chữ ký số" in report(letter()).lead


def test_a_signed_file_that_cannot_be_read_any_more_is_broken(office: Office) -> None:
    assert report(issue(office)[:-3000]).verdict == Verdict.BROKEN


def test_a_signature_stays_valid_after_its_certificate_has_expired(office: Office) -> None:
    later = datetime.now(UTC) + timedelta(days=6 * 365)
    pdf = issue(office)
    assert office.person.valid.upper < later
    assert report(pdf).verdict == Verdict.VALID
    trusted = report(pdf, now=later).signatures[0]
    assert trusted.trust == State.GOOD
