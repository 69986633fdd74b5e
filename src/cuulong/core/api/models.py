"""Clients of the API, what they asked for once, where they are told (hệ thống kết nối)."""

from __future__ import annotations

from allauth.idp.oidc.models import Client
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity

from .rules import webhook_key


class ApiClient(Entity):
    """A system outside that may use the API (hệ thống kết nối).

    `account` acts in its name: its appointments say where and as what; nobody can sign in with it.
    """

    ref_kind = "api.client"

    name = models.CharField(_("tên hệ thống"), max_length=100)
    account = models.OneToOneField(Account, models.PROTECT, related_name="api_client")
    credentials = models.OneToOneField(Client, models.PROTECT, related_name="api_client")
    per_minute = models.PositiveIntegerField(_("yêu cầu mỗi phút"), default=300)
    contact = models.CharField(_("đầu mối"), max_length=200, blank=True)
    registered_at = models.DateTimeField(db_default=Now(), editable=False)
    rotated_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hệ thống kết nối")

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(self.credentials.get_scopes())

    @property
    def acting(self) -> Acting:
        """The client as verbs see one, with the appointments of today."""
        return Acting.of(self.account)


class Once(models.Model):
    """An act that a client asked for under a key of its own: asked again, it is the same act (khóa chống trùng)."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    asked_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "key"], name="api_one_act_a_key"),)

    def __str__(self) -> str:
        return self.key


class Webhook(Entity):
    """An address of a client that is told of facts (địa chỉ nhận sự kiện).

    The signing key is derived, not stored; `generation` makes a new one.
    """

    ref_kind = "api.webhook"

    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="webhooks")
    url = models.URLField(_("địa chỉ"), max_length=500)
    events = ArrayField(models.CharField(max_length=120), verbose_name=_("sự kiện"))
    generation = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.url


class Push(Entity):
    """One fact on its way to one address (lượt gửi sự kiện)."""

    ref_kind = "api.push"

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="pushes")
    fact = models.UUIDField()
    name = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    arrived_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["webhook", "fact"], name="api_one_push"),)

    def __str__(self) -> str:
        return f"{self.name} → {self.webhook}"


def key_of(webhook: Webhook, secret: str) -> str:
    """The key that signs what is sent to an address."""
    return webhook_key(secret, str(webhook.uuid), webhook.generation)
