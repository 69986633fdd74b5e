"""What a form may be filled in with beyond the profile: earlier dossiers, shared data (nguồn điền sẵn)."""

from __future__ import annotations

from typing import Any

from cuulong.core.eforms.models import FormVersion
from cuulong.core.parties.models import Citizen
from cuulong.core.registry import PrefillSource, declared

from .models import Dossier, State

EARLIER = "earlier."


def looked_up(form: FormVersion, citizen: Citizen | None) -> dict[str, Any]:
    """Answers by source, only of sources that the form names; asks nothing for a form that names none."""
    wanted = set(form.shape.prefill.values())
    if citizen is None or not wanted:
        return {}
    found: dict[str, Any] = {}
    if any(source.startswith(EARLIER) for source in wanted):
        found |= {f"{EARLIER}{key}": value for key, value in _last_answers(form, citizen).items()}
    shared = {code: one for code, one in declared(PrefillSource).items() if code in wanted}
    return found | {code: one.find(citizen.ref) for code, one in shared.items()}


def _last_answers(form: FormVersion, citizen: Citizen) -> dict[str, Any]:
    """What the same person answered in their latest dossier under any wording of the form."""
    sent = Dossier.objects.filter(citizen=citizen, version__form__form=form.form_id).exclude(state=State.DRAFT)
    answers: dict[str, Any] | None = sent.order_by("-filed_at").values_list("answers", flat=True).first()
    return answers or {}
