"""A process and its versions (quy trình và các phiên bản)."""

from __future__ import annotations

from functools import cached_property

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.versions import Version, for_reader, read_once
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
        return for_reader(self.title, self.title_en)


@read_once
def _table(version: ProcessVersion) -> Definition:
    return read(version.definition)


class ProcessVersion(Version):
    """One wording of a process; cases keep the one they began with (phiên bản quy trình)."""

    ref_kind = "workflow.version"
    owner_field = "process"

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions")
    definition = models.JSONField()

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

    @cached_property
    def table(self) -> Definition:
        """The definition as values."""
        return _table(self)
