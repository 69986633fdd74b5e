"""What only an incoming document has: how it came, its number of arrival, who must do what (văn bản đến)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registers.models import Entry
from cuulong.core.registry.entity import Entity

from ...records.models import Document


class Channel(models.TextChoices):
    """How a document came (nguồn đến)."""

    INSIDE = "inside", _("Trong hệ thống này")
    AXIS = "axis", _("Trục liên thông")
    MAIL = "mail", _("Thư điện tử")
    POST = "post", _("Bưu điện")
    COUNTER = "counter", _("Nhận trực tiếp")
    HISTORY = "history", _("Sổ cũ nhập vào")


class Asked(models.TextChoices):
    """What the sender asks of a document that came (đề nghị của nơi gửi)."""

    TAKE_BACK = "take_back", _("Lấy lại văn bản")
    UPDATE = "update", _("Cập nhật văn bản")


class Incoming(models.Model):
    """The incoming side of a document, one row each (phần riêng của văn bản đến).

    `sender_id`: what the sender calls it; `packet`: the arrival in the message log. `acknowledged_at`: when the sender
    was told, the same day by law. `in_time` is judged when it is registered (NĐ 30/2020, Điều 22: the same day, at the
    latest the next working day). `asked`: what the sender asks since and nobody has answered; `asked_packet` asks it.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="incoming")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField(_("đến lúc"))
    registered_at = models.DateTimeField(_("vào sổ lúc"), null=True, blank=True)
    register_by = models.DateTimeField(_("hạn vào sổ"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    sender_id = models.CharField(max_length=120, blank=True)
    sender_code = models.CharField(max_length=35, blank=True)
    packet = models.UUIDField(null=True, blank=True)
    paper_follows = models.BooleanField(_("có bản giấy"), default=False)
    same_as = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="copies_received")
    signature_verdict = models.CharField(max_length=20, blank=True)
    signature_told = models.TextField(blank=True)
    give_back_reason = models.CharField(max_length=300, blank=True)
    in_time = models.BooleanField(_("vào sổ đúng hạn"), null=True, blank=True)
    forwarded_at = models.DateTimeField(_("chuyển lúc"), null=True, blank=True)
    redirected = models.CharField(
        max_length=500, blank=True, default="", db_default="", help_text="why it came here though addressed elsewhere"
    )
    asked = models.CharField(max_length=9, choices=Asked.choices, blank=True, default="", db_default="")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    asked_packet = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("văn bản đến")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["packet"], condition=Q(packet__isnull=False), name="documents_one_document_a_packet"
            ),
            models.CheckConstraint(
                condition=Q(entry=None, registered_at=None) | Q(entry__isnull=False, registered_at__isnull=False),
                name="documents_registered_with_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["arrived_at"], name="documents_arrived"),
            models.Index(fields=["document"], condition=~Q(asked=""), name="documents_asked_of"),
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def arrival_number(self) -> int | None:
        return self.entry.n if self.entry else None


class Instruction(Entity):
    """What a leader wrote on a document, or the chief of office proposes to (bút phê, đề xuất phân phối)."""

    ref_kind = "documents.instruction"

    document = models.ForeignKey(Document, models.PROTECT, related_name="instructions")
    proposal = models.BooleanField(default=False, help_text="by the chief of office, before the leader")
    text = models.TextField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True)

    class Meta:
        verbose_name = _("ý kiến chỉ đạo")

    def __str__(self) -> str:
        return self.text[:80]


class Share(models.TextChoices):
    """An agency's or person's share of the work (vai trò xử lý)."""

    LEAD = "lead", _("Chủ trì")
    JOINT = "joint", _("Phối hợp")
    TOLD = "told", _("Để biết")


class Handling(Entity):
    """Whom an instruction gives a document, and what they must do with it (phân phối, giao xử lý)."""

    ref_kind = "documents.handling"

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="handlings")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    share = models.CharField(max_length=5, choices=Share.choices)
    seen_at = models.DateTimeField(_("đã xem lúc"), null=True, blank=True)
    done_at = models.DateTimeField(_("làm xong lúc"), null=True, blank=True)
    report = models.TextField(_("kết quả"), blank=True)

    class Meta:
        verbose_name = _("giao xử lý")
        indexes: ClassVar = [
            models.Index(fields=["agency"], condition=Q(done_at=None), name="documents_handling_open"),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_share_display()}"
