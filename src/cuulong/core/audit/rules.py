"""What a row, a link and a signed head are made of; pure, so that anyone can recompute them (quy tắc niêm phong)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import nfc

START = bytes(32)


def plain(value: Any) -> Any:
    """`value` as JSON that a database gives back unchanged: text in NFC, no floats, no NUL.

    Objects become their Ref or their text, so that a verb may pass what it has at hand.
    """
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return plain(value.value)
        case str():
            return nfc(value.encode("utf-8", "replace").decode().replace("\x00", ""))
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | UUID() | Decimal() | float() | Ref():
            return value.isoformat() if isinstance(value, date) else str(value)
        case Mapping():
            return {plain(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            items = [plain(item) for item in value]
            return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return plain(str(getattr(value, "ref", value)))


def canonical(value: Mapping[str, Any]) -> bytes:
    """One spelling of a JSON object: keys sorted, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True, kw_only=True)
class Content:
    """What one act says, as it is hashed (nội dung bản ghi)."""

    uuid: UUID
    happened_at: datetime
    actor: str
    behalf: str
    action: str
    subject: str
    agency: str
    party: str
    details: Mapping[str, Any]
    request_id: str

    def digest(self) -> bytes:
        """SHA-256 over the canonical JSON of all of it."""
        fields = {**self.__dict__, "uuid": str(self.uuid), "happened_at": self.happened_at.astimezone(UTC).isoformat()}
        return hashlib.sha256(canonical(fields)).digest()


def link(previous: bytes, seq: int, event_id: int, content_hash: bytes) -> bytes:
    """The chain's next hash: covers everything before it."""
    return hashlib.sha256(previous + seq.to_bytes(8) + event_id.to_bytes(8) + content_hash).digest()


def head_statement(seq: int, link_hash: bytes, sealed_at: datetime) -> bytes:
    """What the key signs: so many rows were sealed, and this is their hash."""
    return canonical({"seq": seq, "hash": link_hash.hex(), "sealed_at": sealed_at.astimezone(UTC).isoformat()})
