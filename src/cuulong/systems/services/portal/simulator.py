"""A national portal for demos and tests, over HTTP: it repeats, delays and breaks what it sends and takes (Cổng giả lập).

It knows every step by dossier, time and status, so that a repeated message adds none. `trouble` is what happens to the
next messages that it is sent, in order: "down", "refuse", "lost_answer" and "garbled" (both take the message first).
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from .rules import AGENCIES, ASK, CATALOGUE, PROGRESS, QUESTIONS, SECTORS, SYNC, signature

KEY = "khoa-gia-lap"


class Portal(ThreadingHTTPServer):
    """Listens on this machine only (máy giả lập)."""

    daemon_threads = True

    def __init__(self, province: str, port: int = 0, *, key: str = KEY) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.province, self.key = province, key
        self.files: dict[str, bytes] = {}
        self.dossiers: dict[str, dict[str, Any]] = {}
        self.steps: dict[str, list[tuple[str, str]]] = {}
        self.told: list[tuple[str, str]] = []
        self.catalogue: list[dict[str, Any]] = []
        self.lists: dict[str, list[dict[str, Any]]] = {AGENCIES: [], SECTORS: []}
        self.answers: dict[str, dict[str, Any]] = {}
        self.trouble: list[str] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def keep(self, name: str, content: bytes) -> str:
        """Put a file there; gives its address (để tệp)."""
        self.files[name] = content
        return f"{self.url}/files/{name}"

    def take(self, said: dict[str, Any]) -> None:
        """Learn what the province tells, each step once (nhận đồng bộ)."""
        for entry in said["data"]:
            code = entry["MaCauHoi" if said["service"] == QUESTIONS else "MaHoSo"]
            self.told.append((said["service"], code))
            if said["service"] == QUESTIONS:
                self.answers[code] = entry
            elif said["service"] == SYNC:
                if code not in self.dossiers and said["isUpdating"] == "True":
                    raise KeyError(code)  # a real one refuses an update of what it does not know
                self.dossiers[code] = entry
            elif said["service"] == PROGRESS:
                step = (entry["ThoiDiemXuLy"], entry["TrangThai"])
                if step not in self.steps.setdefault(code, []):
                    self.steps[code].append(step)

    def status(self, code: str) -> str:
        """The last status it was told (trạng thái)."""
        steps = self.steps.get(code, [])
        return steps[-1][1] if steps else str(self.dossiers.get(code, {}).get("TrangThaiHoSo", ""))

    def send(self, entry: dict[str, Any], *, updating: bool = False, how: str = "") -> list[str]:
        """Send a dossier or an addition until it is acknowledged; gives each error_code (nộp trên Cổng).

        `how`: "twice" sends it again though it was acknowledged, "broken" cuts it short first, "forged" signs it wrongly
        first, "lost" hangs up before the answer and so sends it again.
        """
        self.dossiers.setdefault(entry["MaHoSo"], entry)
        body = json.dumps({"service": SYNC, "isUpdating": str(updating), "data": [entry]}, ensure_ascii=False).encode()
        right = signature(body, self.key)
        tries = {
            "broken": [(body[: len(body) // 2], right)],
            "forged": [(body, signature(body, "sai"))],
            "twice": [(body, right)],
            "lost": [(body, right)],
        }.get(how, [])
        return [self._post(*one, deaf=how == "lost") for one in tries] + [self._post(body, right)]

    def _post(self, body: bytes, signed: str, *, deaf: bool = False) -> str:
        parts = urlsplit(self.province)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        try:
            headers = {"Content-Type": "application/json", "X-Signature": signed}
            line.request("POST", "/portal/messages/", body, headers)
            answer = line.getresponse().read()
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            line.close()
        return "" if deaf else str(json.loads(answer).get("error_code"))


class _Handler(BaseHTTPRequestHandler):
    server: Portal

    def do_GET(self) -> None:  # the name that http.server looks for
        content = self.server.files.get(self.path.removeprefix("/files/"))
        if content is None or self.headers.get("X-Signature") != signature(self.path.encode(), self.server.key):
            return self._say(404, b"")
        return self._say(200, content)

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 5_000_000))
        if self.path == "/file":  # for whoever tries it by hand: files a dossier as this portal would
            said = json.loads(body)
            codes = self.server.send(said["entry"], updating=said.get("updating", False), how=said.get("how", ""))
            return self._say(200, json.dumps(codes).encode())
        if self.headers.get("X-Signature") != signature(body, self.server.key):
            return self._error("401")
        with self.server.lock:
            return self._answer(json.loads(body))

    def _answer(self, said: dict[str, Any]) -> None:
        portal = self.server
        if said["service"] == ASK:
            return self._rows(
                [{"MaHoSo": one["MaHoSo"], "TrangThaiHoSo": portal.status(one["MaHoSo"])} for one in said["data"]]
            )
        if said["service"] == CATALOGUE:
            return self._rows(portal.catalogue)
        if said["service"] in portal.lists:
            return self._rows(portal.lists[said["service"]])
        trouble = portal.trouble.pop(0) if portal.trouble else ""
        if trouble == "down":
            return self._say(503, b"")
        if trouble == "refuse":
            return self._error("99")
        try:
            portal.take(said)
        except KeyError:
            return self._error("404")
        if trouble == "lost_answer":
            self.close_connection = True
            return None
        return self._say(200, b'{"error_c') if trouble == "garbled" else self._error("0")

    def _rows(self, data: list[dict[str, Any]]) -> None:
        self._say(200, json.dumps({"error_code": "0", "data": data}).encode())

    def _error(self, code: str) -> None:
        self._say(200, json.dumps({"error_code": code, "error_message": "" if code == "0" else "gia lap"}).encode())

    def _say(self, status: int, text: bytes) -> None:
        with suppress(OSError):  # whoever asked may be gone
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: names and numbers stay out of logs."""


@contextmanager
def connected(province: str) -> Iterator[Portal]:
    """A portal in a thread of its own, and this process talks to it (nối với Cổng giả lập)."""
    before = settings.PORTAL_URL, settings.PORTAL_KEY
    portal = Portal(province)
    thread = threading.Thread(target=portal.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings.PORTAL_URL, settings.PORTAL_KEY = portal.url, portal.key
    try:
        yield portal
    finally:
        settings.PORTAL_URL, settings.PORTAL_KEY = before
        portal.shutdown()
        portal.server_close()
        thread.join(5)
