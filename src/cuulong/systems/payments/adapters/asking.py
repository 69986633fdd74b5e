"""One question to a gateway over HTTP, with a short patience (hỏi cổng thanh toán)."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cuulong.lib.errors import InputError, gettext_noop

PATIENCE = 10.0  # seconds for one page
MOST_BYTES = 4 * 1024 * 1024
MOST_PAGES = 200


class NoAnswer(InputError):
    """The gateway is away, or says what nobody can use."""


@dataclass(frozen=True)
class Said:
    """What came back (trả lời của cổng)."""

    body: bytes
    headers: Mapping[str, str]

    def header(self, name: str) -> str:
        """A header by its name, whatever its letters; empty when it is not there."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")

    def json(self) -> dict[str, Any]:
        """Raises NoAnswer for anything but an object."""
        try:
            found = json.loads(self.body)
        except ValueError as error:
            raise no_answer() from error
        if not isinstance(found, dict):
            raise no_answer()
        return found


def no_answer() -> NoAnswer:
    return NoAnswer("no_answer", gettext_noop("Cổng thanh toán không trả lời, hoặc trả lời không đọc được."))


def ask(method: str, address: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Said:
    """One request, one answer. Raises NoAnswer (hỏi một lần)."""
    place = urlsplit(address)
    if place.scheme not in ("http", "https") or not place.hostname:
        raise no_answer()
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    ends = time.monotonic() + PATIENCE
    line = kind(place.hostname, place.port, timeout=PATIENCE)
    try:
        line.request(method, f"{place.path}?{place.query}" if place.query else place.path, body, dict(headers or {}))
        answer = line.getresponse()
        text = b""
        while len(text) <= MOST_BYTES and (piece := answer.read1(65536)):
            text += piece
            if time.monotonic() > ends:  # a trickle is no answer either
                raise no_answer()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise no_answer() from error
    finally:
        line.close()
    if answer.status != 200 or len(text) > MOST_BYTES:
        raise no_answer()
    return Said(text, dict(answer.headers))
