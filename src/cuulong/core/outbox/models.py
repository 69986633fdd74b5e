"""Published facts and their deliveries (sự kiện và việc giao sự kiện)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity


class Subject(models.Model):
    """What facts are about; its row lock gives the next number in order (đối tượng của sự kiện)."""

    kind = models.CharField(max_length=80)
    uuid = models.UUIDField()
    last_sequence = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "uuid"], name="outbox_one_subject"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.uuid}"


class Fact(Entity):
    """One published fact, never changed (sự kiện đã công bố)."""

    ref_kind = "outbox.fact"

    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    subject_kind = models.CharField(max_length=80)
    subject_uuid = models.UUIDField()
    sequence = models.BigIntegerField()
    payload = models.JSONField()
    request_id = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject_kind", "subject_uuid", "sequence"], name="outbox_fact_order"),
        )

    def __str__(self) -> str:
        return f"{self.name} #{self.sequence}"


class State(models.TextChoices):
    """How far a delivery is (trạng thái giao)."""

    WAITING = "waiting", _("Đang chờ")
    HELD = "held", _("Chờ sự kiện trước")
    DONE = "done", _("Đã xử lý")
    DEAD = "dead", _("Không xử lý được")
    SKIPPED = "skipped", _("Đã bỏ qua")


PENDING = (State.WAITING, State.HELD, State.DEAD)


class Delivery(Entity):
    """One fact on its way to one subscriber (việc giao sự kiện)."""

    ref_kind = "outbox.delivery"

    fact = models.ForeignKey(Fact, models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    reason = models.CharField(_("lý do bỏ qua"), max_length=300, blank=True)
    job_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["fact", "subscriber"], name="outbox_one_delivery"),)
        indexes = (models.Index(fields=["state", "id"], name="outbox_pending", condition=~Q(state=State.DONE)),)

    def __str__(self) -> str:
        return f"{self.fact} → {self.subscriber}"

    @property
    def lock(self) -> str:
        """The queue's key of order: one subject of one subscriber."""
        return lock_of(self.subscriber, self.fact.subject_kind, str(self.fact.subject_uuid))

    def chain(self) -> models.QuerySet[Delivery]:
        """All deliveries to the same subscriber about the same subject, in order."""
        return Delivery.objects.filter(
            subscriber=self.subscriber,
            fact__subject_kind=self.fact.subject_kind,
            fact__subject_uuid=self.fact.subject_uuid,
        ).order_by("fact__sequence")

    def is_behind_another(self) -> bool:
        """Whether an earlier fact about the subject still waits or has failed for good."""
        return self.chain().filter(fact__sequence__lt=self.fact.sequence, state__in=PENDING).exists()


def lock_of(subscriber: str, kind: str, uuid: str) -> str:
    return f"{subscriber}|{kind}:{uuid}"
