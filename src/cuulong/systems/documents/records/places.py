"""Where a right over documents is held: at a body with all its rooms (nơi có thẩm quyền)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.lineage import with_inherited
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.registry import Right, get

INNER = (AgencyKind.ROOM, AgencyKind.CENTRE, AgencyKind.DIVISION)
# What a body may hand its work to.
UNITS = (*INNER, AgencyKind.UNIT)


def body_of(agency: Agency) -> Agency:
    """The body a room belongs to, which keeps the registers: the first that is no room itself (cơ quan chủ quản)."""
    body = agency
    while body.kind in INNER and body.parent is not None:
        body = body.parent
    return body


def bodies(acting: Acting, right: str) -> list[Agency]:
    """The bodies in which one holds a right; who is appointed to a room holds it for its body (cơ quan có thẩm quyền)."""
    declared = get(Right, right)
    mine = Agency.objects.filter(pk__in={g.agency_id for g in acting.grants if g.carries(declared)})
    found = (body_of(one) for one in mine.select_related("parent__parent").order_by("pk"))
    return list({body.pk: body for body in found}.values())


def reach(acting: Acting, right: str) -> frozenset[int] | None:
    """The keys of those bodies with their rooms and what they inherited; None for the machine itself (phạm vi).

    The root of the tree works on what is sent to itself, not on all of its province.
    """
    if acting.is_system:
        return None
    found: set[int] = set()
    for body in bodies(acting, right):
        found |= {body.pk} if body.kind == AgencyKind.PROVINCE else set(subtree_ids(body.pk))
    return with_inherited(found, timezone.localdate()) if found else frozenset()


def may(acting: Acting, right: str, agency: Agency | int) -> bool:
    """Whether the right is held at the body that keeps a document (có quyền)."""
    here = reach(acting, right)
    return here is None or getattr(agency, "pk", agency) in here


def must(acting: Acting, right: str, agency: Agency) -> None:
    """Raises Forbidden, whose message names the missing right (phải có quyền)."""
    if not may(acting, right, agency):
        raise Forbidden(
            _("Anh/chị chưa được giao quyền “%(right)s” ở đơn vị này.") % {"right": get(Right, right).title}
        )
