"""Tables that people send and take away."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from cuulong.lib.dates import DateError, parse_date
from cuulong.lib.tables import (
    ImportReport,
    RowError,
    TableError,
    iter_csv,
    read_table,
    write_csv,
    write_xlsx,
)

COLUMNS = {"code": ("Mã",), "name": ("Tên đơn vị", "Tên")}


def xlsx(*rows: tuple[object, ...], title: str = "Bảng") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_is_read_with_any_separator_with_or_without_mark(separator: str, mark: str) -> None:
    text = mark + f"Mã{separator}Tên\r\nH61.01{separator}Sở Nội vụ\r\n"
    (row,) = read_table(text.encode()).rows
    assert row.values == {"Mã": "H61.01", "Tên": "Sở Nội vụ"}
    assert row.line == 2


def test_headings_are_known_without_case_and_accents_and_others_are_listed() -> None:
    table = read_table("ma,TEN DON VI,Ghi chú\n1,A,x\n".encode(), columns=COLUMNS, required=["code"])
    assert table.rows[0].values == {"code": "1", "name": "A"}
    assert table.unknown == ("Ghi chú",)


def test_a_missing_column_is_named_as_people_know_it() -> None:
    with pytest.raises(TableError, match="thiếu cột: Mã"):
        read_table("Tên\nA\n".encode(), columns=COLUMNS, required=["code"])


def test_lines_are_those_of_the_file_even_after_blank_rows_and_long_cells() -> None:
    text = 'Mã,Tên\n\n1,"hai\ndòng"\n,\n2,B\n'
    assert [(row.line, row.values["Mã"]) for row in read_table(text.encode()).rows] == [(3, "1"), (6, "2")]


def test_a_row_with_too_many_cells_is_reported_and_the_others_are_taken() -> None:
    table = read_table("Mã,Tên\n1,A,thừa\n2,B\n3\n".encode())
    assert [(error.line, error.column) for error in table.errors] == [(2, "")]
    assert [row.values for row in table.rows] == [{"Mã": "2", "Tên": "B"}, {"Mã": "3", "Tên": ""}]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\n \n", "table_empty"),
        ("Tên\nĐức\n".encode("utf-16"), "table_encoding"),
        ("Tên\nà\n".encode("latin-1"), "table_encoding"),
        (b"a,b\n\x00,1\n", "table_binary"),
        (b"a,A\n1,2\n", "table_twice"),
        (b"PK\x03\x04 broken", "table_xlsx"),
        (b"a\n" + b"x" * 200_000, "table_csv"),
    ],
)
def test_a_file_that_is_no_table_says_why(data: bytes, code: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(data)
    assert caught.value.code == code
    assert "%(" not in str(caught.value)


def test_two_headings_for_one_field_are_refused() -> None:
    with pytest.raises(TableError, match="hai lần"):
        read_table("Tên,Tên đơn vị\nA,B\n".encode(), columns=COLUMNS)


def test_too_many_rows_and_too_many_bytes_are_refused() -> None:
    with pytest.raises(TableError, match="2 dòng"):
        read_table(b"a\n1\n2\n3\n", max_rows=2)
    with pytest.raises(TableError, match="MB"):
        read_table(b"a\n1\n", max_bytes=3)


def test_xlsx_cells_become_text() -> None:
    data = xlsx(("Mã", "Ngày", "Số", "Đúng"), (86, date(2026, 1, 5), 1.5, True), (None, None), (7.0, "x", None))
    table = read_table(data)
    assert [tuple(row.values.values()) for row in table.rows] == [
        ("86", "2026-01-05", "1.5", "1"),
        ("7", "x", "", ""),
    ]
    assert [row.line for row in table.rows] == [2, 4]


def test_a_named_sheet_is_read_and_an_absent_one_is_refused() -> None:
    data = xlsx(("Mã",), (1,), title="Đơn vị")
    assert len(read_table(data, sheet="Đơn vị").rows) == 1
    with pytest.raises(TableError, match="Các trang đã có: Đơn vị"):
        read_table(data, sheet="Khác")


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_an_xlsx_with_entities_is_not_opened() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "boom">]><worksheet'
    with pytest.raises(TableError):
        read_table(changed(xlsx(("Mã",), (1,)), SHEET, b"<worksheet", entities))


def test_an_xlsx_that_lies_about_its_size_is_read_by_what_it_holds() -> None:
    data = changed(xlsx(("Mã",), (1,)), SHEET, b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert len(read_table(data).rows) == 1


def test_an_xlsx_that_unpacks_beyond_measure_is_not_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 3_000_000)
    with pytest.raises(TableError, match="nở ra"):
        read_table(bomb.getvalue(), max_bytes=100_000)


def test_an_xlsx_with_too_many_columns_is_refused() -> None:
    with pytest.raises(TableError, match="500 cột"):
        read_table(xlsx(tuple(f"c{n}" for n in range(501))))


DANGEROUS = ["=1+1", "+84912345678", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]


def test_text_in_csv_is_never_run_as_a_formula_and_comes_back_unchanged() -> None:
    data = write_csv(["Mã"], [[text] for text in DANGEROUS])
    assert all(line.startswith(("'", "\"'")) for line in data.decode("utf-8-sig").splitlines()[1:])
    assert [row.values["Mã"] for row in read_table(data).rows] == DANGEROUS


def test_text_in_xlsx_is_never_a_formula() -> None:
    data = write_xlsx(["Mã"], [[text] for text in DANGEROUS], title="Số: [liệu]")
    page = load_workbook(io.BytesIO(data)).worksheets[0]
    assert page.title == "Số liệu"
    assert {cell.data_type for (cell,) in page.iter_rows(min_row=2)} == {"s"}
    assert [row.values["Mã"] for row in read_table(data).rows] == DANGEROUS


def test_numbers_and_dates_stay_numbers_and_dates() -> None:
    moment = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
    data = write_xlsx(["a", "b", "c", "d"], [[-5, Decimal("1.5"), date(2026, 1, 5), moment]])
    page = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in page[2]] == [
        -5,
        1.5,
        datetime(2026, 1, 5),
        datetime(2026, 1, 5, 9, 30),
    ]
    assert write_csv(["a", "b"], [[-5, moment]]) == b"\xef\xbb\xbfa,b\r\n-5,2026-01-05 09:30\r\n"


def test_a_character_excel_forbids_does_not_stop_the_export() -> None:
    data = write_xlsx(["Tên"], [["Sở\x0bNội vụ"]])
    assert read_table(data).rows[0].values["Tên"] == "SởNội vụ"


def test_a_long_export_is_written_piece_by_piece() -> None:
    pieces = list(iter_csv(["a"], ([f"dòng {n}"] for n in range(20_000))))
    assert len(pieces) > 3
    assert len(read_table(b"".join(pieces)).rows) == 20_000


def test_a_report_names_the_line_the_column_and_the_reason() -> None:
    report = ImportReport(taken=3)
    assert report.ok
    try:
        parse_date("30/2/2026")
    except DateError as error:
        report.reject(RowError.of(7, "Ngày sinh", error))
    report.reject(RowError(7, "", "Dòng trùng"))
    assert not report.ok
    assert report.bad_lines == 1
    assert str(report.errors[0]) == "Không có ngày 30/2/2026 trong lịch."
