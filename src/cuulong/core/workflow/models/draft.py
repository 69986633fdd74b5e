"""A process on the workbench, which no case uses (bản soạn quy trình)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity
from cuulong.core.workflow.models.process import Process


class ProcessDraft(Entity):
    """The table as it is being written; it may still be full of mistakes (bản soạn quy trình).

    `position` counts the changes: a screen sends back the one it showed.
    """

    ref_kind = "workflow.draft"

    process = models.OneToOneField(Process, models.CASCADE, related_name="draft")
    definition = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("bản soạn quy trình")

    def __str__(self) -> str:
        return str(self.process)
