"""A bank for tests and drills that also fails, delays, repeats and lies (ngân hàng giả lập hay lỗi)."""

from __future__ import annotations

import http.client
import json
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from ..rules import signature
from .bank import SIGNATURE, TIMESTAMP


@dataclass
class Simulator:
    """Speaks to the webhook at `url` with `key`; each way to misbehave is a method. All give HTTP statuses."""

    url: str
    key: str
    log: list[bytes] = field(default_factory=list)

    def message(self, amount: int, text: str, at: datetime, number: str = "") -> bytes:
        said = {"transactionId": number or f"SIM{uuid4().hex}", "amount": amount, "description": text}
        body = json.dumps(said | {"receivedAt": at.isoformat()}).encode()
        self.log.append(body)
        return body

    def send(self, body: bytes, *, key: str = "", age: float = 0) -> int:
        """Post a message, signed with `key` and as if `age` seconds ago."""
        stamp = str(int(time.time() - age))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: stamp,
            SIGNATURE: signature(body, stamp, key or self.key),
        }
        line = self._line()
        try:
            line.request("POST", urlsplit(self.url).path, body, headers)
            return line.getresponse().status
        finally:
            line.close()

    def repeat(self, body: bytes, times: int) -> list[int]:
        """The same message again and again, signed anew each time."""
        return [self.send(body) for _time in range(times)]

    def tamper(self, body: bytes, old: bytes, new: bytes) -> int:
        """Another amount or reference under the signature of the true message."""
        stamp = str(int(time.time()))
        line = self._line()
        headers = {TIMESTAMP: stamp, SIGNATURE: signature(body, stamp, self.key), "Content-Type": "application/json"}
        try:
            line.request("POST", urlsplit(self.url).path, body.replace(old, new), headers)
            return line.getresponse().status
        finally:
            line.close()

    def hang_up(self, body: bytes) -> None:
        """Fail in the middle: promise a whole message, send half of it and go."""
        place = urlsplit(self.url)
        with suppress(OSError), socket.create_connection((place.hostname or "", place.port or 80), timeout=10) as line:
            head = f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode() + body[: len(body) // 2])

    def _line(self) -> http.client.HTTPConnection:
        place = urlsplit(self.url)
        return http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
