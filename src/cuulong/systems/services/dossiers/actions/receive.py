"""Papers that a person brings to the counter after filing (nhận thêm giấy tờ tại quầy)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ..models import Dossier, Paper
from ..models.paper import PaperSource
from ..rules import INCOMPLETE, PAUSED, SENT, Refused
from .move import locked
from .supplement import send_supplement


@transaction.atomic
def receive_papers(dossier: Dossier, keys: Sequence[str], *, acting: Acting, at: datetime) -> Dossier:
    """Note what was handed over or shown at the counter (nhận thêm giấy tờ).

    Once all that was asked for has come, the dossier waits for a check again. Raises Refused.
    """
    acting.require("services.dossier.accept", dossier.intake_agency)
    dossier = locked(dossier)
    rules = {p.key: p for p in dossier.version.rules.papers}
    given = [rules[key] for key in keys if key in rules]
    if not given:
        raise Refused("no_papers", gettext_noop("Chọn giấy tờ đã nhận."))
    if dossier.state not in (SENT, INCOMPLETE, PAUSED):
        raise Refused("not_now", gettext_noop("Hồ sơ không còn chờ giấy tờ nào."))
    for rule in given:
        dossier.papers.filter(key=rule.key, replaced=False).update(replaced=True)
        source = PaperSource.SEEN if rule.submit == "show" else PaperSource.PAPER
        Paper.objects.create(dossier=dossier, key=rule.key, source=source, quantity=rule.quantity, added_at=at)
    names = "; ".join(rule.name for rule in given)
    record(acting, "services.dossier.papers", dossier, agency=dossier.intake_agency, code=dossier.code, papers=names)
    asked = dossier.supplements.filter(answered_at=None).first()
    fresh = {p.key for p in dossier.papers.filter(replaced=False) if asked and p.added_at >= asked.requested_at}
    return (
        send_supplement(dossier, acting=acting, at=at)
        if asked and not asked.fields and set(asked.papers) <= fresh
        else dossier
    )
