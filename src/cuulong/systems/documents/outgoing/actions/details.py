"""Who signs, who receives, what is made public (người ký, nơi nhận)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cuulong.core.exchange.routing import code_of
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...records.actions.move import locked, note_down
from ...records.models import Document
from ...records.rules import Refused
from ..letters import capacity_for
from ..models import CoSigner, Recipient, Way
from ..pages import set_page
from ..queries import body_of, newest, sending_rules
from ..rules import OUTSIDE, PERSON, End, must_be_sendable
from .draft import name_signer
from .versions import writable

MOST_CO_SIGNERS = 9


@dataclass(frozen=True, kw_only=True)
class To:
    """One recipient as a drafter names it (nơi nhận). `agency`, `organ_code` or `email`, else paper to `name`."""

    agency: Agency | None = None
    name: str = ""
    organ_code: str = ""
    email: str = ""
    for_action: bool = True

    @property
    def way(self) -> Way:
        if self.agency is not None:
            return Way.INSIDE
        return Way.AXIS if self.organ_code else Way.MAIL if self.email else Way.PAPER


@transaction.atomic
def set_signers(
    document: Document,
    signer: Appointment,
    *,
    co_signers: Sequence[tuple[int, Appointment]] = (),
    acting: Acting,
    at: datetime,
) -> Document:
    """Choose who signs, and who signs before them: (order, post), equal orders in parallel (chọn người ký).

    Raises Refused.
    """
    document, outgoing = writable(document, acting)
    body = document.agency
    posts = [post for _order, post in co_signers]
    if len(posts) > MOST_CO_SIGNERS or len({post.pk for post in posts}) != len(posts) or signer in posts:
        sentence = gettext_noop("Mỗi người chỉ ký một lần, và có tối đa 9 người cùng ký.")
        raise Refused("co_signers_twice", sentence)
    if signer.agency_id != body.pk and body_of(signer.agency).pk != body.pk:
        raise Refused("signer_elsewhere", gettext_noop("Người ký phải thuộc cơ quan ban hành văn bản."))
    version = newest(document)
    content = version.content if version else {}
    outgoing.signer = signer
    outgoing.save(update_fields=["signer"])
    said = capacity_for(signer, body, alone=bool(content.get("alone")))
    name_signer(document, signer.account.full_name, str(said), said.position)
    outgoing.co_signers.all().delete()
    CoSigner.objects.bulk_create(
        CoSigner(
            outgoing=outgoing,
            order=order,
            appointment=post,
            capacity=str(capacity_for(post, body_of(post.agency))),
            field=f"{PERSON}-{n}",
        )
        for n, (order, post) in enumerate(sorted(co_signers, key=lambda one: one[0]), start=2)
    )
    set_page(document, outgoing, content, acting=acting)
    return note_down(document, "set_signers", acting=acting, at=at)


@transaction.atomic
def set_recipients(
    document: Document, wanted: Sequence[To], *, paper_copies: int = 0, acting: Acting, at: datetime
) -> Document:
    """Choose where it goes once it is issued; the rules of the day decide who may send to whom (nơi nhận).

    Raises Refused.
    """
    document, outgoing = writable(document, acting)
    day = timezone.localdate(at)
    rows = [_recipient(one, day) for one in wanted]
    if any(row.way in (Way.INSIDE, Way.AXIS) for row in rows) and not code_of(document.agency, day):
        raise _no_code(document.agency.name)
    sender = End(document.agency.kind, document.agency_id)
    ends = [End(to.agency.kind if to.agency else OUTSIDE, to.agency_id, to.name) for to in rows]
    must_be_sendable(sending_rules(), sender, ends, day)
    outgoing.recipients.all().delete()
    for row in rows:
        row.outgoing = outgoing
    Recipient.objects.bulk_create(rows)
    outgoing.paper_copies = paper_copies
    outgoing.save(update_fields=["paper_copies"])
    return note_down(document, "set_recipients", acting=acting, at=at)


def _recipient(to: To, day: object) -> Recipient:
    name = clean(to.name) or (to.agency.name if to.agency else "") or to.organ_code or to.email
    if not name:
        raise Refused("recipient", gettext_noop("Ghi tên nơi nhận."))
    if to.agency is not None and not code_of(to.agency, day):  # type: ignore[arg-type]
        raise _no_code(name)
    return Recipient(
        agency=to.agency,
        name=name[:200],
        organ_code=to.organ_code[:35],
        email=to.email,
        way=to.way,
        for_action=to.for_action,
    )


def _no_code(name: str) -> Refused:
    sentence = gettext_noop("%(name)s chưa có mã định danh nên chưa gửi, nhận liên thông được. Chọn gửi bản giấy.")
    return Refused("no_code", sentence, name=name)


@transaction.atomic
def set_public(document: Document, public: bool, *, acting: Acting, at: datetime) -> Document:
    """Let it stand on the public list once it is issued, or no more (đăng công khai)."""
    acting.require("documents.seal", document.agency)
    document = locked(document)
    document.outgoing.public = public
    document.outgoing.save(update_fields=["public"])
    return note_down(document, "make_public" if public else "make_private", acting=acting, at=at)
