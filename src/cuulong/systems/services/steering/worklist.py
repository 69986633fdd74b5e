"""Steps of dossiers that wait for a person, for their desk (việc chờ xử lý)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.queries import waiting_for
from cuulong.core.worklist.items import WorkItem

from ..dossiers.actions.proposals import SIGN
from ..dossiers.models import Dossier, Proposal
from ..dossiers.models.dossier import OPEN


def _steps(acting: Acting) -> Any:
    return waiting_for(acting).filter(case__subject_kind=Dossier.ref_kind)


def items(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """Two queries whatever the number: the steps, and their dossiers."""
    steps: list[Step] = list(_steps(acting)[:limit])
    found = Dossier.objects.filter(uuid__in=[s.case.subject_uuid for s in steps])
    dossiers = {d.uuid: d for d in found.select_related("version", "competent_agency", "business")}
    for step in steps:
        dossier = dossiers.get(step.case.subject_uuid)
        if dossier is None:
            continue
        yield WorkItem(
            title=dossier.version.title,
            detail=dossier.code or "",
            person=dossier.receiver_name,
            url=reverse("services:workspace", args=[dossier.uuid]),
            verb=_("Mở hồ sơ"),
            task=step.title,
            due_at=step.due_at,
            since=step.entered_at,
            agency_name=step.agency_label,
            late_reason=_("Bước “%(step)s” ở %(agency)s đã quá hạn.")
            % {"step": step.title, "agency": step.agency_label},
        )


def count(acting: Acting) -> int:
    return int(_steps(acting).count())


def proposals(acting: Acting) -> QuerySet[Proposal]:
    """What was proposed to this leader about dossiers still open (đề nghị chờ quyết định)."""
    reach = acting.agency_ids(SIGN)
    waiting = Proposal.objects.filter(decision="", dossier__state__in=OPEN)
    return waiting if reach is None else waiting.filter(dossier__competent_agency__in=reach)


def proposal_items(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """One query; what is proposed is of use only before the promised date (đề nghị trên bàn làm việc)."""
    parts = ("dossier__version", "dossier__competent_agency", "dossier__business")
    for one in proposals(acting).select_related(*parts).order_by("proposed_at", "pk")[:limit]:
        dossier = one.dossier
        yield WorkItem(
            title=dossier.version.title,
            detail=dossier.code or "",
            person=dossier.receiver_name,
            url=reverse("services:workspace", args=[dossier.uuid]),
            verb=_("Mở hồ sơ"),
            task=f"{_('Đề nghị chờ quyết định')}: {one.get_matter_display()}",
            due_at=dossier.due_at,
            since=one.proposed_at,
            agency_name=dossier.competent_agency.name if dossier.competent_agency else "",
        )
