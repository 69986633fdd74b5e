"""One question to one database over HTTP, with a short patience; it never raises (kết nối cơ sở dữ liệu)."""

from __future__ import annotations

import http.client
import json
import logging
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cuulong.lib.lookups import Outcome

from .models import Database, Lookup
from .rules import judge

MOST_BYTES = 64 * 1024
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """What came back (kết quả trả về)."""

    outcome: Outcome
    values: dict[str, str]
    reference: str = ""


DOWN, LATE = Reply(Outcome.DOWN, {}), Reply(Outcome.LATE, {})


def address_of(database: Database) -> str:
    """Where a database answers; empty while it is not connected."""
    if not database.is_open:
        return ""
    return database.address or (f"{settings.EXCHANGE_URL.rstrip('/')}/{database.key}" if settings.EXCHANGE_URL else "")


def query(lookup: Lookup) -> Reply:
    """Ask once, within the database's time (hỏi cơ sở dữ liệu)."""
    address = address_of(lookup.database)
    if not address:
        return DOWN
    ends = time.monotonic() + lookup.database.timeout_ms / 1000
    try:
        said = _exchange(address, _body(lookup), ends)
    except TimeoutError:
        reply = LATE
    except (OSError, http.client.HTTPException, ValueError):
        reply = DOWN
    else:
        reply = Reply(*judge(said, lookup.wanted))
    # Whom it was about stays out of the log.
    logger.info("look-up in %s: %s", lookup.database.key, reply.outcome)
    return reply


def _body(lookup: Lookup) -> bytes:
    return json.dumps(
        {
            "request": str(lookup.uuid),
            "about": lookup.about,
            "purpose": lookup.purpose,
            "basis": lookup.basis,
            "ground": lookup.ground,
            "fields": lookup.wanted,
        }
    ).encode()


def _exchange(address: str, body: bytes, ends: float) -> Any:
    """Raises TimeoutError, OSError, HTTPException, ValueError."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an address")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname, parts.port, timeout=_left(ends))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.EXCHANGE_KEY}"}
    try:
        line.connect()
        line.sock.settimeout(_left(ends))
        line.request("POST", f"{parts.path}/lookups", body, headers)
        answer = line.getresponse()
        text = b""
        # Each piece may take what is left of the whole time, so that a trickle is late too.
        while len(text) <= MOST_BYTES:
            if line.sock is not None:
                line.sock.settimeout(_left(ends))
            piece = answer.read1(8192)
            if not piece:
                break
            text += piece
    finally:
        line.close()
    if answer.status != 200 or len(text) > MOST_BYTES:
        raise ValueError(f"status {answer.status}")
    return json.loads(text)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
