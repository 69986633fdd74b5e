"""Whose work a step is: from the words of the table to agencies and people (nơi xử lý, người xử lý)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting, Grant
from cuulong.core.workflow.definition import Opinion, StepDef
from cuulong.core.workflow.models import Case, Step
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.errors import gettext_noop

ACT = "workflow.act"
INNER = (AgencyKind.ROOM, AgencyKind.CENTRE, AgencyKind.DIVISION)


def agency_of_step(case: Case, step: StepDef) -> Agency:
    """The agency whose work a step is (cơ quan xử lý bước). Raises NotAllowed when the table names an unknown one."""
    if step.room and case.room is not None:
        return case.room
    match step.scope:
        case "competent":
            return case.agency
        case "intake":
            return case.intake_agency
    return _named(step.scope.removeprefix("named:"))


def agency_of_opinion(case: Case, opinion: Opinion) -> Agency | None:
    """The agency a question goes to; None when the official has to choose (cơ quan được hỏi ý kiến)."""
    kind, _colon, key = opinion.agency.partition(":")
    if kind == "ask":
        return None
    return _named(key if kind == "named" else f"{case.agency.slug}--{key}")


def _named(slug: str) -> Agency:
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        raise NotAllowed(
            "unknown_agency", gettext_noop("Quy trình nhắc tới cơ quan “%(slug)s” nhưng chưa có cơ quan đó."), slug=slug
        )
    return agency


def posts(acting: Acting) -> list[Grant]:
    """The grants that let one act in processes; what was lent may leave that out."""
    return [grant for grant in acting.grants if not grant.only or ACT in grant.only]


def reach(acting: Acting) -> dict[tuple[str, int], Grant]:
    """(role, agency key) → the grant that serves there; one query for all (phạm vi xử lý).

    Who is appointed to an inner room also serves the agency around it, up to the first that is not a room itself.
    Own appointments win over lent ones.
    """
    grants = sorted(posts(acting), key=lambda g: g.behalf is not None)
    around = _around({g.agency_id for g in grants})
    found: dict[tuple[str, int], Grant] = {}
    for grant in grants:
        for agency_id in around[grant.agency_id]:
            found.setdefault((grant.role, agency_id), grant)
    return found


def _around(agency_ids: set[int]) -> dict[int, list[int]]:
    """Each agency with those it is an inner part of; rooms lie at most two deep, so one query with joins is enough."""
    rows = Agency.objects.filter(pk__in=agency_ids).values_list(
        "pk", "kind", "parent_id", "parent__kind", "parent__parent_id"
    )
    found = {}
    for pk, kind, parent, parent_kind, grandparent in rows:
        chain = [pk]
        if kind in INNER and parent:
            chain.append(parent)
            if parent_kind in INNER and grandparent:
                chain.append(grandparent)
        found[pk] = chain
    return found


def waiting_filter(acting: Acting) -> Q:
    """Open steps this person may act on: their role at their agency, and nobody else's by name."""
    allowed = Q(pk__in=[])
    for role, agency_id in reach(acting):
        allowed |= Q(role=role, agency_id=agency_id)
    mine = Q(assignee=None) | Q(assignee=acting.account)
    lenders = {g.behalf.uuid for g in posts(acting) if g.behalf is not None}
    if lenders:
        mine |= Q(assignee__uuid__in=lenders)
    return allowed & mine


def serving(step: Step, acting: Acting) -> Acting:
    """`acting` narrowed to the one grant by which they serve at `step` (tư cách xử lý). Raises NotAllowed."""
    if acting.is_system:
        return acting
    grant = reach(acting).get((step.role, step.agency_id))
    if grant is None:
        sentence = gettext_noop("Bước “%(step)s” là việc của %(agency)s; anh/chị không có vai trò đó ở đây.")
        raise NotAllowed("not_yours", sentence, step=step.title, agency=step.agency_label)
    return acting.by(grant)


def must_be_free_for(step: Step, acting: Acting) -> None:
    """Refuse a step that was given to somebody else by name. Raises NotAllowed."""
    owner = step.assignee
    if owner is None or acting.is_system or owner == acting.account:
        return
    if acting.behalf_ref is not None and acting.behalf_ref.uuid == owner.uuid:
        return
    sentence = gettext_noop("Việc này đang giao cho %(name)s. Bấm “Nhận việc” nếu anh/chị làm thay.")
    raise NotAllowed("others", sentence, name=owner.full_name)


def scope_words(step: StepDef) -> str:
    """Whose work a step is, in words (nơi xử lý)."""
    if step.room:
        return _("Phòng chuyên môn của cơ quan có thẩm quyền")
    match step.scope:
        case "competent":
            return _("Cơ quan có thẩm quyền")
        case "intake":
            return _("Nơi tiếp nhận hồ sơ")
    return _named(step.scope.removeprefix("named:")).name
