"""Files come in once, stay as they are, and leave with safe headers."""

from __future__ import annotations

import hashlib
import os
import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cuulong.core.files import rules, vault
from cuulong.core.files.clean_up import remove_orphans
from cuulong.core.files.http import respond
from cuulong.core.files.models import Scan, StoredFile
from cuulong.core.files.store import Damaged, read, store
from tests.core.files.conftest import Sender
from tests.core.files.samples import PDF, document, picture

pytestmark = pytest.mark.django_db


def path_of(folder: Path, stored: StoredFile) -> Path:
    return folder / vault.key_of(stored.sha256)


def test_a_file_is_kept_byte_for_byte_under_its_hash(acting: Sender, folder: Path) -> None:
    stored = store(SimpleUploadedFile("đơn.pdf", PDF, content_type="text/html"), name="đơn.pdf", acting=acting)
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.media_type, stored.size, stored.name, stored.scan) == (
        rules.PDF,
        len(PDF),
        "đơn.pdf",
        Scan.NOT_SCANNED,
    )
    assert path_of(folder, stored).read_bytes() == PDF == read(stored)
    assert not list((folder / vault.INCOMING).iterdir())


def test_storing_costs_one_query(acting: Sender) -> None:
    with CaptureQueriesContext(connection) as queries:
        store(PDF, name="a.pdf", acting=acting)
    assert len(queries) == 1


def test_the_same_content_twice_is_stored_once(acting: Sender, folder: Path) -> None:
    first, second = store(PDF, name="a.pdf", acting=acting), store(PDF, name="b.pdf", acting=acting)
    assert first.uuid != second.uuid
    assert path_of(folder, first) == path_of(folder, second)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"MZ" + bytes(2000), "wrong_type"), (PDF + b"x" * 2000 + PDF, "too_big")],
    ids=["empty", "program", "big"],
)
def test_a_refused_file_leaves_no_trace(acting: Sender, folder: Path, data: bytes, code: str) -> None:
    with pytest.raises(rules.Refused) as refused:
        store(BytesIO(data), name="a.pdf", acting=acting, max_bytes=2048)
    assert refused.value.code == code
    assert not StoredFile.objects.exists()
    assert not [each for each in folder.rglob("*") if each.is_file()]


def test_what_may_come_in_is_the_callers_choice(acting: Sender) -> None:
    with pytest.raises(rules.Refused):
        store(picture("PNG"), name="a.png", acting=acting, allowed=frozenset({rules.PDF}))
    assert store(document(), name="a.docx", acting=acting).media_type == rules.DOCX


def test_a_changed_content_is_not_given_out_as_the_file(acting: Sender, folder: Path) -> None:
    stored = store(PDF, name="a.pdf", acting=acting)
    path_of(folder, stored).write_bytes(PDF.replace(b"endobj", b"endobk"))
    with pytest.raises(Damaged):
        read(stored)


def test_a_file_left_behind_by_a_rollback_is_removed_after_a_day(acting: Sender, folder: Path) -> None:
    kept = store(document(), name="a.docx", acting=acting)
    with transaction.atomic():
        lost = store(PDF, name="a.pdf", acting=acting)
        transaction.set_rollback(True)
    assert remove_orphans() == 0
    for path in (path_of(folder, lost), path_of(folder, kept)):
        os.utime(path, (0, 0))
    assert remove_orphans() == 1
    assert not path_of(folder, lost).exists()
    assert read(kept) == document()


@pytest.mark.django_db(transaction=True)
def test_a_content_that_is_wanted_again_just_then_is_not_removed(acting: Sender, folder: Path) -> None:
    first = store(PDF, name="a.pdf", acting=acting)
    os.utime(path_of(folder, first), (0, 0))
    first.delete()
    done = threading.Event()

    def clean() -> None:
        remove_orphans(timedelta(0))
        connection.close()
        done.set()

    with transaction.atomic():
        again = store(PDF, name="b.pdf", acting=acting)
        cleaner = threading.Thread(target=clean)
        cleaner.start()
        assert not done.wait(0.3), "the clean-up must wait for the transaction that wants the content"
    cleaner.join()
    assert read(again) == PDF


def test_downloads_are_never_sniffed_nor_cached_by_others(acting: Sender) -> None:
    stored = store(document(), name='đơn "mới".docx', acting=acting)
    response = respond(stored, inline=True)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == document()


def test_a_pdf_may_be_shown_in_the_browser(acting: Sender) -> None:
    response = respond(store(PDF, name="a.pdf", acting=acting), inline=True)
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Content-Type"] == rules.PDF
    response.close()
