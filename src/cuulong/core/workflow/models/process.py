"""A process and its versions (quy trình và các phiên bản)."""

from __future__ import annotations

from functools import cached_property

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity
from cuulong.core.workflow.definition import Definition, read


class Process(Entity):
    """A way of working that has a code and a name (quy trình)."""

    ref_kind = "workflow.process"

    code = models.CharField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("quy trình")

    def __str__(self) -> str:
        return (self.title_en if (get_language() or "").startswith("en") else "") or self.title


class VersionState(models.TextChoices):
    """Whether a version may carry new cases (trạng thái phiên bản)."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đang áp dụng")
    RETIRED = "retired", _("Thôi áp dụng")


class ProcessVersion(Entity):
    """One wording of a process; cases keep the one they began with (phiên bản quy trình)."""

    ref_kind = "workflow.version"

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    definition = models.JSONField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid = DateRangeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("phiên bản quy trình")
        constraints = (
            models.UniqueConstraint(fields=["process", "n"], name="workflow_one_number_a_version"),
            ExclusionConstraint(
                name="workflow_one_version_a_day",
                expressions=[("process", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=~Q(state="draft"),
            ),
            models.CheckConstraint(
                name="workflow_published_is_dated", condition=Q(state="draft") | Q(valid__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.process.code}/{self.n}"

    @cached_property
    def table(self) -> Definition:
        """The definition as values."""
        return read(self.definition)
