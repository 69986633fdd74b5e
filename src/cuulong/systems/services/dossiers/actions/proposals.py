"""What the leader decides beside the usual way: more time with an apology, an end, another agency (đề nghị)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import notify
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.workflow import engine
from cuulong.core.workflow.queries import current_case
from cuulong.design.errors import say
from cuulong.lib.dates import short_datetime
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.published.facts.services import DossierExtended, DossierStopped, DossierTransferred

from .. import clock
from ..models import Dossier, Handing, Proposal, State, Transition
from ..models.dossier import OPEN, RUNNING
from ..recipients import applicant
from ..rules import Refused, is_late, must_be_extendable, must_say_why, next_state
from .move import event_fields, locked, move

SIGN, PROCESS, ACCEPT = "services.dossier.sign", "services.dossier.process", "services.dossier.accept"
REASSIGN = "services.dossier.reassign"


def may_propose(dossier: Dossier, acting: Acting) -> bool:
    """Whether this person works on the dossier: the room, the agency, or the counter before acceptance (được đề nghị)."""
    if acting.can(SIGN, dossier.competent_agency_id) or acting.can(PROCESS, dossier.competent_agency_id):
        return True
    if dossier.room_id and acting.can(PROCESS, dossier.room_id):
        return True
    return dossier.accepted_at is None and acting.can(ACCEPT, dossier.intake_agency_id)


def may_decide(dossier: Dossier, acting: Acting) -> bool:
    """Whether this person signs for the agency that decides (lãnh đạo)."""
    return acting.can(SIGN, dossier.competent_agency_id)


@transaction.atomic
def propose(
    dossier: Dossier,
    matter: str,
    *,
    reason: str,
    acting: Acting,
    at: datetime,
    extra: int = 0,
    agency: Agency | None = None,
    anew: bool = False,
) -> Proposal:
    """Put it to the leader: `extra` of the limit's own unit, or `agency` with the date kept or counted anew (đề nghị).

    Raises Refused.
    """
    dossier = locked(dossier)
    if not may_propose(dossier, acting):
        acting.require(PROCESS, dossier.competent_agency)
    reason = must_say_why(reason)
    next_state(matter, dossier.state)
    if dossier.proposals.filter(decision="").exists():
        raise Refused("open_proposal", gettext_noop("Hồ sơ đang có một đề nghị chờ lãnh đạo quyết định."))
    due_after = None
    if matter == Proposal.Matter.EXTEND:
        _must_be_extendable(dossier, extra, at)
        due_after = clock.extended(dossier, extra).due_at  # the row itself is saved with the decision
    elif matter == Proposal.Matter.TRANSFER:
        agency = _other(dossier, agency)
    proposal = Proposal.objects.create(
        dossier=dossier,
        matter=matter,
        reason=reason,
        extra=extra if matter == Proposal.Matter.EXTEND else 0,
        agency=agency if matter == Proposal.Matter.TRANSFER else None,
        anew=anew and matter == Proposal.Matter.TRANSFER,
        due_before=dossier.due_at,
        due_after=due_after,
        proposed_at=at,
        proposed_by=acting.actor_label,
    )
    _note(dossier, "propose", acting, at, f"{proposal.get_matter_display()}: {reason}")
    return proposal


@transaction.atomic
def decide(proposal: Proposal, *, approve: bool, remark: str, acting: Acting, at: datetime) -> Proposal:
    """The leader approves, and it happens at once, or refuses with a reason (quyết định). Raises Refused."""
    dossier = locked(proposal.dossier)
    acting.require(SIGN, dossier.competent_agency)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("agency").get(pk=proposal.pk)
    if proposal.decision:
        raise Refused("decided", gettext_noop("Đề nghị này đã được quyết định."))
    proposal.remark = remark.strip() if approve else must_say_why(remark)
    proposal.decision = Proposal.Decision.APPROVED if approve else Proposal.Decision.REFUSED
    proposal.decided_at, proposal.decided_by = at, acting.actor_label
    if not approve:
        _note(dossier, "refuse_proposal", acting, at, proposal.remark)
    elif proposal.matter == Proposal.Matter.EXTEND:
        _extend(dossier, proposal, acting, at)
    elif proposal.matter == Proposal.Matter.STOP:
        _stop(dossier, proposal, acting, at)
    else:
        assert proposal.agency is not None
        _transfer(dossier, proposal.agency, proposal.reason, proposal.anew, acting, at)
        proposal.due_after = dossier.due_at
    proposal.save()
    return proposal


def _extend(dossier: Dossier, proposal: Proposal, acting: Acting, at: datetime) -> None:
    next_state("extend", dossier.state)
    _must_be_extendable(dossier, proposal.extra, at)
    proposal.due_before = dossier.due_at
    dossier.due_at = clock.extended(dossier, proposal.extra).due_at
    assert dossier.due_at is not None
    proposal.due_after = dossier.due_at
    due = short_datetime(dossier.due_at)
    move(
        dossier,
        "extend",
        acting=acting,
        at=at,
        agency=dossier.competent_agency,
        note=proposal.reason,
        public_note=proposal.reason,
        due_at=due,
    )
    publish(DossierExtended(**event_fields(dossier, at), reason=proposal.reason, due_at=dossier.due_at))
    told = {"code": dossier.code, "note": proposal.reason, "due": due}
    notify("services.extended", to=applicant(dossier), subject=dossier, context=told)


def _stop(dossier: Dossier, proposal: Proposal, acting: Acting, at: datetime) -> None:
    dossier.outcome, dossier.finished_at = "", at
    reason = proposal.reason
    agency = dossier.competent_agency
    move(dossier, "stop", acting=acting, at=at, agency=agency, note=reason, public_note=reason)
    case = current_case(dossier.ref)
    assert case is not None
    engine.cancel(case, reason, acting=acting, at=at, outcome="stopped")
    dossier.supplements.filter(answered_at=None).update(answered_at=at)
    publish(DossierStopped(**event_fields(dossier, at), reason=reason))
    told = {"code": dossier.code, "note": reason}
    notify("services.stopped", to=applicant(dossier), subject=dossier, context=told)


def _transfer(dossier: Dossier, agency: Agency, reason: str, anew: bool, acting: Acting, at: datetime) -> None:
    """Part of a verb's transaction: the case, the clock, the score of who had it, the story (chuyển cơ quan)."""
    before, due_before = dossier.competent_agency, dossier.due_at
    assert before is not None
    agency = _other(dossier, agency)
    last = dossier.handings.last()
    held_since = last.at if last else dossier.accepted_at or dossier.filed_at or at
    late = dossier.state in RUNNING and is_late(dossier.state, due_before, at, None)
    old_places = [key for key in (before.pk, dossier.room_id) if key]
    room = _room_like(dossier.room, agency, at)
    case = current_case(dossier.ref)
    assert case is not None
    engine.hand_over(case, agency, reason, acting=acting, at=at, room=room)
    dossier.competent_agency, dossier.room = agency, room
    # Who had it goes on reading what became of it.
    dossier.asked_agencies = sorted({*dossier.asked_agencies, *old_places})
    if dossier.accepted_at is not None and anew:
        explained = clock.counted_anew(dossier, at)
        dossier.due_at = None if dossier.state == State.PAUSED else explained.due_at
    elif dossier.accepted_at is not None:
        dossier.limit = dossier.limit | {"counted_by": dossier.limit.get("counted_by", before.pk)}
    note = f"{before.name} → {agency.name}: {reason}"
    move(dossier, "transfer", acting=acting, at=at, agency=before, note=note, public_note=note, to=agency.name)
    Handing.objects.create(
        dossier=dossier,
        before=before,
        after=agency,
        held_since=held_since,
        at=at,
        due_before=due_before,
        due_after=dossier.due_at,
        late=late,
        reason=reason,
    )
    publish(DossierTransferred(**event_fields(dossier, at), before=before.ref, reason=reason))
    told = {
        "code": dossier.code,
        "agency": agency.name,
        "due": short_datetime(dossier.due_at) if dossier.due_at else "",
    }
    notify("services.transferred", to=applicant(dossier), subject=dossier, context=told | {"note": reason})


