"""Agencies, what they were called when, and what became of them (cơ quan, đơn vị và lịch sử của chúng)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, FilteredRelation, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity


class AgencyKind(models.TextChoices):
    """What an agency is, whatever it is called (loại cơ quan)."""

    PROVINCE = "province", _("Tỉnh")
    PROVINCIAL_BODY = "provincial_body", _("Cơ quan cấp tỉnh")
    DISTRICT = "district", _("Huyện, thị xã, thành phố")
    COMMUNE = "commune", _("Xã, phường, thị trấn")
    ROOM = "room", _("Phòng chuyên môn cấp xã")
    CENTRE = "centre", _("Trung tâm phục vụ hành chính công")
    DIVISION = "division", _("Phòng thuộc cơ quan cấp tỉnh")
    UNIT = "unit", _("Đơn vị sự nghiệp")
    CENTRAL_BODY = "central_body", _("Cơ quan trung ương đóng tại tỉnh")
    OUTSIDE_PROVINCE = "outside_province", _("Tỉnh lân cận trước sáp nhập")
    OUTSIDE_COMMUNE = "outside_commune", _("Xã của tỉnh lân cận trước sáp nhập")
    STEERING_COMMITTEE = "steering_committee", _("Ban chỉ đạo")
    RESPONSE_TEAM = "response_team", _("Đội ứng cứu sự cố")
    COUNCIL = "council", _("Hội đồng")


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies with the question of time (tập cơ quan)."""

    def as_of(self, day: date) -> models.QuerySet[Any]:
        """The agencies that existed on `day`, with what they were then (cơ quan tại thời điểm).

        Adds name_then, short_name_then, unit_type_then, code_then, level_then and parent_then_id; one query.
        """
        return (
            self.filter(valid__contains=day)
            .annotate(past=FilteredRelation("profiles", condition=Q(profiles__valid__contains=day)))
            .annotate(
                name_then=F("past__name"),
                short_name_then=F("past__short_name"),
                unit_type_then=F("past__unit_type"),
                code_then=F("past__code"),
                level_then=F("past__level"),
                parent_then_id=F("past__parent_id"),
            )
        )


class Agency(Entity):
    """One agency from its founding to its end (cơ quan, đơn vị).

    `name`, `parent` and `code` are those it bears today, or bore last; what it was on a day stands in its profiles.
    """

    ref_kind = "organisations.agency"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    key = models.SlugField(max_length=40, blank=True, help_text="which room of its parent it is")
    stat_code = models.CharField(max_length=12, blank=True)
    founding_act = models.CharField(max_length=200, blank=True)
    valid = DateRangeField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=35, blank=True, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    objects: ClassVar[models.Manager[Agency]] = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan, đơn vị")

    def __str__(self) -> str:
        return self.name

    def profile_on(self, day: date) -> AgencyProfile | None:
        """What it was on `day`; None before its founding and after its end."""
        return self.profiles.filter(valid__contains=day).select_related("parent").first()

    def name_on(self, day: date) -> str:
        """The name it bore on `day` (tên gọi tại thời điểm)."""
        profile = self.profile_on(day)
        return profile.name if profile else self.name

    @property
    def place(self) -> str:
        """The place in the date line of its letters: the commune for its bodies, the province for the others (địa danh)."""
        commune = self.parent if self.parent is not None and self.parent.kind == AgencyKind.COMMUNE else self
        if commune.kind == AgencyKind.COMMUNE:
            return commune.short_name.removeprefix("Phường ").removeprefix("Xã ")
        root = self
        while root.parent is not None and root.kind != AgencyKind.PROVINCE:
            root = root.parent
        return root.short_name.removeprefix("Tỉnh ") or root.name


class AgencyProfile(models.Model):
    """What an agency was called, where it stood and how to reach it, for a span of days (thông tin theo thời kỳ)."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="profiles")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120, blank=True)
    unit_type = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="child_profiles")
    code = models.CharField(max_length=35, blank=True, help_text="QĐ 20/2020/QĐ-TTg")
    code_102 = models.CharField(max_length=13, blank=True, help_text="QCVN 102:2016/BTTTT")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    valid = DateRangeField()
    source = models.CharField(max_length=200, blank=True)
    certain = models.BooleanField(default=True, help_text="False: remembered, not read in a source")
    by_hand = models.BooleanField(db_default=False, help_text="edited or imported here: loading the province leaves it")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="one_profile_a_day",
                expressions=[("agency", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            # Deferred, so that one import may exchange the codes of two agencies.
            ExclusionConstraint(
                name="one_code_a_day",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=~Q(code=""),
                deferrable=Deferrable.DEFERRED,
            ),
        )

    def __str__(self) -> str:
        return self.name


class SuccessionKind(models.TextChoices):
    """How one agency became another (hình thức sắp xếp)."""

    MERGE = "merge", _("Sáp nhập")
    SPLIT = "split", _("Chia, tách")
    RENAME = "rename", _("Đổi tên")
    MOVE = "move", _("Chuyển trực thuộc")
    PARTIAL_TRANSFER = "partial_transfer", _("Chuyển một phần chức năng")
    ABOLISH = "abolish", _("Giải thể")


class Succession(models.Model):
    """One step from a predecessor to a successor (kế thừa, sắp xếp tổ chức)."""

    id = models.BigAutoField(primary_key=True)
    effective_on = models.DateField(db_index=True)
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)
    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="predecessions")
    function = models.CharField(max_length=200, blank=True)
    legal_act = models.CharField(max_length=200, blank=True)
    certain = models.BooleanField(default=True)
    by_hand = models.BooleanField(db_default=False, help_text="recorded here: loading the province leaves it")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["effective_on", "kind", "predecessor", "successor", "function"],
                name="one_succession",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '—'} ({self.effective_on})"


class Membership(models.Model):
    """Who sits on a body that is not an agency, and since when (thành viên ban chỉ đạo, tổ, đội)."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    member = models.ForeignKey(Agency, models.PROTECT, related_name="seats")
    part = models.CharField(max_length=120, blank=True)
    valid = DateRangeField()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="one_seat_a_day",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} @ {self.body}"
