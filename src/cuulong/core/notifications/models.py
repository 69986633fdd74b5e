"""What people were told, by which way, and in whose words (thông báo)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref


class Notification(Entity):
    """One message to one person, in the words they were told (tin báo)."""

    ref_kind = "notifications.notification"

    message = models.CharField(max_length=120)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="notifications")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_uuid = models.UUIDField(null=True)
    title = models.CharField(max_length=300)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "-id"], name="notification_of_account"),
            models.Index(fields=["account"], name="notification_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["subject_uuid", "id"], name="notification_subject"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> Ref | None:
        return Ref(self.subject_kind, self.subject_uuid) if self.subject_uuid else None


class Channel(models.TextChoices):
    """A way to reach somebody (kênh)."""

    IN_APP = "in_app", _("Trên hệ thống")
    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn SMS")
    ZALO = "zalo", _("Zalo")


class State(models.TextChoices):
    """How far a delivery is (trạng thái gửi)."""

    WAITING = "waiting", _("Đang chờ gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    NO_ADDRESS = "no_address", _("Không có địa chỉ")


class Delivery(Entity):
    """One message on one way (lượt gửi)."""

    ref_kind = "notifications.delivery"

    notification = models.ForeignKey(Notification, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notification", "channel"], name="notification_once_a_way"),)
        indexes = (
            models.Index(
                fields=["state", "id"], name="notification_unsent", condition=Q(state__in=("waiting", "failed"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.notification} · {self.channel}"


class Template(models.Model):
    """Whose words a message has in one language from a day on, in place of the declared ones (mẫu thông báo).

    Without words: the declared ones are back from that day on.
    """

    message = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    valid_from = models.DateField(default=timezone.localdate, db_default=Cast(Now(), models.DateField()))
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=10_000, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="notification_one_template_a_day",
                expressions=[
                    ("message", RangeOperators.EQUAL),
                    ("language", RangeOperators.EQUAL),
                    ("valid_from", RangeOperators.EQUAL),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.message} ({self.language})"


class QuietHours(models.Model):
    """A span of the day in which a channel is silent; messages wait until it ends (giờ yên lặng)."""

    channel = models.CharField(max_length=10, choices=[(c.value, c.label) for c in (Channel.SMS, Channel.ZALO)])
    begins = models.TimeField(_("từ"))
    ends = models.TimeField(_("đến"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["channel"], name="notification_one_quiet_span"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.begins:%H:%M}-{self.ends:%H:%M}"
