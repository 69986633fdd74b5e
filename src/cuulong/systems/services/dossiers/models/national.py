"""Dossiers that a system of the nation works on: here are the counter and the state only (hồ sơ của hệ thống quốc gia)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry.entity import Entity

from ...catalogue.models import Procedure
from .dossier import State

READ = "services.dossier.read"


class NationalState(models.TextChoices):
    """Where it stands there, as far as it was told (tình trạng ở hệ thống quốc gia)."""

    ACCEPTED = State.ACCEPTED.value, _("Đã tiếp nhận")
    PROCESSING = State.PROCESSING.value, _("Đang giải quyết")
    PAUSED = State.PAUSED.value, _("Tạm dừng, chờ bổ sung")
    ISSUED = State.ISSUED.value, _("Đã có kết quả")
    RETURNED = State.RETURNED.value, _("Đã trả kết quả")
    DECLINED = State.DECLINED.value, _("Không tiếp nhận")
    WITHDRAWN = State.WITHDRAWN.value, _("Đã rút")


class NationalCaseQuerySet(models.QuerySet["NationalCase"]):
    def visible_to(self, acting: Acting) -> Self:
        """Officials of the counter that took it in (quyền xem)."""
        reach = acting.agency_ids(READ)
        return self if reach is None else self.filter(agency__in=reach)


class NationalCase(Entity):
    """One dossier handed in at a counter for a procedure that a national system runs (hồ sơ của hệ thống quốc gia).

    No answers, no papers, no process and no result are kept here; `theirs` is its number in that system.
    """

    ref_kind = "services.national_case"

    code = models.CharField(max_length=60, unique=True)
    theirs = models.CharField(_("mã ở hệ thống quốc gia"), max_length=60, blank=True, db_index=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="national_cases")
    name = models.TextField(_("thủ tục"))
    system = models.CharField(_("hệ thống"), max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    applicant_name = models.CharField(max_length=150)
    applicant_phone = models.CharField(max_length=20)
    applicant_email = models.EmailField(blank=True)
    state = models.CharField(max_length=12, choices=NationalState.choices, default=NationalState.ACCEPTED)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[NationalCase]] = NationalCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ của hệ thống quốc gia")
        indexes = (models.Index(fields=["agency", "state", "received_at"], name="services_national_work"),)

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state in (NationalState.ACCEPTED, NationalState.PROCESSING, NationalState.PAUSED)


class NationalStep(models.Model):
    """What was told of it, when, and by whom; the database refuses to change or delete it (tình trạng đã ghi)."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(NationalCase, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=NationalState.choices)
    note = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    actor_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["case", "state", "happened_at"], name="services_national_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.happened_at:%Y-%m-%d}"
