"""The append-only story of a case (quá trình xử lý); everything else is read off it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.workflow.models.case import Case, Step


class TransitionKind(models.TextChoices):
    """What happened to a case (loại diễn biến)."""

    STARTED = "started", _("Bắt đầu")
    ACTED = "acted", _("Xử lý")
    RETURNED = "returned", _("Trả lại")
    RECALLED = "recalled", _("Thu hồi")
    MOVED = "moved", _("Chuyển cơ quan")
    ASKED = "asked", _("Hỏi ý kiến")
    ANSWERED = "answered", _("Trả lời ý kiến")
    WITHDRAWN = "withdrawn", _("Rút câu hỏi")
    SILENT = "silent", _("Quá hạn không trả lời, coi như đồng ý")
    ASSIGNED = "assigned", _("Phân công")
    TAKEN = "taken", _("Nhận việc")
    PAUSED = "paused", _("Tạm dừng")
    RESUMED = "resumed", _("Chạy tiếp")
    CANCELLED = "cancelled", _("Hủy")


class Transition(models.Model):
    """One thing that happened to a case; a trigger refuses to change or delete it (diễn biến)."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="transitions")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=TransitionKind.choices)
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="transitions")
    from_key = models.CharField(max_length=60, blank=True)
    to_key = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60, blank=True)
    action_title = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=150)
    on_behalf_of = models.UUIDField(null=True)
    to = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("diễn biến")
        ordering = ("case_id", "n")
        constraints = (models.UniqueConstraint(fields=["case", "n"], name="workflow_one_number_a_transition"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.n} {self.kind}"
