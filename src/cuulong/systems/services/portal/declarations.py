"""What the connection to the national portal declares: doors, jobs, how facts are told (khai báo kết nối Cổng)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import (
    Indicator,
    Job,
    Kind,
    LoadStep,
    LogPhrase,
    MenuItem,
    Right,
    RouteSample,
    Subscription,
    declare,
)
from cuulong.core.workflow.facts import StepLeft
from cuulong.lib.dates import Period
from cuulong.published.facts import payments, services

from ..dossiers.models import Dossier
from ..feedback.data_classes import DataClass
from ..steering.indicators import received
from .actions.questions import every_few_minutes
from .actions.tell import catch_up, compare
from .demo import load_demo_crossings, sample_crossing
from .models import MANAGE, Crossing, NationalEntry, Standing, Way
from .rules import SYNC
from .subscribers import tell_portal

ROLE, CONTROL = "administrator", "procedure_controller"
FACTS = (
    services.DossierSent,
    services.SupplementRequested,
    services.DossierAccepted,
    services.ClockStopped,
    services.ClockResumed,
    services.DossierExtended,
    services.DossierStopped,
    services.DossierTransferred,
    services.ResultIssued,
    services.ResultReturned,
    services.DossierDeclined,
    services.DossierWithdrawn,
    payments.ChargePaid,
    StepLeft,
)


def synced(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Dossier]:
    """Dossiers taken in within the period that the portal knows, with every step told so far (đã đồng bộ)."""
    out = Crossing.objects.filter(dossier=OuterRef("pk"), way=Way.OUT)
    known = Exists(out.filter(service=SYNC, standing=Standing.DONE))
    waiting = Exists(out.exclude(standing=Standing.DONE))
    return received(agency_ids, period, known_at).filter(known).exclude(waiting)


def _act() -> dict[str, Any]:
    return sample_crossing() | {"verb": "replay"}


# What a message says of nobody, and what the screen still shows of it.
KEPT = ("MaHoSo", "MaCauHoi", "MaTTHC", "TrangThai", "TrangThaiHoSo", "ThoiDiemXuLy", "NgayTiepNhan", "NgayHenTra")


def _empty(crossing: Crossing, at: datetime) -> None:
    """Only codes, states and dates stay of the message (xóa nội dung thông điệp)."""
    crossing.body = {name: crossing.body[name] for name in KEPT if name in crossing.body}
    crossing.last_error = ""


declare(
    DataClass(
        code="portal_message",
        title=_("Thông điệp với Cổng quốc gia"),
        model=Crossing,
        since="settled_at",
        settled=Q(standing__in=(Standing.DONE, Standing.REFUSED)),
        erase=_empty,
        number=lambda row: str(row.code),
    ),
    LogPhrase(
        code="services.portal_message.erased",
        sentence=_("Xóa dữ liệu cá nhân của thông điệp với Cổng về hồ sơ {number}: hết thời hạn lưu giữ"),
    ),
    LogPhrase(
        code="services.portal_message.hold",
        sentence=_("Giữ lại thông điệp với Cổng về hồ sơ {number}, lý do: {reason}"),
    ),
    LogPhrase(
        code="services.portal_message.lift",
        sentence=_("Thôi giữ lại thông điệp với Cổng về hồ sơ {number}, lý do: {reason}"),
    ),
    Indicator(
        code="services.synced",
        title=_("Hồ sơ đã đồng bộ lên Cổng quốc gia"),
        definition=_("Số hồ sơ tiếp nhận trong kỳ mà Cổng quốc gia đã nhận, không còn bước nào chờ báo."),
        unit=_("hồ sơ"),
        legal_source="QĐ 766/QĐ-TTg",
        rows=synced,
        agency_path="competent_agency",
        moment_path="accepted_at",
        row_url=lambda row: reverse("services:workspace", args=[row.uuid]),
        owner="services",
    ),
    Right(code=MANAGE, title=_("Theo dõi kết nối Cổng quốc gia"), roles=frozenset({ROLE, CONTROL}), scope="province"),
    Kind(
        code=Crossing.ref_kind,
        title=_("Thông điệp với Cổng quốc gia"),
        find=lambda uuid: Crossing.objects.filter(uuid=uuid).first(),
        url=lambda one: reverse("services:crossing", args=[one.uuid]),
        visible_to=lambda acting: Crossing.objects.visible_to(acting),
    ),
    Kind(
        code=NationalEntry.ref_kind,
        title=_("Mục của danh mục quốc gia"),
        find=lambda uuid: NationalEntry.objects.filter(uuid=uuid).first(),
    ),
    MenuItem(
        code="services.portal",
        title=_("Cổng quốc gia"),
        short=_("Cổng"),
        group=_("Một cửa"),
        url_name="services:crossings",
        icon="arrow-left-right",
        right=MANAGE,
        order=55,
    ),
    *(Subscription(code=f"services.portal.{fact.name}", fact=fact, handler=tell_portal) for fact in FACTS),
    Job(code="services.portal.catch_up", cron="*/10 * * * *", run=catch_up),
    Job(code="services.portal.answers", cron="*/2 * * * *", run=every_few_minutes),
    Job(code="services.portal.compare", cron="17 * * * *", run=compare),
    LoadStep(code="services.demo_portal", order=215, load=load_demo_crossings, demo=True),
    LogPhrase(code="services.portal.asked", sentence=_("Nhận câu hỏi {code} của Cổng thành phản ánh {number}")),
    LogPhrase(code="services.portal.listed", sentence=_("Lấy danh mục {list} của Cổng: {n} mục")),
    LogPhrase(code="services.portal.filed", sentence=_("Nhận hồ sơ {code} nộp trên Cổng Dịch vụ công quốc gia")),
    LogPhrase(code="services.portal.replayed", sentence=_("Xử lý lại thông điệp {service} của hồ sơ {code}")),
    LogPhrase(code="services.portal.refused", sentence=_("Từ chối hồ sơ {code} của Cổng: {reason}")),
    RouteSample(code="services:portal_messages", method="POST", status=404),
    RouteSample(code="services:portal_lists", role=ROLE),
    RouteSample(code="services:crossings", role=ROLE),
    RouteSample(code="services:crossing", role=ROLE, kwargs=sample_crossing),
    RouteSample(code="services:act_crossing", role=ROLE, kwargs=_act, method="POST", status=302),
    RouteSample(code="services:portal_catalogue", role=CONTROL, method="POST", status=302),
)
