"""Use earlier results and papers again, on a consent that has an end and can be taken back (dùng lại giấy tờ)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cuulong.core.audit.record import record, record_of_party
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.lib.errors import gettext_noop

from ...catalogue.rules import months_after
from ..models import Dossier, Paper, ReuseConsent
from ..models.paper import PaperSource
from ..rules import DRAFT, Refused
from ..store import consent_of, offers_for
from .move import locked

MONTHS = (3, 6, 12, 24)


@transaction.atomic
def allow_reuse(citizen: Citizen, *, months: int, wording: str, acting: Acting, at: datetime) -> ReuseConsent:
    """Agree for some months that one's own papers are used again (đồng ý dùng lại giấy tờ; Law 91/2025).

    Asking again while one holds changes nothing. Raises Forbidden, Refused.
    """
    _must_be_oneself(citizen, acting)
    if months not in MONTHS:
        raise Refused("months", gettext_noop("Chọn thời gian đồng ý trong danh sách."))
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    living = consent_of(citizen, at)
    if living is not None:
        return living
    local = timezone.localtime(at)
    day = months_after(local.date(), months)
    until = local.replace(year=day.year, month=day.month, day=day.day)
    consent = ReuseConsent.objects.create(citizen=citizen, wording=wording, given_at=at, until=until)
    record(acting, "services.reuse.allowed", citizen, until=day.isoformat())
    return consent


@transaction.atomic
def forbid_reuse(citizen: Citizen, *, acting: Acting, at: datetime) -> int:
    """Take the consent back: what drafts used again is taken off them; filed dossiers keep it (rút lại đồng ý).

    Gives how many papers were taken off. Raises Forbidden.
    """
    _must_be_oneself(citizen, acting)
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    living = consent_of(citizen, at)
    if living is None:
        return 0
    living.withdrawn_at = at
    living.save(update_fields=["withdrawn_at"])
    used = Paper.objects.filter(consent=living, replaced=False, dossier__state=DRAFT).select_related("dossier")
    taken = 0
    for paper in used:
        if locked(paper.dossier).state == DRAFT:
            taken += Paper.objects.filter(pk=paper.pk, replaced=False).update(replaced=True)
    record(acting, "services.reuse.forbidden", citizen)
    return taken


@transaction.atomic
def reuse(draft: Dossier, key: str, kept: str, *, acting: Acting, at: datetime) -> Paper:
    """Put an earlier result or paper under a paper of this draft: the same file, not a copy (dùng lại giấy tờ).

    It stands in the owner's own access log. Raises Refused: no consent, expired, not one's own, filed already.
    """
    draft = locked(draft)
    if draft.state != DRAFT:
        raise Refused("already_sent", gettext_noop("Hồ sơ đã nộp rồi nên không sửa được nữa."))
    rule = next((p for p in draft.version.rules.papers if p.key == key), None)
    if rule is None:
        raise Refused("unknown_paper", gettext_noop("Thủ tục này không có giấy tờ đó."))
    offers = offers_for(draft, acting.account, at)
    if offers is None or draft.citizen is None:
        raise Refused("no_consent", gettext_noop("Chưa đồng ý dùng lại giấy tờ, hoặc đồng ý đã hết hạn."))
    chosen = next((one for one in offers if one.key == kept), None)
    if chosen is None:
        raise Refused(
            "not_kept", gettext_noop("Giấy tờ này đã hết hạn hoặc không có trong kho của ông/bà. Chọn giấy khác.")
        )
    draft.papers.filter(key=key, replaced=False).update(replaced=True)
    made = Paper.objects.create(
        dossier=draft,
        key=key,
        source=PaperSource.REUSED,
        file=chosen.file,
        origin=chosen.origin,
        consent=consent_of(draft.citizen, at),
        usable_until=chosen.until,
    )
    record_of_party(
        acting, "services.paper.reused", draft, draft.citizen.ref, paper=rule.name, origin=chosen.origin.code or ""
    )
    return made


def must_still_be_usable(draft: Dossier, at: datetime) -> None:
    """Raises Refused naming papers whose consent or own date has ended since (giấy tờ dùng lại đã hết hạn)."""
    day = timezone.localtime(at).date()
    names = {p.key: p.name for p in draft.version.rules.papers}
    used = draft.papers.filter(replaced=False, source=PaperSource.REUSED).select_related("consent")
    gone = [
        names.get(one.key, one.key)
        for one in used
        if one.consent is None or not one.consent.holds(at) or (one.usable_until is not None and one.usable_until < day)
    ]
    if gone:
        raise Refused(
            "reuse_over",
            gettext_noop("Không còn dùng lại được: %(papers)s. Nộp tệp khác hoặc chọn lại."),
            papers="; ".join(gone),
        )


def _must_be_oneself(citizen: Citizen, acting: Acting) -> None:
    if acting.account is None or acting.account.pk != citizen.account_id:
        raise Forbidden(gettext("Chỉ chính chủ đồng ý hoặc rút lại đồng ý về giấy tờ của mình."))
