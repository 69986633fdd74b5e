"""Databases that may be asked, and every look-up with its answer (cơ sở dữ liệu, lượt tra cứu).

Retention class "party": answers are personal data. A settled look-up never changes; only its answers may be emptied
when the person's data must go (Law 91/2025/QH15).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref
from cuulong.lib.lookups import Outcome

from .rules import digest

WORDS = {
    Outcome.FOUND: _("Có dữ liệu"),
    Outcome.PARTIAL: _("Thiếu dữ liệu"),
    Outcome.ABSENT: _("Không có dữ liệu"),
    Outcome.DOWN: _("Không kết nối được"),
    Outcome.LATE: _("Quá lâu chưa trả lời"),
}


class Database(Entity):
    """A database of the state that we may ask (cơ sở dữ liệu).

    `address`: where it answers; empty: below settings.EXCHANGE_URL. `fields`: list of {key, title, title_en}.
    """

    ref_kind = "exchange.database"

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    keeper = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=300, blank=True)
    fields = models.JSONField(default=list)
    timeout_ms = models.PositiveIntegerField(default=2000)
    per_minute = models.PositiveIntegerField(default=60)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name


class Lookup(Entity):
    """One look-up for one paper of one dossier, tried again until the database has spoken (lượt tra cứu)."""

    ref_kind = "exchange.lookup"

    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    code = models.CharField(max_length=60)
    database = models.ForeignKey(Database, models.PROTECT, related_name="lookups")
    about = models.CharField(max_length=20)
    parties = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    purpose = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    ground = models.CharField(max_length=8, choices=[("consent", _("Đồng ý")), ("duty", _("Theo quy định"))])
    consent_uuid = models.UUIDField(null=True, blank=True)
    wanted = ArrayField(models.CharField(max_length=60), default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    asked_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    outcome = models.CharField(max_length=8, blank=True, choices=[(o.value, w) for o, w in WORDS.items()])
    answers = models.JSONField(default=dict, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="one_lookup_per_question", fields=["subject_uuid", "code", "database", "about", "subject_kind"]
            ),
            models.CheckConstraint(
                name="consent_is_named", condition=~Q(ground="consent") | Q(consent_uuid__isnull=False)
            ),
            models.CheckConstraint(name="lookup_says_why", condition=~Q(purpose="") & ~Q(basis="")),
        )
        indexes = (models.Index(fields=["next_try_at"], name="lookup_waits", condition=Q(next_try_at__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.database_id} {self.code}"

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_uuid)

    def content(self) -> dict[str, Any]:
        """What the digest covers."""
        return {
            "uuid": str(self.uuid),
            "subject": str(self.subject),
            "code": self.code,
            "database": self.database.key,
            "about": self.about,
            "purpose": self.purpose,
            "basis": self.basis,
            "ground": self.ground,
            "consent": str(self.consent_uuid or ""),
            "asked_by": self.asked_by,
            "answered_at": self.answered_at.isoformat() if self.answered_at else "",
            "outcome": self.outcome,
            "answers": self.answers,
            "reference": self.reference,
        }

    @property
    def is_whole(self) -> bool:
        """Nothing of it was changed since the answer came."""
        return not self.digest or digest(self.content()) == self.digest
