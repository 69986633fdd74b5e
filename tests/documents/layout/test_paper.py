"""Paper: copies, the stamp of arrival, registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuulong.core.signatures.fields import MM
from cuulong.lib.errors import InputError
from cuulong.systems.documents.records.layout import registers, typeset
from cuulong.systems.documents.records.layout.arrivals import Arrival, stamp_scan, stamp_sheet
from cuulong.systems.documents.records.layout.copies import Copy, prepare_copy, typeset_copy
from cuulong.systems.documents.records.layout.registers import (
    Cover,
    IncomingRow,
    LoanRow,
    OutgoingRow,
    PostalRow,
    TrackingRow,
)
from cuulong.systems.documents.records.layout.scans import free_spot
from tests.core.signatures.pdfa import faults
from tests.documents.layout.reading import find, pages, plain, runs
from tests.documents.layout.samples import CHAIR, DAY, LETTERS, WORDS
from tests.documents.layout.scanning import scan

SHORT = replace(LETTERS["tb"], number="05/TB-SNN", day=DAY, text="Nghỉ.", verify_url="", signers=(CHAIR,))
COPY = Copy(
    form="sl",
    body="Ủy ban nhân dân xã Thí Dụ",
    place="Thí Dụ",
    number="05/SL-UBND",
    day=DAY,
    signer=CHAIR,
    places=("Công an xã",),
)
ARRIVAL = Arrival(body="Ủy ban nhân dân xã Thí Dụ", number="1234", day=DAY, forwarded="Phòng Kinh tế", file="01.TCCB")
COVER = Cover(parent="Tỉnh Thí Dụ", body="Sở Thí Dụ", year=2026, first_day=DAY, last_day=date(2026, 6, 30), volume=2)


def test_a_copy_stands_below_the_end_of_the_text_under_a_line() -> None:
    pdf = typeset_copy(typeset(SHORT), COPY)
    found = runs(pdf)
    assert {run.page for run in found} == {0}
    heights = [
        find(found, words).top for words in ("SAO LỤC", "Thí Dụ, ngày 05 tháng 01", "TM. ỦY BAN", "Lê Văn Ví Dụ")
    ]
    assert heights == sorted(heights)
    assert heights[0] > find(runs(typeset(SHORT)), "- Lưu: VT").bottom
    assert (find(found, "SAO LỤC").size, find(found, "SAO LỤC").face) == (14, "Bold")
    assert (find(found, "Số: 05/SL-UBND").size, find(found, "ỦY BAN NHÂN DÂN XÃ").face) == (13, "Bold")
    assert find(found, "Số:").middle < find(found, "SAO LỤC").middle
    assert "Nơi nhận: - Công an xã; - Lưu: VT." in plain(pdf)
    assert faults(pdf) == []


def test_a_copy_that_has_no_room_takes_a_sheet_more() -> None:
    original = typeset(LETTERS["cv"])
    pdf = typeset_copy(original, COPY)
    assert len(pages(pdf)) == len(pages(original)) + 1
    assert "SAO LỤC" in pages(pdf)[-1]


@pytest.mark.parametrize(("form", "name"), [("sy", "SAO Y"), ("trs", "TRÍCH SAO"), ("sl", "SAO LỤC")])
def test_each_kind_of_copy_says_its_name(form: str, name: str) -> None:
    assert name in plain(typeset_copy(typeset(SHORT), replace(COPY, form=form)))


def test_the_stamp_of_arrival_is_35_by_50_and_says_five_things() -> None:
    pdf = stamp_sheet(ARRIVAL, left=40, top=70)
    assert plain(pdf) == (
        "ỦY BAN NHÂN DÂN XÃ THÍ DỤ ĐẾN Số: 1234 Ngày: 05/01/2026 Chuyển: Phòng Kinh tế Số và ký hiệu HS: 01.TCCB"
    )
    found = runs(pdf)
    assert min(run.left for run in found) > 40
    assert max(run.right for run in found) < 90
    assert min(run.top for run in found) > 69.5
    assert max(run.bottom for run in found) < 105
    assert find(found, "ĐẾN").face == "Bold"
    width, height = frame(pdf)
    assert (width, height) == (pytest.approx(50, abs=0.5), pytest.approx(35, abs=0.5))


def frame(pdf: bytes) -> tuple[float, float]:
    """Width and height of what is drawn, in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=4).to_pil().convert("L").point(lambda value: 255 - value)
    document.close()
    left, top, right, bottom = picture.getbbox()
    return (right - left) / 4 / MM, (bottom - top) / 4 / MM


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_scan_is_stamped_upright_where_it_is_blank(turned: int) -> None:
    paper = scan(typeset(replace(LETTERS["cv"], number="12/SNN-TL", day=DAY)), turned=turned)
    left, top = free_spot(paper, 50, 35, (30, 58))
    before, after = upright(paper), upright(stamp_scan(paper, ARRIVAL))
    spot = tuple(round(value * 4) for value in (left, top, left + 50, top + 35))
    assert before.crop(spot).getextrema()[0] > 200
    stamp = after.crop(spot)
    assert stamp.getextrema()[0] < 150
    # Outside of its place nothing has changed.
    after.paste(
        before.crop(tuple(round(n) for n in (spot[0] - 4, spot[1] - 4, spot[2] + 4, spot[3] + 4))),
        (spot[0] - 4, spot[1] - 4),
    )
    assert list(after.tobytes()) == list(before.tobytes())
    # The heavy word stands in the upper half, the label of the file below.
    assert "ĐẾN" in plain(stamp_scan(paper, ARRIVAL))


