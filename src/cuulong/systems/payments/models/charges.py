"""What is owed (khoản phải thu)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref
from cuulong.lib.ids import receipt_code


def new_reference() -> str:
    """The word that stands in the transfer's text: short, spoken easily, unguessable enough (nội dung chuyển khoản)."""
    return "CL" + receipt_code().replace("-", "")[:12]


class ChargeState(models.TextChoices):
    """Where a charge stands (tình trạng thu)."""

    DUE = "due", _("Chờ nộp")
    PAID = "paid", _("Đã nộp")
    CANCELLED = "cancelled", _("Đã hủy")
    REFUNDED = "refunded", _("Đã hoàn trả")


class ChargeQuerySet(models.QuerySet["Charge"]):
    def visible_to(self, acting: Acting) -> Self:
        """Collectors see charges of their agencies and counters; whoever owes has its own page (quyền xem khoản thu)."""
        reach = acting.agency_ids("payments.read") if acting.is_official or acting.is_system else frozenset()
        return self if reach is None else self.filter(Q(agency__in=reach) | Q(counter__in=reach))


class Charge(Entity):
    """Money asked for once per subject and code, in đồng (khoản phải thu).

    `agency` is owed; `counter`, where the subject was taken in, may take cash for it too.
    """

    ref_kind = "payments.charge"

    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    code = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    counter = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    payer = models.CharField(max_length=150)
    lines = models.JSONField()
    total = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    state = models.CharField(max_length=10, choices=ChargeState.choices, default=ChargeState.DUE)
    channel = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    paid_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    refunded = models.PositiveBigIntegerField(db_default=0, default=0, help_text="given back so far, in đồng")

    objects: ClassVar[models.Manager[Charge]] = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("khoản phải thu")
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid", "code"],
                condition=~Q(state__in=("cancelled", "refunded")),
                name="one_living_charge",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="charge_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=("paid", "refunded"), paid_at__isnull=False)
                | (~Q(state__in=("paid", "refunded")) & Q(paid_at=None)),
                name="paid_has_a_time",
            ),
            models.CheckConstraint(condition=Q(refunded__lte=F("total")), name="refunded_within_total"),
        )
        indexes = (
            models.Index(fields=["agency", "state", "-created_at"], name="charges_of_agency"),
            models.Index(fields=["total"], condition=Q(state="due"), name="charges_due_by_amount"),
            models.Index(fields=["agency", "paid_at"], condition=Q(paid_at__isnull=False), name="charges_paid_at"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_uuid)
