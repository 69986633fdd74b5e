"""What the exchange of packets declares to the house (khai báo liên thông)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LogPhrase, MenuItem, Right, RouteSample, declare

from .actions.send_again import MANAGE
from .adapters import inside  # noqa: F401  (axis and mail come with polling)
from .models import Packet, State
from .polling import poll, register_agencies
from .queries import READ, visible_to
from .stamping import stamp_packets
from .transmitting import rescue


def _sample() -> dict[str, Any]:
    return {"uuid": Packet.objects.order_by("pk").values_list("uuid", flat=True)[0]}


def _raw_sample() -> dict[str, Any]:
    return {"uuid": Packet.objects.exclude(raw=None).order_by("pk").values_list("uuid", flat=True)[0]}


declare(
    Right(
        code=READ,
        title=_("Xem gói tin liên thông"),
        roles=frozenset({"clerk", "chief_of_office", "auditor", "administrator"}),
    ),
    Right(code=MANAGE, title=_("Gửi lại gói tin liên thông"), roles=frozenset({"clerk", "administrator"})),
    Kind(
        code=Packet.ref_kind,
        title=_("Gói tin liên thông"),
        find=lambda uuid: Packet.objects.filter(uuid=uuid).first(),
        find_many=lambda uuids: Packet.objects.filter(uuid__in=uuids),
        url=lambda packet: reverse("exchange:packet", kwargs={"uuid": packet.uuid}),
        visible_to=visible_to,
    ),
    MenuItem(
        code="exchange.packets",
        title=_("Liên thông văn bản"),
        short=_("Liên thông"),
        group=_("Văn bản"),
        url_name="exchange:packets",
        icon="arrow-left-right",
        right=READ,
        order=60,
        count=lambda acting: visible_to(acting).filter(state=State.FAILED).count(),
    ),
    LogPhrase(code="exchange.packet.sent", sentence=_("Gửi gói tin {packet} tới {peer}")),
    LogPhrase(code="exchange.packet.delivered", sentence=_("Đã giao gói tin {packet} cho {peer}")),
    LogPhrase(code="exchange.packet.arrived", sentence=_("Nhận gói tin {packet} từ {peer}")),
    LogPhrase(code="exchange.packet.refused", sentence=_("Không nhận gói tin {packet} từ {peer}: {error}")),
    LogPhrase(code="exchange.packet.failed", sentence=_("Không gửi được gói tin {packet} tới {peer}: {error}")),
    LogPhrase(code="exchange.packet.resent", sentence=_("Gửi lại gói tin {packet} tới {peer}")),
    LogPhrase(code="exchange.packet.taken", sentence=_("Tải nguyên văn gói tin {packet}")),
    LogPhrase(code="exchange.status.arrived", sentence=_("{peer} báo trạng thái {code} của {packet}")),
    Job(code="exchange.poll", cron="* * * * * */15", run=poll),
    Job(code="exchange.rescue", cron="* * * * *", run=rescue),
    Job(code="exchange.stamp", cron="* * * * *", run=stamp_packets),
    Job(code="exchange.agencies", cron="5 0 * * *", run=register_agencies),
    RouteSample(code="exchange:packets", role="clerk"),
    RouteSample(code="exchange:packet", role="clerk", kwargs=_sample),
    RouteSample(code="exchange:proof", role="auditor", kwargs=_sample),
    RouteSample(code="exchange:raw", role="auditor", kwargs=_raw_sample),
    RouteSample(code="exchange:send_again", role="clerk", kwargs=_sample, method="POST", status=302),
)
