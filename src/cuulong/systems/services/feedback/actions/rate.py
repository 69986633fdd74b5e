"""Say how one was served, once a dossier (đánh giá mức độ hài lòng)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import nfc

from ...dossiers.models import Dossier, State
from ..models import RatedOfficer, Rating
from ..models.rating import Part
from ..rules import Refused

# Verbs of a dossier's story that were done face to face; all others of officials are work on it.
AT_COUNTER = {"accept", "hand_over", "hand_over_refusal", "request_supplement", "decline"}
AFTER = (State.ISSUED, State.RETURNED, State.DECLINED)


def may_rate(dossier: Dossier) -> bool:
    """Whether there is a result and nobody has rated it yet (còn đánh giá được)."""
    return dossier.state in AFTER and not Rating.objects.filter(dossier=dossier).exists()


@transaction.atomic
def rate(
    dossier: Dossier, *, score: int, attitude: int, comment: str = "", by_account: bool, acting: Acting, at: datetime
) -> Rating:
    """Rate the agency, and with it those who received and worked on the dossier. Raises Refused (đánh giá)."""
    if dossier.state not in AFTER:
        raise Refused("no_result", gettext_noop("Đánh giá được khi hồ sơ đã có kết quả."))
    agency = dossier.competent_agency or dossier.intake_agency
    assert agency is not None
    assert dossier.intake_agency is not None
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                dossier=dossier,
                agency=agency,
                intake_agency=dossier.intake_agency,
                score=score,
                attitude=attitude,
                comment=nfc(comment).strip()[:1000],
                by_account=by_account,
                rated_at=at,
            )
    except IntegrityError as twice:
        raise Refused("rated", gettext_noop("Hồ sơ này đã được đánh giá, cảm ơn ông/bà.")) from twice
    RatedOfficer.objects.bulk_create(_officers(rating, dossier))
    record(acting, "services.dossier.rated", dossier, agency=agency, code=dossier.code)
    return rating


def _officers(rating: Rating, dossier: Dossier) -> Iterable[RatedOfficer]:
    """Everybody who acted on it in office, by what they did."""
    acted = [
        (Ref.parse(actor), verb)
        for actor, verb in dossier.transitions.exclude(actor_name="").values_list("actor", "verb")
    ]
    people = Account.objects.in_bulk({who.uuid for who, _verb in acted}, field_name="uuid")
    parts = {(who.uuid, Part.RECEIVED if verb in AT_COUNTER else Part.WORKED) for who, verb in acted}
    for uuid, part in sorted(parts):
        here = dossier.intake_agency if part == Part.RECEIVED else dossier.room or dossier.competent_agency
        if uuid in people and here is not None:
            yield RatedOfficer(rating=rating, account=people[uuid], agency=here, part=part)
