"""The launcher ends its own processes and nobody else's."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from launcher import processes

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"


@pytest.fixture
def mark() -> Iterator[str]:
    """A mark of this test; whatever still carries it afterwards is killed."""
    text = secrets.token_hex(8)
    yield text
    for pid in processes.marked(text):
        os.kill(pid, signal.SIGKILL)


def start(code: str, mark: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {processes.MARK: mark}, stdout=subprocess.PIPE, text=True
    )


def test_children_of_children_carry_the_mark_even_when_their_parent_is_dead(mark: str) -> None:
    parent = start(PARENT, mark)
    assert processes.wait_until(lambda: len(processes.marked(mark)) == 2, 10)
    parent.kill()
    parent.wait()
    assert len(processes.marked(mark)) == 1


def test_another_instance_is_not_found(mark: str) -> None:
    child = start("import time; time.sleep(60)", mark)
    assert processes.wait_until(lambda: child.pid in processes.marked(mark), 10)
    assert processes.marked(mark[:-1]) == []
    assert processes.marked(secrets.token_hex(8)) == []


def test_who_does_not_stop_when_asked_is_killed(mark: str) -> None:
    child = start(STUBBORN, mark)
    assert child.stdout
    child.stdout.readline()
    processes.end([child.pid], patience=0.3)
    assert child.wait(5) == -signal.SIGKILL


def test_a_process_id_that_was_given_to_somebody_else_is_not_taken_for_ours(mark: str) -> None:
    first = start("pass", mark)
    born = processes.birth(first.pid)
    first.wait()
    assert born is not None
    assert not processes.alive(first.pid, born)
    time.sleep(0.02)
    second = start("import time; time.sleep(60)", mark)
    assert not processes.alive(second.pid, born), "the same id with another birth is another process"


def test_a_dead_child_that_nobody_waited_for_counts_as_dead(mark: str) -> None:
    child = start("pass", mark)
    assert processes.wait_until(lambda: processes.birth(child.pid) is None, 10)
    child.wait()
