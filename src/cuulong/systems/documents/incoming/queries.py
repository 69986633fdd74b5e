"""Reads of incoming documents (tra cứu văn bản đến)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.workflow.models import Case, Step, StepKind
from cuulong.core.workflow.places import waiting_filter
from cuulong.core.workflow.queries import current_steps
from cuulong.lib.errors import gettext_noop

from ..records.models import Direction, Document, State
from ..records.places import UNITS, reach
from ..records.queries import for_officials
from ..records.rules import Refused, number_key
from .arrival import Arrival
from .models import Handling, Incoming, Instruction, Share

REGISTER, ROUTE, INSTRUCT = "documents.register", "documents.route", "documents.instruct"
PARTS = ("incoming__entry", "incoming__same_as", "agency__parent", "room")


def incoming(acting: Acting) -> QuerySet[Document]:
    """The incoming documents one may read (văn bản đến được xem)."""
    return for_officials(acting).filter(direction=Direction.INCOMING).select_related(*PARTS)


def to_register(acting: Acting) -> QuerySet[Document]:
    """What arrived where this clerk keeps the register, and stands in it not yet (chờ vào sổ)."""
    here = reach(acting, REGISTER)
    found = Document.objects.filter(direction=Direction.INCOMING, state=State.ARRIVED).select_related(*PARTS)
    return found if here is None else found.filter(agency__in=here)


def asked_of(acting: Acting) -> QuerySet[Document]:
    """What the sender asks to have back or changed, for the clerk to answer (đề nghị chờ trả lời)."""
    here = reach(acting, REGISTER)
    found = Document.objects.filter(direction=Direction.INCOMING).exclude(incoming__asked="").select_related(*PARTS)
    return found if here is None else found.filter(agency__in=here)


def at_step(acting: Acting, *keys: str) -> QuerySet[Document]:
    """Documents whose open step is one of these and this person's to do, the most urgent first (văn bản ở bước)."""
    steps = Step.objects.filter(waiting_filter(acting), left_at=None, kind=StepKind.TASK)
    if keys:
        steps = steps.filter(key__in=keys)
    cases = Case.objects.filter(pk__in=steps.values("case"), subject_kind=Document.ref_kind)
    found = Document.objects.filter(direction=Direction.INCOMING, uuid__in=cases.values("subject_uuid"))
    return found.select_related(*PARTS).order_by("-urgency", F("due_at").asc(nulls_last=True), "pk")


def step_of(document: Document) -> Step:
    """The open step of a document on its way. Raises Refused when it has none (bước hiện tại)."""
    step = next((one for one in current_steps(document.ref) if one.kind == StepKind.TASK), None)
    if step is None:
        raise Refused("no_step", gettext_noop("Văn bản không còn bước nào đang chờ. Tải lại trang để xem."))
    return step


def told(acting: Acting) -> QuerySet[Handling]:
    """What this person's units and themselves were given and is not done: joint work to report, or to be read (được giao)."""
    places = {grant.agency_id for grant in acting.grants}
    mine = Q(account=acting.account) | Q(account=None, agency__in=places)
    open_ones = Q(share=Share.JOINT, done_at=None) | Q(share=Share.TOLD, seen_at=None)
    found = Handling.objects.filter(mine, open_ones, instruction__proposal=False, done_at=None)
    live = (State.WORKING, State.REGISTERED)
    return found.filter(Q(share=Share.TOLD) | Q(instruction__document__state__in=live)).select_related(
        "agency", "account", "instruction__document__agency", "instruction__document__incoming"
    )


def handed_to(acting: Acting, document: Document) -> QuerySet[Handling]:
    """The shares this reader has in one document (phần việc của người xem)."""
    places = {grant.agency_id for grant in acting.grants}
    mine = Q(account=acting.account) | Q(account=None, agency__in=places)
    return Handling.objects.filter(mine, instruction__document=document, instruction__proposal=False).select_related(
        "agency", "account", "instruction"
    )


def units_of(agency: Agency, day: date) -> QuerySet[Agency]:
    """The rooms and units a body may hand a document to; itself where it has none (đơn vị trực thuộc)."""
    units = Agency.objects.filter(parent=agency, kind__in=UNITS, valid__contains=day)
    return (units if units.exists() else Agency.objects.filter(pk=agency.pk)).order_by("name")


def leaders_of(agency: Agency, day: date) -> QuerySet[Account]:
    """Whom the office may ask for instructions (lãnh đạo)."""
    posts = Appointment.objects.filter(role="signer", agency=agency, valid__contains=day)
    return Account.objects.filter(pk__in=posts.values("account"), is_active=True).order_by("name_key")


def colleagues_of(unit: Agency, day: date) -> QuerySet[Account]:
    """Who in the unit may be given a document (người xử lý)."""
    posts = Appointment.objects.filter(role="specialist", agency=unit, valid__contains=day)
    return Account.objects.filter(pk__in=posts.values("account"), is_active=True).order_by("name_key")


def instructions_of(document: Document) -> QuerySet[Instruction]:
    """What was proposed and instructed, the oldest first, with whom it gave the work (ý kiến chỉ đạo)."""
    handlings = ("handlings__agency", "handlings__account")
    return document.instructions.prefetch_related(*handlings).order_by("at", "pk")


def proposal_of(document: Document) -> Instruction | None:
    """The routing the office proposed last (đề xuất phân phối)."""
    found = document.instructions.filter(proposal=True).prefetch_related("handlings__agency")
    return found.order_by("-at", "-pk").first()


def duplicates(arrival: Arrival, agency: Agency, *, but: Document | None = None) -> QuerySet[Document]:
    """Documents the agency already holds under the same sender's identifier, or number, issuer and day (văn bản trùng).

    NĐ 30/2020, Phụ lục VI: the system warns of both.
    """
    same = Q(pk__in=())
    if arrival.sender_id:
        same |= Q(incoming__sender_id=arrival.sender_id[:120], incoming__sender_code=arrival.sender_code[:35])
    if arrival.number and arrival.issued_on:
        numbered = Q(number_key=number_key(arrival.number)[:60], issued_on=arrival.issued_on)
        issuer = Q(issuer_name__iexact=arrival.issuer_name[:200])
        if arrival.issuer_code:
            issuer |= Q(issuer_code=arrival.issuer_code[:35])
        same |= numbered & issuer
    found = Document.objects.filter(same, agency=agency, direction=Direction.INCOMING).exclude(state=State.RETURNED)
    return (found.exclude(pk=but.pk) if but else found).select_related("incoming__entry").order_by("pk")


def with_answers(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Adds `was_answered`: an issued document of ours answers it (đã có văn bản trả lời)."""
    issued: Any = Document.objects.filter(outgoing__answers=OuterRef("pk"), state=State.ISSUED)
    return documents.annotate(was_answered=Exists(issued))


def answers_of(document: Document) -> QuerySet[Document]:
    """The documents of ours that answer it, drafts too (văn bản trả lời)."""
    found = Document.objects.filter(outgoing__answers=document).exclude(state=State.CANCELLED)
    return found.select_related("outgoing").order_by("pk")


def incoming_of(document: Document) -> Incoming:
    """The incoming side of a locked document (phần văn bản đến)."""
    return Incoming.objects.select_related("entry").get(pk=document.pk)
