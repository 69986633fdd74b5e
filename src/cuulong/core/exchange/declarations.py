"""What the exchange declares to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LoadStep, LogPhrase, MenuItem, Right, RouteSample, declare
from cuulong.lib.province import Province

from . import packet_declarations  # noqa: F401
from .actions.set_up import RIGHT
from .loading import load_databases
from .models import Database, Lookup
from .retry import retry_lookups


def _sample() -> dict[str, object]:
    return {"key": Database.objects.values_list("key", flat=True)[0]}


declare(
    Right(
        code=RIGHT,
        title=_("Cấu hình cơ sở dữ liệu tra cứu"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    Kind(
        code=Database.ref_kind,
        title=_("Cơ sở dữ liệu"),
        find=lambda uuid: Database.objects.filter(uuid=uuid).first(),
        url=lambda one: reverse("exchange:database", args=[one.key]),
    ),
    MenuItem(
        code="exchange.databases",
        title=_("Cơ sở dữ liệu"),
        group=_("Quản trị"),
        url_name="exchange:databases",
        icon="database",
        right=RIGHT,
        order=926,
    ),
    RouteSample(code="exchange:databases", role="administrator"),
    RouteSample(code="exchange:database", role="administrator", kwargs=_sample),
    LogPhrase(code="exchange.database.changed", sentence=_("Đổi cách kết nối với {database}")),
    LogPhrase(code="exchange.database.opened", sentence=_("Mở tra cứu {database}")),
    LogPhrase(code="exchange.database.closed", sentence=_("Ngừng tra cứu {database}")),
    Kind(
        code=Lookup.ref_kind,
        title=_("Lượt tra cứu dữ liệu"),
        find=lambda uuid: Lookup.objects.filter(uuid=uuid).first(),
    ),
    LogPhrase(code="exchange.lookup.found", sentence=_("Tra cứu {database} để {purpose}: có dữ liệu")),
    LogPhrase(code="exchange.lookup.partial", sentence=_("Tra cứu {database} để {purpose}: thiếu dữ liệu")),
    LogPhrase(code="exchange.lookup.absent", sentence=_("Tra cứu {database} để {purpose}: không có dữ liệu")),
    LogPhrase(code="exchange.lookup.down", sentence=_("Tra cứu {database} để {purpose}: không kết nối được")),
    LogPhrase(code="exchange.lookup.late", sentence=_("Tra cứu {database} để {purpose}: quá lâu chưa trả lời")),
    Job(code="exchange.retry", cron="* * * * *", run=retry_lookups),
    LoadStep(code="exchange.databases", order=45, load=lambda: load_databases(Province(settings.PROVINCE_DIR))),
)
