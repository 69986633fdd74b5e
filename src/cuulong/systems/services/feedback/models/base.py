"""What suggestions, complaints and denunciations share (đơn, ý kiến)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.ids import receipt_code

from .. import rules


class State(models.TextChoices):
    """Where it stands (trạng thái)."""

    UNCONFIRMED = rules.UNCONFIRMED, _("Chờ xác nhận liên hệ")
    RECEIVED = rules.RECEIVED, _("Đã nhận")
    ACCEPTED = rules.ACCEPTED, _("Đã thụ lý")
    VERIFYING = rules.VERIFYING, _("Đang xác minh")
    ANSWERED = rules.ANSWERED, _("Đã trả lời")
    PUBLISHED = rules.PUBLISHED, _("Đã công khai trả lời")
    DECIDED = rules.DECIDED, _("Đã kết luận")
    REFUSED = rules.REFUSED, _("Không thụ lý")
    WITHDRAWN = rules.WITHDRAWN, _("Đã rút")


class Submission(Entity):
    """Something that a person sent to an agency; `code` is the sender's secret, `number` the agency's (đơn, ý kiến)."""

    moves: ClassVar[rules.Moves]
    says: ClassVar[str]

    code = models.CharField(max_length=24, unique=True, default=receipt_code, editable=False)
    number = models.CharField(max_length=30, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    title = models.CharField(max_length=200)
    text = models.TextField()
    answer = models.TextField(blank=True)
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or str(self._meta.verbose_name)

    @property
    def shown_title(self) -> str:
        """What it is called on screen, also after its words were erased (tên hiện trên màn hình)."""
        return self.title or str(_("Đã xóa theo thời hạn lưu giữ"))

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN


class Sender(models.Model):
    """Who sent it and how to reach them; a guest confirms the contact by a code (người gửi)."""

    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    sender_name = models.CharField(max_length=150)
    sender_phone = models.CharField(max_length=20, blank=True)
    sender_email = models.EmailField(blank=True)
    sender_address = models.CharField(max_length=300, blank=True)
    confirm_hash = models.CharField(max_length=64, blank=True)
    confirm_until = models.DateTimeField(null=True)
    confirm_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class CaseStep(models.Model):
    """One thing done with a submission; the database refuses to change or delete it (diễn biến)."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=150, blank=True)
    agency_name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("happened_at", "id")
        indexes = (models.Index(fields=["subject_uuid", "id"], name="services_case_step"),)

    def __str__(self) -> str:
        return f"{self.verb}: {self.before} → {self.after}"
