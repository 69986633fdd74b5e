"""A case on its way and the steps it stands at (vụ việc và bước xử lý); both are projections of the transitions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.core.workflow.definition import StepDef, in_language
from cuulong.core.workflow.models.process import ProcessVersion
from cuulong.lib.facts import Ref


class CaseState(models.TextChoices):
    """Where a case stands (trạng thái vụ việc)."""

    RUNNING = "running", _("Đang xử lý")
    PAUSED = "paused", _("Tạm dừng")
    ENDED = "ended", _("Đã kết thúc")
    CANCELLED = "cancelled", _("Đã hủy")


LIVE = (CaseState.RUNNING, CaseState.PAUSED)


class Case(Entity):
    """One object walking through one version of a process (vụ việc).

    `agency` decides, `intake_agency` took it in, `room` is the part of `agency` that works on it. `revision` counts the
    transitions: a screen sends back the one it showed.
    """

    ref_kind = "workflow.case"

    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="cases")
    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    intake_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    room = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.RUNNING)
    outcome = models.CharField(max_length=40, blank=True)
    context = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("vụ việc")
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid"],
                condition=Q(state__in=["running", "paused"]),
                name="workflow_one_live_case_a_subject",
            ),
        )
        indexes = (models.Index(fields=["subject_uuid"], name="workflow_case_subject"),)

    def __str__(self) -> str:
        return f"{self.version} · {self.subject}"

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_uuid)

    @property
    def is_paused(self) -> bool:
        return self.state == CaseState.PAUSED


class StepKind(models.TextChoices):
    """Work to do, or a question to answer (loại bước)."""

    TASK = "task", _("Công việc")
    OPINION = "opinion", _("Ý kiến")


class Step(Entity):
    """A stay of a case at one step, or one question to an agency (bước xử lý).

    `due_at` is None while the case is paused. `silence` concerns opinions: see `definition.Opinion`.
    """

    ref_kind = "workflow.step"

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=StepKind.choices, default=StepKind.TASK)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    assignee = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="opinions")
    question = models.TextField(blank=True)
    silence = models.CharField(max_length=10, blank=True)
    entered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    action = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Step]] = models.Manager()

    class Meta:
        verbose_name = _("bước xử lý")
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_at=None, kind="task"), name="workflow_one_open_task_a_case"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "role", "due_at"], condition=Q(left_at=None), name="workflow_waiting"),
            models.Index(fields=["case", "entered_at"], name="workflow_step_case"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def definition(self) -> StepDef:
        """The row of the process table this stay belongs to; for an opinion, the row that asks it."""
        table = self.case.version.table
        return table[self.parent.key if self.parent else self.key]

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language (tên bước)."""
        language = get_language() or "vi"
        if self.kind == StepKind.TASK:
            return in_language(self.definition.title, language)
        for opinion in self.definition.opinions:
            if opinion.key == self.key:
                return in_language(opinion.title, language)
        return str(_("Cho ý kiến"))

    @property
    def agency_label(self) -> str:
        return self.agency.short_name or self.agency.name

    @property
    def is_open(self) -> bool:
        return self.left_at is None
