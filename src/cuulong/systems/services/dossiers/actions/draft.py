"""Begin, fill and drop a draft (bản nháp hồ sơ)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cuulong.core.eforms.reading import prefill
from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.published.ports.payments import payments

from ...catalogue.models import ProcedureVersion
from ...catalogue.rules import about_changed
from ..charges import charges_of
from ..filers import Filer
from ..models import Channel, Dossier, Paper
from ..models.paper import PaperSource
from ..rules import DRAFT, INCOMPLETE, PAUSED, Refused
from .guest import confirmed_contact
from .move import locked
from .supplement import must_be_asked


class Stale(Refused):
    """Someone saved the same draft after this page was opened; what was typed is kept on screen."""

    def __init__(self, saved_at: datetime) -> None:
        moment = timezone.localtime(saved_at)
        super().__init__(
            "stale",
            gettext_noop(
                "Bản nháp này vừa được sửa ở một cửa sổ khác lúc %(time)s. Những gì vừa gõ vẫn còn dưới đây; xem lại rồi lưu lần nữa."
            ),
            time=moment.strftime("%H:%M:%S"),
        )


def open_draft(
    version: ProcedureVersion,
    *,
    acting: Acting,
    channel: str = Channel.ONLINE,
    filer: Filer | None = None,
    counter: Agency | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Dossier:
    """A new draft for the person, with what the state already knows filled in (tạo bản nháp)."""
    filer = filer or Filer()
    return Dossier.objects.create(
        version=version,
        channel=channel,
        account=acting.account if channel == Channel.ONLINE else None,
        intake_agency=counter,
        answers=dict(answers or {}),
        **filer.fields,
        **filer.contact(),
    )


@transaction.atomic
def file_for(draft: Dossier, filer: Filer) -> Dossier:
    """File the draft for somebody else than so far: what was filled in by itself follows, typed answers stay (nộp thay)."""
    draft = _open(draft)
    before = Filer(draft.citizen, draft.business, draft.representation)
    if before.key == filer.key:
        return draft
    form = draft.version.form
    filled, fresh = prefill(form, before.known()), prefill(form, filer.known())
    kept = {key: value for key, value in draft.answers.items() if filled.get(key) != value}
    draft.answers = fresh | kept
    for name, value in filer.fields.items():
        setattr(draft, name, value)
    # One consents for oneself alone: what was used again stays with whom it is about.
    draft.papers.filter(source=PaperSource.REUSED, replaced=False).update(replaced=True)
    draft.revision += 1
    draft.save(update_fields=["answers", "citizen", "business", "representation", "revision", "saved_at"])
    return draft


@transaction.atomic
def save_answers(draft: Dossier, answers: Mapping[str, Any], *, revision: int | None) -> Dossier:
    """Keep the answers so far. `revision`: the one the page showed. Raises Stale, Refused (lưu bản nháp)."""
    draft = _open(draft)
    if revision is not None and revision != draft.revision:
        raise Stale(draft.saved_at)
    # What was looked up about somebody else is no proof any more.
    if stale := about_changed(draft.version.rules, draft.answers, answers):
        draft.papers.filter(key__in=stale, source=PaperSource.LOOKUP).update(replaced=True)
    draft.answers = dict(answers)
    draft.revision += 1
    draft.save(update_fields=["answers", "revision", "saved_at"])
    return draft


@transaction.atomic
def save_contact(draft: Dossier, contact: Mapping[str, str]) -> Dossier:
    """How to reach the applicant (thông tin liên hệ)."""
    draft = _open(draft)
    for name in ("applicant_name", "applicant_phone", "applicant_email", "applicant_address"):
        setattr(draft, name, contact.get(name, getattr(draft, name)))
    for name, proved in confirmed_contact(draft.guest).items() if draft.guest else ():
        setattr(draft, name, proved)
    draft.save(update_fields=["applicant_name", "applicant_phone", "applicant_email", "applicant_address", "saved_at"])
    return draft


@transaction.atomic
def attach(draft: Dossier, key: str, file: bytes | IO[bytes], name: str, *, acting: Acting) -> Paper:
    """Put a file under a paper, while writing or where a supplement asks for it; an older one stays, replaced (đính kèm).

    Raises files.rules.Refused, Refused.
    """
    _must_ask_for(_open(draft, DRAFT, INCOMPLETE, PAUSED), key)
    return attach_stored(draft, key, store(file, name=name, acting=acting), acting=acting)


@transaction.atomic
def attach_stored(draft: Dossier, key: str, stored: StoredFile, *, acting: Acting) -> Paper:
    """The same with a file that was taken in before (đính kèm tệp đã gửi). Raises Refused."""
    draft = _open(draft, DRAFT, INCOMPLETE, PAUSED)
    _must_ask_for(draft, key)
    if draft.state != DRAFT:
        must_be_asked(draft, key)
    draft.papers.filter(key=key, replaced=False).update(replaced=True)
    return Paper.objects.create(dossier=draft, key=key, source=PaperSource.UPLOAD, file=stored)


@transaction.atomic
def detach(draft: Dossier, paper: Paper) -> None:
    """Take a file off a draft (bỏ tệp)."""
    draft = _open(draft)
    draft.papers.filter(pk=paper.pk).update(replaced=True)


@transaction.atomic
def drop(draft: Dossier) -> None:
    """Throw a draft away, and stop asking for its fees (xóa bản nháp). Raises Refused once money came for it."""
    draft = _open(draft)
    charges = charges_of(draft)
    if draft.transitions.exists() or any(charge.state not in ("due", "cancelled") for charge in charges):
        raise Refused(
            "paid", gettext_noop("Bản nháp này đã nộp phí nên không xóa được. Nộp hồ sơ, phần nộp thừa được hoàn trả.")
        )
    for charge in charges:
        payments().cancel(charge.ref, reason=gettext("Người nộp đã xóa bản nháp"))
    draft.delete()


def _open(draft: Dossier, *states: str) -> Dossier:
    draft = locked(draft)
    if draft.state not in (states or (DRAFT,)):
        raise Refused("already_sent", gettext_noop("Hồ sơ đã nộp rồi nên không sửa được nữa."))
    return draft


def _must_ask_for(draft: Dossier, key: str) -> None:
    if key not in {p.key for p in draft.version.rules.papers}:
        raise Refused("unknown_paper", gettext_noop("Thủ tục này không có giấy tờ đó."))
