"""What search knows of procedures that are described but not filed here (tìm thủ tục được công bố)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from cuulong.core.search.index import Document
from cuulong.lib.facts import Ref

from .models import Listing, Procedure, ProcedureVersion

LISTED = "services.listed_procedure"  # the kind in the index; its identity is the procedure's


def document(uuid: UUID, code: str, name: str, about: Iterable[str], at: datetime) -> Document:
    """The entry of one described procedure (tài liệu tìm kiếm)."""
    return Document(ref=Ref(LISTED, uuid), keys=(code,), title=name, text=" ".join(filter(None, about)), at=at)


def all_listed(codes: Any = None) -> Iterator[Document]:
    """Every described procedure that is not filed here, or those of some codes (lập lại chỉ mục)."""
    today = timezone.localdate()
    filed = ProcedureVersion.objects.published(today).values("procedure_id")
    shown = Listing.objects.shown(today).exclude(procedure__in=filed)
    if codes is not None:
        shown = shown.filter(procedure__code__in=codes)
    for listing in shown.select_related("procedure", "sector").iterator(chunk_size=1000):
        yield listing_document(listing)


def listing_document(listing: Listing) -> Document:
    """The entry of a listing as it stands."""
    sector = listing.sector.name if listing.sector else ""
    about = (sector, *listing.content.get("result", ()))
    return document(listing.procedure.uuid, listing.procedure.code, listing.name, about, listing.recorded_at)


def url_of(ref: Ref) -> str:
    """The public page."""
    return Procedure.objects.get(uuid=ref.uuid).get_absolute_url()
