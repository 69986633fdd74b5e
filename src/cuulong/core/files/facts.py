"""What the file store tells the others (sự kiện về tệp)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class FileQuarantined(Fact):
    """An upload was infected and locked away (phát hiện tệp nhiễm mã độc)."""

    name: ClassVar[str] = "files.quarantined"

    file: Ref
    sha256: str
    threat: str
    found_at: datetime
