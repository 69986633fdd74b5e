"""One procedure as a catalogue file tells it, whatever the format (dòng danh mục)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LEVELS = {"cap bo": "ministry", "cap tinh": "province", "cap xa": "commune", "co quan khac": "other"}
CHANNELS = {"truc tiep": "counter", "truc tuyen": "online", "dich vu buu chinh": "post"}
MINISTRIES = {
    "bo-tai-chinh": "Bộ Tài chính",
    "bo-nong-nghiep-mt": "Bộ Nông nghiệp và Môi trường",
    "bo-xay-dung": "Bộ Xây dựng",
    "bo-cong-an": "Bộ Công an",
    "bo-tu-phap": "Bộ Tư pháp",
    "ngan-hang-nha-nuoc": "Ngân hàng Nhà nước Việt Nam",
    "toa-an-nhan-dan": "Tòa án nhân dân",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd in a row: `kind` counts alike ones, `text` is what stands in the file (điểm cần xem)."""

    kind: str
    text: str = ""

    def plain(self) -> list[str]:
        """As kept with the report."""
        return [self.kind, self.text]


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure (thủ tục trong tệp).

    `fields` holds only what this format knows, so that a short list never empties a full description.
    """

    line: int
    code: str
    fields: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        return str(self.fields["name"])


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken, and why (dòng không nhận)."""

    line: int
    code: str
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Reading:
    """All of one file (kết quả đọc tệp). `format`: csv, xlsx or jsonl."""

    format: str
    rows: list[ProcedureRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)

    @property
    def ministries(self) -> set[str]:
        """Whose procedures the file lists; what is missing is judged among theirs only."""
        return {row.fields["ministry"] for row in self.rows if row.fields.get("ministry")}
