"""Papers and answers that a person brings to the counter after filing (nhận thêm giấy tờ, bổ sung tại quầy)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ..models import Channel, Dossier, Paper
from ..models.paper import PaperSource
from ..rules import INCOMPLETE, PAUSED, SENT, Refused
from .move import locked
from .supplement import save_supplement, send_supplement


@transaction.atomic
def receive_papers(dossier: Dossier, keys: Sequence[str], *, acting: Acting, at: datetime) -> Dossier:
    """Note what was handed over or shown at the counter (nhận thêm giấy tờ).

    Once all that was asked for has come, the dossier waits for a check again. Raises Refused.
    """
    acting.require("services.dossier.accept", dossier.intake_agency)
    dossier = locked(dossier)
    if dossier.state not in (SENT, INCOMPLETE, PAUSED):
        raise Refused("not_now", gettext_noop("Hồ sơ không còn chờ giấy tờ nào."))
    if not _note(dossier, keys, acting, at):
        raise Refused("no_papers", gettext_noop("Chọn giấy tờ đã nhận."))
    asked = dossier.supplements.filter(answered_at=None).first()
    fresh = {p.key for p in dossier.papers.filter(replaced=False) if asked and p.added_at >= asked.requested_at}
    return (
        send_supplement(dossier, acting=acting, at=at)
        if asked and not asked.fields and set(asked.papers) <= fresh
        else dossier
    )


@transaction.atomic
def answer_at_counter(
    dossier: Dossier, answers: Mapping[str, Any], keys: Sequence[str] = (), *, acting: Acting, at: datetime
) -> Dossier:
    """What was asked again of who came in person: their answers and papers, typed in by the officer (bổ sung tại quầy).

    Of a dossier that was filed on line its people answer themselves. Raises Forbidden, NotYet, Refused.
    """
    acting.require("services.dossier.accept", dossier.intake_agency)
    dossier = locked(dossier)
    if not answers_here(dossier):
        raise Refused("not_here", gettext_noop("Hồ sơ nộp trực tuyến do người nộp tự trả lời trong trang hồ sơ."))
    _note(dossier, keys, acting, at)
    save_supplement(dossier, answers)
    record(acting, "services.dossier.answered", dossier, agency=dossier.intake_agency, code=dossier.code)
    return send_supplement(dossier, acting=acting, at=at)


def answers_here(dossier: Dossier) -> bool:
    """Whether its people came in person, so that an officer writes down what they say (trả lời tại quầy)."""
    return dossier.channel != Channel.ONLINE


def _note(dossier: Dossier, keys: Sequence[str], acting: Acting, at: datetime) -> int:
    """Papers handed over or shown, in the place of those before; how many."""
    rules = {p.key: p for p in dossier.version.rules.papers}
    given = [rules[key] for key in keys if key in rules]
    for rule in given:
        dossier.papers.filter(key=rule.key, replaced=False).update(replaced=True)
        source = PaperSource.SEEN if rule.submit == "show" else PaperSource.PAPER
        Paper.objects.create(dossier=dossier, key=rule.key, source=source, quantity=rule.quantity, added_at=at)
    if given:
        names = "; ".join(rule.name for rule in given)
        record(
            acting, "services.dossier.papers", dossier, agency=dossier.intake_agency, code=dossier.code, papers=names
        )
    return len(given)
