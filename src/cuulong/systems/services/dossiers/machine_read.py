"""Recognised scans as search and officers see them (chữ máy đọc của giấy tờ)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from cuulong.core.search.index import Document
from cuulong.core.search.scopes import of_agencies

from .models import Dossier, Paper, Reading

PARTS = (
    "paper__dossier__version__procedure",
    "paper__dossier__competent_agency__parent",
    "paper__dossier__intake_agency__parent__parent",
)


def document_of_paper(paper: Paper) -> Document:
    """What search knows of a scan: its words are found and never shown in a list; rights are the dossier's."""
    dossier = paper.dossier
    return Document(
        ref=paper.ref,
        title=f"{paper_name(paper)} · {dossier.code}",
        text=dossier.version.name,
        body=paper.reading.text,
        scope=of_agencies(dossier.competent_agency, dossier.intake_agency),
        at=dossier.filed_at or dossier.created_at,
    )


def documents_of(dossier: Dossier) -> list[Document]:
    """The scans of one dossier that were read, to index anew when its agencies change (giấy tờ của hồ sơ)."""
    return [document_of_paper(one.paper) for one in _read_ones().filter(paper__dossier=dossier)]


def every_document() -> Iterable[Document]:
    """All scans that were read, for a new index (mọi giấy tờ đã nhận dạng)."""
    return (document_of_paper(one.paper) for one in _read_ones().iterator(chunk_size=200))


def paper_name(paper: Paper) -> str:
    """What the procedure calls the paper (tên giấy tờ)."""
    return next((one.name for one in paper.dossier.version.rules.papers if one.key == paper.key), paper.key)


def _read_ones() -> QuerySet[Reading]:
    found = Reading.objects.filter(state=Reading.State.DONE, paper__replaced=False).exclude(text="")
    return found.select_related(*PARTS)
