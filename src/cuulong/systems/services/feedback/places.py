"""Where a right over what people sent is held: at a body with all its rooms (nơi có thẩm quyền)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.lineage import with_inherited
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.registry import Right, get

INNER = (AgencyKind.ROOM, AgencyKind.CENTRE, AgencyKind.DIVISION)
ADDRESSED = (AgencyKind.PROVINCIAL_BODY, AgencyKind.COMMUNE)


def bodies(acting: Acting, right: str) -> list[Agency]:
    """The bodies in which one holds a right; who is appointed to a room holds it for its body (cơ quan có thẩm quyền)."""
    declared = get(Right, right)
    mine = Agency.objects.filter(pk__in={g.agency_id for g in acting.grants if g.carries(declared)})
    found: dict[int, Agency] = {}
    for one in mine.select_related("parent__parent").order_by("pk"):
        body = one
        while body.kind in INNER and body.parent is not None:
            body = body.parent
        found[body.pk] = body
    return list(found.values())


def reach(acting: Acting, right: str) -> frozenset[int] | None:
    """The keys of those bodies with their rooms and what they inherited; None for the machine itself (phạm vi)."""
    if acting.is_system:
        return None
    found: set[int] = set()
    for body in bodies(acting, right):
        # The root of the tree handles what is sent to itself, not all of its province.
        found |= {body.pk} if body.kind == AgencyKind.PROVINCE else set(subtree_ids(body.pk))
    return frozenset(with_inherited(found, timezone.localdate())) if found else frozenset()


def must_reach(acting: Acting, right: str, agency: Agency) -> None:
    """Raises Forbidden, whose message names the missing right (phải có quyền)."""
    allowed = reach(acting, right)
    if allowed is not None and agency.pk not in allowed:
        raise Forbidden(
            _("Anh/chị chưa được giao quyền “%(right)s” ở đơn vị này.") % {"right": get(Right, right).title}
        )


def addressed() -> QuerySet[Agency]:
    """Bodies that people may write to today (nơi gửi được)."""
    return Agency.objects.filter(kind__in=ADDRESSED, valid__contains=timezone.localdate()).order_by("kind", "name")
