"""Databases for demos and tests: over HTTP, the same answer for the same fictional person (cơ sở dữ liệu giả lập).

The last digit of the identity number says what happens: 2 partial, 3 absent, 4 down, 5 late, anything else found.
POST /control {"down": ["dat-dai"]} takes databases away until told otherwise.
"""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings

BY_LAST_DIGIT = {"2": "partial", "3": "absent", "4": "down", "5": "late"}
LATE = 6.0  # seconds before a late one answers


class Simulator(ThreadingHTTPServer):
    """Listens on this machine only (máy giả lập)."""

    daemon_threads = True

    def __init__(self, port: int = 0, *, late: float = LATE) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.down: set[str] = set()
        self.late = late
        self.asked: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Simulator

    def do_POST(self) -> None:  # the name that http.server looks for
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 65536))
        try:
            said = json.loads(body)
        except ValueError:
            return self._say(400, {})
        if self.path == "/control":
            self.server.down = set(said.get("down", ()))
            return self._say(200, {"down": sorted(self.server.down)})
        database, _, rest = self.path.strip("/").partition("/")
        if rest != "lookups":
            return self._say(404, {})
        self.server.asked.append(said | {"database": database})
        if database in self.server.down:
            return self._say(503, {})
        return self._answer(database, said)

    def _answer(self, database: str, said: dict[str, Any]) -> None:
        about, wanted = str(said.get("about", "")), list(said.get("fields", ()))
        kind = BY_LAST_DIGIT.get(about[-1:], "found")
        if kind == "down":
            return self._say(503, {})
        if kind == "late":
            time.sleep(self.server.late)
        if kind == "absent":
            return self._say(200, {"status": "absent"})
        known = wanted[: max(1, len(wanted) // 2)] if kind == "partial" else wanted
        values = {key: value_of(database, about, key) for key in known}
        status = "partial" if kind == "partial" else "found"
        number = zlib.crc32(f"{database}{about}".encode()) % 10**6
        return self._say(200, {"status": status, "fields": values, "reference": f"GL-{number:06d}"})

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        text = json.dumps(answer).encode()
        with suppress(OSError):  # whoever asked may be gone
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses and numbers stay out of logs."""


def value_of(database: str, about: str, key: str) -> str:
    """An invented value that is always the same for the same person (dữ liệu giả)."""
    n = zlib.crc32(f"{database}/{about}/{key}".encode())
    if key.startswith("ngay"):
        return f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2015 + n % 10}"
    if key.startswith("dien-tich"):
        return f"{80 + n % 400} m²"
    if key.startswith("so"):
        return f"{n % 900 + 100}"
    return f"Dữ liệu mẫu {n % 90 + 10}"


@contextmanager
def serving(*, late: float = LATE) -> Iterator[Simulator]:
    """A simulator in a thread of its own, for as long as the context lasts (chạy máy giả lập)."""
    simulator = Simulator(late=late)
    thread = threading.Thread(target=simulator.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield simulator
    finally:
        simulator.shutdown()
        simulator.server_close()
        thread.join(5)


@contextmanager
def connected(*, late: float = LATE) -> Iterator[Simulator]:
    """The same, and whoever looks something up in this process asks it (nối với máy giả lập)."""
    before = settings.EXCHANGE_URL
    with serving(late=late) as simulator:
        settings.EXCHANGE_URL = simulator.url
        try:
            yield simulator
        finally:
            settings.EXCHANGE_URL = before
