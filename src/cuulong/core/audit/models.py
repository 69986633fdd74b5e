"""The audit log: events, the chain over them, and its signed heads; rows are only ever added (nhật ký)."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

from .rules import Content


class Xid8Field(models.Field):
    """The full number of the inserting transaction, given by the database."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentTransaction(models.Func):
    function = "pg_current_xact_id"
    arity = 0
    output_field = Xid8Field()


def _ref(kind: str, uuid: UUID | None) -> Ref | None:
    return Ref(kind, uuid) if kind and uuid else None


class Event(models.Model):
    """One act of one person or of the machine (bản ghi nhật ký).

    `actor_label` names the machine's part when nobody is signed in; `party` is the citizen or business whose record
    was read.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid7, editable=False)
    xid = Xid8Field(db_default=CurrentTransaction(), editable=False)
    happened_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=80, blank=True)
    actor_uuid = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=120, blank=True)
    behalf_kind = models.CharField(max_length=80, blank=True)
    behalf_uuid = models.UUIDField(null=True)
    action = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=80)
    subject_uuid = models.UUIDField()
    agency_id = models.BigIntegerField(null=True)
    agency_uuid = models.UUIDField(null=True)
    party_kind = models.CharField(max_length=80, blank=True)
    party_uuid = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    content_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = (
            models.Index(fields=["xid"], name="audit_event_xid"),
            models.Index(fields=["subject_uuid", "id"], name="audit_event_subject"),
            models.Index(fields=["actor_uuid", "id"], name="audit_event_actor"),
            models.Index(fields=["party_uuid", "id"], name="audit_event_party", condition=Q(party_uuid__isnull=False)),
            BrinIndex(fields=["happened_at"], name="audit_event_time"),
        )

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"

    @property
    def actor(self) -> Ref | None:
        return _ref(self.actor_kind, self.actor_uuid)

    @property
    def behalf(self) -> Ref | None:
        return _ref(self.behalf_kind, self.behalf_uuid)

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_uuid)

    @property
    def party(self) -> Ref | None:
        return _ref(self.party_kind, self.party_uuid)

    def content(self) -> Content:
        """What is hashed of this row."""
        return Content(
            uuid=self.uuid,
            happened_at=self.happened_at,
            actor=f"{self.actor_kind}:{self.actor_uuid} {self.actor_label}",
            behalf=f"{self.behalf_kind}:{self.behalf_uuid}",
            action=self.action,
            subject=f"{self.subject_kind}:{self.subject_uuid}",
            agency=f"{self.agency_id}:{self.agency_uuid}",
            party=f"{self.party_kind}:{self.party_uuid}",
            details=self.details,
            request_id=self.request_id,
        )


class Link(models.Model):
    """A sealed event's place in the chain, without gaps from 1 (mắt xích)."""

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    content_hash = models.BinaryField(max_length=32)
    link_hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"#{self.seq}"


class Head(models.Model):
    """The chain's state at one sealing, signed (đầu chuỗi đã ký).

    `sealed_below`: every transaction below this number had ended and is in the chain.
    """

    seq = models.BigIntegerField(primary_key=True)
    link_hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    sealed_below = models.BigIntegerField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"head #{self.seq}"
