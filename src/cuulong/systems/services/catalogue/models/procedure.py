"""Procedures, and what they said when (thủ tục hành chính và phiên bản)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.versions import read_once
from cuulong.core.registry.entity import Entity

from ..definition import Definition


class Topic(models.Model):
    """A topic of life on the front page (nhóm sự kiện đời sống)."""

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    hint = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    icon = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def explanation(self) -> str:
        return self.hint_en if get_language() == "en" else self.hint


class Procedure(Entity):
    """One administrative procedure, known by its national code (thủ tục hành chính)."""

    ref_kind = "services.procedure"

    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    topics = models.ManyToManyField(Topic, related_name="procedures", blank=True)
    errand = models.PositiveSmallIntegerField(null=True, blank=True, help_text="rank among the front page's errands")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("services:procedure", args=[self.slug])

    @property
    def parts_code(self) -> str:
        """The code that its form and its process bear (mã biểu mẫu, quy trình)."""
        return f"services.{self.code.lower()}"


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def published(self, day: date) -> Self:
        """The versions people may file under on `day`; at most one a procedure (đang công bố)."""
        return self.filter(state=VersionState.PUBLISHED, valid__contains=day)


class VersionState(models.TextChoices):
    """Where a version stands (tình trạng công bố)."""

    DRAFT = "draft", _("Dự thảo")
    PUBLISHED = "published", _("Đang công bố")
    RETIRED = "retired", _("Hết hiệu lực")


@read_once
def _rules(version: ProcedureVersion) -> Definition:
    return Definition.read(version.definition)


class ProcedureVersion(models.Model):
    """What a procedure asks and promises for a span of days (phiên bản thủ tục).

    `definition` is the table of provinces/README.md; a dossier keeps the version it was filed under.
    """

    id = models.BigAutoField(primary_key=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid = DateRangeField()
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    definition = models.JSONField()
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[models.Manager[ProcedureVersion]] = ProcedureVersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["procedure", "n"], name="one_version_number"),
            ExclusionConstraint(
                name="one_published_version_a_day",
                expressions=[("procedure", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(state="published"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.n}"

    @property
    def title(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @cached_property
    def rules(self) -> Definition:
        """The definition as typed values."""
        return _rules(self)

    @property
    def opened_here(self) -> bool:
        """Whether an officer opened it on screen, by the published listing (mở nhận hồ sơ)."""
        return bool(self.definition.get("opened_here"))
