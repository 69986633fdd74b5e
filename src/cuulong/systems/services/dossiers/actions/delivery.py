"""How the result reaches its people: chosen when filing, changed until it is there (hình thức nhận kết quả)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.vietnamese import clean

from ..delivery import Delivery, told
from ..models import Dossier, ReturnWay
from ..rules import DRAFT, must_be_offered, must_be_postable
from .move import locked, move

FIELDS = ["result_way", "post_name", "post_phone", "post_address"]


@transaction.atomic
def choose_way(dossier: Dossier, chosen: Delivery, *, acting: Acting, at: datetime) -> Dossier:
    """The result on screen, at the counter or by post; what is changed after filing is told in the story (chọn cách nhận).

    Raises Refused: not offered, no address, the result is there.
    """
    dossier = locked(dossier)
    before = Delivery.of(dossier)
    put_way(dossier, chosen)
    if dossier.state == DRAFT:
        dossier.save(update_fields=[*FIELDS, "saved_at"])
        return dossier
    if Delivery.of(dossier) == before:
        return dossier
    words = told(dossier)
    return move(
        dossier, "choose_way", acting=acting, at=at, agency=dossier.intake_agency, note=words, public_note=words
    )


def put_way(dossier: Dossier, chosen: Delivery) -> None:
    """Write what was chosen on a dossier, not yet into the database (ghi cách nhận). Raises Refused."""
    must_be_offered(chosen.way, dossier.version.rules.result_ways)
    by_post = chosen.way == ReturnWay.POST
    name, phone, address = (clean(text) if by_post else "" for text in (chosen.name, chosen.phone, chosen.address))
    if by_post:
        must_be_postable(name=name, phone=phone, address=address)
    dossier.result_way = chosen.way
    dossier.post_name, dossier.post_phone, dossier.post_address = name[:150], phone[:20], address[:300]
