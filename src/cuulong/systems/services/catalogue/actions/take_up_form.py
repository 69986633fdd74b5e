"""A procedure asks by the new wording of its form (áp dụng phiên bản biểu mẫu)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.audit.record import record
from cuulong.core.eforms.models import FormVersion
from cuulong.core.people.acting import Acting

from ..models import ProcedureVersion, VersionState
from ..slots import with_slots

FOLLOWER = Acting.system("forms")


@transaction.atomic
def take_up_form(form: FormVersion, *, valid_from: date) -> list[ProcedureVersion]:
    """A new version of every procedure that asks by this form, from the form's day on; begun dossiers keep theirs.

    Safe to repeat.
    """
    waiting = ProcedureVersion.objects.select_for_update(of=("self",)).filter(
        form__form=form.form, form__n__lt=form.n, state=VersionState.PUBLISHED, valid__upper_inf=True
    )
    return [
        _follow(last, form, max(valid_from, last.valid.lower)) for last in waiting.select_related("procedure", "form")
    ]


def _follow(last: ProcedureVersion, form: FormVersion, day: date) -> ProcedureVersion:
    last.valid = DateRange(last.valid.lower, day)
    if last.valid.lower == day:  # it never applied
        last.state = VersionState.RETIRED
    last.save(update_fields=["valid", "state"])
    newest = last.procedure.versions.order_by("-n").values_list("n", flat=True)[0]
    made = ProcedureVersion.objects.create(
        procedure=last.procedure,
        n=newest + 1,
        state=VersionState.PUBLISHED,
        valid=DateRange(day, None),
        name=last.name,
        name_en=last.name_en,
        definition=with_slots(last.definition, form.layout, instead_of=last.form.layout),
        form=form,
    )
    record(FOLLOWER, "services.procedure.published", last.procedure, code=last.procedure.code, n=made.n)
    return made
