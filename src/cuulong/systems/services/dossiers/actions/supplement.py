"""Answer a request for more: only what it asks is open (bổ sung hồ sơ)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cuulong.core.eforms.checking import check
from cuulong.core.notifications.notify import notify
from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.services import DossierSent

from ...catalogue.rules import papers_missing
from ..asked import answers_in, open_papers, opened_of
from ..models import Dossier, State, Supplement
from ..recipients import applicant
from ..rules import Refused, must_be_complete
from .answers import NotYet, replace_answers
from .move import event_fields, locked, move


@transaction.atomic
def save_supplement(dossier: Dossier, answers: Mapping[str, Any]) -> Supplement:
    """Keep what was typed for the questions asked again; the filed answers stand until it is sent (lưu phần bổ sung).

    Raises Refused for a question that was not asked.
    """
    asked = _asked_of(locked(dossier))
    filed, opened = asked.dossier.answers, opened_of(asked)
    if any(answers.get(key) != filed.get(key) for key in {*answers, *filed} - opened):
        raise Refused("not_asked", gettext_noop("Chỉ sửa được nội dung mà cơ quan yêu cầu. Phần khác giữ như đã nộp."))
    asked.answers = asked.dossier.version.form.shape.prune(dict(answers))
    asked.save(update_fields=["answers"])
    return asked


@transaction.atomic
def send_supplement(dossier: Dossier, *, acting: Acting, at: datetime) -> Dossier:
    """Answer a request for more; the dossier waits at the counter again (gửi bổ sung). Raises NotYet, Refused."""
    dossier = locked(dossier)
    asked = _asked_of(dossier)
    answers = answers_in(asked)
    if asked.fields and asked.answers is None:
        raise Refused("answers_missing", gettext_noop("Khai lại các nội dung mà cơ quan yêu cầu rồi mới gửi."))
    if asked.fields and (errors := check(dossier.version.form, answers)):
        raise NotYet(list(errors))
    present = dossier.papers.filter(replaced=False)
    fresh = set(present.filter(added_at__gte=asked.requested_at).values_list("key", flat=True))
    names = {p.key: p.name for p in dossier.version.rules.papers}
    missing = [names.get(key, key) for key in asked.papers if key not in fresh]
    if asked.fields:
        given = list(present.values_list("key", flat=True))
        wanted = papers_missing(dossier.version.rules, answers | {"channel": dossier.channel}, given)
        now_wanted = set(open_papers(asked)) - set(asked.papers)
        missing += [p.name for p in wanted if p.key in now_wanted]
    must_be_complete(missing)
    if asked.fields:
        asked.changed = replace_answers(dossier, answers)
    asked.answered_at, asked.answers = at, None
    asked.save(update_fields=["answered_at", "answers", "changed"])
    told = {"code": dossier.code, "agency": dossier.intake_agency.name if dossier.intake_agency else ""}
    notify("services.supplement_received", to=applicant(dossier), subject=dossier, context=told)
    if dossier.state == State.PAUSED:
        return dossier
    move(dossier, "send_supplement", acting=acting, at=at, agency=dossier.intake_agency)
    publish(DossierSent(**event_fields(dossier, at), channel=dossier.channel))
    return dossier


def must_be_asked(dossier: Dossier, key: str) -> None:
    """Raises Refused for a paper that the open supplement does not ask for (giấy tờ không được yêu cầu)."""
    if key not in open_papers(_asked_of(dossier)):
        raise Refused("not_asked", gettext_noop("Cơ quan không yêu cầu bổ sung giấy tờ này nên không thay được."))


def _asked_of(dossier: Dossier) -> Supplement:
    asked = Supplement.objects.select_for_update().filter(dossier=dossier, answered_at=None).first()
    if asked is None:
        raise Refused("nothing_asked", gettext_noop("Hồ sơ này không có yêu cầu bổ sung nào đang chờ."))
    asked.dossier = dossier
    return asked