@dataclass
class Handed:
    """What a bulk hand-over did: how many went, and which did not with the reason (kết quả bàn giao hàng loạt)."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def hand_over_all(before: Agency, agency: Agency, reason: str, *, acting: Acting, at: datetime) -> Handed:
    """All open dossiers of an ended agency to another, each in its own transaction; dates stay (bàn giao hàng loạt).

    Safe to repeat: what went is no longer there. Raises Refused for an agency that still exists.
    """
    acting.require(REASSIGN)
    reason = must_say_why(reason)
    if alive(before, at):
        raise Refused(
            "alive",
            gettext_noop("%(name)s đang hoạt động. Chỉ bàn giao hàng loạt của cơ quan đã sáp nhập, giải thể."),
            name=before.name,
        )
    handed = Handed()
    for key in open_of(before):
        try:
            with transaction.atomic():
                dossier = locked(Dossier(pk=key))
                if dossier.competent_agency_id == before.pk and dossier.state in OPEN:
                    _transfer(dossier, agency, reason, False, acting, at)
                    handed.done += 1
        except InputError as error:
            code = Dossier.objects.values_list("code", flat=True).get(pk=key)
            handed.refused.append((code or "", say(error)))
    record(
        acting,
        "services.dossier.handed_all",
        before,
        agency=agency,
        before=before.name,
        after=agency.name,
        n=handed.done,
    )
    return handed


def alive(agency: Agency, at: datetime) -> bool:
    """Whether an agency exists at a moment (đang hoạt động)."""
    upper = agency.valid.upper
    return upper is None or timezone.localtime(at).date() < upper


def open_of(agency: Agency) -> Iterable[int]:
    """The keys of the dossiers an agency has not finished (hồ sơ đang dở)."""
    return list(
        Dossier.objects.filter(competent_agency=agency, state__in=OPEN).order_by("pk").values_list("pk", flat=True)
    )


def _must_be_extendable(dossier: Dossier, extra: int, at: datetime) -> None:
    before = dossier.proposals.filter(matter=Proposal.Matter.EXTEND, decision=Proposal.Decision.APPROVED).exists()
    must_be_extendable(extra, before, late=is_late(dossier.state, dossier.due_at, at, None))


def _other(dossier: Dossier, agency: Agency | None) -> Agency:
    if agency is None:
        raise Refused("no_receiver", gettext_noop("Chọn cơ quan nhận hồ sơ."))
    if agency.pk == dossier.competent_agency_id:
        raise Refused("same_agency", gettext_noop("Hồ sơ đang ở chính cơ quan đó."))
    if not alive(agency, timezone.now()):
        raise Refused("ended", gettext_noop("%(name)s không còn hoạt động. Chọn cơ quan kế thừa."), name=agency.name)
    return agency


def _room_like(room: Agency | None, agency: Agency, at: datetime) -> Agency | None:
    """The room of the new agency that is what the old one's was (phòng tương ứng)."""
    if room is None or not room.key:
        return None
    day = timezone.localtime(at).date()
    return Agency.objects.filter(parent=agency, key=room.key, valid__contains=day).first()


def _note(dossier: Dossier, verb: str, acting: Acting, at: datetime, note: str) -> None:
    agency = dossier.competent_agency
    Transition.objects.create(
        dossier=dossier,
        verb=verb,
        before=dossier.state,
        after=dossier.state,
        happened_at=at,
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label,
        agency_name=agency.name if agency else "",
        note=note,
    )
    record(acting, f"services.dossier.{verb}", dossier, agency=agency, code=dossier.code)


def receivers(dossier: Dossier) -> Iterable[Agency]:
    """Agencies that may decide instead: provincial bodies and communes of today (cơ quan nhận)."""
    kinds = (AgencyKind.PROVINCIAL_BODY, AgencyKind.COMMUNE)
    found = Agency.objects.filter(kind__in=kinds, valid__contains=timezone.localdate())
    return found.exclude(pk=dossier.competent_agency_id or 0).order_by("name")
