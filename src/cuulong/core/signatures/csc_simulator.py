"""A remote signing service for demos and tests, over HTTP on this machine (máy ký từ xa giả lập).

Signs with the keys of the demo authority: a credential is the label of a certificate there. `behave` says how it
answers: well, refuse, late, nonsense, wrong (a signature of something else), down.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from . import authority

CLIENT, SECRET = "cuulong-demo", "bi-mat-trinh-dien"
PIN, OTP = "2026-demo", "246810"
WAYS = ("well", "refuse", "late", "nonsense", "wrong", "down")
MOST_BYTES = 64 * 1024


class Simulator(ThreadingHTTPServer):
    """Listens on this machine only (máy giả lập)."""

    daemon_threads = True

    def __init__(self, port: int = 0, *, late: float = 5.0, otp: bool = False) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.late, self.otp = late, otp
        self.behave = "well"
        self.tokens: set[str] = set()
        self.allowed: dict[str, tuple[str, str]] = {}
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Simulator

    def do_POST(self) -> None:  # the name that http.server looks for
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        self.server.asked.append(self.path)
        if self.path == "/oauth2/token":
            return self._token(parse_qs(body.decode("ascii", "replace")))
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.tokens:
            return self._say(401, {"error": "invalid_token"})
        try:
            said = json.loads(body)
        except ValueError:
            return self._say(400, {"error": "invalid_request"})
        verb = {
            "/csc/v2/credentials/info": self._info,
            "/csc/v2/credentials/authorize": self._authorize,
            "/csc/v2/signatures/signHash": self._sign,
        }.get(self.path)
        if verb is None:
            return self._say(404, {"error": "invalid_request"})
        return verb(said)

    def _token(self, said: dict[str, list[str]]) -> None:
        if said.get("client_id") != [CLIENT] or said.get("client_secret") != [SECRET]:
            return self._say(401, {"error": "invalid_client"})
        token = secrets.token_urlsafe(24)
        self.server.tokens.add(token)
        return self._say(200, {"access_token": token, "token_type": "Bearer", "expires_in": 600})

    def _info(self, said: dict[str, Any]) -> None:
        label = str(said.get("credentialID"))
        if not authority.issued(label):
            return self._say(400, {"error": "invalid_request"})
        der = authority.load().certificate(label).dump()
        auth = [{"type": "PIN", "id": "PIN"}, *([{"type": "OTP", "id": "OTP"}] if self.server.otp else [])]
        return self._say(
            200,
            {
                "key": {"status": "enabled", "algo": ["1.2.840.113549.1.1.1"], "len": 2048},
                "cert": {"status": "valid", "certificates": [b64encode(der).decode()]},
                "auth": {"mode": "explicit", "objects": auth},
                "SCAL": "2",
                "multisign": 1,
            },
        )

    def _authorize(self, said: dict[str, Any]) -> None:
        if self.server.behave != "well" and self.server.behave != "wrong":
            return self._misbehave()
        given = {str(each.get("id")): each.get("value") for each in said.get("authData", ())}
        if given.get("PIN") != PIN:
            return self._say(400, {"error": "invalid_pin"})
        if self.server.otp and given.get("OTP") != OTP:
            return self._say(400, {"error": "invalid_otp"})
        sad = secrets.token_urlsafe(24)
        self.server.allowed[sad] = (str(said.get("credentialID")), str(said.get("hashes", [""])[0]))
        return self._say(200, {"SAD": sad, "expiresIn": 60})

    def _sign(self, said: dict[str, Any]) -> None:
        label, wanted = self.server.allowed.pop(str(said.get("SAD")), ("", ""))
        if not label or said.get("credentialID") != label or said.get("hashes") != [wanted]:
            return self._say(400, {"error": "invalid_request"})
        digest = bytes(32) if self.server.behave == "wrong" else b64decode(wanted)
        pem = (authority.folder() / "keys" / f"{label}.pem").read_bytes()
        key = load_pem_private_key(pem, None)
        assert isinstance(key, rsa.RSAPrivateKey)
        value = key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
        return self._say(200, {"signatures": [b64encode(value).decode()]})

    def _misbehave(self) -> None:
        way = self.server.behave
        if way == "late":
            time.sleep(self.server.late)
        if way == "nonsense":
            return self._write(200, b"<html>Bad gateway</html>")
        if way == "refuse":
            return self._say(403, {"error": "access_denied"})
        return self._say(503, {})

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        self._write(status, json.dumps(answer).encode())

    def _write(self, status: int, text: bytes) -> None:
        with suppress(OSError):  # whoever asked may be gone
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: codes stay out of logs."""


@contextmanager
def connected(*, late: float = 5.0, otp: bool = False) -> Iterator[Simulator]:
    """A simulator in a thread of its own, and whoever signs in this process uses it (nối với máy giả lập)."""
    names = ("CSC_URL", "CSC_CLIENT_ID", "CSC_CLIENT_SECRET")
    before = [getattr(settings, name) for name in names]
    simulator = Simulator(late=late, otp=otp)
    thread = threading.Thread(target=simulator.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    for name, value in zip(names, (simulator.url, CLIENT, SECRET), strict=True):
        setattr(settings, name, value)
    try:
        yield simulator
    finally:
        for name, value in zip(names, before, strict=True):
            setattr(settings, name, value)
        simulator.shutdown()
        simulator.server_close()
        thread.join(5)
