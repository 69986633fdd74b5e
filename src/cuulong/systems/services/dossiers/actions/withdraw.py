"""The applicant takes a dossier back, alone or with an official's agreement (rút hồ sơ)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.people.queries import holders
from cuulong.core.workflow import engine
from cuulong.core.workflow.queries import current_case, current_steps
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.services import DossierWithdrawn

from ..models import Dossier, Transition, Withdrawal
from ..recipients import applicant
from ..rules import Refused, must_say_why, next_state, withdraws_alone
from .move import event_fields, locked, move


@transaction.atomic
def ask_to_withdraw(dossier: Dossier, reason: str, *, acting: Acting, at: datetime) -> Dossier:
    """Take the dossier back with a reason, or ask for agreement where the procedure wants it (rút hồ sơ).

    Raises Refused: no reason, too late, asked already.
    """
    dossier, reason = locked(dossier), must_say_why(reason)
    next_state("withdraw", dossier.state)
    if withdraws_alone(dossier.state, agreement=dossier.version.rules.withdrawal_wants_agreement):
        return withdraw(dossier, acting=acting, at=at, note=reason)
    if dossier.withdrawals.filter(decided_at=None).exists():
        raise Refused("asked_already", gettext_noop("Đề nghị rút hồ sơ đã gửi và đang chờ cơ quan trả lời."))
    Withdrawal.objects.create(dossier=dossier, reason=reason, asked_at=at)
    _tell(dossier, "ask_withdrawal", acting, at, reason)
    notify(
        "services.withdrawal_asked",
        to=_officials(dossier),
        subject=dossier,
        context={"code": dossier.code, "reason": reason},
    )
    return dossier


@transaction.atomic
def decide_withdrawal(asked: Withdrawal, *, agree: bool, answer: str, acting: Acting, at: datetime) -> Dossier:
    """Agree, and the dossier is withdrawn, or refuse with a reason (trả lời đề nghị rút hồ sơ).

    Raises Forbidden, Refused: decided already, no reason, the result is there.
    """
    dossier = locked(asked.dossier)
    if not may_decide(dossier, acting):
        acting.require("services.withdrawal.decide", dossier.competent_agency)
    asked = Withdrawal.objects.select_for_update().get(pk=asked.pk)
    if asked.decided_at is not None:
        raise Refused("decided", gettext_noop("Đề nghị này đã được trả lời."))
    answer = answer.strip() if agree else must_say_why(answer)
    asked.decided_at, asked.agreed, asked.decided_by, asked.answer = at, agree, acting.actor_label, answer
    asked.save()
    if agree:
        return withdraw(dossier, acting=acting, at=at, note=asked.reason)
    _tell(dossier, "refuse_withdrawal", acting, at, answer)
    notify(
        "services.withdrawal_refused",
        to=applicant(dossier),
        subject=dossier,
        context={"code": dossier.code, "note": answer},
    )
    return dossier


def may_decide(dossier: Dossier, acting: Acting) -> bool:
    """Whether this person answers for the competent agency, or for the room that works on it (quyền trả lời)."""
    places = [one for one in (dossier.competent_agency, dossier.room) if one is not None]
    return any(acting.can("services.withdrawal.decide", place) for place in places)


@transaction.atomic
def withdraw(dossier: Dossier, *, acting: Acting, at: datetime, note: str = "") -> Dossier:
    """End a dossier because its people want it so (rút hồ sơ). Raises Refused once the result is there.

    Payments hears the fact and proposes for refund what was paid and can go back.
    """
    dossier = locked(dossier)
    move(dossier, "withdraw", acting=acting, at=at, agency=None, note=note, public_note=note)
    case = current_case(dossier.ref)
    assert case is not None
    engine.cancel(case, note or gettext("Người nộp rút hồ sơ"), acting=acting, at=at, outcome="withdrawn")
    dossier.supplements.filter(answered_at=None).update(answered_at=at)
    dossier.finished_at = at
    dossier.save(update_fields=["finished_at"])
    publish(DossierWithdrawn(**event_fields(dossier, at)))
    return dossier


def _officials(dossier: Dossier) -> list[Recipient]:
    """Who works on it now: the one it is assigned to, else all who may."""
    found = []
    for step in current_steps(dossier.ref):
        people = [step.assignee] if step.assignee else holders(step.role, step.agency)
        found += [Recipient(account=one, language=one.language) for one in people]
    return found


def _tell(dossier: Dossier, verb: str, acting: Acting, at: datetime, note: str) -> None:
    agency = dossier.competent_agency if acting.is_official else None
    Transition.objects.create(
        dossier=dossier,
        verb=verb,
        before=dossier.state,
        after=dossier.state,
        happened_at=at,
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label if acting.is_official else "",
        agency_name=agency.name if agency else "",
        note=note,
        public_note=note,
    )
    record(acting, f"services.dossier.{verb}", dossier, agency=agency, code=dossier.code)
