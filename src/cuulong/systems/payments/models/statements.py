"""Bank statements and how a bank writes them (sao kê ngân hàng)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity

from .money import Payment
from .refunds import Refund


class StatementFormat(Entity):
    """Which column of a bank's table says what; several headings are parted by ";" (mẫu sao kê)."""

    ref_kind = "payments.statement_format"

    name = models.CharField(_("Tên mẫu"), max_length=80, unique=True)
    skip = models.PositiveSmallIntegerField(
        _("Số dòng bỏ qua trước dòng tiêu đề"), default=0, validators=[MaxValueValidator(100)]
    )
    day = models.CharField(_("Cột ngày giao dịch"), max_length=200)
    memo = models.CharField(_("Cột nội dung"), max_length=200)
    credit = models.CharField(_("Cột ghi có (tiền vào)"), max_length=200, blank=True)
    debit = models.CharField(_("Cột ghi nợ (tiền ra)"), max_length=200, blank=True)
    amount = models.CharField(
        _("Cột số tiền có dấu"), max_length=200, blank=True, help_text=_("Nếu ngân hàng không tách cột ghi có, ghi nợ.")
    )
    number = models.CharField(_("Cột số giao dịch"), max_length=200, blank=True)
    ids_agree = models.BooleanField(
        _("Số giao dịch trên sao kê trùng với số trong thông điệp báo có"),
        default=False,
        help_text=_("Không trùng thì nhận ra cùng một khoản bằng số tiền, nội dung và ngày."),
    )

    class Meta:
        verbose_name = _("mẫu sao kê")

    def __str__(self) -> str:
        return self.name


class StatementState(models.TextChoices):
    """Whether a statement was only looked at or booked (tình trạng sao kê)."""

    PREVIEW = "preview", _("Xem trước")
    BOOKED = "booked", _("Đã ghi sổ")


class Statement(Entity):
    """One file from the bank (tệp sao kê)."""

    ref_kind = "payments.statement"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    format = models.ForeignKey(StatementFormat, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=StatementState.choices, default=StatementState.PREVIEW)
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    booked_at = models.DateTimeField(null=True, blank=True)
    opening = models.BigIntegerField(null=True, blank=True)
    closing = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("tệp sao kê")
        indexes = (models.Index(fields=["sha256"], name="statements_sha256"),)

    def __str__(self) -> str:
        return self.name


class LineState(models.TextChoices):
    """What became of a line (kết quả từng dòng)."""

    MATCHED = "matched", _("Khớp khoản phải thu")
    OPEN = "open", _("Ghi sổ, chưa khớp")
    KNOWN = "known", _("Đã có trong sổ")
    OUT = "out", _("Tiền ra")
    REFUND = "refund", _("Chứng minh khoản hoàn trả")
    ERROR = "error", _("Lỗi")


class StatementLine(models.Model):
    """One line of a booked statement: the row-by-row report (dòng sao kê).

    `identity` is the bank's number, or amount, day and memo with their count that day: the same line in another
    statement has the same.
    """

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    identity = models.CharField(max_length=100, db_index=True)
    day = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField(default=0)
    memo = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=LineState.choices)
    note = models.CharField(max_length=300, blank=True)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="lines")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="lines")

    class Meta:
        verbose_name = _("dòng sao kê")

    def __str__(self) -> str:
        return f"{self.statement_id}:{self.line}"
