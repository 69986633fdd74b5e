"""How people were served: one rating a dossier (đánh giá mức độ hài lòng)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity

from ...dossiers.models import Dossier
from ...steering.scope import STEER, steered


class Score(models.IntegerChoices):
    """How satisfied (mức độ hài lòng)."""

    VERY = 3, _("Rất hài lòng")
    SATISFIED = 2, _("Hài lòng")
    NOT = 1, _("Chưa hài lòng")


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those of the agencies whose figures one reads (quyền xem đánh giá)."""
        if acting.is_system:
            return self
        here = steered(acting) if acting.can(STEER) else frozenset()
        return self if here is None else self.filter(Q(agency__in=here) | Q(intake_agency__in=here))


class Rating(Entity):
    """One dossier's rating, given once (đánh giá)."""

    ref_kind = "services.rating"

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="rating")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    intake_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    attitude = models.PositiveSmallIntegerField(choices=Score.choices)
    comment = models.TextField(blank=True)
    by_account = models.BooleanField()
    rated_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Rating]] = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("đánh giá")
        constraints = (
            models.CheckConstraint(
                name="services_rating_in_range", condition=Q(score__range=(1, 3)) & Q(attitude__range=(1, 3))
            ),
        )
        indexes = (models.Index(fields=["agency", "rated_at"], name="services_rating_month"),)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.score}"


class Part(models.TextChoices):
    """What the officer did for the dossier (phần việc)."""

    RECEIVED = "received", _("Tiếp nhận, trả kết quả")
    WORKED = "worked", _("Giải quyết")


class RatedOfficer(models.Model):
    """An officer whom a rating speaks of, at the agency of that day (cán bộ được đánh giá)."""

    id = models.BigAutoField(primary_key=True)
    rating = models.ForeignKey(Rating, models.CASCADE, related_name="officers")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rating", "account", "part"], name="services_rated_officer_once"),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.part}"
