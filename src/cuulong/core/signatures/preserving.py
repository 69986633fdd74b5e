"""Stored files whose signatures are kept valid for as long as the archive keeps them (bảo quản chữ ký của tệp lưu trữ)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import PDF
from cuulong.core.files.store import Damaged, read, store
from cuulong.core.people.acting import Acting
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref

from .archival import last_stamp, preserve, renew_timestamp
from .models import Preserved, PreservedStep
from .rules import CannotSign

MARGIN = timedelta(days=180)
logger = logging.getLogger(__name__)


def preserve_file(file: StoredFile, subject: Entity | Ref, *, acting: Any, at: datetime | None = None) -> Preserved:
    """Keep the signatures of a stored file provable, and look after it from now on (bảo quản chữ ký của tệp).

    Safe to repeat: a file that is looked after already is answered as it stands. `Preserved.file` is what to hand out
    from now on; the original stays. Raises CannotSign.
    """
    if known := Preserved.objects.filter(original=file).first():
        return known
    ref = subject if isinstance(subject, Ref) else subject.ref
    # The time authority is asked outside any transaction.
    stamped = preserve(read(file), at=at)
    with transaction.atomic():
        kept = store(stamped, name=file.name, acting=acting, allowed=frozenset({PDF}), max_bytes=len(stamped))
        stamp = last_stamp(stamped)
        assert stamp is not None
        made, new = Preserved.objects.get_or_create(
            original=file,
            defaults={
                "file": kept,
                "subject_kind": ref.kind,
                "subject_uuid": ref.uuid,
                "stamped_at": stamp.at,
                "stamp_ends": stamp.ends,
                "due_at": stamp.ends - MARGIN,
            },
        )
        if new:
            PreservedStep.objects.create(preserved=made, file=kept, stamped_at=stamp.at, stamp_ends=stamp.ends)
            record(acting, "signatures.file.preserved", made, name=file.name)
    return made


def renew(preserved: Preserved, *, acting: Any, at: datetime | None = None) -> Preserved:
    """Stamp one file anew; its earlier form stays stored (đóng lại dấu thời gian). Raises CannotSign."""
    before = preserved.file
    stamped = renew_timestamp(read(before), at=at)
    with transaction.atomic():
        locked = Preserved.objects.select_for_update().get(pk=preserved.pk)
        if locked.file_id != before.pk:
            return locked  # another worker was quicker
        stamp = last_stamp(stamped)
        assert stamp is not None
        locked.file = store(stamped, name=before.name, acting=acting, allowed=frozenset({PDF}), max_bytes=len(stamped))
        locked.stamped_at, locked.stamp_ends, locked.due_at = stamp.at, stamp.ends, stamp.ends - MARGIN
        locked.failed_because = ""
        locked.save()
        PreservedStep.objects.create(preserved=locked, file=locked.file, stamped_at=stamp.at, stamp_ends=stamp.ends)
        record(acting, "signatures.file.preserved", locked, name=before.name)
    return locked


def renew_due(now: datetime | None = None) -> None:
    """The job of the worker: every file whose turn has come; one that fails does not hold up the others."""
    acting = Acting.system("signatures.preserve")
    moment = now or timezone.now()
    for key in Preserved.objects.filter(due_at__lte=moment).order_by("due_at").values_list("pk", flat=True):
        one = Preserved.objects.select_related("file").get(pk=key)
        try:
            renew(one, acting=acting, at=now)
        except (CannotSign, Damaged, OSError) as error:
            Preserved.objects.filter(pk=key).update(failed_because=str(error)[:300])
            logger.warning("timestamp not renewed", extra={"preserved": str(one.uuid), "error": type(error).__name__})
