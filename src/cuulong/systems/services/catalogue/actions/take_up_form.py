"""A procedure asks by the new wording of its form (áp dụng phiên bản biểu mẫu)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.eforms.models import FormVersion
from cuulong.core.people.acting import Acting

from ..models import ProcedureVersion, VersionState
from ..slots import with_slots
from .put_in_force import put_in_force

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
        put_in_force(
            last.procedure,
            with_slots(last.definition, form.layout, instead_of=last.form.layout),
            form,
            day=valid_from,
            acting=FOLLOWER,
        )
        for last in waiting.select_related("procedure", "form")
    ]
