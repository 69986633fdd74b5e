"""Put other answers in the place of the filed ones: the way stays, fees follow (thay nội dung tờ khai)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cuulong.core.workflow import engine
from cuulong.core.workflow.queries import current_case
from cuulong.lib.errors import gettext_noop

from ..charges import ask_for_fees
from ..models import Dossier
from ..routing import route
from ..rules import Refused

Changed = dict[str, list[Any]]


class NotYet(Refused):
    """Answers that do not pass; `errors` are the form's own (tờ khai chưa đúng)."""

    def __init__(self, errors: list[object]) -> None:
        super().__init__("form", gettext_noop("Tờ khai còn chỗ chưa đúng. Xem lại các mục được đánh dấu."))
        self.errors = errors


def replace_answers(dossier: Dossier, answers: dict[str, Any]) -> Changed:
    """Take the answers over into a locked dossier; gives by question what stood there and what stands now (áp dụng).

    Raises Refused when they belong to another agency.
    """
    before, channel = dossier.answers, {"channel": dossier.channel}
    way = route(dossier.version, answers | channel, day=timezone.localdate(), counter=dossier.intake_agency)
    usual = route(dossier.version, before | channel, day=timezone.localdate(), counter=dossier.intake_agency)
    if way.competent != usual.competent:
        raise Refused(
            "other_agency",
            gettext_noop("Khai như vậy thì hồ sơ thuộc %(agency)s. Rút hồ sơ này rồi nộp hồ sơ mới."),
            agency=way.competent.name,
        )
    changed = sorted(key for key in {*before, *answers} if before.get(key) != answers.get(key))
    dossier.answers = answers
    dossier.save(update_fields=["answers", "saved_at"])
    for due in ("at_filing", "at_intake"):
        ask_for_fees(dossier, due)
    case = current_case(dossier.ref)
    if case is not None:
        engine.inform(case, answers)
    return {key: [before.get(key), answers.get(key)] for key in changed}
