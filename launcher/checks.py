"""./test: without arguments every check there is, with arguments pytest alone (kiểm thử)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launcher import database, environment, management, packages, say, tools
from launcher.layout import PYTHON, ROOT, VAR, DataFolder
from launcher.postgres import THROWN_AWAY

TOOL = str(PYTHON.parent)
STATIC_CHECKS = {
    "style": [f"{TOOL}/ruff", "check", "--quiet", "."],
    "format": [f"{TOOL}/ruff", "format", "--check", "--quiet", "."],
    "types": [str(PYTHON), "-m", "mypy", "--no-error-summary"],
    "import contracts": [f"{TOOL}/lint-imports", "--no-logo"],
}
DATABASE_CHECKS = {
    "migrations are complete": management.command("makemigrations", "--check", "--dry-run"),
    "migrations are safe": [str(PYTHON), "-m", "launcher.inside.lint_migrations"],
}
PYTEST = [str(PYTHON), "-m", "pytest"]


def main(words: list[str]) -> int:
    packages.ensure(dev=True)
    tools.ensure()
    management.compile_messages()
    # The tests' own server stands beside whatever ./run has; several runs share it.
    data = DataFolder(VAR / "test")
    with database.opened(data, THROWN_AWAY) as base:
        env = environment.of(data, base) | {"CUULONG_ADMIN_DATABASE_URL": base.admin, "CUULONG_ENV": "test"}
        if words:
            return management.hand_over([*PYTEST, *words], env)
        return _everything(env)


def _everything(env: Mapping[str, str]) -> int:
    cores = os.cpu_count() or 1
    checks = STATIC_CHECKS | DATABASE_CHECKS
    with ThreadPoolExecutor(cores) as pool:
        passed = pool.map(lambda name: _passes(name, checks[name], env), checks)
    failed = [name for name, well in zip(checks, passed, strict=True) if not well]
    say.line("· Tests")
    # One more than cores: many tests wait for a server to start or to recover.
    processes = str(min(cores + 1, 4))
    if management.hand_over([*PYTEST, "-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"], env):
        failed.append("tests")
    say.line(f"✗ failed: {', '.join(failed)}" if failed else "✓ every check passed")
    return 1 if failed else 0


def _passes(name: str, command: list[str], env: Mapping[str, str], cwd: Path = ROOT) -> bool:
    start = time.monotonic()
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True)
    mark = "✗" if done.returncode else "✓"
    say.line(f"{mark} {name} ({time.monotonic() - start:.1f} s)")
    if done.returncode:
        say.line((done.stdout + done.stderr).strip())
    return done.returncode == 0
