"""Running management commands, and the preparations of a start (lệnh quản trị)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from launcher import database, say
from launcher.database import Database
from launcher.layout import (
    NODE_MODULES,
    PYTHON,
    ROOT,
    SOURCE,
    DataFolder,
    fingerprint,
    migration_files,
    read_json,
    write_json,
)

NEEDS_OWNER = frozenset({"migrate", "createcachetable", "flush", "sqlflush", "dbshell"})


def command(*words: str) -> list[str]:
    return [str(PYTHON), "-m", "django", *words]


def run(words: Sequence[str], env: Mapping[str, str]) -> None:
    """A management command of ours; its output is shown only if it fails."""
    done = subprocess.run(command(*words), env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise say.Refusal(f"{words[0]}: {(done.stdout + done.stderr).strip()[-4000:]}")


def hand_over(words: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a program in our place: its screen is ours, and when we are stopped it may end in order (30 s)."""
    child = subprocess.Popen(words, env=env, cwd=ROOT)
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


def compile_messages() -> None:
    """Translations from .po to .mo where the .po is newer (bản dịch)."""
    stale = [
        po for po in SOURCE.rglob("LC_MESSAGES/*.po")
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]  # fmt: skip
    if stale and os.access(stale[0].parent, os.W_OK):
        subprocess.run([PYTHON, "-m", "launcher.inside.messages", *stale], check=True, cwd=ROOT)


def migrate(data: DataFolder, base: Database, env: Mapping[str, str]) -> None:
    """Bring the database to the code's shape; nothing is started if neither has changed since last time."""
    wanted = fingerprint(migration_files())
    if base.applied and read_state(data).get("migrated") == [wanted, base.applied]:
        return
    with say.step("Database migrations"):
        run(["migrate", "--no-input", "--verbosity", "0"], env)
    remember(data, migrated=[wanted, database.applied(base.owner)])


def lay_province(data: DataFolder, base: Database, env: Mapping[str, str], *, demo: bool) -> None:
    """Lay the province; lay it again when its tables or the code that lays them changed, as after an upgrade.

    Laying is safe to repeat: what is there stays, what is new comes. An installation keeps to what it was begun as.
    """
    done = read_state(data) if base.applied else {}
    kind = done.get("province") or ("demo" if demo else "empty")
    tables = env.get("CUULONG_PROVINCES_DIR", str(ROOT / "provinces"))
    wanted = fingerprint([Path(tables), *SOURCE.rglob("declarations.py"), *migration_files()])
    if done.get("laid") == wanted:
        return
    with say.step("Demo province" if kind == "demo" else "Province"):
        run(["demo" if kind == "demo" else "load_province"], env)
    remember(data, province=kind, laid=wanted)


def read_state(data: DataFolder) -> dict[str, Any]:
    return read_json(data.state)


def remember(data: DataFolder, **facts: object) -> None:
    write_json(data.state, read_state(data) | facts)


def collect_static(data: DataFolder, env: Mapping[str, str]) -> None:
    """Copy static files to one folder when any of them changed."""
    sources = [folder for folder in SOURCE.rglob("static") if folder.is_dir()]
    wanted = fingerprint([*sources, NODE_MODULES / ".cuulong.json", SOURCE / "cuulong" / "site" / "settings"])
    if read_state(data).get("static") == wanted and (data.path / "static").is_dir():
        return
    with say.step("Static files"):
        run(["collectstatic", "--no-input", "--clear", "--verbosity", "0"], env)
    remember(data, static=wanted)
