"""Messages between the national portal and here, and what both know of a dossier (thông điệp với Cổng quốc gia)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry.entity import Entity

from ..catalogue.models import Sector
from ..dossiers.models import Dossier
from ..feedback.models import Suggestion
from .rules import title_of

MANAGE = "services.portal.manage"


class Way(models.TextChoices):
    """Which way a message goes (chiều)."""

    IN = "in", _("Cổng gửi đến")
    OUT = "out", _("Gửi lên Cổng")


class Standing(models.TextChoices):
    """How far a message is (tình trạng thông điệp)."""

    WAITING = "waiting", _("Đang chờ")
    DONE = "done", _("Đã xong")
    STUCK = "stuck", _("Cần người xử lý")
    REFUSED = "refused", _("Đã từ chối")


class CrossingQuerySet(models.QuerySet["Crossing"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those who look after the connection see every message, nobody else any (quyền xem thông điệp)."""
        return self if acting.is_system or acting.can(MANAGE) else self.none()


class Crossing(Entity):
    """One message about one dossier; the same one again is the same row (thông điệp với Cổng).

    `digest`: in: of what was sent; out: the transition it tells of.
    """

    ref_kind = "services.crossing"

    way = models.CharField(_("chiều"), max_length=3, choices=Way.choices)
    service = models.CharField(_("dịch vụ"), max_length=40)
    updating = models.BooleanField(default=False)
    code = models.CharField(_("mã hồ sơ"), max_length=60)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="crossings")
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(_("lỗi"), max_length=500, blank=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Crossing]] = CrossingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["way", "code", "digest"], name="one_crossing_a_message"),)
        indexes = (
            models.Index(fields=["standing", "id"], name="crossing_open", condition=~Q(standing="done")),
            models.Index(fields=["code", "way"], name="crossing_code"),
        )

    @property
    def told(self) -> str:
        """The status it tells of, in words (trạng thái báo)."""
        return title_of(str(self.body.get("TrangThai") or self.body.get("TrangThaiHoSo") or ""))

    def __str__(self) -> str:
        return f"{self.service} {self.code}"


class Asked(models.Model):
    """A question of the portal and the suggestion it became here (câu hỏi của Cổng)."""

    id = models.BigAutoField(primary_key=True)
    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="asked")
    code = models.CharField(max_length=60, unique=True)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class NationalList(models.TextChoices):
    """Which list of the portal (danh mục)."""

    AGENCY = "agency", _("Cơ quan")
    SECTOR = "sector", _("Lĩnh vực")


class NationalEntry(Entity):
    """An agency or a sector as the portal knows it, and which of ours it is (mục của danh mục quốc gia)."""

    ref_kind = "services.national_entry"

    kind = models.CharField(max_length=6, choices=NationalList.choices)
    code = models.CharField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=300)
    above = models.CharField(_("mã cấp trên"), max_length=40, blank=True)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True, related_name="+")
    gone = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mục của danh mục quốc gia")
        constraints = (models.UniqueConstraint(fields=["kind", "code"], name="one_national_entry"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Alongside(models.Model):
    """What the portal and we know of one dossier (đối chiếu hồ sơ với Cổng).

    `theirs`: filed there; `files`: their file and our paper;
    `their_status`: what they answered when asked at `compared_at`.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="alongside")
    theirs = models.BooleanField(default=False)
    files = models.JSONField(default=dict)
    their_status = models.CharField(max_length=3, blank=True)
    in_step = models.BooleanField(default=True)
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["in_step", "dossier"], name="alongside_step"),)

    def __str__(self) -> str:
        return str(self.dossier)
