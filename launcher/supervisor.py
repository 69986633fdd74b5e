"""Keeps web server, worker and database alive, and ends them in order (giám sát tiến trình)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from launcher import say
from launcher.layout import ROOT, rotate
from launcher.postgres import Server

TICK = 0.25  # seconds between two looks
LONGEST_PAUSE = 15.0  # seconds before a part that keeps dying is started again
HEALTHY_AFTER = 10.0  # seconds of life after which a part's earlier deaths are forgotten
HOPELESS_DEATHS = 3


@dataclass
class Part:
    """One child with children of its own, in a session of its own, writing to one log."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    wait_until: float = field(default=0.0, repr=False)

    def start(self) -> None:
        rotate(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=dict(self.env), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.started = time.monotonic()

    def stop(self) -> None:
        """Ask, wait, insist; then make sure that nothing of its session is left."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            say.problem(f"! {self.name} did not stop when asked and was killed")
        self.kill_session()

    def kill_session(self) -> None:
        """A killed parent leaves children that go on serving; they share its process group."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_lines(self, count: int = 12) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-count:])


class Supervisor:
    """Starts the parts, restarts what dies with a growing pause, stops them in the order given."""

    def __init__(self, parts: list[Part], server: Server | None) -> None:
        self.parts = parts
        self.server = server
        self.failures = 0

    def __enter__(self) -> Supervisor:
        for part in self.parts:
            part.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        say.line("· Stopping")
        for part in self.parts:
            part.stop()

    def watch(self) -> None:
        while True:
            self.check()
            time.sleep(TICK)

    def check(self) -> None:
        """One look at everything: the database first, because the others cannot do without."""
        if self.server and not self.server.running():
            self._revive(self.server)
        for part in self.parts:
            self._check(part)

    @property
    def hopeless(self) -> bool:
        return any(part.deaths >= HOPELESS_DEATHS for part in self.parts)

    def last_words(self) -> str:
        return "\n".join(f"{part.log} ends with:\n{part.last_lines()}" for part in self.parts if part.deaths)

    def _revive(self, server: Server) -> None:
        """A start that fails, such as one that was killed in the middle of recovery, is tried again after a pause."""
        say.problem("! the database died; starting it again")
        try:
            server.revive()
        except say.Refusal as refusal:
            self.failures += 1
            pause = _pause_after(self.failures)
            say.problem(f"! {refusal}\n  trying again in {pause:.1f} s")
            time.sleep(pause)
        else:
            self.failures = 0

    def _check(self, part: Part) -> None:
        now = time.monotonic()
        if part.process is not None:
            code = part.process.poll()
            if code is None:
                if part.deaths and now - part.started > HEALTHY_AFTER:
                    part.deaths = 0
                return
            part.kill_session()
            part.process = None
            pause = _pause_after(part.deaths) if part.deaths else 0.0
            part.deaths += 1
            part.wait_until = now + pause
            say.problem(f"! {part.name} ended ({_how(code)}); starting it again in {pause:.1f} s, see {part.log}")
        if now >= part.wait_until:
            part.start()


def _pause_after(times: int) -> float:
    return float(min(LONGEST_PAUSE, 0.5 * 2**times))


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
