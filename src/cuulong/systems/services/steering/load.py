"""How much lies with whom, what is late and whose step overran (khối lượng công việc, hồ sơ trễ)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.people.queries import role_title
from cuulong.core.workflow.models import CaseState, Step
from cuulong.core.workflow.queries import STEP_PARTS
from cuulong.lib.vietnamese import sort_key

from ..dossiers.models import Dossier
from ..dossiers.models.dossier import RUNNING

MOST_LATE = 50


@dataclass(frozen=True)
class Load:
    """What lies with one officer, or with a role where nobody was named (khối lượng của một người)."""

    name: str
    place: str
    waiting: int
    soon: int
    overdue: int
    done: int
    done_late: int


@dataclass(frozen=True)
class Overrun:
    """A step that took longer than it may (bước quá hạn)."""

    title: str
    who: str
    due_at: datetime
    is_open: bool


@dataclass(frozen=True)
class Late:
    """A late dossier, where it lies, and the steps that overran (hồ sơ trễ)."""

    dossier: Dossier
    url: str
    steps: tuple[Overrun, ...]


def steps_in(reach: Collection[int] | None) -> QuerySet[Step]:
    """Steps of dossiers that agencies of the reach do (bước trong phạm vi)."""
    found = Step.objects.filter(case__subject_kind=Dossier.ref_kind)
    return found if reach is None else found.filter(agency__in=list(reach))


def loads(reach: Collection[int] | None, begins: datetime, now: datetime, soon: datetime) -> list[Load]:
    """Officers by what is overdue with them, then by what waits; four queries whatever the number (khối lượng)."""
    here = steps_in(reach)
    waiting = Q(left_at=None) & ~Q(case__state=CaseState.PAUSED, kind="task")
    open_rows = (
        here.filter(waiting).order_by().values("assignee", "role", "agency").annotate(
            waiting=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)),
            soon=Count("pk", filter=Q(due_at__gte=now, due_at__lt=soon)),
        )
    )  # fmt: skip
    done_rows = (
        here.filter(left_at__gte=begins, left_at__lte=now, done_by__isnull=False).order_by().values("done_by", "agency")
        .annotate(done=Count("pk"), late=Count("pk", filter=Q(due_at__lt=F("left_at"))))
    )  # fmt: skip
    found: dict[tuple[Any, Any, str], dict[str, int]] = {}
    for row in open_rows:
        key = (row["assignee"], row["agency"], "" if row["assignee"] else row["role"])
        cell = found.setdefault(key, {})
        for name in ("waiting", "soon", "overdue"):
            cell[name] = cell.get(name, 0) + row[name]
    for did in done_rows:
        cell = found.setdefault((did["done_by"], did["agency"], ""), {})
        cell["done"], cell["late"] = did["done"], did["late"]
    people = Account.objects.in_bulk([account for account, _agency, _role in found if account])
    agencies = Agency.objects.in_bulk([agency for _account, agency, _role in found])
    lines = [
        Load(
            people[account].full_name if account else role_title(role),
            agencies[agency].short_name or agencies[agency].name,
            *(cell.get(name, 0) for name in ("waiting", "soon", "overdue", "done", "late")),
        )
        for (account, agency, role), cell in found.items()
    ]
    return sorted(lines, key=lambda one: (-one.overdue, -one.soon, -one.waiting, sort_key(one.name)))


def late_dossiers(reach: Collection[int] | None, now: datetime) -> tuple[list[Late], int]:
    """The most overdue dossiers with the steps that overran, and how many there are; three queries (hồ sơ trễ)."""
    found = Dossier.objects.filter(state__in=RUNNING, due_at__lt=now)
    if reach is not None:
        found = found.filter(competent_agency__in=list(reach))
    dossiers = list(found.select_related("version", "competent_agency").order_by("due_at", "pk")[:MOST_LATE])
    steps = Step.objects.filter(
        Q(left_at=None, due_at__lt=now) | Q(left_at__gt=F("due_at")),
        case__subject_kind=Dossier.ref_kind,
        case__subject_uuid__in=[one.uuid for one in dossiers],
    ).select_related(*STEP_PARTS, "done_by")
    overran: dict[Any, list[Overrun]] = {}
    for step in steps.order_by("entered_at"):
        assert step.due_at is not None
        person = step.done_by or step.assignee
        who = f"{person.full_name}, {step.agency_label}" if person else step.agency_label
        one = Overrun(step.title, who, step.due_at, step.left_at is None)
        overran.setdefault(step.case.subject_uuid, []).append(one)
    lines = [
        Late(one, reverse("services:workspace", args=[one.uuid]), tuple(overran.get(one.uuid, ()))) for one in dossiers
    ]
    return lines, found.count() if len(lines) == MOST_LATE else len(lines)
