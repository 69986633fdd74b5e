"""Gateways that can be asked, for tests and drills: they also fail, lie, repeat and page (cổng thanh toán giả lập)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from ..rules import signature
from .bank import SIGNATURE, TIMESTAMP
from .platform import MOMENT, PAID, checksum


class Books(ThreadingHTTPServer):
    """What a bank and a platform have in their books, on this machine only.

    `mood`: "" as it should be, "down", "forged" (another key), "nonsense", "endless" (always one more page).
    """

    daemon_threads = True

    def __init__(self, bank_key: str, platform_key: str, page: int = 2) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bank_key, self.platform_key, self.page, self.mood = bank_key, platform_key, page, ""
        self.bank: list[dict[str, Any]] = []
        self.platform: list[dict[str, Any]] = []
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def bank_transfer(self, amount: int, text: str, at: datetime, number: str) -> dict[str, Any]:
        """A transfer as the bank books it; its message is for others to send (ngân hàng ghi có)."""
        said = {"transactionId": number, "amount": amount, "description": text, "receivedAt": at.isoformat()}
        self.bank.append(said)
        return said

    def platform_payment(
        self, amount: int, order: str, at: datetime, number: str, result: str = PAID
    ) -> dict[str, Any]:
        """A payment as the platform reports it, checksum and all (nền tảng ghi nhận)."""
        said: dict[str, Any] = {
            "orderInfo": order,
            "transId": number,
            "amount": amount,
            "payDate": timezone.localtime(at).strftime(MOMENT),
            "resultCode": result,
        }
        said["checksum"] = checksum(said, self.platform_key)
        self.platform.append(said)
        return said


class _Handler(BaseHTTPRequestHandler):
    server: Books

    def do_GET(self) -> None:  # the name that http.server looks for
        self.server.asked.append(self.path)
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        stamp, signed = self.headers.get(TIMESTAMP, ""), self.headers.get(SIGNATURE, "")
        if signed != signature(self.path.encode(), stamp, self.server.bank_key):
            return self._say(403, b"{}")
        since, until = datetime.fromisoformat(query["from"]), datetime.fromisoformat(query["to"])
        within = [one for one in self.server.bank if since <= datetime.fromisoformat(one["receivedAt"]) <= until]
        rows, more = self._page(within, int(query["page"]))
        body = json.dumps({"transactions": rows, "more": more}).encode()
        stamp = str(int(time.time()))
        key = "another" if self.server.mood == "forged" else self.server.bank_key
        return self._say(200, body, {TIMESTAMP: stamp, SIGNATURE: signature(body, stamp, key)})

    def do_POST(self) -> None:  # the name that http.server looks for
        self.server.asked.append(self.path)
        said = json.loads(self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 65536)))
        if said.get("checksum") != checksum(said, self.server.platform_key):
            return self._say(403, b"{}")
        within = [one for one in self.server.platform if said["from"] <= one["payDate"] <= said["to"]]
        rows, more = self._page(within, said["page"])
        if self.server.mood == "forged":
            rows = [one | {"amount": one["amount"] + 1} for one in rows]
        return self._say(200, json.dumps({"resultCode": PAID, "items": rows, "more": more}).encode())

    def _page(self, rows: list[dict[str, Any]], page: int) -> tuple[list[dict[str, Any]], bool]:
        """Pages overlap by one, as those of books that grow while they are read."""
        size = self.server.page
        start = max(0, (page - 1) * size - 1)
        return rows[start : page * size], self.server.mood == "endless" or page * size < len(rows)

    def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        if self.server.mood == "down":
            status, body = 503, b""
        if self.server.mood == "nonsense":
            body = b"<html>"
        with suppress(OSError):  # whoever asked may be gone
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: references and sums stay out of logs."""


@contextmanager
def serving(bank_key: str, platform_key: str) -> Iterator[Books]:
    """Books in a thread of their own, for as long as the context lasts (chạy cổng giả lập)."""
    books = Books(bank_key, platform_key)
    thread = threading.Thread(target=books.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield books
    finally:
        books.shutdown()
        books.server_close()
        thread.join(5)
