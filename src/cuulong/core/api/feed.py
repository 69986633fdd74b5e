"""What happened, in order, for clients that ask instead of being told (dòng sự kiện)."""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing
from django.db import connection
from django.db.models import Q, QuerySet

from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Announcement, Kind, declared, get
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref

from .rules import Refused

SALT = "cuulong.api.feed"

# Facts of transactions that began before the oldest one still running are all there: nothing appears behind a cursor.
SETTLED = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def announced(scopes: Iterable[str]) -> list[Announcement]:
    """The facts that holders of these scopes may hear of (sự kiện được nghe)."""
    held = set(scopes)
    return [one for one in declared(Announcement).values() if one.scope in held]


def facts_for(acting: Acting, scopes: Iterable[str]) -> QuerySet[Fact]:
    """Announced facts about what `acting` may see, settled ones only (sự kiện được xem)."""
    names = [one.code for one in announced(scopes)]
    seen = Q(pk__in=())
    for kind in declared(Kind).values():
        if kind.visible_to is not None:
            seen |= Q(subject_kind=kind.code, subject_uuid__in=kind.visible_to(acting).values("uuid"))
    found = Fact.objects.filter(seen, name__in=names)
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        (oldest,) = cursor.fetchone()
    return found.filter(published_at__lt=oldest) if oldest else found


def after(found: QuerySet[Fact], mark: str) -> QuerySet[Fact]:
    """In the order of the feed, what comes after a mark of `mark_of`; from the beginning without one. Raises Refused."""
    found = found.order_by("published_at", "pk")
    if not mark:
        return found
    try:
        at, pk = signing.loads(mark, salt=SALT)
    except signing.BadSignature:
        raise Refused("mark", gettext_noop("Mốc sự kiện không đúng. Dùng mốc mà lần hỏi trước đã trả.")) from None
    return found.filter(Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk))


def mark_of(row: Fact) -> str:
    """Where a row stands in the feed (mốc sự kiện)."""
    return signing.dumps([row.published_at.isoformat(), row.pk], salt=SALT)


def may_see(acting: Acting, subject: Ref) -> bool:
    """Whether `acting` may see what a fact is about now."""
    visible_to = get(Kind, subject.kind).visible_to
    return visible_to is not None and bool(visible_to(acting).filter(uuid=subject.uuid).exists())
