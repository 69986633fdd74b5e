"""Numbers that people take, desks that call them, devices that show them (số thứ tự)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.ids import receipt_code


class Device(Entity):
    """A kiosk or a display board of one centre, known by its code alone; nobody signs in on it (thiết bị)."""

    ref_kind = "services.device"

    class Purpose(models.TextChoices):
        KIOSK = "kiosk", _("Máy lấy số")
        BOARD = "board", _("Bảng gọi số")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=24, unique=True, default=receipt_code, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Desk(Entity):
    """A numbered place at a centre where people are served; `officer` sits there now (ô, bàn tiếp nhận)."""

    ref_kind = "services.desk"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["agency", "number"], name="one_desk_a_number"),
            models.UniqueConstraint(fields=["officer"], name="one_desk_an_officer"),
        )

    def __str__(self) -> str:
        return str(self.number)


class TicketState(models.TextChoices):
    """How far a number has come (tình trạng số thứ tự)."""

    WAITING = "waiting", _("Đang chờ")
    CALLED = "called", _("Đang phục vụ")
    DONE = "done", _("Đã xong")
    ABSENT = "absent", _("Vắng mặt")


class Ticket(Entity):
    """One person's number of one day at one centre (phiếu số thứ tự).

    `press`: the press of the kiosk that took it, so that one press gives one number.
    """

    ref_kind = "services.ticket"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    day = models.DateField()
    n = models.PositiveIntegerField()
    priority = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=24, unique=True, default=receipt_code, editable=False)
    press = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=TicketState.choices, default=TicketState.WAITING)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="tickets")
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    last_called_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    served_by = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "day", "n"], name="one_ticket_a_number"),
            models.UniqueConstraint(fields=["desk"], condition=Q(state="called"), name="one_ticket_at_a_desk"),
        )
        indexes = (models.Index(fields=["agency", "day", "state", "n"], name="ticket_line"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is called and shown: “U” before those of priority."""
        return f"{'U' if self.priority else 'A'}{self.n:03d}"
