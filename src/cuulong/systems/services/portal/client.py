"""One call to the national portal, within a short patience (gọi Cổng Dịch vụ công quốc gia)."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from . import rules

SECONDS = 10
MOST_BYTES = 30 * 1024 * 1024


class NotTaken(Exception):
    """The portal did not take the message or gave nothing usable; it is to be tried again."""


def is_connected() -> bool:
    """Whether this province talks to the portal (đã kết nối)."""
    return bool(settings.PORTAL_URL and settings.PORTAL_KEY)


def call(service: str, data: list[dict[str, Any]], *, updating: bool | None = None) -> dict[str, Any]:
    """Send a message; gives the answer when its error_code is 0. Raises NotTaken."""
    said: dict[str, Any] = {"service": service, "data": data}
    if updating is not None:
        said["isUpdating"] = str(updating)
    body = json.dumps(said, ensure_ascii=False).encode()
    signed = {"Content-Type": "application/json", "X-Signature": rules.signature(body, settings.PORTAL_KEY)}
    status, text = _exchange("POST", urlsplit(settings.PORTAL_URL).path.rstrip("/") + "/messages", body, signed)
    try:
        answer = json.loads(text)
    except ValueError:
        raise NotTaken(f"HTTP {status}, unreadable answer") from None
    if status != 200 or not isinstance(answer, dict) or str(answer.get("error_code")) != "0":
        why = answer.get("error_message", "") if isinstance(answer, dict) else ""
        raise NotTaken(f"HTTP {status} {why}"[:300])
    return answer


def fetch(url: str) -> bytes:
    """A file that lies at the portal. Raises NotTaken, rules.Refused."""
    path = rules.must_be_theirs(url, settings.PORTAL_URL)
    status, text = _exchange("GET", path, b"", {"X-Signature": rules.signature(path.encode(), settings.PORTAL_KEY)})
    if status != 200:
        raise NotTaken(f"HTTP {status}")
    return text


def _exchange(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    if not is_connected():
        raise NotTaken("not connected")
    parts = urlsplit(settings.PORTAL_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        text = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NotTaken(type(error).__name__) from None
    finally:
        line.close()
    if len(text) > MOST_BYTES:
        raise NotTaken("answer too long")
    return answer.status, text
