"""A dossier's fees, asked for through the payments port (phí, lệ phí của hồ sơ)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext

from cuulong.published.ports.payments import Charge, Line, payments

from ..catalogue.rules import Fee, fees
from .models import Dossier
from .routing import route


def fees_of(dossier: Dossier, due: str | None = None) -> list[Fee]:
    """The fees of this case; `due` keeps those of one moment."""
    return fees(dossier.version.rules, dossier.answers | {"channel": dossier.channel}, due=due)


def ask_for_fees(dossier: Dossier, due: str) -> Charge | None:
    """Ask once for all that falls due at a moment; None when nothing does. `due` is the charge's code."""
    lines = [
        Line(code=f.rule.key, title=f.rule.name, amount=f.amount, explanation=gettext(f.explanation) % f.params)
        for f in fees_of(dossier, due)
        if f.amount
    ]
    total = sum(line.amount for line in lines)
    for earlier in payments().find(dossier.ref):
        # The answers changed after the amount was asked for.
        if earlier.code == due and earlier.state == "due" and earlier.total != total:
            payments().cancel(earlier.ref, reason=gettext("Số phải nộp đã thay đổi theo tờ khai"))
    if not lines:
        return None
    agency, counter = dossier.competent_agency, dossier.intake_agency
    if agency is None or counter is None:
        answers = dossier.answers | {"channel": dossier.channel}
        way = route(dossier.version, answers, day=timezone.localdate(), counter=counter)
        agency, counter = way.competent, way.intake
    return payments().request(
        dossier.ref, agency=agency.ref, payer=dossier.receiver_name, code=due, lines=lines, counter=counter.ref
    )


def unpaid(dossier: Dossier, *moments: str) -> list[str]:
    """Names of the fees of these moments that have not been paid."""
    wanted = [f for f in fees_of(dossier) if f.amount and f.rule.due in moments]
    if not wanted:
        return []
    paid = {c.code for c in payments().find(dossier.ref) if c.state == "paid"}
    return [f.rule.name for f in wanted if f.rule.due not in paid]
