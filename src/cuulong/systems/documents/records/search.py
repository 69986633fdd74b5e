"""What search knows of documents, and who finds them: just those who may read them (tìm văn bản)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cuulong.core.organisations.lineage import with_inherited
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import Document as Entry
from cuulong.core.search.index import put_all
from cuulong.lib.dates import VIETNAM

from .models import READ, READ_ALL, Attachment, Document
from .places import reach

# Of a document with many appendices; more would not fit the index row.
MOST_WORDS = 100_000


def entry_of(document: Document, words: Iterable[str] = ()) -> Entry:
    """One document for the index: number in any writing, subject, issuer, people, the words of its files (mục tìm kiếm).

    Scopes are its readers', as `Document.visible_to` has them: w agency, r room, p person.
    """
    bare = document.number_key
    keys = {document.number, bare, f"0{bare}", f"SO{bare}", f"SO0{bare}"} if bare else set()
    if document.issued_on:
        keys |= {f"{document.issued_on:%d/%m/%Y}", document.issued_on.isoformat()}
    return Entry(
        ref=document.ref,
        keys=tuple(keys),
        title=document.subject,
        text=" · ".join(
            one for one in (document.number, document.kind_name, document.issuer_name, _day(document)) if one
        ),
        names=document.signer_name,
        body="\n".join([document.summary, *words])[:MOST_WORDS],
        scope=frozenset(
            {
                f"w{document.agency_id}",
                *(f"r{pk}" for pk in document.rooms),
                *(f"p{pk}" for pk in document.people),
            }
        ),
        at=_moment(document),
    )


def _day(document: Document) -> str:
    return f"{document.issued_on:%d/%m/%Y}" if document.issued_on else ""


def _moment(document: Document) -> datetime:
    if document.issued_on:
        return datetime.combine(document.issued_on, time(12), VIETNAM)
    return document.created_at or timezone.now()


def scopes(acting: Acting) -> frozenset[str] | None:
    """What a reader finds; None: everything (phạm vi tìm)."""
    whole, part = reach(acting, READ_ALL), acting.agency_ids(READ)
    if acting.is_system or whole is None or part is None:
        return None
    keys = {f"w{pk}" for pk in whole}
    keys |= {f"r{pk}" for pk in (with_inherited(part, timezone.localdate()) if part else ())}
    if acting.account is not None and acting.is_official:
        keys.add(f"p{acting.account.pk}")
    return frozenset(keys)


def index(document: Document) -> None:
    """Bring one up to date, in the transaction that changed it (đưa vào chỉ mục)."""
    put_all([entry_of(document, words_of(document))])


def words_of(document: Document) -> list[str]:
    """The words of its files that were read (chữ trong tệp)."""
    read = Attachment.objects.filter(document=document, replaced=False).exclude(words="")
    return list(read.order_by("part", "order").values_list("words", flat=True))


def everything() -> Iterator[Entry]:
    """Every document anew, with the words of its files (lập lại chỉ mục)."""
    found: QuerySet[Document] = Document.objects.prefetch_related("attachments").order_by("pk")
    for one in found.iterator(chunk_size=500):
        yield entry_of(one, [file.words for file in one.attachments.all() if not file.replaced and file.words])


def url_of(ref: Any) -> str:
    """The document's own page."""
    return Document.objects.get(uuid=ref.uuid).url
