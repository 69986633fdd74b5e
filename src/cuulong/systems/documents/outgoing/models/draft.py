"""Versions of a draft and what was said of them (dự thảo, góp ý)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity

from ...records.models import Attachment, Document


class Version(Entity):
    """One wording of a draft; never changed, a change is the next version (phiên bản dự thảo).

    `content`: the boxes of `records.letter.Letter` that people write, as JSON. `file`: the page set from it, or the PDF
    that was uploaded in place of a text.
    """

    ref_kind = "documents.version"

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField(_("lần"))
    content = models.JSONField(default=dict)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("đã sửa gì"), max_length=300, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=150)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("phiên bản dự thảo")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "n"], name="documents_one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.n})"


class Remark(Entity):
    """What somebody says of a version, or the note of a submission with its opinion (góp ý, ý kiến trên phiếu trình)."""

    ref_kind = "documents.remark"

    version = models.ForeignKey(Version, models.PROTECT, related_name="remarks")
    text = models.TextField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    settled_at = models.DateTimeField(_("đã tiếp thu, giải trình"), null=True, blank=True)
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("góp ý dự thảo")

    def __str__(self) -> str:
        return self.text[:80]
