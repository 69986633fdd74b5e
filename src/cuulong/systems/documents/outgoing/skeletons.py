"""What drafts begin with (mẫu dự thảo)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("skeletons.toml")
WRITTEN = ("greeting", "bases", "text", "places")


@dataclass(frozen=True)
class Skeleton:
    """A beginning for one kind of document (mẫu dự thảo)."""

    code: str
    kind: str
    titles: dict[str, str]
    content: dict[str, Any] = field(default_factory=dict)

    def title(self, language: str) -> str:
        return self.titles.get(language[:2]) or self.titles["vi"]


@cache
def skeletons() -> dict[str, Skeleton]:
    """All of them by code, in the order of the file."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["skeleton"]
    return {row["code"]: Skeleton(row["code"], row["kind"], row["title"], _content(row)) for row in rows}


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name].strip() if isinstance(row[name], str) else row[name] for name in WRITTEN if name in row}
