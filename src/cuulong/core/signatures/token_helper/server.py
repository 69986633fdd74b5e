"""The door of the helper: this machine only, one origin only, one question (cửa của trợ lý ký số)."""

from __future__ import annotations

import hmac
import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .token import Token, TokenError

PORT = 9797
MOST_BYTES = 4096
HOSTS = ("127.0.0.1", "localhost")


class Helper(ThreadingHTTPServer):
    """Signs for the pages of `origin` (trợ lý)."""

    daemon_threads = True

    def __init__(self, token: Token, origin: str, port: int = PORT) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.token, self.origin = token, origin.rstrip("/")
        self.one_at_a_time = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Helper

    def do_OPTIONS(self) -> None:  # the names that http.server looks for
        """The browser asks first; only the one origin is told yes."""
        if self._is_allowed():
            self._write(204, b"")

    def do_GET(self) -> None:
        if self._is_allowed():
            self._say(200, {"ready": True}) if self.path == "/" else self._say(404, {"error": "unknown"})

    def do_POST(self) -> None:
        if not self._is_allowed():
            return
        told = self.headers.get("Content-Length") or ""
        length = int(told) if told.isdecimal() else 0
        if self.path != "/sign" or self.headers.get_content_type() != "application/json" or length > MOST_BYTES:
            return self._say(400, {"error": "bad_request"})
        try:
            said = json.loads(self.rfile.read(length))
            digest, certificate = bytes.fromhex(said["digest"]), str(said["certificate"])
            if said["algorithm"] != "sha256" or len(digest) != 32:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            return self._say(400, {"error": "bad_request"})
        if not self.server.one_at_a_time.acquire(blocking=False):
            return self._say(409, {"error": "busy", "text": "Đang chờ nhập mã PIN cho một chữ ký khác."})
        try:
            status, answer = 200, {"signature": self.server.token.sign(digest, certificate).hex()}
        except TokenError as error:
            status, answer = 422, {"error": error.code, "text": str(error)}
        finally:
            self.server.one_at_a_time.release()
        return self._say(status, answer)

    def _is_allowed(self) -> bool:
        """The very origin, and a name of this machine: another site's name must not be bent to it."""
        origin = self.headers.get("Origin", "")
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host in HOSTS and hmac.compare_digest(origin.encode(), self.server.origin.encode()):
            return True
        self._write(403, b"{}", allowed=False)
        return False

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        self._write(status, json.dumps(answer).encode())

    def _write(self, status: int, text: bytes, *, allowed: bool = True) -> None:
        with suppress(OSError):  # the page may be gone
            self.send_response(status)
            if allowed:
                self.send_header("Access-Control-Allow-Origin", self.server.origin)
                self.send_header("Access-Control-Allow-Methods", "GET, POST")
                self.send_header("Access-Control-Allow-Headers", "Content-Type")
                self.send_header("Access-Control-Allow-Private-Network", "true")
            self.send_header("Vary", "Origin")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written down."""
