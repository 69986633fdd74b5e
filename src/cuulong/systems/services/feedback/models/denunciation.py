"""Denunciations of breaches of the law; who denounces stands apart (tố cáo; Luật Tố cáo 2018)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting

from .. import rules
from ..places import reach
from .base import Submission

HANDLE = "services.denunciation.handle"


class DenunciationQuerySet(models.QuerySet["Denunciation"]):
    def visible_to(self, acting: Acting) -> Self:
        """Only those who hold the role at the agency that handles it; nobody else by any office (quyền xem tố cáo)."""
        if acting.is_system:
            return self
        return self.filter(agency__in=reach(acting, HANDLE) or ()) if acting.is_official else self.none()


class Denunciation(Submission):
    """What is denounced, without who denounces (tố cáo)."""

    ref_kind = "services.denunciation"
    moves = rules.DENUNCIATION
    says = "denunciation"

    against = models.CharField(max_length=300)

    objects: ClassVar[models.Manager[Denunciation]] = DenunciationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tố cáo")
        indexes = (models.Index(fields=["agency", "state", "due_at"], name="services_denunciation_work"),)


class Denouncer(models.Model):
    """Who denounced; read only through `actions.denounce.open_identity`, which writes down who and why (người tố cáo)."""

    denunciation = models.OneToOneField(
        Denunciation, models.PROTECT, primary_key=True, related_name="denouncer", db_column="denunciation_id"
    )
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(_("người tố cáo"))
