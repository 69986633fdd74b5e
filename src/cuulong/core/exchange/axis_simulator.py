"""A national axis for demos and tests, on this machine only; what it was given survives its own kill (trục liên thông giả lập).

Faults are ordered by POST /control {"fault": …, "path": "/sendEdoc", "times": 1, "seconds": 5}: `fail` answers FAIL,
`nonsense` something that is no answer, `drop` hangs up before doing anything, `lose` does it and hangs up before it answers,
`delay` waits first, `repeat` lists what was already fetched once more.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from . import edxml
from .axis_headers import PREFIX, is_signed

MOST_BYTES = 200 * 1024 * 1024
SCHEMA = """
    CREATE TABLE IF NOT EXISTS agency (code TEXT PRIMARY KEY, code102 TEXT, name TEXT, system TEXT);
    CREATE TABLE IF NOT EXISTS edoc (id INTEGER PRIMARY KEY AUTOINCREMENT, sender TEXT, kind TEXT, data BLOB, at REAL);
    CREATE TABLE IF NOT EXISTS delivery (edoc INTEGER, system TEXT, status TEXT DEFAULT 'initial', PRIMARY KEY (edoc, system));
"""


class Refusal(Exception):
    """What the axis says with FAIL."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class Store:
    """What the axis keeps, on disk before it answers."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with self.open() as base:
            base.executescript(f"PRAGMA journal_mode=WAL; {SCHEMA}")

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection whose work is committed at the end."""
        with closing(sqlite3.connect(self.file, timeout=30)) as base, base:
            base.execute("PRAGMA synchronous=FULL")
            yield base

    def register(self, system: str, code: str, code102: str, name: str) -> None:
        with self.open() as base:
            told = (code or code102, code102, name, system)
            base.execute("INSERT OR REPLACE INTO agency VALUES (?, ?, ?, ?)", told)

    def delete(self, system: str, code: str) -> None:
        with self.open() as base:
            base.execute("DELETE FROM agency WHERE code = ? AND system = ?", (code, system))

    def agencies(self) -> list[dict[str, str]]:
        with self.open() as base:
            rows = base.execute("SELECT code, code102, name FROM agency ORDER BY code").fetchall()
        return [dict(zip(("code", "code102", "name"), row, strict=True)) for row in rows]

    def system_of(self, base: sqlite3.Connection, organ: str) -> str | None:
        row = base.execute("SELECT system FROM agency WHERE code = ? OR code102 = ?", (organ, organ)).fetchone()
        return row[0] if row else None

    def keep(self, sender: str, kind: str, data: bytes, organs: set[str]) -> int:
        """The packet and one delivery for each system that serves a receiver."""
        with self.open() as base:
            systems = {organ: self.system_of(base, organ) for organ in organs}
            if missing := sorted(organ for organ, system in systems.items() if system is None):
                raise Refusal("404", f"Không có đơn vị {', '.join(missing)} trên trục")
            told = (sender, kind, data, time.time())
            number = base.execute("INSERT INTO edoc (sender, kind, data, at) VALUES (?, ?, ?, ?)", told).lastrowid
            assert number is not None
            base.executemany(
                "INSERT OR IGNORE INTO delivery (edoc, system) VALUES (?, ?)",
                [(number, one) for one in systems.values()],
            )
        return number

    def listed(self, system: str, *, again: bool) -> list[dict[str, Any]]:
        query = """
            SELECT e.id, e.kind, e.sender, d.status FROM delivery d JOIN edoc e ON e.id = d.edoc
            WHERE d.system = ? AND (d.status IN ('initial', 'processing') OR ?) ORDER BY e.id LIMIT 500
        """
        with self.open() as base:
            rows = base.execute(query, (system, again)).fetchall()
        return [dict(zip(("id", "messagetype", "from", "status"), row, strict=True)) for row in rows]

    def sent(self, sender: str) -> list[dict[str, Any]]:
        query = """
            SELECT e.id, e.kind, d.system, d.status FROM edoc e JOIN delivery d ON d.edoc = e.id
            JOIN agency a ON a.code = e.sender OR a.code102 = e.sender WHERE a.system = ? ORDER BY e.id DESC LIMIT 500
        """
        with self.open() as base:
            rows = base.execute(query, (sender,)).fetchall()
        return [dict(zip(("id", "messagetype", "to", "status"), row, strict=True)) for row in rows]

    def get(self, system: str, number: str) -> bytes:
        with self.open() as base:
            query = "SELECT e.data FROM edoc e JOIN delivery d ON d.edoc = e.id WHERE e.id = ? AND d.system = ?"
            row = base.execute(query, (number, system)).fetchone()
        if row is None:
            raise Refusal("404", "Không có gói tin này")
        return bytes(row[0])

    def mark(self, system: str, number: str, status: str) -> None:
        if status not in ("done", "fail", "processing"):
            raise Refusal("400", "Trạng thái không đúng")
        with self.open() as base:
            base.execute("UPDATE delivery SET status = ? WHERE edoc = ? AND system = ?", (status, number, system))


