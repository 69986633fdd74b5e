"""The catalogue as a table: the long CSV, and the short XLSX lists as downloaded (danh mục dạng bảng)."""

from __future__ import annotations

import unicodedata

from cuulong.lib.tables import Table, read_table

from .fields import counter_time, procedure_row, yes_or_no
from .rows import Finding, ProcedureRow, Reading, RefusedRow

# The source's own column names, and the headings of the lists people download.
COLUMNS = {
    "ma_thu_tuc": ("Mã số", "Mã thủ tục", "Mã TTHC"),
    "ten_thu_tuc": ("Tên", "Tên thủ tục", "Tên TTHC"),
    "so_quyet_dinh": ("Số quyết định", "Quyết định công bố"),
    "bo_nganh": ("Cơ quan ban hành", "Bộ ngành"),
    "cap_thuc_hien": ("Cấp thực hiện",),
    "linh_vuc": ("Lĩnh vực",),
    "loai_thu_tuc": ("Loại thủ tục",),
    "doi_tuong": ("Đối tượng thực hiện",),
    "co_quan_thuc_hien": ("Cơ quan thực hiện",),
    "co_quan_co_tham_quyen": ("Cơ quan có thẩm quyền",),
    "thoi_gian_truc_tiep": ("Thời gian trực tiếp", "Thời hạn giải quyết"),
    "don_vi": ("Đơn vị",),
    "truc_tuyen": ("Trực tuyến",),
    "buu_chinh": ("Bưu chính",),
    "so_truong_hop": ("Số trường hợp",),
    "so_giay_to": ("Số giấy tờ",),
    "so_can_cu": ("Số căn cứ",),
    "url": ("Đường dẫn",),
}
REQUIRED = ("ma_thu_tuc", "ten_thu_tuc")
FLAGS = {"truc_tuyen": "online", "buu_chinh": "post"}
COUNTS = {"so_truong_hop": "cases", "so_giay_to": "paper_count", "so_can_cu": "basis_count"}
MOST_ROWS = 20_000


def read_sheet(data: bytes) -> Reading:
    """Every row of a CSV or XLSX list. Raises lib.tables.TableError for what is no such list (đọc bảng)."""
    table = read_table(data, columns=COLUMNS, required=REQUIRED, max_rows=MOST_ROWS, titled=True)
    reading = Reading("xlsx" if data[:4] == b"PK\x03\x04" else "csv")
    decomposed = lines_not_composed(data) if reading.format == "csv" else set()
    seen: set[str] = set()
    starts = [row.line for row in table.rows] + [1 << 40]
    for row, following in zip(table.rows, starts[1:], strict=True):
        odd = [Finding("text_decomposed")] if any(row.line <= n < following for n in decomposed) else []
        _take(reading, _row(row.line, row.values, seen, odd))
    for error in table.errors:
        reading.refused.append(RefusedRow(error.line, "", (Finding("row_broken"),)))
    _note_unknown(reading, table)
    return reading


def lines_not_composed(data: bytes) -> set[int]:
    """Lines whose letters and accents stand apart, as some sources write them (Unicode tổ hợp)."""
    text = data.decode("utf-8-sig", "replace")
    if unicodedata.is_normalized("NFC", text):
        return set()
    return {n for n, line in enumerate(text.split("\n"), start=1) if not unicodedata.is_normalized("NFC", line)}


def _row(line: int, cells: dict[str, str], seen: set[str], odd: list[Finding]) -> ProcedureRow | RefusedRow:
    more: dict[str, object] = {}
    if "thoi_gian_truc_tiep" in cells:
        more["limits"] = counter_time(cells["thoi_gian_truc_tiep"], cells.get("don_vi", ""), odd)
    for key, to in FLAGS.items():
        if key in cells:
            more[to] = yes_or_no(cells[key], key, odd)
    for key, to in COUNTS.items():
        if cells.get(key, "").isdecimal():
            more[to] = int(cells[key])
    return procedure_row(line, cells, seen, more, odd)


def _take(reading: Reading, row: ProcedureRow | RefusedRow) -> None:
    if isinstance(row, ProcedureRow):
        reading.rows.append(row)
    else:
        reading.refused.append(row)


def _note_unknown(reading: Reading, table: Table) -> None:
    """Columns that nobody asked for are said once, on the line of the headings."""
    for heading in table.unknown:
        reading.refused.append(RefusedRow(1, "", (Finding("column_unknown", heading),)))
