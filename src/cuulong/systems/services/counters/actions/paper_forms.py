"""Print numbered blanks, and tie one to the dossier that was typed from it (phiếu giấy khi mất kết nối)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take

from ...dossiers.models import Dossier
from .. import rules, settings
from ..models import PaperForm

ACCEPT = "services.dossier.accept"


@transaction.atomic
def print_forms(agency: Agency, count: int, *, acting: Acting, at: datetime) -> list[PaperForm]:
    """So many blanks, numbered on from the last of the year (in phiếu giấy). Raises Refused."""
    acting.require(ACCEPT, agency)
    rules.must_be_printable(count)
    year = timezone.localtime(at).year
    forms = []
    for _one in range(count):
        form = PaperForm(agency=agency, printed_at=at, printed_by=acting.actor_label)
        form.n = take("services.paper_form", agency=agency, year=year, subject=form, acting=acting).n
        form.number = f"G{year % 100:02d}-{form.n:04d}"
        forms.append(form)
    PaperForm.objects.bulk_create(forms)
    record(acting, "services.paper_form.printed", agency, agency=agency, first=forms[0].number, last=forms[-1].number)
    return forms


def find_form(agency: Agency, number: str, received: datetime, reason: str, *, at: datetime) -> PaperForm:
    """The unused blank of that number, if the time written on it can be (tìm phiếu giấy). Raises Refused."""
    form = PaperForm.objects.filter(agency=agency, number=number.strip().upper()).first()
    rules.must_be_unused(form is not None, form is not None and form.dossier_id is not None)
    assert form is not None
    days = int(settings.paper_forms().get("back_days", 5))
    rules.must_be_in_time(received, now=at, printed=form.printed_at, longest=timedelta(days=days))
    rules.must_say_why(reason)
    return form


@transaction.atomic
def tie(form: PaperForm, dossier: Dossier, reason: str, *, acting: Acting, at: datetime) -> PaperForm:
    """The blank was typed in as this dossier; part of the filing's transaction (ghi phiếu giấy). Raises Refused."""
    form = PaperForm.objects.select_for_update(of=("self",)).select_related("agency").get(pk=form.pk)
    rules.must_be_unused(True, form.dossier_id is not None)
    form.dossier, form.typed_at, form.reason = dossier, at, reason.strip()
    form.save()
    record(
        acting,
        "services.paper_form.typed",
        dossier,
        agency=form.agency,
        code=dossier.code,
        number=form.number,
        reason=form.reason,
    )
    return form
