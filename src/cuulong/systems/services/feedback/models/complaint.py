"""Complaints against a decision or an act; never public (khiếu nại; Luật Khiếu nại 2011)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting

from .. import rules
from ..places import reach
from .base import Sender, State, Submission

HANDLE = "services.complaint.handle"


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those appointed for it at the agency that handles it, and whoever complains (quyền xem khiếu nại)."""
        if acting.is_system:
            return self
        seen = Q(account=acting.account) if acting.account else Q(pk__in=())
        if acting.is_official and (here := reach(acting, HANDLE)):
            seen |= ~Q(state=State.UNCONFIRMED) & Q(agency__in=here)
        return self.filter(seen)


class Complaint(Submission, Sender):
    """One complaint; a second one names the first, whose decision it is against (khiếu nại)."""

    ref_kind = "services.complaint"
    moves = rules.COMPLAINT
    says = "complaint"

    against = models.CharField(max_length=300)
    asks = models.TextField(blank=True)
    first = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="seconds")
    complex = models.BooleanField(default=False)
    decision_number = models.CharField(max_length=40, blank=True)

    objects: ClassVar[models.Manager[Complaint]] = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("khiếu nại")
        constraints = (
            models.UniqueConstraint(
                fields=["first"],
                name="services_one_second_complaint",
                condition=~Q(state__in=("unconfirmed", "refused", "withdrawn")),
            ),
        )
        indexes = (models.Index(fields=["agency", "state", "due_at"], name="services_complaint_work"),)

    @property
    def is_second(self) -> bool:
        return self.first_id is not None
