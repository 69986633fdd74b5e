"""What lists and the issuer say of one certificate now (kiểm tra trạng thái chứng thư số)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.lib.dates import short_datetime

from .. import trust
from ..keys import parse
from ..models import Certificate, CertificateState, StepKind
from ..responders import ask, revoked_since
from ..rules import State
from .history import note_step


@dataclass(frozen=True)
class Status:
    """One thing that was looked at."""

    title: str
    state: State
    text: str


def check_status(certificate: Certificate, *, acting: Any, at: datetime | None = None) -> list[Status]:
    """Look at dates, issuer, revocation lists and the issuer's answer, and write the result down (kiểm tra trạng thái)."""
    at = at or timezone.now()
    found = [_dates(certificate, at)]
    if certificate.pem:
        known = trust.current(at)
        found += [_issuer(certificate, known), _lists(certificate, known, at), _answer(certificate, known, at)]
    note_step(
        StepKind.CHECKED,
        acting=acting,
        certificate=certificate,
        note="; ".join(f"{each.title}: {each.text}" for each in found),
        at=at,
    )
    return found


def _dates(certificate: Certificate, at: datetime) -> Status:
    state = certificate.state_at(at)
    good = state == CertificateState.ACTIVE
    return Status(_("Trong sổ"), State.GOOD if good else State.BAD, str(state.label))


def _issuer(certificate: Certificate, known: trust.Trust) -> Status:
    title = _("Nơi cấp")
    if known.knows(parse(certificate)):
        return Status(title, State.GOOD, _("Nằm trong danh sách tin cậy"))
    return Status(title, State.BAD, _("Không nằm trong danh sách tin cậy"))


def _lists(certificate: Certificate, known: trust.Trust, at: datetime) -> Status:
    title, parsed = _("Danh sách thu hồi (CRL)"), parse(certificate)
    own = [each for each in known.crls if each.issuer == parsed.issuer]
    if since := known.revoked_since(parsed):
        return Status(title, State.BAD, _("Đã bị thu hồi lúc %(when)s") % {"when": short_datetime(since)})
    ends = [each["tbs_cert_list"]["next_update"].native for each in own]
    if not own:
        return Status(title, State.UNKNOWN, _("Chưa có danh sách của nơi cấp này"))
    if any(end is None or end > at for end in ends):
        return Status(title, State.GOOD, _("Không có tên trong danh sách còn hạn"))
    when = short_datetime(max(end for end in ends if end))
    return Status(title, State.UNKNOWN, _("Danh sách đã quá hạn từ %(when)s") % {"when": when})


def _answer(certificate: Certificate, known: trust.Trust, at: datetime) -> Status:
    title, parsed = _("Hỏi trực tuyến (OCSP)"), parse(certificate)
    if not parsed.ocsp_urls:
        return Status(title, State.UNKNOWN, _("Chứng thư không ghi nơi trả lời"))
    answers = ask(parsed, (), known, at)
    if not answers.responses:
        return Status(title, State.UNKNOWN, _("Nơi cấp chưa trả lời"))
    if since := revoked_since(parsed, known, at):
        return Status(title, State.BAD, _("Đã bị thu hồi lúc %(when)s") % {"when": short_datetime(since)})
    return Status(title, State.GOOD, _("Nơi cấp xác nhận chưa bị thu hồi"))
