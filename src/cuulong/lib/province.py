"""A province as data: reads one folder of provinces/ (dữ liệu của tỉnh)."""

from __future__ import annotations

import csv
import json
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any


class Province:
    """One folder of provinces/; the files and columns are described in provinces/README.md.

    `settings["files"]` may send a name to a file elsewhere, so that a province can share another's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def settings(self) -> dict[str, Any]:
        return self._read_toml(self.folder / "province.toml")

    def path(self, name: str) -> Path:
        """Where the named file stands; it may be absent."""
        chosen: str = self.settings.get("files", {}).get(name, name)
        return (self.folder / chosen).resolve()

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of `<name>.csv`; empty where the province has no such file."""
        path = self.path(f"{name}.csv")
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def toml(self, name: str) -> dict[str, Any]:
        """One TOML file; empty where the province has no such file."""
        path = self.path(name)
        return self._read_toml(path) if path.exists() else {}

    def procedures(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Each administrative procedure with the JSON Schema of its form (thủ tục hành chính)."""
        named = self.settings.get("files", {}).get("procedures")
        paths = (
            [self.folder / one for one in named]
            if named
            else sorted(p for p in (self.folder / "procedures").glob("*.toml") if p.stem != "samples")
        )
        found = []
        for path in paths:
            procedure = self._read_toml(path.resolve())
            schema_path = path.resolve().parent / procedure["form"]["schema"]
            found.append((procedure, json.loads(schema_path.read_text(encoding="utf-8"))))
        return found

    @staticmethod
    def _read_toml(path: Path) -> dict[str, Any]:
        with path.open("rb") as file:
            return tomllib.load(file)
