"""What the exchange of packets declares to the house (khai báo liên thông)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LoadStep, LogPhrase, MenuItem, Right, RouteSample, declare
from cuulong.design.help import register_help

from .actions.send_again import MANAGE
from .adapters import inside  # noqa: F401  (axis and mail come with polling)
from .demo import load_demo_packets, sample_packet
from .models import Packet, State
from .polling import poll, register_agencies
from .queries import AUDIT, READ, visible_to
from .stamping import stamp_packets
from .transmitting import rescue


def _sample() -> dict[str, Any]:
    return {"uuid": sample_packet().uuid}


declare(
    Right(
        code=READ,
        title=_("Xem gói tin liên thông"),
        roles=frozenset({"clerk", "chief_of_office", "auditor", "administrator"}),
    ),
    Right(
        code=AUDIT,
        title=_("Xem mọi gói tin liên thông"),
        roles=frozenset({"auditor", "administrator"}),
        scope="province",
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
        group=_("Văn phòng"),
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
    LoadStep(code="exchange.demo", order=215, load=load_demo_packets, demo=True),
    RouteSample(code="exchange:packets", role="clerk"),
    RouteSample(code="exchange:packet", role="clerk", kwargs=_sample, beyond=AUDIT),
    RouteSample(code="exchange:proof", role="auditor", kwargs=_sample, beyond=AUDIT),
    RouteSample(code="exchange:raw", role="auditor", kwargs=_sample, beyond=AUDIT),
    RouteSample(code="exchange:send_again", role="clerk", kwargs=_sample, method="POST", status=302),
)
register_help(
    "exchange:packets",
    _("Văn bản đi và đến qua liên thông"),
    _("Lọc theo chiều, cơ quan, tình trạng hoặc ngày. Gói tin không gửi được có nút gửi lại ở trang của nó."),
)
register_help(
    "exchange:packet",
    _("Đọc hành trình"),
    _("Mỗi dòng là một chặng, kèm giờ. Bên nhận báo 01 khi gói tin đến, 03 khi vào sổ, 02 khi từ chối."),
)
