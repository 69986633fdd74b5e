"""Which words of a submission are personal data, and how they go while what is counted stays (xóa dữ liệu cá nhân)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.notifications.forgetting import forget
from cuulong.core.registry import declare

from . import attachments
from .data_classes import DataClass
from .models import CaseStep, Complaint, Denouncer, Denunciation, Rating, Sender, Submission, Suggestion
from .models.complaint import HANDLE as COMPLAINTS
from .models.denunciation import HANDLE as DENUNCIATIONS
from .models.suggestion import HANDLE as SUGGESTIONS
from .rules import CLOSED


def submission(case: Submission, at: datetime) -> None:
    """Words, sender, files and messages; number, agency, dates, states and what was published stay (xóa nội dung đơn)."""
    case.title = case.text = case.answer = ""
    if isinstance(case, Sender):
        case.account = None
        case.sender_name = case.sender_phone = case.sender_email = case.sender_address = ""
    if isinstance(case, Complaint | Denunciation):
        case.against = ""
    if isinstance(case, Complaint):
        case.asks = ""
    if isinstance(case, Denunciation):
        Denouncer.objects.filter(denunciation=case).delete()
    steps = CaseStep.objects.filter(subject_kind=case.ref_kind, subject_uuid=case.uuid)
    steps.filter(actor_name="").update(note="", actor="")
    steps.exclude(actor_name="").update(note="")
    attachments.drop(case.ref_kind, [case.uuid])
    forget(case.ref)


def rating(row: Rating, at: datetime) -> None:
    """The comment goes, the score stays (xóa nhận xét)."""
    row.comment = ""


declare(
    DataClass(
        code="suggestion", title=_("Phản ánh, kiến nghị"), model=Suggestion, since="closed_at",
        settled=Q(state__in=CLOSED), erase=submission, number=lambda row: row.number, right=SUGGESTIONS,
    ),
    DataClass(
        code="complaint", title=_("Khiếu nại"), model=Complaint, since="closed_at",
        settled=Q(state__in=CLOSED), erase=submission, number=lambda row: row.number, right=COMPLAINTS,
    ),
    DataClass(
        code="denunciation", title=_("Tố cáo"), model=Denunciation, since="closed_at",
        settled=Q(state__in=CLOSED), erase=submission, number=lambda row: row.number, right=DENUNCIATIONS, secret=True,
    ),
    DataClass(
        code="rating", title=_("Nhận xét trên phiếu đánh giá"), model=Rating, since="rated_at",
        settled=~Q(comment=""), erase=rating, number=lambda row: str(row.dossier.code), by_dossier=True,
    ),
)  # fmt: skip
