"""Money that came in, and the ledger of where it stands (khoản tiền về, sổ cái)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity

from .charges import Charge
from .refunds import Refund
from .shifts import Shift


class PaymentState(models.TextChoices):
    """Whether money found its charge (tình trạng khớp)."""

    MATCHED = "matched", _("Đã khớp")
    UNMATCHED = "unmatched", _("Chưa khớp")
    DIFFERING = "differing", _("Lệch")
    RETURNED = "returned", _("Đã trả lại")


class Payment(Entity):
    """Money that came in; a bank's transaction counts once however often it is told (khoản tiền về).

    `rest` is the part that pays nothing yet. `charge` is what it names, settled or not. `loose`: the statement gave it
    no transaction number that the bank's messages would repeat, so amount, memo and day must tell that it is the same.
    """

    ref_kind = "payments.payment"

    bank_transaction = models.CharField(max_length=80, unique=True)
    amount = models.PositiveBigIntegerField()
    rest = models.PositiveBigIntegerField(db_default=0, default=0)
    text = models.CharField(max_length=300, blank=True)
    memo_key = models.CharField(max_length=80, blank=True, db_default="", default="")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=PaymentState.choices)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="payments")
    why = models.CharField(max_length=200, blank=True)
    by_hand = models.CharField(max_length=200, blank=True, db_default="", default="", help_text="reason given")
    told = models.BooleanField(db_default=True, default=True, help_text="the bank sent a message")
    stated = models.BooleanField(db_default=False, default=False, help_text="it stands in a bank statement")
    loose = models.BooleanField(db_default=False, default=False)
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, blank=True, related_name="payments")

    class Meta:
        verbose_name = _("khoản tiền về")
        constraints = (models.CheckConstraint(condition=Q(rest__lte=F("amount")), name="rest_within_amount"),)
        indexes = (
            models.Index(fields=["received_at"], name="payments_received"),
            models.Index(fields=["amount", "memo_key"], name="payments_twins"),
            models.Index(fields=["received_at"], condition=Q(rest__gt=0), name="payments_open"),
        )

    def __str__(self) -> str:
        return self.bank_transaction


class Account(models.TextChoices):
    """Where money can stand: every đồng that came from outside is in one of the other three (tài khoản sổ cái)."""

    OUTSIDE = "outside", _("Người nộp")
    UNMATCHED = "unmatched", _("Chưa khớp")
    RECEIPTS = "receipts", _("Đã thu")
    REFUNDS = "refunds", _("Đã hoàn trả")


class Posting(models.Model):
    """An amount moved from one account to another; written once, corrected by a posting back (bút toán)."""

    id = models.BigAutoField(primary_key=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="postings")
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="postings")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="postings")
    source = models.CharField(max_length=10, choices=Account.choices)
    target = models.CharField(max_length=10, choices=Account.choices)
    amount = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=150, blank=True)
    why = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager[Posting]]

    class Meta:
        verbose_name = _("bút toán")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_is_positive"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="posting_moves"),
        )
        indexes = (models.Index(fields=["at"], name="postings_at"),)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {self.amount}"
