"""What finding declares to the house: search, imports, the reading of files (khai báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LogPhrase, MenuItem, Right, RouteSample, Searchable, Subscription, declare
from cuulong.published.facts import documents

from ..records.models import Document
from . import subscribers
from .actions.import_register import RIGHT
from .models import Batch
from .searching import all_documents, scopes

INDEXED = (
    documents.IncomingMoved,
    documents.DocumentIssued,
    documents.DocumentWithdrawn,
)


def _url(ref: object) -> str:
    return Document.objects.get(uuid=ref.uuid).url  # type: ignore[attr-defined]


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
    Searchable(
        code=Document.ref_kind,
        title=_("Văn bản"),
        scopes=scopes,
        url=_url,
        reindex=all_documents,
    ),
    *(
        Subscription(code=f"documents.index.{fact.name.rpartition('.')[2]}", fact=fact, handler=subscribers.index_again)
        for fact in INDEXED
    ),
    Job(code="documents.read_files", cron="* * * * *", run=subscribers.read_files),
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
