"""Taking files in and giving them back (lưu và đọc tệp)."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.db import connection, transaction

from cuulong.lib.errors import gettext_noop

from . import content, quarantine, rules, scanning, vault
from .models import Scan, StoredFile

# First half of the key of the lock that `clean_up` takes to remove a content nobody refers to.
LOCK_SPACE = 0x46494C45


class Damaged(RuntimeError):
    """The stored bytes are no longer those that came in."""


def store(
    upload: bytes | IO[bytes] | File[bytes],
    *,
    name: str,
    acting: Any,
    allowed: frozenset[str] | None = None,
    max_bytes: int | None = None,
) -> StoredFile:
    """Take in a file: sized, typed by content, scanned, on disk before the row (lưu tệp).

    `allowed`: media types, by default papers (PDF, JPEG, PNG, DOCX, XLSX); `max_bytes` by default FILES_MAX_BYTES.
    Raises `rules.Refused` with a sentence for the sender; an infected file is quarantined even if the caller rolls back.
    """
    file: IO[bytes] = BytesIO(upload) if isinstance(upload, bytes) else upload
    size = _size_of(file)
    rules.check_size(size, settings.FILES_MAX_BYTES if max_bytes is None else max_bytes)
    media_type, seen_as = content.identify(file, size)
    rules.check_allowed(media_type, rules.PAPERS if allowed is None else allowed, seen_as)
    row = StoredFile(
        sha256=_digest(file),
        size=size,
        media_type=media_type,
        name=rules.clean_name(name, media_type),
        scan=Scan.NOT_SCANNED,
        stored_by=str(acting.actor_ref),
    )
    if settings.CLAMD_ADDRESS:
        if threat := scanning.find_threat(file):
            quarantine.lock_away(file, row, threat)
            raise rules.Refused("infected", gettext_noop("Tệp có mã độc nên không nhận. Quét máy rồi gửi bản sạch."))
        row.scan = Scan.CLEAN
    return _keep(file, row)


def _keep(file: IO[bytes], row: StoredFile) -> StoredFile:
    place, key = vault.current(), vault.key_of(row.sha256)
    if not place.has(key):
        place.put(key, file)
        row.save(force_insert=True)
        return row
    # The content may lie there without a row and be about to be removed: hold it until our row is committed.
    with transaction.atomic():
        lock_content(row.sha256, shared=True)
        if not place.has(key):
            place.put(key, file)
        row.save(force_insert=True)
    return row


def read(stored: StoredFile) -> bytes:
    """The bytes as they came in. Raises Damaged when storage gives anything else (đọc tệp)."""
    with open_stored(stored) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise Damaged(f"content of {stored.ref} differs from its SHA-256")
    return data


def open_stored(stored: StoredFile) -> IO[bytes]:
    """The file opened for streaming; the caller closes it."""
    return vault.current().open(vault.key_of(stored.sha256))


def lock_content(sha256: str, *, shared: bool) -> None:
    """Hold a content until the end of the transaction: shared to refer to it, alone to remove it."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(%s, %s)", [LOCK_SPACE, int.from_bytes(bytes.fromhex(sha256[:8]), "big", signed=True)]
        )


def _size_of(file: IO[bytes]) -> int:
    size = getattr(file, "size", None)
    return size if isinstance(size, int) else file.seek(0, os.SEEK_END)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in vault.chunks(file):
        digest.update(piece)
    return digest.hexdigest()
