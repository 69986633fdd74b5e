"""The dossier itself (hồ sơ thủ tục hành chính)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.lineage import with_inherited
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Business, Citizen, Representation, RepresentationKind
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.core.workflow import places
from cuulong.lib.ids import receipt_code

from ...catalogue.models import ProcedureVersion
from .guest import GuestPass


class State(models.TextChoices):
    """Where a dossier stands (trạng thái hồ sơ)."""

    DRAFT = "draft", _("Bản nháp")
    SENT = "sent", _("Mới nộp")
    INCOMPLETE = "incomplete", _("Chờ bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    PROCESSING = "processing", _("Đang giải quyết")
    PAUSED = "paused", _("Tạm dừng, chờ bổ sung")
    ISSUED = "issued", _("Đã có kết quả")
    RETURNED = "returned", _("Đã trả kết quả")
    DECLINED = "declined", _("Không tiếp nhận")
    WITHDRAWN = "withdrawn", _("Đã rút")
    STOPPED = "stopped", _("Dừng giải quyết")


RUNNING = (State.ACCEPTED, State.PROCESSING)
OPEN = (State.SENT, State.INCOMPLETE, *RUNNING, State.PAUSED)
ENDED = (State.ISSUED, State.RETURNED, State.DECLINED, State.WITHDRAWN, State.STOPPED)


class Channel(models.TextChoices):
    """How a dossier came (kênh nộp); numbers of the national list: direct 1, online 2, post 3."""

    ONLINE = "online", _("Trực tuyến")
    COUNTER = "counter", _("Tại quầy")
    POST = "post", _("Bưu chính")


class ReturnWay(models.TextChoices):
    """How the result reaches its people; none chosen: on screen or at the counter (hình thức nhận kết quả)."""

    SCREEN = "screen", _("Bản điện tử trên trang hồ sơ")
    COUNTER = "counter", _("Tại quầy tiếp nhận")
    POST = "post", _("Qua bưu chính")


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, acting: Acting) -> Self:
        """The only door to dossiers (quyền xem hồ sơ).

        Officials: those taken in or decided where they hold the right, by ended agencies in whose place theirs stands,
        or whose opinion was asked. Citizens: their own.
        """
        if acting.is_system:
            return self
        seen = _own(acting)
        reach = acting.agency_ids("services.dossier.read") if acting.is_official else frozenset()
        sent = ~Q(state=State.DRAFT)
        if reach is None:
            seen |= sent
        elif reach:
            reach = with_inherited(reach, timezone.localdate())
            here = Q(competent_agency__in=reach) | Q(intake_agency__in=reach) | Q(room__in=reach)
            # An opinion asked of a body is answered by its rooms.
            asked = reach | {agency for _role, agency in places.reach(acting)}
            seen |= sent & (here | Q(asked_agencies__overlap=list(asked)))
        return self.filter(seen)

    def filed_by(self, acting: Acting) -> Self:
        """A person's own: theirs, or of whom they speak for while they do; never by office (hồ sơ của chính mình)."""
        return self.filter(_own(acting))


def _own(acting: Acting) -> Q:
    if acting.account is None:
        return Q(pk__in=())
    mine = Representation.objects.on(timezone.localdate()).filter(representative__account=acting.account)
    # An adult keeps to oneself what was filed without this representative; children and wards do not.
    wards = mine.filter(kind__in=(RepresentationKind.GUARDIAN, RepresentationKind.LEGAL))
    return (
        Q(account=acting.account, representation=None)
        | Q(citizen__account=acting.account)
        | Q(business__account=acting.account)
        | Q(representation__in=mine.values("pk"))
        | Q(business__in=mine.filter(business__isnull=False).values("business"))
        | Q(citizen__in=wards.filter(citizen__isnull=False).values("citizen"))
    )


class Dossier(Entity):
    """One person's case under one procedure (hồ sơ).

    State, dates and pauses are the projection of its transitions; agencies are those of its day.
    """

    ref_kind = "services.dossier"

    code = models.CharField(max_length=60, unique=True, null=True, blank=True)
    lookup_code = models.CharField(max_length=24, unique=True, default=receipt_code, editable=False)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="dossiers")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)

    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.OneToOneField(GuestPass, models.PROTECT, null=True, blank=True, related_name="dossier")
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, blank=True, related_name="dossiers")
    business = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="dossiers")
    representation = models.ForeignKey(Representation, models.PROTECT, null=True, blank=True, related_name="+")
    applicant_name = models.CharField(max_length=150, blank=True)
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_email = models.EmailField(blank=True)
    applicant_address = models.CharField(max_length=300, blank=True)

    answers = models.JSONField(default=dict, blank=True)
    intake_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    competent_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    asked_agencies = ArrayField(models.BigIntegerField(), default=list, blank=True)

    outcome = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    saved_at = models.DateTimeField(auto_now=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    limit = models.JSONField(default=dict, blank=True)
    paper_number = models.CharField(max_length=40, db_default="", default="", blank=True, editable=False)

    result_way = models.CharField(max_length=7, choices=ReturnWay.choices, db_default="", default="", blank=True)
    post_name = models.CharField(max_length=150, db_default="", default="", blank=True)
    post_phone = models.CharField(max_length=20, db_default="", default="", blank=True)
    post_address = models.CharField(max_length=300, db_default="", default="", blank=True)

    objects: ClassVar[models.Manager[Dossier]] = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        indexes = (
            models.Index(fields=["competent_agency", "state", "due_at"]),
            models.Index(fields=["intake_agency", "filed_at"]),
            models.Index(fields=["room", "state", "due_at"]),
            models.Index(fields=["competent_agency", "filed_at"]),
            GinIndex(fields=["asked_agencies"], name="dossier_asked"),
        )

    def __str__(self) -> str:
        return self.code or str(State.DRAFT.label)

    @property
    def refused(self) -> bool:
        return self.outcome == "refusal"

    @property
    def receiver_name(self) -> str:
        """Whom letters speak to: the business or person for whom it was filed (tên người nộp)."""
        if self.business:
            return self.business.full_name
        if self.representation_id and self.citizen:
            return self.citizen.full_name
        return self.applicant_name