def upright(pdf: bytes):
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=4 * 25.4 / 72).to_pil().convert("L")
    document.close()
    return picture


def test_the_scan_itself_stays_and_a_full_page_is_stamped_all_the_same() -> None:
    paper = scan(typeset(SHORT))
    kept = bytes(paper)
    assert stamp_scan(paper, ARRIVAL) != paper
    assert paper == kept
    full = replace(SHORT, text="\n".join([WORDS] * 60))
    assert "ĐẾN" in plain(stamp_scan(scan(typeset(full)), ARRIVAL))


@pytest.mark.parametrize(
    "act", [lambda pdf: stamp_scan(pdf, ARRIVAL), prepare_copy, lambda pdf: typeset_copy(pdf, COPY)]
)
def test_what_is_no_pdf_is_told(act: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InputError, match="không phải PDF"):
        act(b"%PDF-1.7\nkh\xc3\xb4ng")


ROWS = {
    registers.outgoing: (
        OutgoingRow(
            number="05/QĐ-SNN", day=DAY, subject=WORDS, signer="Lê Văn Ví Dụ", places="Các xã", copies=1200, sent=DAY
        ),
        10,
    ),
    registers.incoming: (
        IncomingRow(arrived=DAY, arrival_number="15", author="UBND tỉnh", number="7/UBND-VX", day=DAY, subject=WORDS),
        10,
    ),
    registers.tracking: (
        TrackingRow(arrival_number="15", document=f"Công văn 7/UBND-VX {WORDS}", receiver="Văn phòng", due=DAY),
        7,
    ),
    registers.postal: (PostalRow(sent=DAY, number="05/QĐ-SNN", places=WORDS, envelopes=1200), 6),
    registers.loans: (
        LoanRow(day=DAY, user="Trần Văn Mẫu", number_and_day="05/QĐ-SNN", subject=WORDS, returned=None),
        9,
    ),
}


@pytest.mark.parametrize(("print_register", "row", "columns"), [(act, *of) for act, of in ROWS.items()])
def test_a_register_has_its_cover_its_columns_and_repeats_their_heads(
    print_register: Callable[..., bytes], row: object, columns: int
) -> None:
    pdf = print_register(COVER, [row] * 60)
    cover, *sheets = pages(pdf)
    assert "TỈNH THÍ DỤ SỞ THÍ DỤ SỔ" in cover
    assert "Năm: 2026 Từ ngày 05/01/2026 đến ngày 30/06/2026" in cover
    assert "Quyển số: 02" in cover
    assert ("Từ số" in cover) == (columns != 7)
    assert len(sheets) > 1
    heads = " ".join(f"({n})" for n in range(1, columns + 1))
    assert all(heads in sheet and "Ghi chú" in sheet for sheet in sheets)
    assert f"({columns + 1})" not in sheets[0]
    assert sum(sheet.count("05/01/2026") for sheet in sheets) >= 60
    assert f"Trang 1/{len(sheets)}" in sheets[0]
    document = pypdfium2.PdfDocument(pdf)
    assert all(page.get_width() > page.get_height() for page in document)
    document.close()
    assert faults(pdf) == []
    if columns == 6:
        assert "1.200" in sheets[0]


def test_an_empty_register_still_has_cover_and_heads() -> None:
    cover, sheet = pages(registers.outgoing(Cover(body="Sở Thí Dụ", year=2026), []))
    assert "Từ ngày ………… đến ngày …………" in cover
    assert "(10)" in sheet


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=7, max_size=7))
def test_whatever_a_register_holds_is_printed(words: list[str]) -> None:
    a, b, c, d, e, f, g = words
    row = OutgoingRow(number=a, day=None, subject=b, signer=c, places=d, kept_by=e, received=f, note=g)
    pdf = registers.outgoing(replace(COVER, body=a or "Sở", first_number=b), [row] * 3)
    assert faults(pdf) == []
    assert all(run.right < 289 for run in runs(pdf))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=4, max_size=4))
def test_whatever_a_stamp_says_it_keeps_its_size(words: list[str]) -> None:
    body, number, forwarded, file = words
    pdf = stamp_sheet(Arrival(body=body or "Sở", number=number, day=DAY, forwarded=forwarded, file=file))
    assert frame(pdf) == (pytest.approx(50, abs=0.5), pytest.approx(35, abs=0.5))
