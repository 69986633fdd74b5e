"""File a dossier: a code, no due date yet (nộp hồ sơ)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.eforms.checking import check
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take
from cuulong.core.workflow import engine
from cuulong.lib.errors import gettext_noop
from cuulong.lib.ids import dossier_code
from cuulong.published.facts.services import DossierSent, FeeOverpaid

from ...catalogue.rules import papers_missing
from ..charges import accounts_of, ask_for_fees, charges_of, unpaid
from ..co_signing import waiting_of
from ..filers import must_still_speak
from ..models import Channel, Dossier, State
from ..models.paper import PaperSource
from ..queries import portal_on
from ..routing import route
from ..rules import Refused, must_all_agree, must_be_complete, must_be_paid
from .answers import NotYet
from .move import event_fields, locked, move
from .reuse import must_still_be_usable


@transaction.atomic
def send(draft: Dossier, *, acting: Acting, at: datetime, counter: Agency | None = None) -> Dossier:
    """File the draft with the agency whose counter takes it in; a second time it is the same one (nộp hồ sơ).

    Raises NotYet, Refused (missing papers, unpaid fee, no competent agency).
    """
    dossier = locked(draft)
    if dossier.state != State.DRAFT:
        return dossier
    if errors := check(dossier.version.form, dossier.answers):
        raise NotYet(list(errors))
    must_all_agree(waiting_of(dossier))
    papers = list(dossier.papers.filter(replaced=False).values_list("key", "source"))
    if any(source == PaperSource.REUSED for _key, source in papers):
        must_still_be_usable(dossier, at)
    given = {key for key, _source in papers}
    return file_as_new(dossier, given, acting=acting, at=at, counter=counter)


def file_as_new(
    dossier: Dossier,
    given: Collection[str],
    *,
    acting: Acting,
    at: datetime,
    counter: Agency | None = None,
    code: str = "",
) -> Dossier:
    """File what passed the form's checks: a draft this transaction has locked, or a row to be (nộp hồ sơ mới).

    `given`: keys of the papers that come with it. `code`: what another portal gave it, where it was filed; its papers
    and fees are judged at the counter. Raises Refused; IntegrityError for a row to be that somebody wrote.
    """
    answers = dossier.answers | {"channel": dossier.channel}
    _must_be_reachable(dossier)
    must_still_speak(dossier.representation, timezone.localdate())
    if dossier.channel == Channel.ONLINE and not acting.is_system:
        _must_be_here()
    charges = charges_of(dossier)
    if dossier.channel == Channel.ONLINE and not code:
        must_be_complete([p.name for p in papers_missing(dossier.version.rules, answers, list(given))])
        must_be_paid(unpaid(dossier, "at_filing", charges=charges))
    day = timezone.localtime(at).date()
    way = route(dossier.version, answers, day=day, counter=counter or dossier.intake_agency)
    dossier.intake_agency, dossier.competent_agency, dossier.room = way.intake, way.competent, way.room
    dossier.filed_at = at
    if not code:
        entry = take("services.dossier", agency=way.intake, day=day, subject=dossier, acting=acting)
        code = dossier_code(way.intake.code, day, entry.n)
    dossier.code = code
    move(dossier, "send", acting=acting, at=at, agency=way.intake, channel=dossier.channel)
    engine.start(
        dossier.ref,
        dossier.version.procedure.parts_code,
        agency=way.competent,
        intake_agency=way.intake,
        room=way.room,
        acting=acting,
        at=at,
        context=answers,
    )
    # At a counter nothing has been asked for yet; at home the first moment's fees are there.
    for due in ("at_filing", "at_intake"):
        ask_for_fees(dossier, due, charges)
    publish(DossierSent(**event_fields(dossier, at), channel=dossier.channel))
    for account in accounts_of(dossier, charges):
        if account.surplus:
            told = event_fields(dossier, at)
            publish(FeeOverpaid(**told, moment=account.due, paid=account.paid, surplus=account.surplus))
    return dossier


def _must_be_here() -> None:
    portal = portal_on(timezone.localdate())
    if portal is not None:
        raise Refused("elsewhere", gettext_noop("Hồ sơ trực tuyến nay nộp tại %(portal)s."), portal=portal.portal_url)


def _must_be_reachable(dossier: Dossier) -> None:
    if not dossier.applicant_name.strip():
        raise Refused("no_name", gettext_noop("Nhập họ và tên người nộp."))
    if not dossier.applicant_phone.strip():
        raise Refused("no_phone", gettext_noop("Nhập số điện thoại để cơ quan báo kết quả."))
