"""What signatures of documents show besides those of the core (hình thức chữ ký số)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cuulong.core.signatures.typesetting import set_pdf
from cuulong.lib.dates import VIETNAM

from .characters import plain

NUMBER = "#place(center + horizon, text(13pt, sys.inputs.number))"
COPY = """
#set text(size: 10pt)
#set par(leading: 0.4em, justify: false)
#place(right + top, align(right)[#sys.inputs.first\\ #sys.inputs.who\\ #sys.inputs.at])
"""


@dataclass(frozen=True)
class NumberAlone:
    """The number without a date: a record of a meeting tells its day in the text (số của biên bản)."""

    number: str

    def render(self, width: float, height: float) -> bytes:
        return set_pdf(NUMBER, width, height, number=f"Số: {self.number}")


@dataclass(frozen=True)
class CopyAndTime:
    """Box 14: kind of copy, who copied, when signed; TNR 10 upright black, no picture (NĐ 30/2020, Phụ lục I, phần II)."""

    name: str
    body: str
    at: datetime

    def render(self, width: float, height: float) -> bytes:
        moment = self.at.astimezone(VIETNAM).isoformat(timespec="seconds")
        return set_pdf(COPY, width, height, first=plain(self.name), who=plain(self.body, 20), at=moment)
