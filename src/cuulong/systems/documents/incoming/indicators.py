"""What the province counts of incoming documents (chỉ tiêu văn bản đến; NĐ 30/2020, Điều 22 và 24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import Period

from ..records.models import State
from .models import Incoming


def _within(found: QuerySet[Any], moment: str, agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    begins, ends = period.instants()
    found = found.filter(**{f"{moment}__gte": begins, f"{moment}__lt": min(ends, known_at)})
    return found if agency_ids is None else found.filter(document__agency__in=agency_ids)


def received(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    """What arrived in the period; imported history is no arrival (văn bản đã nhận)."""
    return _within(Incoming.objects.exclude(channel="history"), "arrived_at", agency_ids, period, known_at)


def registered(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return _within(Incoming.objects.all(), "registered_at", agency_ids, period, known_at)


def registered_in_time(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    return registered(agency_ids, period, known_at).filter(in_time=True)


def due(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    """Documents with a deadline that came in the period; given back and recalled ones owe nothing (đến hạn)."""
    owed = Incoming.objects.exclude(document__state__in=(State.RETURNED, State.RECALLED, State.ARRIVED))
    return _within(owed, "document__due_at", agency_ids, period, known_at)


def due_in_time(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Any]:
    """Settled or answered by their deadline (giải quyết đúng hạn)."""
    on_time = Q(closed_at__lte=F("document__due_at")) | Q(document__answered_by__issued_at__lte=F("document__due_at"))
    found = due(agency_ids, period, known_at)
    return found.filter(pk__in=Incoming.objects.filter(on_time).values("pk"))


def _url(row: Incoming) -> str:
    return reverse("documents:incoming", args=[row.document.uuid])


LAW = "NĐ 30/2020/NĐ-CP, Điều 22, 24"
SHAPE: dict[str, Any] = {"agency_path": "document__agency", "row_url": _url, "owner": "documents"}
declare(
    Indicator(
        code="documents.received",
        title=_("Văn bản đến đã nhận"),
        definition=_("Số văn bản đến trong kỳ, theo ngày đến, mọi nguồn đến."),
        unit=_("văn bản"),
        legal_source=LAW,
        rows=received,
        moment_path="arrived_at",
        **SHAPE,
    ),
    Indicator(
        code="documents.registered",
        title=_("Văn bản đến đã vào sổ"),
        definition=_("Số văn bản đến được cấp số đến trong kỳ."),
        unit=_("văn bản"),
        legal_source=LAW,
        rows=registered,
        moment_path="registered_at",
        **SHAPE,
    ),
    Indicator(
        code="documents.registered_in_time",
        title=_("Văn bản đến vào sổ đúng hạn"),
        definition=_("Vào sổ trong ngày, chậm nhất ngày làm việc tiếp theo; văn bản khẩn vào sổ ngay."),
        unit=_("văn bản"),
        legal_source=LAW,
        rows=registered_in_time,
        moment_path="registered_at",
        **SHAPE,
    ),
    Indicator(
        code="documents.registered_in_time_rate",
        title=_("Tỷ lệ văn bản đến vào sổ đúng hạn"),
        definition=_("Văn bản vào sổ đúng hạn trên số văn bản đã vào sổ trong kỳ."),
        unit=_("%"),
        legal_source=LAW,
        ratio_of=("documents.registered_in_time", "documents.registered"),
        owner="documents",
    ),
    Indicator(
        code="documents.due",
        title=_("Văn bản đến có hạn trong kỳ"),
        definition=_("Số văn bản đến có hạn giải quyết rơi vào kỳ."),
        unit=_("văn bản"),
        legal_source=LAW,
        rows=due,
        moment_path="document__due_at",
        **SHAPE,
    ),
    Indicator(
        code="documents.answered_in_time",
        title=_("Văn bản đến giải quyết đúng hạn"),
        definition=_("Số văn bản đến hạn trong kỳ đã giải quyết xong hoặc đã có văn bản trả lời trước hạn."),
        unit=_("văn bản"),
        legal_source=LAW,
        rows=due_in_time,
        moment_path="document__due_at",
        **SHAPE,
    ),
    Indicator(
        code="documents.answered_in_time_rate",
        title=_("Tỷ lệ văn bản đến giải quyết đúng hạn"),
        definition=_("Văn bản giải quyết đúng hạn trên số văn bản đến có hạn trong kỳ."),
        unit=_("%"),
        legal_source=LAW,
        ratio_of=("documents.answered_in_time", "documents.due"),
        owner="documents",
    ),
)
