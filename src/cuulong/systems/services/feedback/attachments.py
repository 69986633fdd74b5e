"""Taking in, showing and dropping the files of a submission (tệp gửi kèm)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID

from django.db.models import QuerySet

from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import megabytes
from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from . import limits
from .models import Attachment, Denunciation, Submission
from .rules import Refused

Upload = Any  # a file of a request, or bytes with a name
Files = Sequence[tuple[str, IO[bytes] | bytes]]
MEGABYTE = 1024 * 1024


def at_most() -> int:
    """How many files one may send at once (số tệp tối đa)."""
    return limits.number("files_at_most", 5)


def heaviest() -> int:
    """How many bytes one of them may have (dung lượng tối đa)."""
    return limits.number("file_megabytes", 10) * MEGABYTE


def keep(case: Submission, files: Files, *, acting: Acting) -> None:
    """Take in the files with the submission, as papers of dossiers are (nhận tệp). Raises Refused, files.rules.Refused.

    A file of a denunciation bears neither who sent it nor the name it had on their machine.
    """
    if len(files) > at_most():
        raise Refused(
            "too_many_files", gettext_noop("Gửi nhiều nhất %(n)d tệp một lần. Bỏ bớt rồi gửi lại."), n=at_most()
        )
    unnamed = isinstance(case, Denunciation)
    for n, (name, file) in enumerate(files, 1):
        called = f"tep-{n}{PurePath(name).suffix[:6]}" if unnamed else name
        sender = Acting.anonymous() if unnamed else acting
        stored = store(file, name=called, acting=sender, max_bytes=heaviest())
        Attachment.objects.create(subject_kind=case.ref_kind, subject_uuid=case.uuid, file=stored)


def of(case: Submission) -> QuerySet[Attachment]:
    """The files of a submission, as they were sent (tệp của đơn)."""
    return Attachment.objects.filter(subject_kind=case.ref_kind, subject_uuid=case.uuid).select_related("file")


def drop(kind: str, subjects: Iterable[UUID]) -> None:
    """Forget the files; the store removes what no row names any more (xóa tệp)."""
    rows = list(Attachment.objects.filter(subject_kind=kind, subject_uuid__in=list(subjects)))
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    StoredFile.objects.filter(pk__in=[row.file_id for row in rows]).delete()


def what_is_taken() -> str:
    """How many files of what weight, for the hint beside the field (giới hạn tệp)."""
    return megabytes(heaviest())
