"""The heads' file outside the database, which an intruder inside it cannot rewrite (tệp chứng)."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from .models import Head


@dataclass(frozen=True)
class Exported:
    """One line of the file; `number` counts lines from 1."""

    number: int
    seq: int
    link_hash: bytes
    sealed_at: datetime
    key_id: str
    signature: bytes


def path() -> Path:
    return Path(settings.AUDIT_DIR) / "heads.jsonl"


def export() -> None:
    """Append the heads that the file lacks, synced to disk before it returns.

    Every worker does it, so every machine keeps a witness of its own.
    """
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        missing = Head.objects.filter(seq__gt=_last_seq(file.fileno())).order_by("seq")
        lines = b"".join(map(_line, missing.iterator()))
        if lines:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())


def read(file: Path) -> Iterator[Exported | int]:
    """The file's heads in their order; a line nobody can read is given by its number.

    Lines added after the call are left out. A torn last line, the trace of a power cut, is passed over: the next
    export writes it anew.
    """
    size = file.stat().st_size
    return _lines(file, size)


def _lines(file: Path, size: int) -> Iterator[Exported | int]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            size -= len(line)
            if size < 0 or not line.endswith(b"\n"):
                return
            try:
                yield _parse(number, line)
            except (ValueError, KeyError, TypeError):
                yield number


def _parse(number: int, line: bytes) -> Exported:
    head = json.loads(line)
    return Exported(
        number,
        int(head["seq"]),
        bytes.fromhex(head["hash"]),
        datetime.fromisoformat(head["sealed_at"]),
        str(head["key"]),
        bytes.fromhex(head["signature"]),
    )


def _line(head: Head) -> bytes:
    fields = {
        "seq": head.seq,
        "hash": bytes(head.link_hash).hex(),
        "sealed_at": head.sealed_at.isoformat(),
        "key": head.key_id,
        "signature": bytes(head.signature).hex(),
    }
    return json.dumps(fields).encode() + b"\n"


def _last_seq(file: int) -> int:
    """The number of the last whole line; a torn one after it is cut off."""
    size = os.fstat(file).st_size
    start = max(0, size - 4096)
    tail = os.pread(file, 4096, start)
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):
        os.ftruncate(file, start + whole)
    lines = tail[:whole].splitlines()
    return _parse(0, lines[-1]).seq if lines else 0
