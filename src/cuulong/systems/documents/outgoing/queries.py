"""Reads of outgoing documents (tra cứu văn bản đi)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step, StepKind
from cuulong.core.workflow.queries import waiting_for

from ..records.models import Document
from ..records.queries import for_officials
from .models import CoSigner, Outgoing, Recipient, SendingRule, Version
from .rules import SendRule

DRAFT = "documents.draft"
INNER = (AgencyKind.ROOM, AgencyKind.CENTRE, AgencyKind.DIVISION)


def outgoing_for(acting: Acting) -> QuerySet[Document]:
    """Outgoing documents an official may read, with what a list shows (văn bản đi được xem)."""
    return for_officials(acting).filter(direction="out").select_related("outgoing")


def whole_outgoing(acting: Acting, uuid: UUID) -> Document | None:
    """One of them with whom it goes to and who signs (văn bản đi)."""
    co_signers = CoSigner.objects.select_related("appointment__account", "appointment__agency").order_by("order", "pk")
    found = outgoing_for(acting).select_related("agency__parent", "outgoing__signer__account", "outgoing__answers")
    recipients = Recipient.objects.select_related("agency").order_by("-for_action", "pk")
    return (
        found.prefetch_related(
            Prefetch("outgoing__co_signers", co_signers), Prefetch("outgoing__recipients", recipients)
        )
        .filter(uuid=uuid)
        .first()
    )


def newest(document: Document) -> Version | None:
    """The wording that stands (phiên bản mới nhất)."""
    return document.versions.order_by("-n").first()


def body_of(agency: Agency) -> Agency:
    """In whose name a room drafts: the first around it that is no inner part (cơ quan ban hành)."""
    while agency.kind in INNER and agency.parent is not None:
        agency = agency.parent
    return agency


def drafting_places(acting: Acting, day: date) -> list[Agency]:
    """The rooms and agencies in which this person drafts (nơi soạn thảo)."""
    keys = {grant.agency_id for grant in acting.grants if grant.role == "specialist"}
    return list(
        Agency.objects.filter(pk__in=keys, valid__contains=day).select_related("parent__parent").order_by("name")
    )


def task_of(document: Document) -> Step | None:
    """The open task of a document on its way (bước hiện tại)."""
    found = Step.objects.filter(
        case__subject_kind=Document.ref_kind, case__subject_uuid=document.uuid, kind=StepKind.TASK, left_at=None
    )
    return found.select_related("case__version__process", "agency", "assignee", "parent").first()


def waiting(acting: Acting) -> QuerySet[Step]:
    """Steps of outgoing documents that wait for this person (việc chờ tôi)."""
    return waiting_for(acting).filter(
        case__subject_kind=Document.ref_kind, case__version__process__code="documents.outgoing"
    )


def to_co_sign(acting: Acting) -> QuerySet[CoSigner]:
    """What this person is asked to sign beside others (văn bản chờ ký cùng)."""
    if acting.account is None:
        return CoSigner.objects.none()
    found = CoSigner.objects.filter(
        Q(appointment__account=acting.account),
        asked_at__isnull=False,
        signed_at=None,
        refused_at=None,
        outgoing__document__state="draft",
    )
    return found.select_related("outgoing__document__agency").order_by("asked_at", "pk")


def sending_rules() -> list[SendRule]:
    """The table of who may send to whom, as values (quy định gửi văn bản)."""
    return [
        SendRule(
            from_kind=one.from_kind,
            from_agency=one.from_agency_id,
            to_kind=one.to_kind,
            to_agency=one.to_agency_id,
            allowed=one.allowed,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            reason=one.reason,
        )
        for one in SendingRule.objects.all()
    ]


def result_of(subject_kind: str, subject_uuid: UUID) -> Outgoing | None:
    """The newest document issued, or on its way, for what it answers (văn bản kết quả)."""
    found = Outgoing.objects.filter(
        subject_kind=subject_kind, subject_uuid=subject_uuid, document__state__in=("draft", "signed", "issued")
    )
    return found.select_related("document__agency__parent").order_by("-pk").first()
