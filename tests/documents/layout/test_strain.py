"""Pages that are long, odd or full still come out whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cuulong.systems.documents.records import kinds
from cuulong.systems.documents.records.layout import typeset
from cuulong.systems.documents.records.layout.page import number_look
from cuulong.systems.documents.records.letter import Appendix, SignatureBlock
from tests.core.signatures.pdfa import faults
from tests.documents.layout.reading import find, letters, pages, plain, runs
from tests.documents.layout.samples import BODY, DAY, DIRECTOR, JOINT, LETTERS, LONG, WORDS

NASTY = "#panic() *a* _b_ $x$ `c` @d <e> \\ // /* ]] #{ \u202e\u0000\ufeff\u0301 \U0001f600 \ud7ff ព្រះ שלום \t"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.sampled_from([NASTY, "x" * 400, "Ấ" * 90])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(kinds.ALL)),
    words=st.lists(texts, min_size=8, max_size=8),
    lines=st.lists(texts, max_size=300),
    signers=st.integers(0, 4),
)
@example(kind="qd", words=[NASTY] * 8, lines=[NASTY] * 300, signers=3)
@example(kind="cv", words=["x" * 400] * 8, lines=["x" * 5000], signers=1)
@example(kind="bb", words=[""] * 8, lines=[], signers=2)
def test_whatever_is_typed_becomes_a_page_of_pdf_a(kind: str, words: list[str], lines: list[str], signers: int) -> None:
    a, b, c, d, e, f, g, h = words
    letter = replace(
        LETTERS[kind],
        parent=a,
        body=b or BODY,
        subject=c,
        greeting=(d, e),
        bases=(f, g),
        facts=((h, a), (b, c)),
        text="\n".join(lines),
        places=tuple(words),
        circulation=h[:40],
        address=f,
        drafter=g,
        urgency=3,
        signers=tuple(
            SignatureBlock(capacity=(a, b), position=c, name=d, body=e, field=f"person-{n}" if n else "person")
            for n in range(signers)
        ),
        appendices=(Appendix(title=a, text=f), Appendix(title=b, text=g, kind="qc")),
    )
    pdf = typeset(letter)
    assert faults(pdf) == []
    sheet = [one for one in letters(pdf) if not one.char.isspace() and one.font]
    assert all(one.left > 29 and one.right < 197 and one.bottom < 279 for one in sheet)


def test_nothing_that_is_typed_is_a_command() -> None:
    odd = "#strong[a] *b* _c_ $d$ `e` = f // g"
    pdf = typeset(replace(LETTERS["tb"], subject=odd, text=f"{odd}\n{odd}"))
    assert plain(pdf).count(odd) == 3


@pytest.mark.parametrize("lines", range(1, 40, 2))
def test_a_signature_is_never_alone_on_its_page(lines: int) -> None:
    text = "\n".join(f"{n}. Việc thứ {n} đã làm xong." for n in range(1, lines + 1))
    found = pages(typeset(replace(LETTERS["tb"], text=text)))
    assert f"{lines}. Việc thứ {lines} đã làm xong./." in found[-1]
    assert "GIÁM ĐỐC" in found[-1]
    assert "Nơi nhận:" in found[-1]


@pytest.mark.parametrize("sentences", range(1, 60, 6))
def test_a_long_last_paragraph_goes_on_with_the_signature_and_loses_nothing(sentences: int) -> None:
    text = f"{WORDS}. " * sentences
    pdf = typeset(replace(LETTERS["tb"], text=text))
    found = pages(pdf)
    assert "Bùi Thị Giả Sử" in found[-1]
    assert "mùa khô./." in found[-1]
    assert plain(pdf).count("nạo vét trước mùa khô") == sentences
    # No line of it is drawn apart or closer than the others.
    tops = sorted(
        {round(run.top, 1) for run in runs(pdf) if run.size == 14 and run.face == "Regular" and run.page == 0}
    )
    steps = [b - a for a, b in pairwise(tops) if b - a > 2]
    assert all(5 < step < 8.6 for step in steps)


def test_pages_are_numbered_from_the_second_and_appendices_anew() -> None:
    found = [
        (run.page, run.text) for run in runs(typeset(LONG)) if run.text.isdigit() and run.top < 20 and run.size == 13
    ]
    last = max(page for page, _text in found)
    assert found == [(n, str(n + 1)) for n in range(1, last + 1)]
    two = replace(LONG, appendices=(Appendix(title="Danh mục", text=f"{WORDS}.\n" * 40),))
    found = [
        (run.page, run.text) for run in runs(typeset(two)) if run.text.isdigit() and run.top < 20 and run.size == 13
    ]
    first = next(n for n, page in enumerate(pages(typeset(two))) if "Phụ lục" in page)
    assert [text for page, text in found if page >= first] == [
        str(n + 2) for n in range(len(pages(typeset(two))) - first - 1)
    ]
    assert all(
        105 < (run.left + run.right) / 2 < 120 for run in runs(typeset(two)) if run.text.isdigit() and run.top < 20
    )


def test_appendices_bear_roman_numerals_when_there_are_several() -> None:
    several = typeset(LONG)
    found = runs(several)
    for words in ("Phụ lục I", "Phụ lục II"):
        run = find(found, words)
        assert (run.size, run.face, run.middle) == (14, "Bold", pytest.approx(112.5, abs=0.7))
    assert find(found, "DANH MỤC TUYẾN KÊNH").face == "Bold"
    assert find(found, "(Kèm theo Báo cáo số").face == "Italic"
    one = plain(typeset(replace(LONG, appendices=LONG.appendices[:1])))
    assert "Phụ lục DANH MỤC TUYẾN KÊNH" in one


def test_an_appendix_names_the_number_once_it_is_known() -> None:
    known = typeset(replace(LONG, number="05/BC-SNN", day=DAY, body="Sở Thí Dụ"))
    assert "(Kèm theo Báo cáo số 05/BC-SNN ngày 05 tháng 01 năm 2026 của Sở Thí Dụ)" in plain(known)


def test_a_known_number_is_words_and_needs_no_field() -> None:
    pdf = typeset(replace(LETTERS["qd"], number="05/QĐ-SNN", day=DAY))
    number, day = find(runs(pdf), "Số: 05/QĐ-SNN"), find(runs(pdf), "Thí Dụ, ngày 05 tháng 01 năm 2026")
    assert (number.size, number.face, day.size, day.face) == (13, "Regular", 13, "Italic")
    assert number.top == pytest.approx(day.top, abs=0.7)
    assert b"/T (number)" not in pdf
    record = plain(typeset(replace(LETTERS["bb"], number="05/BB-SNN", day=DAY, place="Thí Dụ")))
    assert "Thí Dụ, ngày" not in record
    assert type(number_look(replace(LETTERS["bb"], number="05/BB-SNN", day=DAY))).__name__ == "NumberAlone"


def test_what_goes_with_a_decision_has_a_head_and_its_decision() -> None:
    words = pages(typeset(JOINT))[-1]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    assert "QUY CHẾ Quản lý hồ sơ của cơ quan (Kèm theo Quyết định số" in words


def test_circulation_stands_above_the_motto_in_its_frame() -> None:
    run, nation = find(runs(typeset(LONG)), "LƯU HÀNH NỘI BỘ"), find(runs(typeset(LONG)), "CỘNG HÒA")
    assert (run.size, run.face) == (13, "Bold")
    assert run.bottom < nation.top
    assert run.middle == pytest.approx(nation.middle, abs=1)


def test_many_receivers_go_on_below_the_signature() -> None:
    words = plain(typeset(LONG))
    assert all(f"Ủy ban nhân dân xã Thí Dụ thứ {n} " in words for n in range(1, 60))


def test_signers_need_fields_of_their_own() -> None:
    with pytest.raises(ValueError, match="name of its own"):
        typeset(replace(LETTERS["bb"], signers=(DIRECTOR, DIRECTOR)))
