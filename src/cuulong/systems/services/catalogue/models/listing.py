"""What the catalogue says of a procedure, filed here or not, and since when (nội dung công bố thủ tục)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.ids import uuid7

from .procedure import Procedure, Topic


class Sector(models.Model):
    """A field of the state's work, below the ministry that keeps it (lĩnh vực)."""

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="sectors")

    def __str__(self) -> str:
        return self.name


class Level(models.TextChoices):
    """A level of government (cấp thực hiện)."""

    MINISTRY = "ministry", _("Cấp bộ")
    PROVINCE = "province", _("Cấp tỉnh")
    COMMUNE = "commune", _("Cấp xã")
    OTHER = "other", _("Cơ quan khác")


class Scope(models.TextChoices):
    """How much of it goes online (mức độ trực tuyến; NĐ 42/2022)."""

    NONE = "none", _("Không trực tuyến")
    PARTIAL = "partial", _("Một phần")
    FULL = "full", _("Toàn trình")


class ListingState(models.TextChoices):
    """From what was read to what is promised (tình trạng công bố)."""

    PROPOSAL = "proposal", _("Chờ xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    PUBLISHED = "published", _("Đang công bố")
    RETIRED = "retired", _("Hết hiệu lực")


OPEN = (ListingState.PROPOSAL, ListingState.CONFIRMED)


class ListingQuerySet(models.QuerySet["Listing"]):
    """Listings with the question of time (tập nội dung công bố)."""

    def in_force(self, day: date, known_at: datetime | None = None) -> Self:
        """Those published for `day`, at most one a procedure; as it was known at `known_at` (đang công bố)."""
        if known_at is None:
            return self.filter(valid__contains=day)
        # An end that was written down later was not known then.
        then = Q(valid__contains=day) | Q(closed_at__gt=known_at, valid__startswith__lte=day)
        return self.filter(then, published_at__lte=known_at)

    def shown(self, day: date) -> Self:
        """What the public sees: the published one, else what the national catalogue says so far (hiện ra ngoài)."""
        published = Listing.objects.filter(procedure=models.OuterRef("procedure"), valid__contains=day)
        return self.filter(Q(valid__contains=day) | (Q(state__in=OPEN) & ~models.Exists(published)))


class Listing(Entity):
    """One version of a procedure's public description (nội dung công bố).

    `content`: what has no column: limits and fees by channel, papers, steps, conditions, legal, result, subjects,
    performing, deciding, url. `doubts`: kinds of findings that nobody has settled yet.
    """

    ref_kind = "services.listing"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="listings")
    n = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ListingState.choices, default=ListingState.PROPOSAL)
    valid = DateRangeField(null=True, blank=True)
    name = models.TextField()
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="listings")
    ministry = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True, blank=True, help_text="the day of the decision")
    publish_by = models.DateField(null=True, blank=True, editable=False, help_text="reckoned when it is published")
    levels = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    service_level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 4, NĐ 43/2011")
    scope = models.CharField(max_length=8, choices=Scope.choices, blank=True)
    by_post = models.BooleanField(null=True)
    national_system = models.CharField(max_length=120, blank=True)
    content = models.JSONField(default=dict)
    doubts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False, help_text="when its end was written down")

    objects: ClassVar[models.Manager[Listing]] = ListingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["procedure", "n"], name="one_listing_number"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(state__in=["proposal", "confirmed"]), name="one_open_listing"
            ),
            ExclusionConstraint(
                name="one_listing_a_day",
                expressions=[(F("procedure"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
                condition=Q(valid__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True, state__in=["proposal", "confirmed"])
                | Q(valid__isnull=False, state__in=["published", "retired"]),
                name="published_listings_have_days",
            ),
            models.CheckConstraint(
                condition=Q(service_level__isnull=True) | Q(service_level__range=(1, 4)), name="service_level_1_to_4"
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure.code} n{self.n}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_proposal(self) -> bool:
        return self.state == ListingState.PROPOSAL


class Duty(models.TextChoices):
    """What an authority does in a procedure (nhiệm vụ)."""

    RECEIVE = "receive", _("Tiếp nhận")
    PROCESS = "process", _("Giải quyết")
    DECIDE = "decide", _("Quyết định")


class Competence(models.Model):
    """Who may receive, process or decide: all of a level, or one agency (thẩm quyền)."""

    id = models.BigAutoField(primary_key=True)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="competences")
    duty = models.CharField(max_length=8, choices=Duty.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["listing", "duty", "level", "agency"], name="one_competence", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.level}"


class BlankForm(models.Model):
    """An empty form people may download and fill (mẫu đơn, tờ khai)."""

    id = models.BigAutoField(primary_key=True)
    uuid: models.UUIDField[UUID, UUID] = models.UUIDField(default=uuid7, unique=True, editable=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="blank_forms")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.title
