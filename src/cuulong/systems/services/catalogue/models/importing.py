"""Imports of the national catalogue, and what it last said of each procedure (nhập danh mục quốc gia)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity

from .procedure import Procedure


class NationalRecord(models.Model):
    """What the national catalogue last said of a procedure, whatever was edited here since (bản ghi quốc gia)."""

    id = models.BigAutoField(primary_key=True)
    procedure = models.OneToOneField(Procedure, models.CASCADE, related_name="national")
    ministry = models.CharField(max_length=200, blank=True, db_index=True)
    fields = models.JSONField(default=dict)
    changed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.procedure.code


class RunState(models.TextChoices):
    """Where an import stands (tình trạng lần nhập)."""

    PREVIEW = "preview", _("Đang xem trước")
    WAITING = "waiting", _("Đang ghi")
    DONE = "done", _("Đã ghi")
    FAILED = "failed", _("Không ghi được")
    DROPPED = "dropped", _("Đã bỏ")


class ImportRun(Entity):
    """One file of the catalogue: looked at, then taken or dropped (lần nhập danh mục)."""

    ref_kind = "services.import_run"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    format = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.PREVIEW)
    whole = models.BooleanField(default=False, help_text="all of the ministries it names: what is not in it is missing")
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file.name


class Outcome(models.TextChoices):
    """What a row does to the catalogue (kết quả từng dòng)."""

    NEW = "new", _("Mới")
    CHANGED = "changed", _("Thay đổi")
    UNCHANGED = "unchanged", _("Không đổi")
    MISSING = "missing", _("Không còn trong tệp")
    REFUSED = "refused", _("Không nhận")


class ImportRow(models.Model):
    """One row of an import and what became of it (dòng nhập)."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(null=True, help_text="empty: not in the file")
    code = models.CharField(max_length=60, blank=True)
    name = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    changes = models.JSONField(default=list)
    findings = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["run", "outcome"], name="import_rows_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.line} {self.code}"
