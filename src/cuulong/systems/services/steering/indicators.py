"""What the province counts of its dossiers (chỉ tiêu dịch vụ công)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import Period

from ..dossiers.models import Channel, Dossier, Handing, Paper, Proposal, State
from ..dossiers.models.paper import PaperSource


def _of(agency_ids: Iterable[int] | None) -> QuerySet[Dossier]:
    found = Dossier.objects.exclude(state=State.DRAFT)
    return found if agency_ids is None else found.filter(competent_agency__in=agency_ids)


def received(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    begins, ends = period.instants()
    return _of(agency_ids).filter(accepted_at__gte=begins, accepted_at__lt=min(ends, known_at))


def received_online(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    return received(agency_ids, period, known_at).filter(channel=Channel.ONLINE)


def reused(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    """Those in which a look-up in a database of the state stands for a paper (sử dụng lại dữ liệu)."""
    looked_up = Paper.objects.filter(dossier=OuterRef("pk"), source=PaperSource.LOOKUP, replaced=False)
    return received(agency_ids, period, known_at).filter(Exists(looked_up))


def finished(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    begins, ends = period.instants()
    return _of(agency_ids).filter(
        finished_at__gte=begins, finished_at__lt=min(ends, known_at), accepted_at__isnull=False, outcome__gt=""
    )


def on_time(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    return finished(agency_ids, period, known_at).filter(finished_at__lte=F("due_at"))


def late(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    return finished(agency_ids, period, known_at).filter(finished_at__gt=F("due_at"))


def transferred(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Handing]:
    begins, ends = period.instants()
    found = Handing.objects.filter(at__gte=begins, at__lt=min(ends, known_at))
    return found if agency_ids is None else found.filter(before__in=agency_ids)


def transferred_late(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Handing]:
    return transferred(agency_ids, period, known_at).filter(late=True)


def extended(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Proposal]:
    begins, ends = period.instants()
    found = Proposal.objects.filter(matter="extend", decision="approved")
    found = found.filter(decided_at__gte=begins, decided_at__lt=min(ends, known_at))
    return found if agency_ids is None else found.filter(dossier__competent_agency__in=agency_ids)


def _dossier_url(row: Handing | Proposal) -> str:
    return reverse("services:workspace", args=[row.dossier.uuid])


def _url(row: Dossier) -> str:
    return reverse("services:workspace", args=[row.uuid])


LAW = "NĐ 118/2025/NĐ-CP"
COUNT = _("hồ sơ")
declare(
    Indicator(
        code="services.received",
        title=_("Hồ sơ tiếp nhận"),
        definition=_("Số hồ sơ được tiếp nhận trong kỳ, theo cơ quan giải quyết."),
        unit=COUNT,
        legal_source=LAW,
        rows=received,
        agency_path="competent_agency",
        moment_path="accepted_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.received_online",
        title=_("Hồ sơ nộp trực tuyến"),
        definition=_("Số hồ sơ tiếp nhận trong kỳ mà người nộp gửi trực tuyến."),
        unit=COUNT,
        legal_source=LAW,
        rows=received_online,
        agency_path="competent_agency",
        moment_path="accepted_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.online_share",
        title=_("Tỷ lệ nộp trực tuyến"),
        definition=_("Hồ sơ nộp trực tuyến chia cho hồ sơ tiếp nhận trong kỳ."),
        unit="%",
        legal_source=LAW,
        ratio_of=("services.received_online", "services.received"),
        owner="services",
    ),
    Indicator(
        code="services.reused",
        title=_("Hồ sơ sử dụng lại dữ liệu"),
        definition=_("Số hồ sơ tiếp nhận trong kỳ có giấy tờ được thay bằng kết quả tra cứu dữ liệu."),
        unit=COUNT,
        legal_source="QĐ 766/QĐ-TTg",
        rows=reused,
        agency_path="competent_agency",
        moment_path="accepted_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.finished",
        title=_("Hồ sơ đã giải quyết"),
        definition=_("Số hồ sơ có kết quả ký số, đóng dấu trong kỳ."),
        unit=COUNT,
        legal_source=LAW,
        rows=finished,
        agency_path="competent_agency",
        moment_path="finished_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.on_time",
        title=_("Giải quyết đúng hạn"),
        definition=_("Số hồ sơ có kết quả trong kỳ, không muộn hơn giờ hẹn trả."),
        unit=COUNT,
        legal_source=LAW,
        rows=on_time,
        agency_path="competent_agency",
        moment_path="finished_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.late",
        title=_("Giải quyết trễ hạn"),
        definition=_("Số hồ sơ có kết quả trong kỳ, muộn hơn giờ hẹn trả."),
        unit=COUNT,
        legal_source=LAW,
        rows=late,
        agency_path="competent_agency",
        moment_path="finished_at",
        row_url=_url,
        owner="services",
    ),
    Indicator(
        code="services.on_time_share",
        title=_("Tỷ lệ đúng hạn"),
        definition=_("Hồ sơ giải quyết đúng hạn chia cho hồ sơ đã giải quyết trong kỳ."),
        unit="%",
        legal_source=LAW,
        ratio_of=("services.on_time", "services.finished"),
        owner="services",
    ),
    Indicator(
        code="services.transferred",
        title=_("Hồ sơ chuyển cơ quan khác"),
        definition=_("Số hồ sơ trong kỳ được chuyển cho cơ quan khác, tính cho cơ quan đã giữ hồ sơ."),
        unit=COUNT,
        legal_source=LAW,
        rows=transferred,
        agency_path="before",
        moment_path="at",
        row_url=_dossier_url,
        owner="services",
    ),
    Indicator(
        code="services.transferred_late",
        title=_("Hồ sơ chuyển đi khi đã trễ"),
        definition=_("Số hồ sơ đã quá giờ hẹn trả khi chuyển cho cơ quan khác, tính cho cơ quan đã giữ hồ sơ."),
        unit=COUNT,
        legal_source=LAW,
        rows=transferred_late,
        agency_path="before",
        moment_path="at",
        row_url=_dossier_url,
        owner="services",
    ),
    Indicator(
        code="services.extended",
        title=_("Hồ sơ gia hạn"),
        definition=_("Số hồ sơ được lãnh đạo đồng ý gia hạn trong kỳ, theo cơ quan giải quyết."),
        unit=COUNT,
        legal_source=LAW,
        rows=extended,
        agency_path="dossier__competent_agency",
        moment_path="decided_at",
        row_url=_dossier_url,
        owner="services",
    ),
)
