"""Lists, one dossier, its papers and result (theo dõi hồ sơ qua giao diện lập trình)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from cuulong.core.api.access import ApiRequest, needs
from cuulong.core.files.http import respond
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read as bytes_of
from cuulong.core.signatures.validate import report
from cuulong.design import keyset
from cuulong.lib.errors import gettext_noop
from cuulong.published.ports.results import results

from ..models import Dossier, Paper, State
from ..queries import for_officials
from ..rules import Refused
from .door import router
from .shapes import (
    Cursor,
    DossierId,
    DossierOut,
    Lines,
    ListFilter,
    ReportOut,
    ResultOut,
    Size,
    file_out,
    find,
    line,
    read,
    whole,
)


@router.get("/dossiers", response=Lines, auth=needs("dossiers.read"), summary=gettext_noop("Danh sách hồ sơ"))
def listed(request: ApiRequest, wanted: Query[ListFilter], after: Cursor = "", limit: Size = 50) -> dict[str, Any]:
    """Dossiers that the client may see, newest first (danh sách hồ sơ)."""
    found = for_officials(request.acting)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.procedure:
        found = found.filter(version__procedure__code=wanted.procedure)
    if wanted.code:
        found = found.filter(code=wanted.code.strip().upper())
    if wanted.filed_from:
        found = found.filter(filed_at__gte=_midnight(wanted.filed_from))
    if wanted.filed_to:
        found = found.filter(filed_at__lt=_midnight(wanted.filed_to + timedelta(days=1)))
    page = keyset.page_of(found, keyset.Key("pk", descending=True), limit, after)
    return {"items": [line(one) for one in page.rows], "next": page.after}


@router.get("/dossiers/{dossier}", response=DossierOut, auth=needs("dossiers.read"), summary=gettext_noop("Một hồ sơ"))
def one(request: ApiRequest, dossier: DossierId) -> dict[str, Any]:
    """A dossier with answers, papers, moves and the acts open to the client (xem hồ sơ)."""
    read(request, find(request, dossier), _("Xem hồ sơ qua giao diện kết nối"))
    return whole(request, dossier)


@router.get(
    "/dossiers/{dossier}/papers/{paper}", auth=needs("dossiers.read"), summary=gettext_noop("Tệp của một giấy tờ")
)
def paper_file(request: ApiRequest, dossier: DossierId, paper: UUID) -> HttpResponseBase:
    """The file of a paper (tải giấy tờ)."""
    found = find(request, dossier)
    given = get_object_or_404(Paper.objects.select_related("file"), dossier=found, uuid=paper, file__isnull=False)
    read(request, found, _("Xem giấy tờ"))
    assert given.file is not None
    return respond(given.file)


@router.get(
    "/dossiers/{dossier}/result",
    response=ResultOut,
    auth=needs("results.read"),
    summary=gettext_noop("Kết quả của hồ sơ"),
)
def result(request: ApiRequest, dossier: DossierId) -> dict[str, Any]:
    """Number, date and code of the issued result (kết quả)."""
    found = find(request, dossier)
    issued, file = _issued(found)
    read(request, found, _("Xem kết quả qua giao diện kết nối"))
    return {
        "number": issued.number,
        "outcome": found.outcome,
        "issued_at": issued.issued_at,
        "verify_code": issued.verify_code,
        "file": file_out(file),
    }


@router.get("/dossiers/{dossier}/result/file", auth=needs("results.read"), summary=gettext_noop("Tệp kết quả đã ký"))
def result_file(request: ApiRequest, dossier: DossierId) -> HttpResponseBase:
    """The signed PDF, byte for byte (tải kết quả)."""
    found = find(request, dossier)
    _result, file = _issued(found)
    read(request, found, _("Xem kết quả qua giao diện kết nối"))
    return respond(file)


@router.get(
    "/dossiers/{dossier}/result/signatures",
    response=ReportOut,
    auth=needs("results.read"),
    summary=gettext_noop("Kết luận về chữ ký số của kết quả"),
)
def signatures(request: ApiRequest, dossier: DossierId) -> dict[str, Any]:
    """What the check of the result's signatures says now (xác minh chữ ký)."""
    _result, file = _issued(find(request, dossier))
    said = report(bytes_of(file))
    return {
        "verdict": said.verdict.value,
        "headline": said.headline,
        "signatures": [
            {
                "field": each.field,
                "title": each.title,
                "signer": each.signer,
                "issuer": each.issuer,
                "signed_at": each.signed_at,
                "intact": each.intact,
                "state": each.state.value,
            }
            for each in said.signatures
        ],
    }


def _issued(dossier: Dossier) -> tuple[Any, StoredFile]:
    found = results().find(dossier.ref)
    if found is None or dossier.state not in (State.ISSUED, State.RETURNED):
        raise Refused("not_now", gettext_noop("Hồ sơ chưa có kết quả."))
    return found, StoredFile.objects.get(uuid=found.file.uuid)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
