"""./manage backup and restore: database, files and audit witness in one archive (sao lưu, phục hồi)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from launcher import database, environment, keys, management, postgres, say
from launcher.layout import PYTHON, ROOT, VAR, DataFolder, write_json

USAGE = {
    "backup": "./manage [--data DIR] backup FILE      (FILE must not exist; .gz or .xz at its end compresses)",
    "restore": "./manage [--data DIR] restore FILE     (the data folder must be empty or absent)",
}


def main(command: str, words: list[str], folder: str | None) -> int:
    """Raises Refusal when FILE is there already, or when there is anything to overwrite."""
    if len(words) != 1 or words[0].startswith("-"):
        raise say.Refusal(USAGE[command])
    archive = Path(words[0]).expanduser().resolve()
    data = environment.data_folder(folder, VAR / "data")
    if command == "backup":
        return _backup(archive, data)
    return _restore(archive, data)


def _backup(archive: Path, data: DataFolder) -> int:
    if archive.exists():
        raise say.Refusal(f"{archive} exists; a backup overwrites nothing.")
    with database.opened(data) as base:
        told = _told(archive, data, base) | {"state": {"province": management.read_state(data).get("province")}}
        # Secrets given from outside stay there; the demo's own have to travel with what they signed.
        if environment.mode() != environment.PRODUCTION:
            own = keys.of(data)
            told["secrets"] = {name: own[name] for name in keys.DJANGO_SECRETS if name not in os.environ}
        answer = _inside("backup", told)
    say.line(f"✓ {archive}: {answer['rows']} rows in {answer['tables']} tables, {answer['files']} files")
    if told.get("secrets"):
        say.line("  It holds this installation's keys: keep it as safe as the data folder.")
    return 0


def _restore(archive: Path, data: DataFolder) -> int:
    if not archive.is_file():
        raise say.Refusal(f"{archive} is not there.")
    with database.opened(data) as base:
        answer = _inside("restore", _told(archive, data, base))
        if answer["secrets"] and environment.mode() != environment.PRODUCTION:
            write_json(data.path / "secrets.json", keys.of(data) | answer["secrets"])
        management.remember(data, **answer["state"])
        say.line(f"✓ {answer['rows']} rows in {answer['tables']} tables, {answer['files']} files: all as counted then")
        env = environment.of(data, base)
        return management.hand_over(management.command("check_audit"), env)


def _told(archive: Path, data: DataFolder, base: database.Database) -> dict[str, Any]:
    programs = {name: postgres.binary(name) for name in ("pg_dump", "pg_restore", "psql")}
    return {"archive": str(archive), "data": str(data.path), "owner": base.owner, "app": base.app_role, **programs}


def _inside(verb: str, told: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [PYTHON, "-m", f"launcher.inside.{verb}"], input=json.dumps(told), cwd=ROOT, text=True,
        stdout=subprocess.PIPE, env=os.environ | {"PGCONNECT_TIMEOUT": "10"},
    )  # fmt: skip
    if done.returncode:
        raise say.Refusal(f"The {verb} did not succeed; nothing was kept of it.")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise say.Refusal(str(answer["refused"]))
    return answer
