"""Telling our processes from a stranger's, and ending only ours (tiến trình)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

PROC = Path("/proc")
MARK = "CUULONG_INSTANCE"


def birth(pid: int) -> str | None:
    """When a process was born, in a form only good for comparing; None if there is none.

    A process id is used again later, but never with the same birth.
    """
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        if PROC.joinpath("self").exists():
            return None
        found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
        return found.stdout.strip() or None
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in "ZX" else rest[18]


def alive(pid: int, born: str) -> bool:
    return birth(pid) == born


def marked(mark: str) -> list[int]:
    """Processes that were started by the instance with this mark, children of children too."""
    sought = f"{MARK}={mark}".encode()
    return _where(lambda folder: sought in (folder / "environ").read_bytes().split(b"\0"))


def works_in(pid: int, folder: Path) -> bool:
    """Whether a live process has this working folder; taken on trust where there is no /proc."""
    try:
        return os.readlink(PROC / str(pid) / "cwd") == str(folder.resolve())
    except OSError:
        return not PROC.joinpath("self").exists()


def working_in(folder: Path) -> list[int]:
    """Processes whose working folder is this one: a PostgreSQL server and its helpers work in their cluster."""
    sought = str(folder.resolve())
    return _where(lambda process: os.readlink(process / "cwd") == sought)


def _where(matches: Callable[[Path], bool]) -> list[int]:
    found = []
    for folder in PROC.glob("[0-9]*"):
        try:
            if int(folder.name) != os.getpid() and matches(folder) and birth(int(folder.name)):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def end(pids: Iterable[int], *, patience: float = 8.0, by: int = signal.SIGTERM) -> None:
    """Ask processes to stop, and kill those that are still there after `patience` seconds."""
    births = {pid: born for pid in pids if (born := birth(pid))}
    for sign, wait in ((by, patience), (signal.SIGKILL, 5.0)):
        for pid, born in births.items():
            if alive(pid, born):
                try:
                    os.kill(pid, sign)
                except (ProcessLookupError, PermissionError):
                    continue
        if wait_until(lambda: not any(alive(pid, born) for pid, born in births.items()), wait):
            return


def wait_until(true: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
