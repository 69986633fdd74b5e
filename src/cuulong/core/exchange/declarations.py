"""What the exchange declares to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LoadStep, LogPhrase, declare
from cuulong.lib.province import Province

from .loading import load_databases
from .models import Database, Lookup
from .retry import retry_lookups

declare(
    Kind(
        code=Database.ref_kind,
        title=_("Cơ sở dữ liệu"),
        find=lambda uuid: Database.objects.filter(uuid=uuid).first(),
    ),
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
