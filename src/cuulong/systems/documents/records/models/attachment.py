"""Files of a document (tệp của văn bản)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.registry.entity import Entity

from .document import Document


class Part(models.TextChoices):
    """What a file is of a document (vai trò của tệp)."""

    MAIN = "main", _("Văn bản chính")
    APPENDIX = "appendix", _("Phụ lục, tài liệu kèm theo")
    SCAN = "scan", _("Bản chụp, bản quét")
    PACKET = "packet", _("Gói tin nhận được")
    WORKING = "working", _("Tài liệu soạn thảo")


class Reading(models.TextChoices):
    """Whether a file's words are known to search (tình trạng đọc nội dung)."""

    WAITING = "waiting", _("Chờ đọc nội dung")
    READ = "read", _("Đã đọc nội dung")
    NOTHING = "nothing", _("Không có chữ đọc được")
    FAILED = "failed", _("Không đọc được")


class Attachment(Entity):
    """One file of a document; a new version replaces the old one, which stays (tệp đính kèm)."""

    ref_kind = "documents.attachment"

    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    part = models.CharField(max_length=8, choices=Part.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    signed = models.BooleanField(default=False)
    replaced = models.BooleanField(default=False)
    reading = models.CharField(max_length=7, choices=Reading.choices, default=Reading.WAITING)
    words = models.TextField(blank=True, editable=False)
    added_by = models.CharField(max_length=150, blank=True)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("tệp của văn bản")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(part="main", replaced=False), name="documents_one_main_file"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(reading="waiting"), name="documents_to_read"),
        ]

    def __str__(self) -> str:
        return self.title or self.file.name
