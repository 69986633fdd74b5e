"""Do one's share of a document: read it, report on it (xử lý phần được giao)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting, Forbidden
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc

from ...records.actions.move import locked, note_down
from ...records.models import Document
from ...records.rules import Refused
from ..models import Handling, Share
from ..queries import handed_to
from ..rules import must_give_reason


@transaction.atomic
def see(document: Document, *, acting: Acting, at: datetime) -> int:
    """Note that those who were given it have opened it; answers how many shares (đã xem)."""
    unseen = handed_to(acting, document).filter(seen_at=None)
    if not unseen.exists():
        return 0
    document = locked(document)
    names = [str(one.account or one.agency) for one in unseen]
    Handling.objects.filter(pk__in=unseen.values("pk")).update(seen_at=at)
    note_down(document, "see", acting=acting, at=at, units=", ".join(names))
    return len(names)


@transaction.atomic
def report(handling: Handling, text: str, *, acting: Acting, at: datetime) -> Handling:
    """A unit that helps tells what it did; its share is then done (báo kết quả phối hợp). Raises Refused, Forbidden."""
    said = must_give_reason(nfc(text), gettext_noop("Ghi kết quả phối hợp."))
    document = locked(handling.instruction.document)
    handling = Handling.objects.select_related("agency").get(pk=handling.pk)
    if not acting.is_system and not handed_to(acting, document).filter(pk=handling.pk).exists():
        raise Forbidden(gettext_noop("Phần việc này giao cho đơn vị khác."))
    if handling.share == Share.LEAD:
        raise Refused("lead", gettext_noop("Đơn vị chủ trì kết thúc văn bản, không báo kết quả phối hợp."))
    if handling.done_at is not None:
        raise Refused("done", gettext_noop("Phần việc này đã báo kết quả."))
    handling.seen_at = handling.seen_at or at
    handling.done_at, handling.report = at, said
    handling.save()
    note_down(document, "report", acting=acting, at=at, note=said, agency=handling.agency, unit=handling.agency.name)
    return handling
