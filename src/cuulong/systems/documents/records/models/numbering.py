"""How an agency numbers, and what its abbreviation is, from when on (quy định về số, ký hiệu)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity


class Numbering(Entity):
    """What the head of a body decided on its numbers (NĐ 30/2020, Điều 15): dated, one a day (quy định đánh số).

    `shared`: kinds that take their numbers from one common series; every other kind has a series of its own.
    `abbreviation`: the body in a notation, "UBND", "SNNMT".
    """

    ref_kind = "documents.numbering"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    abbreviation = models.CharField(_("chữ viết tắt"), max_length=20)
    shared = models.JSONField(default=list, blank=True)
    valid = DateRangeField()
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("quy định đánh số")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="documents_one_numbering_a_day",
                expressions=[("agency", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~Q(abbreviation=""), name="documents_abbreviation_said"),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.abbreviation}"
