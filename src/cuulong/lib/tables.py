"""Tables from and for people: CSV and XLSX, read with bounds and written without formulas."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import dropwhile
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml import DEFUSEDXML

from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean, fold

MEBIBYTE = 1024 * 1024
_UNPACKED = 20  # an XLSX may unpack to this many times the byte limit
_LAST_LINE = 1_048_576
_MOST_COLUMNS = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Raw = tuple[int, list[str]]


class TableError(InputError):
    """A file that cannot be read as a table at all (tệp nhập liệu)."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row; ``column`` is "" when it is the whole row (lỗi từng dòng)."""

    line: int
    column: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, line: int, column: str, error: InputError) -> "RowError":
        """Take the sentence of an input error."""
        return cls(line, column, error.message, error.params)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, as the user sees it, and its cells as text."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read; ``errors`` are rows left out, ``unknown`` the headings not asked for."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    errors: tuple[RowError, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """What became of an import, row by row (kết quả nhập liệu)."""

    taken: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether every row was good."""
        return not self.errors

    @property
    def bad_lines(self) -> int:
        """How many rows have at least one error."""
        return len({error.line for error in self.errors})

    def reject(self, error: RowError) -> None:
        """Note an error of a row."""
        self.errors.append(error)


def read_table(
    data: bytes,
    *,
    columns: Mapping[str, Sequence[str]] | None = None,
    required: Sequence[str] = (),
    max_rows: int = 100_000,
    max_bytes: int = 20 * MEBIBYTE,
    sheet: str | None = None,
    titled: bool = False,
) -> Table:
    """Read CSV (UTF-8) or XLSX, told apart by content; raises TableError (nhập liệu từ bảng).

    ``columns`` gives for each field the headings it may stand under, compared without case and accents;
    rows are then keyed by field. Dates come as ISO, numbers as written by hand, empty rows are skipped.
    ``titled``: lines of a single cell may stand above the headings.
    """
    if len(data) > max_bytes:
        raise TableError(
            "table_large",
            gettext_noop("Tệp quá lớn: tối đa %(limit)d MB. Chia tệp thành nhiều phần."),
            limit=max_bytes // MEBIBYTE,
        )
    is_xlsx = data[:4] == b"PK\x03\x04"
    lines = _xlsx_lines(data, max_bytes, sheet) if is_xlsx else _csv_lines(data)
    filled = _filled(lines)
    if titled:
        filled = dropwhile(lambda line: sum(map(bool, line[1])) == 1, filled)
    return _table(filled, columns, required, max_rows)


def _table(
    lines: Iterator[Raw],
    columns: Mapping[str, Sequence[str]] | None,
    required: Sequence[str],
    max_rows: int,
) -> Table:
    header = _header(next(lines, (0, []))[1])
    names = _names(header, columns)
    if missing := [name for name in required if name not in names.values()]:
        shown = [columns[name][0] if columns and columns.get(name) else name for name in missing]
        raise TableError(
            "table_columns",
            gettext_noop("Bảng thiếu cột: %(columns)s. Các cột đã có: %(found)s."),
            columns=", ".join(shown),
            found=", ".join(header),
        )
    rows: list[Row] = []
    errors: list[RowError] = []
    for line, cells in lines:
        if len(rows) + len(errors) == max_rows:
            raise TableError(
                "table_rows",
                gettext_noop("Bảng có hơn %(limit)d dòng. Chia thành nhiều phần."),
                limit=max_rows,
            )
        if any(cells[len(header) :]):
            errors.append(
                RowError(line, "", gettext_noop("Dòng có nhiều ô hơn số cột. Có thể thiếu dấu nháy quanh ô."))
            )
            continue
        padded = cells + [""] * (len(header) - len(cells))
        rows.append(Row(line, {name: padded[at] for at, name in names.items()}))
    unknown = tuple(heading for at, heading in enumerate(header) if heading and at not in names)
    return Table(tuple(header), tuple(rows), tuple(errors), unknown)


def _header(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if not cells:
        raise TableError("table_empty", gettext_noop("Bảng không có dòng tiêu đề nào."))
    known: set[str] = set()
    for heading in filter(None, cells):
        if fold(heading) in known:
            raise TableError("table_twice", gettext_noop("Cột “%(column)s” có hai lần trong bảng."), column=heading)
        known.add(fold(heading))
    return cells


def _names(header: list[str], columns: Mapping[str, Sequence[str]] | None) -> dict[int, str]:
    """Name the positions of the header by field."""
    if columns is None:
        return {at: heading for at, heading in enumerate(header) if heading}
    field_of = {fold(heading): name for name, headings in columns.items() for heading in (name, *headings)}
    named = {at: field_of[fold(heading)] for at, heading in enumerate(header) if fold(heading) in field_of}
    if len(set(named.values())) < len(named):
        twice = next(name for name in named.values() if list(named.values()).count(name) > 1)
        raise TableError("table_twice", gettext_noop("Cột “%(column)s” có hai lần trong bảng."), column=twice)
    return named


def _filled(lines: Iterator[Raw]) -> Iterator[Raw]:
    return ((line, cells) for line, cells in lines if any(cells))


def _csv_lines(data: bytes) -> Iterator[Raw]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(
            "table_encoding",
            gettext_noop(
                "Tệp không phải bảng XLSX, cũng không phải CSV mã UTF-8 (hỏng từ byte %(at)d). "
                "Trong Excel, chọn lưu dạng “CSV UTF-8” hoặc XLSX."
            ),
            at=error.start,
        ) from error
    if "\0" in text:
        raise TableError("table_binary", gettext_noop("Tệp không phải bảng CSV hay XLSX."))
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t|", key=lambda each: len(next(csv.reader([first_line], delimiter=each), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(
                "table_csv", gettext_noop("Không đọc được dòng %(line)d của tệp CSV."), line=line
            ) from error
        yield line, [_unquoted(clean(cell)) for cell in cells]


def _unquoted(cell: str) -> str:
    """Take off the apostrophe that guards against formulas."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and cell[1:] else cell


def _xlsx_lines(data: bytes, max_bytes: int, sheet: str | None) -> Iterator[Raw]:
    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is required to read XLSX")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > _UNPACKED * max_bytes:
            raise TableError("table_bomb", gettext_noop("Tệp XLSX nở ra quá lớn khi mở nên không được đọc."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        names = book.sheetnames
        if sheet is not None and sheet not in names:
            raise TableError(
                "table_sheet",
                gettext_noop("Tệp không có trang tính “%(sheet)s”. Các trang đã có: %(found)s."),
                sheet=sheet,
                found=", ".join(names),
            )
        page = book[sheet or names[0]]
        # What the file says of its own size may be a lie that costs hours.
        page.reset_dimensions()
        for line, cells in enumerate(page.iter_rows(max_row=_LAST_LINE, values_only=True), start=1):
            if len(cells) > _MOST_COLUMNS:
                raise TableError(
                    "table_wide",
                    gettext_noop("Bảng có hơn %(limit)d cột. Bỏ bớt cột thừa."),
                    limit=_MOST_COLUMNS,
                )
            if any(cell is not None for cell in cells):
                yield line, [_cell_text(cell) for cell in cells]
    except TableError:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        raise TableError("table_xlsx", gettext_noop("Tệp XLSX bị hỏng hoặc không phải bảng tính.")) from error


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return clean(str(value))


def iter_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Write CSV piece by piece: UTF-8 with a mark, so that Excel reads it (xuất bảng).

    Text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    yield b"\xef\xbb\xbf"
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(cell) for cell in header])
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        if out.tell() > 65_536:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    piece = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return piece


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write CSV in one piece (xuất bảng)."""
    return b"".join(iter_csv(header, rows))


def _harmless(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return _local(cell).isoformat(" ", "minutes")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> bytes:
    """Write XLSX; text is always text, never a formula (xuất bảng)."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(title))
    page.freeze_panes = "A2"
    page.append([_xlsx_cell(page, heading, bold=True) for heading in header])
    for row in rows:
        page.append([_xlsx_cell(page, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, datetime):
        value = _local(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, clean(value) if not value.isprintable() else value)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _local(at: datetime) -> datetime:
    return at.astimezone(VIETNAM).replace(tzinfo=None) if at.tzinfo else at


def _sheet_name(title: str) -> str:
    return "".join(each for each in title if each not in r"[]:*?/\'")[:31] or "Bảng"
