"""What only an outgoing document has: who signs, who receives, what it answers (văn bản đi)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Appointment
from cuulong.core.registers.models import Entry
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref

from ...records.models import Document


class Outgoing(models.Model):
    """The outgoing side of a document, one row each (phần riêng của văn bản đi).

    `signer` signs last and for the body; `delegated_by`: who handed the signature over (KT., TL., TUQ.).
    `subject_*`: what it is the result of, such as a dossier. `holder`: to whom it was granted, shown masked to whoever
    verifies it. `sign_by`: until when the drafter wants it signed. `public`: stands on the public list once issued.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="outgoing")
    signer = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="answered_by")
    replaces = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="replaced_by")
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    template = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=150, blank=True)
    verify_code = models.CharField(max_length=24, unique=True, null=True, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    sign_by = models.DateTimeField(_("hạn ký"), null=True, blank=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True, blank=True)
    paper_copies = models.PositiveSmallIntegerField(_("số bản giấy"), default=0)
    public = models.BooleanField(_("đăng công khai"), default=False)

    class Meta:
        verbose_name = _("văn bản đi")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid"],
                condition=Q(subject_uuid__isnull=False, issued_at=None),
                name="documents_one_draft_a_subject",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_uuid"], name="documents_result_of")]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def subject(self) -> Ref | None:
        return Ref(self.subject_kind, self.subject_uuid) if self.subject_uuid else None


class CoSigner(Entity):
    """Somebody who signs before the signer; equal `order` means in parallel (người cùng ký).

    `field`: the signature field made for them before the first signature.
    """

    ref_kind = "documents.co_signer"

    outgoing = models.ForeignKey(Outgoing, models.PROTECT, related_name="co_signers")
    order = models.PositiveSmallIntegerField(default=1)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=20)
    asked_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("người cùng ký")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outgoing", "appointment"], name="documents_one_co_signer"),
            models.UniqueConstraint(fields=["outgoing", "field"], name="documents_one_field_a_signer"),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(refused_at=None), name="documents_signed_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return str(self.appointment)


class Way(models.TextChoices):
    """How a document reaches a recipient (cách gửi)."""

    INSIDE = "inside", _("Trong hệ thống này")
    AXIS = "axis", _("Trục liên thông")
    MAIL = "mail", _("Thư điện tử")
    PAPER = "paper", _("Bản giấy")


class Delivery(models.TextChoices):
    """How far the document came on its way to a recipient (tình trạng gửi, nhận)."""

    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    ARRIVED = "arrived", _("Đã đến")
    REFUSED = "refused", _("Bị từ chối")
    RECEIVED = "received", _("Đã tiếp nhận")
    WORKING = "working", _("Đang xử lý")
    DONE = "done", _("Đã hoàn thành")
    FAILED = "failed", _("Gửi không được")
    RECALLING = "recalling", _("Đang xin thu hồi")
    RECALLED = "recalled", _("Đã thu hồi")


class Recipient(Entity):
    """One line of "Nơi nhận" that is really sent something (nơi nhận).

    `agency` is one of this installation, else `organ_code` or `email` says where it goes. `for_action`: must act on
    it; the others are told.
    """

    ref_kind = "documents.recipient"

    outgoing = models.ForeignKey(Outgoing, models.PROTECT, related_name="recipients")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    organ_code = models.CharField(max_length=35, blank=True)
    email = models.EmailField(blank=True)
    way = models.CharField(max_length=6, choices=Way.choices)
    for_action = models.BooleanField(default=True)
    delivery = models.CharField(max_length=9, choices=Delivery.choices, default=Delivery.WAITING)
    packet = models.UUIDField(null=True, blank=True)
    told = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("nơi nhận")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outgoing", "agency"], condition=Q(agency__isnull=False), name="documents_one_recipient"
            ),
            models.UniqueConstraint(
                fields=["outgoing", "organ_code"], condition=~Q(organ_code=""), name="documents_one_recipient_code"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["packet"], name="documents_recipient_packet")]

    def __str__(self) -> str:
        return self.name


class SendingRule(Entity):
    """Who may send to whom: a level to a level or one agency to one agency, allowed or not (quy định gửi văn bản).

    Empty ends mean any. The most particular rule of the day decides; with none, sending is allowed.
    """

    ref_kind = "documents.sending_rule"

    from_kind = models.CharField(max_length=20, blank=True)
    from_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    to_kind = models.CharField(max_length=20, blank=True)
    to_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    allowed = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the first day it no longer holds")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("quy định gửi văn bản")

    def __str__(self) -> str:
        return self.reason or f"{self.from_kind or self.from_agency or '*'} → {self.to_kind or self.to_agency or '*'}"
