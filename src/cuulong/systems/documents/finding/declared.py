"""What finding declares to the house: search, imports, the reading of files (khai báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LogPhrase, MenuItem, Right, RouteSample, declare

from .actions.import_register import RIGHT
from .actions.read_files import every_minute
from .models import Batch

declare(
    Right(
        code=RIGHT,
        title=_("Nhập sổ văn bản cũ"),
        roles=frozenset({"clerk", "archivist"}),
    ),
    Kind(code=Batch.ref_kind, title=_("Lần nhập sổ cũ"), find=lambda uuid: Batch.objects.filter(uuid=uuid).first()),
    LogPhrase(code="documents.import", sentence=_("Nhập {n} văn bản từ sổ cũ {file}")),
    LogPhrase(code="documents.import_dropped", sentence=_("Bỏ lần nhập sổ cũ {file}")),
    MenuItem(
        code="documents.imports",
        title=_("Nhập sổ cũ"),
        group=_("Văn bản"),
        url_name="documents:imports",
        icon="upload",
        right=RIGHT,
        order=90,
    ),
    Job(code="documents.read_files", cron="* * * * *", run=every_minute),
    RouteSample(code="documents:imports", role="clerk"),
    RouteSample(code="documents:import", role="clerk", kwargs=lambda: {"uuid": Batch.objects.earliest("pk").uuid}),
    RouteSample(
        code="documents:decide_import",
        role="clerk",
        kwargs=lambda: {"uuid": Batch.objects.filter(state="done").earliest("pk").uuid},
        method="POST",
        status=409,
    ),
)
