"""What the counter does with a dossier that was sent (tiếp nhận, yêu cầu bổ sung, từ chối)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.notifications.notify import notify
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take
from cuulong.core.workflow.models import Step
from cuulong.published.facts.services import DossierAccepted, DossierDeclined, SupplementRequested

from ...catalogue.rules import papers_missing
from .. import clock
from ..charges import ask_for_fees, unpaid
from ..models import Dossier, ReturnWay, Supplement
from ..recipients import applicant
from ..rules import must_be_complete, must_be_known, must_be_paid, must_be_questions, must_say_why
from .move import event_fields
from .step import take_step


@transaction.atomic
def accept(
    dossier: Dossier, step: Step, *, acting: Acting, at: datetime, revision: int | None, note: str = ""
) -> Dossier:
    """Take in a complete dossier and promise a date (tiếp nhận hồ sơ; NĐ 118/2025).

    Raises Refused (papers missing, fee unpaid), workflow.rules.NotAllowed, workflow.rules.AlreadyMoved.
    """
    acting.require("services.dossier.accept", dossier.intake_agency)
    given = dossier.papers.filter(replaced=False).values_list("key", flat=True)
    answers = dossier.answers | {"channel": dossier.channel}
    must_be_complete([p.name for p in papers_missing(dossier.version.rules, answers, list(given))])
    must_be_paid(unpaid(dossier, "at_filing", "at_intake"))
    since = clock.received_at(dossier, at)
    promised = clock.promise(dossier, since)
    limit, due_at = dossier.limit, promised.due_at
    assert due_at is not None
    dossier, _ = take_step(dossier, step, "accept", acting=acting, at=at, revision=revision, note=note, due_at=due_at)
    dossier.accepted_at, dossier.due_at, dossier.limit = since, due_at, limit
    dossier.save(update_fields=["accepted_at", "due_at", "limit"])
    ask_for_fees(dossier, "at_result")
    publish(DossierAccepted(**event_fields(dossier, at), due_at=due_at))
    notify(
        "services.accepted",
        to=applicant(dossier),
        subject=dossier,
        context={"code": dossier.code, "due": _moment(due_at), "by_post": dossier.result_way == ReturnWay.POST},
    )
    return dossier


@transaction.atomic
def request_supplement(
    dossier: Dossier,
    step: Step,
    *,
    papers: Sequence[str],
    fields: Sequence[str] = (),
    note: str,
    acting: Acting,
    at: datetime,
    revision: int | None,
) -> Dossier:
    """Ask for more before acceptance, form 02; no clock runs (yêu cầu bổ sung, hoàn thiện hồ sơ). Raises Refused."""
    acting.require("services.dossier.accept", dossier.intake_agency)
    note = must_say_why(note)
    dossier, _ = take_step(
        dossier, step, "request_supplement", acting=acting, at=at, revision=revision, note=note, public_note=note
    )
    open_supplement(dossier, papers=papers, fields=fields, note=note, acting=acting, at=at)
    return dossier


def open_supplement(
    dossier: Dossier, *, papers: Sequence[str], fields: Sequence[str] = (), note: str, acting: Acting, at: datetime
) -> Supplement:
    """Write form 02 and tell the applicant; part of a verb's transaction (phiếu yêu cầu bổ sung). Raises Refused."""
    agency = dossier.intake_agency
    assert agency is not None
    must_be_known(papers, [p.key for p in dossier.version.rules.papers])
    must_be_questions(fields, dossier.version.form.shape.fields)
    day = timezone.localtime(at).date()
    entry = take("services.supplement", agency=agency, year=day.year, subject=dossier, acting=acting)
    supplement = Supplement.objects.create(
        dossier=dossier,
        number=f"{entry.n:02d}/HDHS",
        papers=list(dict.fromkeys(papers)),
        fields=list(dict.fromkeys(fields)),
        note=note,
        requested_at=at,
        requested_by=acting.actor_label,
    )
    publish(SupplementRequested(**event_fields(dossier, at), note=note))
    notify(
        "services.supplement_requested",
        to=applicant(dossier),
        subject=dossier,
        context={"code": dossier.code, "note": note},
    )
    return supplement


@transaction.atomic
def decline(dossier: Dossier, step: Step, *, note: str, acting: Acting, at: datetime, revision: int | None) -> Dossier:
    """Do not take the dossier in, form 03 (từ chối tiếp nhận giải quyết hồ sơ). Raises Refused."""
    acting.require("services.dossier.accept", dossier.intake_agency)
    note = must_say_why(note)
    dossier, _ = take_step(
        dossier, step, "decline", acting=acting, at=at, revision=revision, note=note, public_note=note
    )
    dossier.supplements.filter(answered_at=None).update(answered_at=at)
    dossier.finished_at = at
    dossier.save(update_fields=["finished_at"])
    publish(DossierDeclined(**event_fields(dossier, at), reason=note))
    notify("services.declined", to=applicant(dossier), subject=dossier, context={"code": dossier.code, "note": note})
    return dossier


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y")
