"""Take in for a national system, and note where it stands there (tiếp nhận, ghi tình trạng; NĐ 118/2025)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take
from cuulong.lib.errors import gettext_noop
from cuulong.lib.ids import dossier_code
from cuulong.lib.vietnamese import clean

from ...catalogue.models import Listing
from ..models import NationalCase, NationalState, NationalStep
from ..rules import Refused

RIGHT = "services.dossier.accept"


@transaction.atomic
def take_in_for_nation(
    case: NationalCase, listing: Listing, *, counter: Agency, acting: Acting, at: datetime
) -> NationalCase:
    """Give it a code, and tell the applicant; nothing of the record itself is kept (tiếp nhận hộ hệ thống quốc gia)."""
    acting.require(RIGHT, counter)
    if not listing.national_system:
        raise Refused("ours", gettext_noop("Thủ tục này giải quyết ở tỉnh: nhận hồ sơ theo cách thường."))
    if not case.applicant_name.strip() or not case.applicant_phone.strip():
        raise Refused("no_applicant", gettext_noop("Ghi họ tên và số điện thoại người nộp để tra cứu và báo tin."))
    case.procedure, case.name, case.system = listing.procedure, listing.name, listing.national_system
    case.agency, case.state, case.received_at, case.changed_at = counter, NationalState.ACCEPTED, at, at
    case.applicant_name, case.theirs = clean(case.applicant_name), clean(case.theirs)
    day = timezone.localtime(at).date()
    entry = take("services.dossier", agency=counter, day=day, subject=case, acting=acting)
    case.code = dossier_code(counter.code, day, entry.n)
    case.save(force_insert=True)
    NationalStep.objects.create(case=case, state=case.state, happened_at=at, actor_name=_named(acting))
    record(acting, "services.national_case.taken_in", case, agency=counter, code=case.code, system=case.system)
    _tell(case, "")
    return case


@transaction.atomic
def note_state(
    case: NationalCase, state: str, *, note: str = "", theirs: str = "", acting: Acting, at: datetime
) -> NationalCase:
    """Write down what the national system says; the same told twice is one (ghi tình trạng). Raises Refused, Forbidden."""
    case = NationalCase.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case.pk)
    if not acting.is_system:
        acting.require(RIGHT, case.agency)
    if state not in NationalState.values:
        raise Refused("no_state", gettext_noop("Chọn tình trạng có trong danh sách."))
    if theirs and theirs != case.theirs:
        case.theirs = clean(theirs)[:60]
        case.save(update_fields=["theirs"])
    note = clean(note)[:500]
    if NationalStep.objects.filter(case=case, state=state, happened_at=at).exists():
        return case
    NationalStep.objects.create(case=case, state=state, note=note, happened_at=at, actor_name=_named(acting))
    record(acting, "services.national_case.noted", case, agency=case.agency, code=case.code, state=state)
    if at < case.changed_at:  # told late: it stands in the story, the newer state stays
        return case
    changed = state != case.state or bool(note)
    case.state, case.changed_at = state, at
    case.save(update_fields=["state", "changed_at"])
    if changed:
        _tell(case, note)
    return case


def _tell(case: NationalCase, note: str) -> None:
    to = Recipient(email=case.applicant_email, phone=case.applicant_phone)
    said = {"code": case.code, "system": case.system, "state": str(case.get_state_display()), "note": note}
    notify("services.national_state", to=[to], subject=case, context=said)


def _named(acting: Acting) -> str:
    """Officials by their name; a system by what it is."""
    return acting.actor_label if acting.is_official else ""