class AxisSimulator(ThreadingHTTPServer):
    """Listens on this machine only; `keys`: system → its key, any system with the key of "*" (máy giả lập trục)."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int = 0, *, keys: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        folder.mkdir(parents=True, exist_ok=True)
        self.store = Store(folder / "axis.sqlite3")
        self.keys = keys
        self.faults: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.guard = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def order(self, fault: dict[str, Any]) -> None:
        """From now on something goes wrong, so many times."""
        with self.guard:
            self.faults[str(fault.get("path", "/sendEdoc"))] += [fault] * int(fault.get("times", 1))

    def next_fault(self, path: str) -> dict[str, Any]:
        with self.guard:
            return self.faults[path].pop(0) if self.faults[path] else {}


class _Handler(BaseHTTPRequestHandler):
    server: AxisSimulator
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self) -> None:  # the name that http.server looks for
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            return self._say({"status": "FAIL", "ErrorCode": "413", "ErrorDesc": "Gói tin quá lớn"})
        body = self.rfile.read(length)
        if self.path == "/control":
            self.server.order(json.loads(body))
            return self._say({"status": "OK", "ErrorCode": "0"})
        fault = self.server.next_fault(self.path)
        kind = fault.get("fault", "")
        if kind == "delay":
            time.sleep(float(fault.get("seconds", 5)))
        if kind == "drop":
            return self._hang_up()
        if kind == "fail":
            return self._say({"status": "FAIL", "ErrorCode": "500", "ErrorDesc": "Trục đang bận"})
        if kind == "nonsense":
            return self._send(200, "text/html", b"<html>502 Bad Gateway</html>")
        try:
            answer = self._answer(body, again=kind == "repeat")
        except Refusal as refusal:
            answer = {"status": "FAIL", "ErrorCode": refusal.code, "ErrorDesc": refusal.words}
        if kind == "lose":
            return self._hang_up()
        if isinstance(answer, bytes):
            return self._send(200, "application/octet-stream", answer)
        return self._say(answer)

    def do_GET(self) -> None:  # counts are asked for so
        self.do_POST()

    def _answer(self, body: bytes, *, again: bool) -> dict[str, Any] | bytes:
        system = self._system(body)
        store, path = self.server.store, self.path
        if path == "/sendEdoc":
            return self._take(body)
        said = json.loads(body or b"{}")
        match path:
            case "/getEdoc":
                return store.get(system, str(said.get("id", "")))
            case "/updateStatus":
                store.mark(system, str(said.get("id", "")), str(said.get("status", "")))
                return _good([])
            case "/registerAgency":
                store.register(system, *(str(said.get(name, "")) for name in ("code", "code102", "name")))
                return _good([])
            case "/deleteAgency":
                store.delete(system, str(said.get("code", "")))
                return _good([])
            case "/getAgenciesList" | "/getAgenciesListQD20":
                return _good(store.agencies())
            case "/getReceivedEdocList":
                return _good(store.listed(system, again=again))
            case "/getSentEdocList":
                return _good(store.sent(system))
            case "/countReceiveEdoc" | "/countReceiveStatus":
                kind = "edoc" if path == "/countReceiveEdoc" else "status"
                return _good([one for one in store.listed(system, again=False) if one["messagetype"] == kind])
        raise Refusal("404", "Không có dịch vụ này")

    def _system(self, body: bytes) -> str:
        """Who asks. Raises Refusal when they do not hold the key."""
        headers = dict(self.headers.items())
        system = self.headers.get(f"{PREFIX}SystemId", "")
        key = self.server.keys.get(system) or self.server.keys.get("*", "")
        fresh = abs(time.time() - float(self.headers.get(f"{PREFIX}Timestamp") or 0)) < 600
        same = self.headers.get(f"{PREFIX}Digest", "") == hashlib.sha256(body).hexdigest()
        here = self.headers.get(f"{PREFIX}Path", "") == self.path
        if not (key and fresh and same and here and is_signed(headers, key)):
            raise Refusal("401", "Chữ ký tiêu đề không đúng")
        return system

    def _take(self, body: bytes) -> dict[str, Any]:
        try:
            packet = edxml.read(body)
        except edxml.Refused as refused:
            raise Refusal("400", str(refused)) from None
        if isinstance(packet, edxml.Envelope):
            organs = {to.organ_id for to in packet.to}
        else:
            organs = {one.organ_id for one in packet.responses if one.organ_id}
        kind = self.headers.get("messagetype", "edoc")
        number = self.server.store.keep(unquote(self.headers.get("from", "")), kind, body, organs)
        return {"status": "OK", "ErrorCode": "0", "ErrorDesc": "", "DocId": str(number)}

    def _say(self, answer: dict[str, Any]) -> None:
        self._send(200, "application/json", json.dumps(answer, ensure_ascii=False).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Packets are nobody's business on the console."""


def _good(data: list[Any]) -> dict[str, Any]:
    return {"status": "OK", "ErrorCode": "0", "ErrorDesc": "", "data": data}
