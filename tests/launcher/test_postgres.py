"""The embedded PostgreSQL: shared, durable, and back after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from launcher import keys, processes
from launcher.layout import ROOT, DataFolder
from launcher.postgres import Server

JOIN = """
import sys, time
from pathlib import Path
from launcher.layout import DataFolder
from launcher.postgres import Server
with Server(DataFolder(Path(sys.argv[1]))).use() as server:
    print(server.port, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(DataFolder(tmp_path / "data"))


def ask(server: Server, question: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
        return row[0] if row else None


def another_user(server: Server) -> subprocess.Popen[str]:
    user = subprocess.Popen(
        [sys.executable, "-c", JOIN, str(server.data.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout
    assert int(user.stdout.readline()) == server.port
    return user


def test_it_keeps_every_commit_and_speaks_to_this_machine_only(server: Server) -> None:
    with server.use():
        assert ask(server, "SHOW fsync") == "on"
        assert ask(server, "SHOW synchronous_commit") == "on"
        assert ask(server, "SHOW listen_addresses") == "127.0.0.1"
        assert "pg_stat_statements" in str(ask(server, "SHOW shared_preload_libraries"))
        assert ask(server, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url().replace(keys.of(server.data)["postgres"], "guess"))


def test_the_last_command_that_leaves_stops_it(server: Server) -> None:
    with server.use():
        pid = server.running()
        user = another_user(server)
    assert server.running() == pid, "somebody still works with it"
    user.communicate("\n", timeout=30)
    assert server.running() is None


def test_a_command_that_was_killed_does_not_keep_it_up_for_ever(server: Server) -> None:
    with server.use():
        user = another_user(server)
        user.kill()
        user.wait()
    assert server.running() is None


def test_after_kill_9_it_starts_again_at_its_port_with_what_was_committed(server: Server) -> None:
    with server.use():
        port = server.port
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE note AS SELECT 42 AS n")
        os.kill(server.running() or 0, signal.SIGKILL)
        assert processes.wait_until(lambda: server.running() is None, 5)
        server.revive()
        assert server.port == port
        assert ask(server, "SELECT n FROM note") == 42


def test_a_pid_file_that_names_a_strangers_process_stops_nobody(server: Server) -> None:
    with server.use():
        lines = (server.cluster / "postmaster.pid").read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (server.cluster / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]))
        assert server.running() is None
        with server.use():
            assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
