"""Reading the national catalogue: the real files, odd figures, broken files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cuulong.lib.errors import InputError
from cuulong.systems.services.catalogue.national.figures import propose_fee, propose_time
from cuulong.systems.services.catalogue.national.reading import read_catalogue
from cuulong.systems.services.catalogue.national.rows import Reading

DATA = Path(__file__).parents[3] / "shared" / "data" / "03_procedures"
HEAD = "ma_thu_tuc,ten_thu_tuc,thoi_gian_truc_tiep,don_vi,truc_tuyen\n"


def real(name: str) -> bytes:
    if not (DATA / name).exists():
        pytest.skip("shared data absent")
    return (DATA / name).read_bytes()


def kinds(reading: Reading) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in [*reading.rows, *reading.refused]:
        for finding in row.findings:
            found[finding.kind] = found.get(finding.kind, 0) + 1
    return found


def csv(text: str) -> Reading:
    return read_catalogue((HEAD + text).encode())


def test_the_whole_catalogue_is_read_and_every_odd_row_said() -> None:
    reading = read_catalogue(real("tthc_catalogue_2642.csv"))
    assert (reading.format, len(reading.rows), len(reading.refused)) == ("csv", 2642, 0)
    found = kinds(reading)
    assert (found["time_no_unit"], found["time_blank"], found["text_decomposed"]) == (349, 143, 61)
    assert found["kind_blank"] == 111


def test_the_lists_as_downloaded_are_read_below_their_title() -> None:
    assert len(read_catalogue(real("danh-sach-tthc-BoTuPhap.xlsx")).rows) == 271
    lists = read_catalogue(real("danh-sach-tthc-NongNghiepvaMoiTruong.xlsx"))
    assert len(lists.rows) == 537
    assert "limits" not in lists.rows[0].fields, "a short list says nothing of times, so it changes none"


def test_the_full_catalogue_brings_papers_fees_and_steps() -> None:
    reading = read_catalogue(real("tthc_full_dev.jsonl"))
    assert (len(reading.rows), len(reading.refused)) == (345, 0)
    food = next(row for row in reading.rows if row.code == "2.001827").fields
    assert food["fees"]["online"][0]["amount"] == 700_000
    assert food["papers"]
    assert food["steps"]
    assert food["legal"]
    assert food["result"]
    boat = next(row for row in reading.rows if row.code == "1.004002").fields
    assert boat["fees"]["counter"][0]["amount"] == 70_000
    assert boat["limits"]["counter"] == [{"amount": 2, "unit": "working_day", "written": "2 Ngày làm việc"}]


def test_all_text_is_composed() -> None:
    reading = csv("1.000001,Câ\u0301p giâ\u0301y phép,1,Ngày,1\n")
    assert reading.rows[0].name == "Cấp giấy phép"
    assert "text_decomposed" in kinds(reading)


@pytest.mark.parametrize(
    ("amount", "unit", "proposed", "doubts"),
    [
        ("5", "Ngày làm việc", (5, "working_day"), []),
        ("8", "Giờ", (8, "working_hour"), []),
        ("3", "Tháng", (3, "month"), []),
        ("1", "", (1, ""), ["time_no_unit"]),
        ("", "", None, ["time_blank"]),
        ("120,000", "", None, ["time_no_unit", "time_odd"]),
        ("0", "Ngày", (0, "calendar_day"), ["time_zero"]),
        ("1100", "Ngày", (1100, "calendar_day"), ["time_long"]),
        ("2", "Tuần trăng", (2, ""), ["time_unit_unknown"]),
    ],
)
def test_times(amount: str, unit: str, proposed: tuple[int, str] | None, doubts: list[str]) -> None:
    found, said = propose_time(amount, unit)
    assert (found and (found["amount"], found["unit"])) == proposed
    assert [one.kind for one in said] == doubts


@pytest.mark.parametrize(
    ("text", "kind", "amount", "doubts"),
    [
        ("700 VNĐ", "flat", 700_000, ["fee_thousands"]),
        ("700 VNĐ(Phí thẩm định: 700.000 đồng/cơ sở.)", "flat", 700_000, ["fee_thousands"]),
        ("70,000 VNĐ(70.000 đồng/Giấy chứng nhận)", "flat", 70_000, []),
        ("1,250,000 Việt Nam Đồng", "flat", 1_250_000, []),
        ("Không có thông tin8,000 VNĐ", "flat", 8_000, []),
        ("Miễn phí", "free", 0, []),
        ("Miễn phí(từ 20.000 đồng một tờ khai)", "free", 0, ["fee_free_but"]),
        ("VNĐ(20.000 vnđ /tờ khai)", "words", None, ["fee_words"]),
        ("50,000 VNĐ 70,000 VNĐ", "words", None, ["fee_many"]),
        ("Theo quy định của tỉnh", "words", None, ["fee_words"]),
    ],
)
def test_fees(text: str, kind: str, amount: int | None, doubts: list[str]) -> None:
    found, said = propose_fee(text)
    assert found is not None
    assert (found["kind"], found["amount"]) == (kind, amount)
    assert [one.kind for one in said] == doubts


def test_no_information_is_no_fee() -> None:
    assert propose_fee("Không có thông tin") == (None, [])
    assert propose_fee("") == (None, [])


@given(st.text(max_size=80))
def test_any_text_is_a_fee_in_words_or_an_amount_that_a_fee_can_be(text: str) -> None:
    found, _said = propose_fee(text)
    if found and found["kind"] == "flat":
        assert 1_000 <= found["amount"] <= 10**12
    if found and found["kind"] == "words":
        assert found["amount"] is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_time_is_certain_only_with_a_number_and_a_known_unit(amount: str, unit: str) -> None:
    found, said = propose_time(amount, unit)
    if not said:
        assert found is not None
        assert found["unit"]
        assert 0 < found["amount"] <= 720


@given(st.integers(1, 999))
def test_thousands_that_were_lost_come_back_with_a_mark(amount: int) -> None:
    found, said = propose_fee(f"{amount} VNĐ")
    assert found is not None
    assert found["amount"] == amount * 1000
    assert [one.kind for one in said] == ["fee_thousands"]


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)


@given(st.lists(st.tuples(cells, cells, cells, cells, cells), max_size=6))
def test_any_cells_are_taken_or_refused_with_a_reason(rows: list[tuple[str, ...]]) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEAD.strip().split(","))
    for row in rows:
        page.append([_excel(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    reading = read_catalogue(out.getvalue())
    assert all(row.findings for row in reading.refused)
    assert all(row.code and row.name for row in reading.rows)


def _excel(text: str) -> str:
    return "".join(each for each in text if each.isprintable()).lstrip("=")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("ten_thu_tuc", "cap_thuc_hien", "cach_thuc", "thanh_phan_ho_so", "can_cu_phap_ly", "ket_qua", "bo_nganh",
        "trinh_tu_thuc_hien", "doi_tuong")  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), json_values))
def test_any_shape_of_a_record_is_taken_or_refused_never_a_crash(record: dict[str, object]) -> None:
    written = json.dumps({"ma_thu_tuc": "1.000001", "ten_thu_tuc": "Cấp giấy"} | record)
    try:
        reading = read_catalogue(written.encode())
    except InputError:
        return
    assert len(reading.rows) + len(reading.refused) == 1


def test_rows_without_code_or_name_or_twice_are_refused_alone() -> None:
    reading = csv("1.000001,Tên,1,Ngày,1\n,Tên,1,Ngày,1\nABC,Tên,,,\n1.000002,,,,\n1.000001,Tên,1,Ngày,1\n")
    assert [row.code for row in reading.rows] == ["1.000001"]
    assert [(row.line, row.findings[0].kind) for row in reading.refused] == [
        (3, "code_blank"),
        (4, "code_bad"),
        (5, "name_blank"),
        (6, "code_twice"),
    ]


def test_a_broken_line_of_jsonl_is_refused_alone() -> None:
    good = json.dumps({"ma_thu_tuc": "1.000001", "ten_thu_tuc": "Cấp giấy"})
    reading = read_catalogue(f"{good}\n{{broken\n[1, 2]\n{'[' * 5000}\n".encode())
    assert len(reading.rows) == 1
    assert [(row.line, row.findings[0].kind) for row in reading.refused] == [(2, "row_broken"), (3, "row_broken"),
                                                                             (4, "row_broken")]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2\3" * 100,
        b"\xff\xfe\xfa",
        b"PK\x03\x04 not really a workbook",
        "một,bảng,khác\n1,2,3\n".encode(),
        b"[1, 2, 3]",
        b"{}",
        b"{" * 100_000,
        '{"ma_thu_tuc": "1.000001"'.encode("utf-16"),
    ],
)
def test_what_is_no_catalogue_gets_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as wrong:
        read_catalogue(data)
    assert str(wrong.value).strip().endswith(".")
