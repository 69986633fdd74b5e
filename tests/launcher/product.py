"""The product as a stranger starts it: ./run with a data folder and a port of its own (khởi chạy thật)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.db import connections

from cuulong.site.settings import environment
from launcher import processes
from launcher.layout import ROOT, DataFolder, read_json
from launcher.postgres import Server

PATIENCE = 600.0  # seconds; two cores may be busy with other tests


def stranger() -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("CUULONG_", "DJANGO_", "DATABASE_"))}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Province:
    """One ./run, and what it printed."""

    def __init__(self, folder: Path, port: int, *words: str, **env: str) -> None:
        self.data = DataFolder(folder)
        self.port = port
        # A shell's background child has SIGINT ignored, and so has this one.
        self.process = subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec ./run "$@"', "sh", "--port", str(port), "--data", str(folder), *words],
            cwd=ROOT, env=stranger() | env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def until_ready(self) -> Province:
        said = f"ready http://localhost:{self.port}"
        ended = processes.wait_until(lambda: said in self.lines or self.process.poll() is not None, PATIENCE, 0.1)
        assert ended, self.lines
        assert said in self.lines, self.lines
        return self

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def parts(self) -> list[int]:
        return processes.marked(read_json(self.data.run / "instance.json")["mark"])

    def part(self, word: str) -> int:
        """The oldest process whose command holds a word: of a family that is the parent."""
        found = [pid for pid in self.parts() if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return min(found, key=lambda pid: int(processes.birth(pid) or 0))

    def family(self, word: str) -> list[int]:
        """That process and its children, the parent first."""
        parent = self.part(word)
        return [parent, *(pid for pid in self.parts() if _parent_of(pid) == parent)]

    @contextmanager
    def rows(self) -> Iterator[None]:
        """Django's own models read the rows of this installation; the caller has unblocked the database."""
        default = connections["default"]
        before = dict(default.settings_dict)
        default.close()
        default.settings_dict |= environment.database(Server(self.data).url("cuulong_app", "cuulong"))
        try:
            yield
        finally:
            default.close()
            default.settings_dict |= before

    def stop(self, sign: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(60)


def manage(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./manage", "--data", str(folder), *words], cwd=ROOT, env=stranger() | env, capture_output=True, text=True
    )


def _parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
