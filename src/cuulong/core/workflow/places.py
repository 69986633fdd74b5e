"""Whose work a step is: from the words of the table to agencies and people (nơi xử lý, người xử lý)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.lineage import inherited, standing
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting, Grant
from cuulong.core.people.models import Account, Appointment
from cuulong.core.registry import Role, declared
from cuulong.core.workflow.definition import NAMED, ROOM, Definition, Opinion, StepDef
from cuulong.core.workflow.models import Case, Step
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.errors import gettext_noop

ACT = "workflow.act"
INNER = (AgencyKind.ROOM, AgencyKind.CENTRE, AgencyKind.DIVISION)


def agency_of_step(case: Case, step: StepDef, day: date) -> Agency:
    """The agency whose work a step is on `day` (cơ quan xử lý bước). Raises NotAllowed when there is none."""
    if step.room and case.room is not None:
        return living(case.room, day)
    match step.scope:
        case "competent":
            return living(case.agency, day)
        case "intake":
            return living(case.intake_agency, day)
    return _written(step.scope, case, day)


def agency_of_opinion(case: Case, opinion: Opinion, day: date) -> Agency | None:
    """The agency a question goes to; None when the official has to choose (cơ quan được hỏi ý kiến)."""
    return None if opinion.agency == "ask" else _written(opinion.agency, case, day)


def _written(scope: str, case: Case, day: date) -> Agency:
    """``named:<slug>``, or ``room:<key>`` of the competent agency of the day."""
    if scope.startswith(NAMED):
        return living(_named(scope.removeprefix(NAMED)), day)
    return living(_named(f"{living(case.agency, day).slug}--{scope.removeprefix(ROOM)}"), day)


def _named(slug: str) -> Agency:
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        raise NotAllowed(
            "unknown_agency", gettext_noop("Quy trình nhắc tới cơ quan “%(slug)s” nhưng chưa có cơ quan đó."), slug=slug
        )
    return agency


def living(agency: Agency, day: date) -> Agency:
    """The agency, or the one heir of an ended one (cơ quan kế thừa). Raises NotAllowed for none or several."""
    heirs = standing(agency, day)
    if len(heirs) == 1:
        return heirs[0]
    if not heirs:
        sentence = gettext_noop("%(agency)s đã giải thể, chưa có nơi kế thừa. Chuyển hồ sơ cho cơ quan khác trước.")
        raise NotAllowed("no_heir", sentence, agency=agency.name)
    sentence = gettext_noop("%(agency)s đã chia thành %(heirs)s. Chuyển hồ sơ cho một trong các nơi đó trước.")
    raise NotAllowed("many_heirs", sentence, agency=agency.name, heirs=", ".join(one.name for one in heirs))


def posts(acting: Acting) -> list[Grant]:
    """The grants that let one act in processes; what was lent may leave that out."""
    return [grant for grant in acting.grants if not grant.only or ACT in grant.only]


def reach(acting: Acting) -> dict[tuple[str, int], Grant]:
    """(role, agency key) → the grant that serves there; one query for all (phạm vi xử lý).

    Who is appointed to an inner room also serves the agency around it, up to the first that is not a room itself; who
    serves an agency also serves the ended ones whose work it took over. Own appointments win over lent ones, a role of
    one's own over one that is stood in for.
    """
    grants = sorted(posts(acting), key=lambda g: g.behalf is not None)
    if not grants:
        return {}
    around, ended = _around({g.agency_id for g in grants}), inherited(timezone.localdate())
    own: dict[tuple[str, int], Grant] = {}
    stood_in: dict[tuple[str, int], Grant] = {}
    for grant in grants:
        for agency_id in around[grant.agency_id]:
            for place in (agency_id, *ended.get(agency_id, ())):
                own.setdefault((grant.role, place), grant)
                for role in declared(Role)[grant.role].serves_as:
                    stood_in.setdefault((role, place), grant)
    return stood_in | own


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
    """Open steps this person may act on: their role at their agency, and nobody else's by name.

    A step in the name of somebody who has lost the role is everybody's again.
    """
    allowed = Q(pk__in=[])
    for role, agency_id in reach(acting):
        allowed |= Q(role=role, agency_id=agency_id)
    mine = Q(assignee=None) | Q(assignee=acting.account)
    lenders = {g.behalf.uuid for g in posts(acting) if g.behalf is not None}
    if lenders:
        mine |= Q(assignee__uuid__in=lenders)
    return allowed & (mine | Q(~Exists(_holding(OuterRef("assignee"), OuterRef("role"), timezone.localdate()))))


def _holding(account: Account | OuterRef, role: str | OuterRef, day: date) -> QuerySet[Appointment]:
    served = Q(role=role)
    asked = role if isinstance(role, OuterRef) else Value(role)
    for one in declared(Role).values():
        for other in one.serves_as:
            served |= Q(Exact(asked, Value(other)), role=one.code)
    return Appointment.objects.filter(served, account=account, valid__contains=day)


def still_holds(account: Account, role: str, day: date) -> bool:
    """Whether somebody still has the role on `day` (còn giữ vai trò)."""
    return _holding(account, role, day).exists()


def serving(step: Step, acting: Acting) -> Acting:
    """`acting` narrowed to the one grant by which they serve at `step` (tư cách xử lý). Raises NotAllowed."""
    if acting.is_system:
        return acting
    grant = reach(acting).get((step.role, step.agency_id))
    if grant is None and step.assignee is not None and step.assignee == acting.account:
        sentence = gettext_noop(
            "Anh/chị không còn vai trò xử lý bước “%(step)s” ở %(agency)s; người khác cùng vai trò làm tiếp."
        )
        raise NotAllowed("role_lost", sentence, step=step.title, agency=step.agency_label)
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
    if not still_holds(owner, step.role, timezone.localdate()):
        return
    sentence = gettext_noop("Việc này đang giao cho %(name)s. Bấm “Nhận việc” nếu anh/chị làm thay.")
    raise NotAllowed("others", sentence, name=owner.full_name)


def place_names(*tables: Definition) -> dict[str, str]:
    """What the agencies and rooms that tables name are called; one query (tên các nơi xử lý)."""
    steps = [step for table in tables for step in table.steps]
    scopes = {step.scope for step in steps} | {one.agency for step in steps for one in step.opinions}
    named = [scope.removeprefix(NAMED) for scope in scopes if scope.startswith(NAMED)]
    rooms = [scope.removeprefix(ROOM) for scope in scopes if scope.startswith(ROOM)]
    if not named and not rooms:
        return {}
    found: dict[str, str] = {}
    for slug, key, name in Agency.objects.filter(Q(slug__in=named) | Q(key__in=rooms)).values_list(
        "slug", "key", "name"
    ):
        found[NAMED + slug] = name
        if key:
            found.setdefault(ROOM + key, name)
    return found


def scope_words(step: StepDef, names: Mapping[str, str]) -> str:
    """Whose work a step is, in words; `names` as `place_names` gives them (nơi xử lý)."""
    if step.room:
        return _("Phòng chuyên môn của cơ quan có thẩm quyền")
    match step.scope:
        case "competent":
            return _("Cơ quan có thẩm quyền")
        case "intake":
            return _("Nơi tiếp nhận hồ sơ")
    return place_words(step.scope, names)


def place_words(scope: str, names: Mapping[str, str]) -> str:
    """``named:<slug>``, ``room:<key>`` or ``ask`` in words; a place that is not there keeps its key (tên nơi xử lý)."""
    if scope == "ask":
        return _("Cơ quan do người xử lý chọn")
    name = names.get(scope) or scope.partition(":")[2]
    return _("%(room)s của cơ quan có thẩm quyền") % {"room": name} if scope.startswith(ROOM) else name
