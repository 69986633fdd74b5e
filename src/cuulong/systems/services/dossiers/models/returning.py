"""Who took a result at the counter, and how that was checked; what was given to the post (trả kết quả)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile

from .dossier import Dossier


class Returning(models.Model):
    """The result in somebody's hands; the database refuses to change or delete it (người nhận kết quả).

    Of the identity number only the last four digits stay: enough to recognise the card, too little to use it.
    """

    class Signed(models.TextChoices):
        DRAWN = "drawn", _("Ký trên màn hình")
        TYPED = "typed", _("Gõ họ tên xác nhận")
        PAPER = "paper", _("Ký trên phiếu giấy")

    id = models.BigAutoField(primary_key=True)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="returning")
    receiver = models.CharField(max_length=150)
    number_end = models.CharField(max_length=4, blank=True)
    own_number = models.BooleanField(default=False)
    authority = models.CharField(max_length=300, blank=True)
    signed = models.CharField(max_length=6, choices=Signed.choices, blank=True, default="", db_default="")
    signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.receiver}"


class Posting(models.Model):
    """The result given to the post, to whom it goes; the database refuses to change or delete it (gửi qua bưu chính)."""

    id = models.BigAutoField(primary_key=True)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="posting")
    carrier = models.CharField(max_length=100)
    tracking = models.CharField(max_length=30)
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking}"
