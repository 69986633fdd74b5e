"""A document in the books of one agency (văn bản)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.lineage import with_inherited
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity

from ..kinds import ALL
from ..places import reach
from ..rules import IN, OUT, STATES, number_key

READ_ALL, READ = "documents.read_all", "documents.read"


class Direction(models.TextChoices):
    """Which way a document goes, seen from its agency (chiều văn bản)."""

    INCOMING = IN, _("Văn bản đến")
    OUTGOING = OUT, _("Văn bản đi")


class State(models.TextChoices):
    """Where a document stands (trạng thái văn bản)."""

    DRAFT = "draft", _("Dự thảo")
    SIGNED = "signed", _("Đã ký, chờ cấp số")
    ISSUED = "issued", _("Đã phát hành")
    REPLACED = "replaced", _("Đã được thay thế")
    CANCELLED = "cancelled", _("Đã hủy dự thảo")
    ARRIVED = "arrived", _("Chờ vào sổ")
    REGISTERED = "registered", _("Đã vào sổ, chờ chuyển")
    WORKING = "working", _("Đang giải quyết")
    CLOSED = "closed", _("Đã giải quyết")
    RETURNED = "returned", _("Đã trả lại nơi gửi")
    RECALLED = "recalled", _("Đã thu hồi")


class Urgency(models.IntegerChoices):
    """How fast it must go (độ khẩn; NĐ 30/2020 and the edXML list)."""

    ORDINARY = 0, _("Thường")
    URGENT = 1, _("Khẩn")
    VERY_URGENT = 2, _("Thượng khẩn")
    EXPRESS = 3, _("Hỏa tốc")
    TIMED = 4, _("Hỏa tốc hẹn giờ")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents with the question of who reads them (tập văn bản)."""

    def visible_to(self, acting: Acting) -> Self:
        """The only door to documents (quyền xem văn bản).

        All of an agency: its clerk, chief of office, leaders, archivist (`documents.read_all`), of ended agencies in
        whose place theirs stands too. Everybody else: what their room drafts, works on or was given, and what names them.
        """
        if acting.is_system:
            return self
        if not acting.is_official:
            return self.none()
        whole = reach(acting, READ_ALL)
        if whole is None:
            return self
        seen = Q(agency__in=whole) if whole else Q(pk__in=())
        part = acting.agency_ids(READ)
        if part is None:
            return self
        if part:
            seen |= Q(rooms__overlap=list(with_inherited(part, timezone.localdate())))
        if acting.account is not None:
            seen |= Q(people__contains=[acting.account.pk])
        return self.filter(seen)


class Document(Entity):
    """One document as one agency holds it: what it sent, or what it received (văn bản đi, văn bản đến).

    `agency` keeps it in its registers; `room` drafts it or leads the work on it; `rooms` are the keys of all agencies
    that may read it besides, `people` of accounts. State is the projection of its movements. `number_key` makes any way
    of writing its number find it. Lengths are those of NĐ 30/2020, Phụ lục VI.
    """

    ref_kind = "documents.document"

    direction = models.CharField(max_length=3, choices=Direction.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    room = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True, blank=True)
    rooms = ArrayField(models.BigIntegerField(), default=list, blank=True)
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    revision = models.PositiveIntegerField(default=1)

    kind = models.CharField(max_length=10, blank=True)
    kind_name = models.CharField(_("tên loại"), max_length=100)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, editable=False, db_collation="C")
    issued_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=200)
    issuer_code = models.CharField(max_length=35, blank=True)
    subject = models.CharField(_("trích yếu"), max_length=500)
    summary = models.TextField(_("tóm tắt"), blank=True)
    language = models.CharField(max_length=30, blank=True, default="Tiếng Việt")
    pages = models.PositiveSmallIntegerField(_("số trang"), null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(_("độ khẩn"), choices=Urgency.choices, default=Urgency.ORDINARY)
    signer_capacity = models.CharField(max_length=200, blank=True)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=100, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=100, blank=True)
    due_at = models.DateTimeField(_("hạn giải quyết"), null=True, blank=True)

    created_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Document]] = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(direction=OUT, state__in=sorted(STATES[OUT]))
                | Q(direction=IN, state__in=sorted(STATES[IN])),
                name="documents_state_of_direction",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "direction", "-issued_on", "-id"], name="documents_newest"),
            models.Index(fields=["agency", "state", "due_at"], name="documents_waiting"),
            models.Index(fields=["number_key"], name="documents_number"),
            GinIndex(fields=["rooms"], name="documents_rooms"),
            GinIndex(fields=["people"], name="documents_people"),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.kind_name}: {self.subject}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.number_key = number_key(self.number)[:60]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return reverse(f"documents:{'outgoing' if self.is_outgoing else 'incoming'}", args=[self.uuid])

    @property
    def is_outgoing(self) -> bool:
        return self.direction == OUT

    @property
    def is_named(self) -> bool:
        """Whether the kind's name stands as a title; a letter bears "V/v" instead."""
        return self.kind not in ALL or ALL[self.kind].named

    def let_read(self, *, agencies: tuple[Agency | None, ...] = (), accounts: tuple[Account | None, ...] = ()) -> None:
        """Add readers; the caller saves (thêm người được xem)."""
        self.rooms = sorted({*self.rooms, *(one.pk for one in agencies if one is not None)})
        self.people = sorted({*self.people, *(one.pk for one in accounts if one is not None)})
