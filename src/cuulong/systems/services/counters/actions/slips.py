"""Hand papers over to the room, and sign for them there (bàn giao hồ sơ giấy)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...dossiers.models import Dossier
from ...dossiers.models.dossier import RUNNING
from .. import rules
from ..models import Slip, SlipLine

ACCEPT, PROCESS = "services.dossier.accept", "services.dossier.process"


def to_give(counter: Agency) -> QuerySet[Dossier]:
    """Dossiers of a counter at work whose papers no slip took along yet (hồ sơ chờ bàn giao)."""
    found = Dossier.objects.filter(intake_agency=counter, state__in=RUNNING, slip_lines=None)
    return found.select_related("version__procedure", "version__form", "competent_agency", "room").order_by(
        "accepted_at"
    )


@transaction.atomic
def give(counter: Agency, dossiers: Sequence[UUID], *, note: str, acting: Acting, at: datetime) -> list[Slip]:
    """A slip to each place that receives some of the dossiers, signed by who gives (lập phiếu bàn giao). Raises Refused."""
    acting.require(ACCEPT, counter)
    chosen = list(to_give(counter).filter(uuid__in=dossiers).select_for_update(of=("self",)).prefetch_related("papers"))
    if not chosen or len(chosen) != len(set(dossiers)):
        raise rules.Refused(
            "not_to_give",
            gettext_noop("Chọn hồ sơ cần bàn giao. Hồ sơ vừa được bàn giao thì không còn trong danh sách."),
        )
    places: dict[int, list[Dossier]] = {}
    for dossier in chosen:
        places.setdefault(dossier.room_id or dossier.competent_agency_id or 0, []).append(dossier)
    year = timezone.localtime(at).year
    slips = []
    for place, lot in places.items():
        slip = Slip(giver=counter, receiver_id=place, note=clean(note)[:300], given_at=at, given_by=acting.actor_label)
        slip.number = f"{take('services.slip', agency=counter, year=year, subject=slip, acting=acting).n:02d}/BG"
        slip.save()
        SlipLine.objects.bulk_create(SlipLine(slip=slip, dossier=one, papers=_papers_of(one)) for one in lot)
        record(acting, "services.slip.given", slip, agency=counter, number=slip.number, n=len(lot))
        slips.append(slip)
    return slips


@transaction.atomic
def receive(slip: Slip, *, remark: str, acting: Acting, at: datetime) -> Slip:
    """The room signs that it has the papers; a remark says what is missing (ký nhận bàn giao). Raises Refused."""
    slip = Slip.objects.select_for_update(of=("self",)).select_related("receiver", "giver").get(pk=slip.pk)
    acting.require(PROCESS, slip.receiver)
    if slip.received_at is not None:
        raise rules.Refused("received", gettext_noop("Phiếu này đã được ký nhận."))
    if slip.given_by == acting.actor_label:
        raise rules.Refused("same_person", gettext_noop("Người giao và người nhận phải là hai người."))
    slip.received_at, slip.received_by, slip.remark = at, acting.actor_label, clean(remark)[:300]
    slip.save(update_fields=["received_at", "received_by", "remark"])
    record(acting, "services.slip.received", slip, agency=slip.receiver, number=slip.number, remark=slip.remark)
    return slip


def visible(acting: Acting) -> QuerySet[Slip]:
    """Slips of the counters where one takes in, and of the rooms where one works (phiếu được xem)."""
    found = Slip.objects.select_related("giver__parent", "receiver__parent")
    given, received = acting.agency_ids(ACCEPT), acting.agency_ids(PROCESS)
    if given is None or received is None:
        return found
    return found.filter(giver__in=given) | found.filter(receiver__in=received)


def _papers_of(dossier: Dossier) -> str:
    names = {rule.key: rule.name for rule in dossier.version.rules.papers}
    kept = [paper for paper in dossier.papers.all() if not paper.replaced and paper.source == "paper"]
    return "; ".join(f"{names.get(paper.key, paper.key)} ({paper.quantity})" for paper in kept)
