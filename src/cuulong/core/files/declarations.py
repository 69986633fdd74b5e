"""What the file store declares to the house (khai báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, MenuItem, Right, RouteSample, declare

from . import clean_up
from .models import QuarantinedFile, StoredFile

declare(
    Right(
        code="files.quarantine",
        title=_("Xem tệp bị cách ly"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    Kind(code=StoredFile.ref_kind, title=_("Tệp"), find=lambda uuid: StoredFile.objects.filter(uuid=uuid).first()),
    Kind(
        code=QuarantinedFile.ref_kind,
        title=_("Tệp bị cách ly"),
        find=lambda uuid: QuarantinedFile.objects.filter(uuid=uuid).first(),
    ),
    MenuItem(
        code="files.quarantine",
        title=_("Tệp bị cách ly"),
        group=_("Quản trị"),
        url_name="files:quarantine",
        icon="shield-exclamation",
        right="files.quarantine",
        order=930,
    ),
    Job(code="files.clean_up", cron="17 2 * * *", run=clean_up.nightly),
    RouteSample(code="files:quarantine", role="administrator"),
)
