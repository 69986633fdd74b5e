"""Put answers of the form right at the counter, as the applicant agrees (đính chính tờ khai)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.eforms.checking import check
from cuulong.core.notifications.notify import notify
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...catalogue.rules import about_changed, papers_missing
from ..models import Correction, Dossier
from ..models.paper import PaperSource
from ..recipients import applicant
from ..rules import MOVES, Refused, must_be_agreed, must_be_complete, must_be_questions, must_say_why
from .answers import NotYet, replace_answers
from .correct import FIELDS
from .move import locked, move

ACCEPT = "services.dossier.accept"


def may_correct_answers(dossier: Dossier, acting: Acting) -> bool:
    """Whether this person may put the form right now: its counter, while the work goes on (được đính chính tờ khai)."""
    return dossier.state in MOVES["correct"][0] and acting.can(ACCEPT, dossier.intake_agency_id)


@transaction.atomic
def correct_answers(
    dossier: Dossier,
    answers: Mapping[str, Any],
    *,
    questions: Collection[str],
    reason: str,
    consent: str,
    consent_note: str = "",
    revision: int | None = None,
    acting: Acting,
    at: datetime,
) -> Correction:
    """New answers to some questions; what stood there stays as a version, the applicant is told (đính chính tờ khai).

    The promised date and the agency stay; fees follow. Raises Refused, NotYet with the form's own errors.
    """
    dossier = locked(dossier)
    acting.require(ACCEPT, dossier.intake_agency)
    if revision is not None and revision != dossier.revision:
        raise Refused("changed", gettext_noop("Hồ sơ vừa được người khác sửa. Tải lại trang để xem rồi sửa tiếp."))
    reason = must_say_why(reason)
    note = clean(consent_note)[:300]
    must_be_agreed(consent, note, Correction.Consent.values, needs_no_note=Correction.Consent.PRESENT)
    form = dossier.version.form
    must_be_questions(questions, form.shape.fields)
    before, opened = dossier.answers, form.shape.opened(list(questions))
    if any(answers.get(key) != before.get(key) for key in {*answers, *before} - opened):
        raise Refused("not_chosen", gettext_noop("Chỉ sửa những câu đã chọn. Phần khác giữ như đã nộp."))
    answers = form.shape.prune(dict(answers))
    if errors := check(form, answers):
        raise NotYet(list(errors))
    _papers_follow(dossier, answers)
    changed = replace_answers(dossier, answers)
    if not changed:
        raise Refused("unchanged", gettext_noop("Chưa sửa gì."))
    for name in FIELDS:
        if name in changed and isinstance(changed[name][1], str):
            setattr(dossier, name, changed[name][1])
    titles = "; ".join(form.shape.fields[key].title("vi") for key in changed if key in form.shape.fields)
    made = Correction.objects.create(
        dossier=dossier,
        reason=reason,
        consent=consent,
        consent_note=note,
        before=before,
        changed=changed,
        at=at,
        by=acting.actor_label,
    )
    agency = dossier.intake_agency
    told = f"{reason} ({titles})"
    move(dossier, "correct", acting=acting, at=at, agency=agency, note=told, public_note=told, says="correct_answers")
    context = {"code": dossier.code, "questions": titles, "note": reason, "agency": agency.name if agency else ""}
    notify("services.answers_corrected", to=applicant(dossier), subject=dossier, context=context)
    return made


def _papers_follow(dossier: Dossier, answers: dict[str, Any]) -> None:
    """What was looked up about somebody else is no proof any more; what is newly called for has to be there."""
    rules, channel = dossier.version.rules, {"channel": dossier.channel}
    if stale := about_changed(rules, dossier.answers, answers):
        dossier.papers.filter(key__in=stale, source=PaperSource.LOOKUP).update(replaced=True)
    given = list(dossier.papers.filter(replaced=False).values_list("key", flat=True))
    lacked = {paper.key for paper in papers_missing(rules, dossier.answers | channel, given)} - set(stale)
    missing = [paper.name for paper in papers_missing(rules, answers | channel, given) if paper.key not in lacked]
    must_be_complete(missing)
