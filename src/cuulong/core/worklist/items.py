"""One thing that waits for a person (việc chờ xử lý)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from cuulong.lib.working_time import Cell


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """One row of a desk; whoever declares a `registry.Worklist` makes it.

    `title` and `detail` name the object (plain title, code), `person` whom it concerns, `task` what is to be done,
    `verb` the link that does it. `due_at` None: no date runs. `late_reason` and `cells` (a day strip) explain a late
    row in place.
    """

    title: str
    detail: str
    url: str
    verb: str
    due_at: datetime | None
    since: datetime
    agency_name: str
    person: str = ""
    task: str = ""
    late_reason: str = ""
    cells: tuple[Cell, ...] = field(default=(), compare=False)

    @property
    def key(self) -> str:
        """Tells rows apart in the page's address."""
        return f"{crc32(f'{self.url} {self.verb}'.encode()):08x}"
