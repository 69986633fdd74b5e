"""Suggestions and remarks on how the state works; answered in public (phản ánh, kiến nghị)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account

from ...steering.scope import whole_province
from .. import rules
from ..places import bodies, reach
from .base import Sender, State, Submission

HANDLE = "services.suggestion.handle"


class SuggestionKind(models.TextChoices):
    """What it is about (loại ý kiến)."""

    REMARK = "remark", _("Phản ánh: việc giải quyết, thái độ, vướng mắc")
    PROPOSAL = "proposal", _("Kiến nghị: cần sửa quy định, thủ tục")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, acting: Acting) -> Self:
        """Officials: those sent to their body; who steers the province, all. Others: their own (quyền xem)."""
        if acting.is_system:
            return self
        seen = Q(account=acting.account) if acting.account else Q(pk__in=())
        if acting.is_official:
            confirmed = ~Q(state=State.UNCONFIRMED)
            if {one.slug for one in bodies(acting, HANDLE)} & whole_province():
                seen |= confirmed
            elif here := reach(acting, HANDLE):
                seen |= confirmed & Q(agency__in=here)
        return self.filter(seen)


class Suggestion(Submission, Sender):
    """One suggestion; `public_title` and `public_text` are what anybody reads once it is published (phản ánh, kiến nghị)."""

    ref_kind = "services.suggestion"
    moves = rules.SUGGESTION
    says = "suggestion"

    kind = models.CharField(max_length=8, choices=SuggestionKind.choices, default=SuggestionKind.REMARK)
    public_title = models.CharField(max_length=200, blank=True)
    public_text = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    satisfied = models.BooleanField(null=True)

    objects: ClassVar[models.Manager[Suggestion]] = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phản ánh, kiến nghị")
        indexes = (
            models.Index(fields=["agency", "state", "due_at"], name="services_suggestion_work"),
            models.Index(fields=["-published_at"], name="services_suggestion_public", condition=Q(state="published")),
        )
