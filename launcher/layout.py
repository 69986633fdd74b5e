"""Where things lie on disk; everything written at run time is below var/ or the data folder (bố trí thư mục)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"


@dataclass(frozen=True)
class DataFolder:
    """The data of one installation: database, files, secrets, logs (thư mục dữ liệu)."""

    path: Path

    @property
    def cluster(self) -> Path:
        return self.path / "pg"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def state(self) -> Path:
        return self.run / "state.json"

    def prepare(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.run, self.logs, self.path / "files", self.path / "audit"):
            folder.mkdir(exist_ok=True, mode=0o700)


def rotate(log: Path, limit: int = 20 * 1024 * 1024) -> None:
    """Put a log aside that grew beyond `limit` bytes; one older one is kept."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file; empty if the file is absent or was cut off by a crash."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, value: dict[str, Any], mode: int = 0o600) -> None:
    """Replace a file in one move, so that a crash leaves the old text or the new one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of files; folders are walked."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc") if path.is_dir() else [path]
        for file in files:
            if file.exists():
                digest.update(str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def migration_files() -> list[Path]:
    """Everything that decides the shape of a migrated database."""
    return [*SOURCE.rglob("migrations/*.py"), *SOURCE.rglob("*.sql"), ROOT / "requirements" / "base.txt"]
