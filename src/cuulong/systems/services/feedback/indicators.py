"""What the province counts of ratings, suggestions and complaints; of denunciations no rows (chỉ tiêu)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import Period

from .models import Complaint, Rating, Suggestion
from .models.base import State
from .rules import SATISFIED


def _within(found: QuerySet[Any], moment: str, agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    begins, ends = period.instants()
    found = found.filter(**{f"{moment}__gte": begins, f"{moment}__lt": min(ends, known_at)})
    return found if agency_ids is None else found.filter(agency__in=agency_ids)


def ratings(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return _within(Rating.objects.all(), "rated_at", agency_ids, period, known_at)


def satisfied(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return ratings(agency_ids, period, known_at).filter(score__gte=SATISFIED)


def suggestions(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return _within(Suggestion.objects.all(), "received_at", agency_ids, period, known_at)


def closed(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return _within(Suggestion.objects.all(), "closed_at", agency_ids, period, known_at)


def closed_in_time(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return closed(agency_ids, period, known_at).filter(Q(due_at=None) | Q(closed_at__lte=F("due_at")))


def due(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    """Suggestions whose day to be answered came in the period (phản ánh đến hạn)."""
    found = Suggestion.objects.exclude(state=State.UNCONFIRMED)
    return _within(found, "due_at", agency_ids, period, known_at)


def due_in_time(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return due(agency_ids, period, known_at).filter(closed_at__lte=F("due_at"))


def answers_rated(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return closed(agency_ids, period, known_at).filter(satisfied__isnull=False)


def answers_satisfied(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return closed(agency_ids, period, known_at).filter(satisfied=True)


def complaints(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    found = Complaint.objects.exclude(state=State.UNCONFIRMED)
    return _within(found, "received_at", agency_ids, period, known_at)


def _rating_url(row: Rating) -> str:
    return reverse("services:workspace", args=[row.dossier.uuid])


def _url(row: Suggestion | Complaint) -> str:
    return reverse(f"services:{row.says}", args=[row.uuid])


TT = "TT 01/2018/TT-VPCP, QĐ 766/QĐ-TTg"
PETITIONS = "NĐ 20/2008/NĐ-CP, NĐ 92/2017/NĐ-CP"
RATED = {"agency_path": "agency", "moment_path": "rated_at", "row_url": _rating_url, "owner": "services"}
declare(
    Indicator(
        code="services.ratings",
        title=_("Phiếu đánh giá"),
        definition=_("Số hồ sơ được người nộp đánh giá trong kỳ, theo cơ quan giải quyết."),
        unit=_("phiếu"),
        legal_source=TT,
        rows=ratings,
        **RATED,  # type: ignore[arg-type]
    ),
    Indicator(
        code="services.satisfied",
        title=_("Phiếu hài lòng"),
        definition=_("Số phiếu đánh giá rất hài lòng hoặc hài lòng trong kỳ."),
        unit=_("phiếu"),
        legal_source=TT,
        rows=satisfied,
        **RATED,  # type: ignore[arg-type]
    ),
    Indicator(
        code="services.satisfied_share",
        title=_("Tỷ lệ hài lòng"),
        definition=_("Phiếu hài lòng chia cho phiếu đánh giá trong kỳ."),
        unit="%",
        legal_source=TT,
        ratio_of=("services.satisfied", "services.ratings"),
        owner="services",
    ),
    Indicator(
        code="services.suggestions",
        title=_("Phản ánh, kiến nghị nhận"),
        definition=_("Số phản ánh, kiến nghị nhận trong kỳ, theo cơ quan đang giữ."),
        unit=_("phản ánh"),
        legal_source=PETITIONS,
        rows=suggestions,
        agency_path="agency",
        moment_path="received_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.suggestions_closed",
        title=_("Phản ánh, kiến nghị đã trả lời"),
        definition=_("Số phản ánh, kiến nghị được trả lời hoặc nêu lý do không thụ lý trong kỳ."),
        unit=_("phản ánh"),
        legal_source=PETITIONS,
        rows=closed,
        agency_path="agency",
        moment_path="closed_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.suggestions_in_time",
        title=_("Phản ánh, kiến nghị trả lời đúng hạn"),
        definition=_("Trong số đã trả lời, số trả lời không muộn hơn hạn."),
        unit=_("phản ánh"),
        legal_source=PETITIONS,
        rows=closed_in_time,
        agency_path="agency",
        moment_path="closed_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.suggestions_in_time_share",
        title=_("Tỷ lệ trả lời phản ánh đúng hạn"),
        definition=_("Phản ánh, kiến nghị trả lời đúng hạn chia cho đã trả lời trong kỳ."),
        unit="%",
        legal_source=PETITIONS,
        ratio_of=("services.suggestions_in_time", "services.suggestions_closed"),
        owner="services",
    ),
    *(
        Indicator(
            code=f"services.{code}",
            title=title,
            definition=definition,
            unit=_("phản ánh"),
            legal_source=TT,
            rows=rows,
            agency_path="agency",
            moment_path=moment,
            row_url=_url,
            owner="services",
        )
        for code, title, definition, rows, moment in (
            (
                "suggestions_due",
                _("Phản ánh, kiến nghị đến hạn trả lời"),
                _("Số phản ánh, kiến nghị có hạn trả lời rơi vào kỳ."),
                due,
                "due_at",
            ),
            (
                "suggestions_due_in_time",
                _("Phản ánh, kiến nghị đến hạn, đã trả lời đúng hạn"),
                _("Trong số đến hạn trong kỳ, số trả lời không muộn hơn hạn."),
                due_in_time,
                "due_at",
            ),
            (
                "answers_rated",
                _("Trả lời phản ánh được đánh giá"),
                _("Trong số đã trả lời trong kỳ, số được người gửi đánh giá."),
                answers_rated,
                "closed_at",
            ),
            (
                "answers_satisfied",
                _("Trả lời phản ánh được hài lòng"),
                _("Trong số đã trả lời trong kỳ, số người gửi cho là giúp được."),
                answers_satisfied,
                "closed_at",
            ),
        )
    ),
    Indicator(
        code="services.complaints",
        title=_("Đơn khiếu nại nhận"),
        definition=_("Số đơn khiếu nại nhận trong kỳ, theo cơ quan giải quyết."),
        unit=_("đơn"),
        legal_source="Luật Khiếu nại 2011",
        rows=complaints,
        agency_path="agency",
        moment_path="received_at",
        row_url=_url,
        owner="services",
    ),
)
