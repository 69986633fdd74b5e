"""What counters declare to the house: rights, doors, how a test walks them (khai báo của quầy)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LoadStep, MenuItem, Right, RouteSample, declare

from .actions.saturdays import PLAN
from .demo import load_demo_queue
from .models import Desk, Device, PaperForm, SaturdayPlan, Slip, Ticket

HALL = {"agency__parent__slug": "commune-29551"}  # where the walk's officer works


def _device(purpose: str) -> Device:
    return Device.objects.filter(purpose=purpose, revoked_at=None, **HALL).order_by("pk")[0]


def _ticket() -> Ticket:
    return Ticket.objects.filter(**HALL).order_by("-pk")[0]


def _desk_act() -> dict[str, Any]:
    return {"uuid": Desk.objects.filter(officer=None, **HALL).order_by("pk")[0].uuid, "key": "sit"}


def _slip() -> dict[str, Any]:
    return {"uuid": Slip.objects.filter(giver__parent__slug="commune-29551").order_by("pk")[0].uuid}


declare(
    Right(
        code="services.queue.manage",
        title=_("Mở ô tiếp nhận, thêm thiết bị gọi số"),
        roles=frozenset({"centre_director"}),
    ),
    Right(
        code="services.queue.see",
        title=_("Xem số liệu gọi số"),
        roles=frozenset({"centre_director", "intake_officer", "post_intake_clerk"}),
    ),
    Kind(code=Desk.ref_kind, title=_("Ô tiếp nhận"), find=lambda uuid: Desk.objects.filter(uuid=uuid).first()),
    Kind(code=Device.ref_kind, title=_("Thiết bị gọi số"), find=lambda uuid: Device.objects.filter(uuid=uuid).first()),
    Kind(code=Ticket.ref_kind, title=_("Số thứ tự"), find=lambda uuid: Ticket.objects.filter(uuid=uuid).first()),
    Kind(
        code=PaperForm.ref_kind,
        title=_("Phiếu tiếp nhận giấy"),
        find=lambda uuid: PaperForm.objects.filter(uuid=uuid).first(),
    ),
    Right(
        code=PLAN,
        title=_("Lập kế hoạch tiếp nhận thứ Bảy"),
        roles=frozenset({"chief_of_office", "procedure_controller"}),
        scope="province",
    ),
    Kind(
        code=SaturdayPlan.ref_kind,
        title=_("Kế hoạch thứ Bảy"),
        find=lambda uuid: SaturdayPlan.objects.filter(uuid=uuid).first(),
    ),
    MenuItem(
        code="services.saturdays",
        title=_("Tiếp nhận thứ Bảy"),
        short=_("Thứ Bảy"),
        group=_("Một cửa"),
        url_name="services:saturdays",
        icon="calendar-week",
        right=PLAN,
        order=36,
    ),
    Kind(code=Slip.ref_kind, title=_("Phiếu bàn giao"), find=lambda uuid: Slip.objects.filter(uuid=uuid).first()),
    MenuItem(
        code="services.slips",
        title=_("Bàn giao hồ sơ giấy"),
        short=_("Giao nhận"),
        group=_("Một cửa"),
        url_name="services:slips",
        icon="arrow-left-right",
        right="services.dossier.read",
        order=32,
    ),
    MenuItem(
        code="services.queue",
        title=_("Gọi số"),
        group=_("Một cửa"),
        url_name="services:queue",
        icon="megaphone",
        right="services.dossier.accept",
        order=22,
    ),
    MenuItem(
        code="services.queue_devices",
        title=_("Ô và thiết bị"),
        short=_("Ô"),
        group=_("Một cửa"),
        url_name="services:queue_devices",
        icon="display",
        right="services.queue.manage",
        order=24,
    ),
    LoadStep(code="services.demo_queue", order=205, load=load_demo_queue, demo=True),
    RouteSample(code="services:kiosk", kwargs=lambda: {"code": _device("kiosk").code}, bearer=True),
    RouteSample(
        code="services:kiosk_ticket",
        kwargs=lambda: {"code": _device("kiosk").code, "ticket": _ticket().code},
        bearer=True,
    ),
    RouteSample(code="services:ticket", kwargs=lambda: {"code": _ticket().code}, bearer=True),
    RouteSample(code="services:board", kwargs=lambda: {"code": _device("board").code}, bearer=True),
    RouteSample(code="services:paper_forms", role="intake_officer"),
    RouteSample(code="services:paper_sheet", role="intake_officer", query="from=1&to=2"),
    RouteSample(code="services:open_saturdays"),
    RouteSample(code="services:saturdays", role="procedure_controller"),
    RouteSample(
        code="services:saturday_off",
        role="procedure_controller",
        kwargs=lambda: {"uuid": SaturdayPlan.objects.order_by("-day", "pk")[0].uuid},
    ),
    RouteSample(code="services:slips", role="intake_officer"),
    RouteSample(code="services:slip", role="intake_officer", kwargs=_slip),
    RouteSample(code="services:slip_sheet", role="intake_officer", kwargs=_slip),
    RouteSample(code="services:queue", role="intake_officer"),
    RouteSample(code="services:queue_figures", role="intake_officer"),
    RouteSample(code="services:queue_devices", role="centre_director"),
    RouteSample(code="services:desk_act", role="intake_officer", kwargs=_desk_act, method="POST", status=302),
)
