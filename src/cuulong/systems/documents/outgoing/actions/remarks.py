"""What is said of a wording, and how it was taken up (góp ý dự thảo)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, nfc

from ...records.actions.move import locked, note_down
from ...records.models import Document
from ...records.rules import Refused
from ..models import Remark, Version
from ..queries import newest

LONGEST = 5000


@transaction.atomic
def remark(document: Document, text: str, *, version: Version | None = None, acting: Acting, at: datetime) -> Remark:
    """Say something of a version, by default the newest; whoever may read may say (góp ý). Raises Refused."""
    document = locked(document)
    version = version or newest(document)
    if version is None or document.state != "draft":
        raise Refused("no_draft", gettext_noop("Chỉ góp ý khi văn bản còn là dự thảo."))
    made = add_remark(version, text, acting=acting)
    note_down(document, "remark", acting=acting, at=at, note=made.text, version=version.n)
    return made


def add_remark(version: Version, text: str, *, acting: Acting) -> Remark:
    """The bare row (góp ý). Raises Refused for an empty one."""
    said = nfc(text).strip()[:LONGEST]
    if not said:
        raise Refused("remark", gettext_noop("Ghi nội dung góp ý."))
    position = next((grant.position for grant in acting.grants if grant.position), "")
    return Remark.objects.create(
        version=version, text=said, by=acting.account, by_label=acting.actor_label[:150], position=position[:150]
    )


@transaction.atomic
def settle_remark(made: Remark, note: str, *, acting: Acting, at: datetime) -> Remark:
    """Say how a remark was taken up, or why not (tiếp thu, giải trình). Raises Refused."""
    document = locked(made.version.document)
    made = Remark.objects.select_for_update().get(pk=made.pk)
    if made.settled_at is not None:
        raise Refused("settled", gettext_noop("Góp ý này đã được tiếp thu, giải trình rồi."))
    said = clean(note)
    if not said:
        raise Refused("settling", gettext_noop("Ghi đã tiếp thu thế nào, hoặc vì sao không."))
    made.settled_at, made.settled_note = at, said[:300]
    made.save(update_fields=["settled_at", "settled_note"])
    note_down(document, "settle_remark", acting=acting, at=at, note=said)
    return made
