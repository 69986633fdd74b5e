"""Series and the numbers taken from them (dãy số, số đã cấp)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref

from .rules import written


class Series(Entity):
    """One run of numbers: of an agency, for a year or a day (dãy số)."""

    ref_kind = "registers.series"

    code = models.CharField(_("dãy số"), max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    period = models.CharField(_("kỳ"), max_length=10, help_text="2026 or 2026-01-05")
    start_at = models.PositiveIntegerField(_("bắt đầu từ"), default=1)
    last = models.PositiveIntegerField(_("số cuối"), default=0, help_text="start_at - 1 while nothing is taken")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("dãy số")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "agency", "period"], name="registers_one_series"),
            models.CheckConstraint(condition=Q(last__gte=models.F("start_at") - 1), name="registers_last_from_start"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}"

    @property
    def url(self) -> str:
        return reverse("registers:series", kwargs={"uuid": self.uuid})


class State(models.TextChoices):
    """What became of a number (trạng thái của số)."""

    RESERVED = "reserved", _("Đang giữ")
    ISSUED = "issued", _("Đã cấp")
    VOID = "void", _("Đã hủy")


class Entry(Entity):
    """One number of a series, taken once (số đã cấp)."""

    ref_kind = "registers.entry"

    series = models.ForeignKey(Series, models.PROTECT, related_name="entries")
    n = models.PositiveIntegerField(_("số"))
    notation = models.CharField(_("ký hiệu"), max_length=40, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=State.choices)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    taken_by = models.CharField(max_length=120)
    taken_at = models.DateTimeField(_("lấy lúc"), db_default=Now(), editable=False)
    issued_at = models.DateTimeField(_("cấp lúc"), null=True, blank=True)
    voided_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)
    void_reason = models.CharField(_("lý do hủy"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("số đã cấp")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "n"], name="registers_number_once"),
            models.CheckConstraint(
                condition=Q(state="reserved", issued_at=None, voided_at=None)
                | Q(state="issued", issued_at__isnull=False, subject_uuid__isnull=False, voided_at=None)
                | (Q(state="void", voided_at__isnull=False) & ~Q(void_reason="")),
                name="registers_state_is_dated",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["taken_at"], condition=Q(state="reserved"), name="registers_reserved"),
            models.Index(fields=["subject_kind", "subject_uuid"], name="registers_subject"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The number as written: "05/QĐ-UBND"."""
        return written(self.n, self.notation)

    @property
    def subject(self) -> Ref | None:
        return Ref(self.subject_kind, self.subject_uuid) if self.subject_uuid else None
