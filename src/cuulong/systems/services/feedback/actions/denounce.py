"""Denunciations: taken in without a trace of who in them, handled by the named role only (tố cáo; Luật Tố cáo 2018)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, nfc

from .. import limits
from ..attachments import Files, keep
from ..models import Attachment, Denouncer, Denunciation
from ..models.denunciation import HANDLE
from ..places import must_reach
from ..rules import RECEIVED, Refused, must_say
from .case import advance, close, extend, give_number, held


@transaction.atomic
def denounce(
    case: Denunciation, denouncer: Denouncer, files: Files = (), *, acting: Acting, at: datetime
) -> Denunciation:
    """Take in a denunciation; who is signed in is written nowhere, not even in the log (gửi tố cáo). Raises Refused."""
    nobody = Acting.anonymous()
    case.title, case.text, case.against = clean(case.title), must_say(nfc(case.text)), clean(case.against)
    case.state, case.received_at = RECEIVED, at
    case.due_at = limits.due_at("denunciation_accept", case.agency, at)
    case.save()
    give_number(case, acting=nobody, at=at)
    case.save(update_fields=["number"])
    denouncer.name, denouncer.address = clean(denouncer.name), clean(denouncer.address)
    denouncer.denunciation = case
    denouncer.save(force_insert=True)
    keep(case, files, acting=nobody)
    record(nobody, "services.denunciation.received", case, agency=case.agency, number=case.number)
    return case


@transaction.atomic
def open_identity(case: Denunciation, reason: str, *, acting: Acting) -> Denouncer:
    """Read who denounced, for a reason that is written down each time (xem danh tính người tố cáo). Raises Refused."""
    must_reach(acting, HANDLE, case.agency)
    why = reason.strip()
    if len(why) < 10:
        raise Refused(
            "no_reason", gettext_noop("Ghi rõ vì sao cần biết danh tính (ít nhất 10 chữ); lý do được ghi nhật ký.")
        )
    record(
        acting, "services.denunciation.identity_opened", case, agency=case.agency, number=case.number, reason=why[:300]
    )
    return Denouncer.objects.get(denunciation=case)


@transaction.atomic
def forward(case: Denunciation, agency: Agency, *, note: str, acting: Acting, at: datetime) -> Denunciation:
    """Pass it to the agency that is competent; here it can be read no longer (chuyển tố cáo)."""
    case = held(case, HANDLE, acting)
    if agency.pk == case.agency_id:
        raise Refused("same_agency", gettext_noop("Đơn đang ở chính cơ quan này. Chọn cơ quan khác."))
    advance(case, "forward", acting=acting, at=at, note=must_say(note))
    case.agency = agency
    case.save(update_fields=["agency"])
    return case


@transaction.atomic
def accept(case: Denunciation, *, note: str, acting: Acting, at: datetime) -> Denunciation:
    """Take it up and count the days to the conclusion (thụ lý tố cáo)."""
    case = held(case, HANDLE, acting)
    case.due_at = limits.due_at("denunciation_conclude", case.agency, at)
    return advance(case, "accept", acting=acting, at=at, note=note.strip())


@transaction.atomic
def refuse(case: Denunciation, *, note: str, acting: Acting, at: datetime) -> Denunciation:
    """Do not take it up, and say why (không thụ lý tố cáo)."""
    case = held(case, HANDLE, acting)
    return close(case, "refuse", note, acting=acting, at=at)


@transaction.atomic
def verify(case: Denunciation, *, note: str, acting: Acting, at: datetime) -> Denunciation:
    """Begin to verify (xác minh tố cáo)."""
    case = held(case, HANDLE, acting)
    return advance(case, "verify", acting=acting, at=at, note=note.strip())


@transaction.atomic
def extend_verification(case: Denunciation, *, note: str, acting: Acting, at: datetime) -> Denunciation:
    """Take more time to verify (gia hạn giải quyết tố cáo; Luật Tố cáo 2018). Raises Refused."""
    return extend(held(case, HANDLE, acting), note, acting=acting, at=at)


@transaction.atomic
def open_file(case: Denunciation, file: Attachment, *, acting: Acting) -> StoredFile:
    """Read a file of a denunciation; each opening is written down (mở tệp của đơn tố cáo). Raises Forbidden."""
    must_reach(acting, HANDLE, case.agency)
    record(acting, "services.denunciation.file_opened", case, agency=case.agency, number=case.number)
    return file.file


@transaction.atomic
def decide(case: Denunciation, *, note: str, acting: Acting, at: datetime) -> Denunciation:
    """The conclusion on what was denounced (kết luận nội dung tố cáo)."""
    case = held(case, HANDLE, acting)
    return close(case, "decide", note, acting=acting, at=at)
