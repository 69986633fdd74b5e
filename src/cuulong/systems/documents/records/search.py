"""What search knows of documents, whichever way they go: number in any usual writing, subject, people (tìm văn bản)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry import Right, get
from cuulong.core.search.index import Document as Entry
from cuulong.core.search.index import put_all
from cuulong.core.search.scopes import held, of_agencies, of_people

from .models import READ, READ_ALL, Document
from .rules import number_key

ROOM = "r"


def scopes(acting: Acting) -> frozenset[str] | None:
    """The same door as `Document.visible_to`, as keys of the index (phạm vi được xem)."""
    whole = held(acting, READ_ALL)
    if whole is None:
        return None
    right = get(Right, READ)
    rooms = {f"{ROOM}{grant.agency_id}" for grant in acting.grants if grant.carries(right)}
    people = of_people([acting.account.uuid]) if acting.account and acting.is_official else frozenset()
    return whole | rooms | people


def entry_of(document: Document) -> Entry:
    """A document as it stands (tài liệu tìm kiếm)."""
    rooms = Agency.objects.filter(pk__in=document.rooms).select_related("parent__parent")
    people = Account.objects.filter(pk__in=document.people).values_list("uuid", flat=True)
    bare = number_key(document.number)
    keys = (bare, f"0{bare}", f"SO{bare}", f"SO0{bare}") if bare else ()
    scope = {*of_agencies(document.agency), *of_people(people)}
    scope |= {ROOM + key[1:] for key in of_agencies(*rooms)}
    about = (document.number, document.kind_name, document.issuer_name)
    return Entry(
        ref=document.ref,
        keys=keys,
        title=document.subject,
        text=" · ".join(part for part in about if part),
        names=document.signer_name,
        scope=frozenset(scope),
        at=document.created_at,
    )


def index(document: Document) -> None:
    """Bring one up to date, in the transaction that changed it (đưa vào chỉ mục)."""
    put_all([entry_of(document)])


def everything() -> Iterator[Entry]:
    """Every document anew (lập lại chỉ mục)."""
    found = Document.objects.select_related("agency__parent")
    for document in found.iterator(chunk_size=500):
        yield entry_of(document)


def url_of(ref: Any) -> str:
    """The document's own page."""
    return Document.objects.get(uuid=ref.uuid).url
