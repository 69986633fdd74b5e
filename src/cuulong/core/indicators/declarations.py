"""What indicators declare to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LoadStep, LogPhrase, MenuItem, Right, RouteSample, declare
from cuulong.design.help import register_help
from cuulong.lib.province import Province

from .actions.fix import fix_last_month
from .actions.load_balances import load_balances
from .models import Snapshot

SAMPLE = {"code": "services.received"}

declare(
    Right(
        code="indicators.read",
        title=_("Xem danh mục chỉ tiêu"),
        roles=frozenset(
            {
                "centre_director",
                "signer",
                "head_of_division",
                "chief_of_office",
                "procedure_controller",
                "auditor",
                "administrator",
            }
        ),
        scope="province",
    ),
    Right(
        code="indicators.fix",
        title=_("Chốt số liệu"),
        roles=frozenset({"chief_of_office", "centre_director", "procedure_controller", "administrator"}),
        scope="province",
    ),
    Kind(code=Snapshot.ref_kind, title=_("Số chốt"), find=lambda uuid: Snapshot.objects.filter(uuid=uuid).first()),
    LogPhrase(code="indicators.snapshot.taken", sentence=_("Chốt số chỉ tiêu {code}, kỳ {period}")),
    MenuItem(
        code="indicators.catalogue",
        title=_("Danh mục chỉ tiêu"),
        short=_("Chỉ tiêu"),
        group=_("Số liệu"),
        url_name="indicators:catalogue",
        icon="clipboard-data",
        right="indicators.read",
        order=60,
    ),
    Job(code="indicators.fix_last_month", cron="30 0 1 * *", run=fix_last_month),
    LoadStep(code="indicators.balances", order=30, load=lambda: load_balances(Province(settings.PROVINCE_DIR))),
    RouteSample(code="indicators:catalogue", role="centre_director"),
    RouteSample(code="indicators:indicator", role="centre_director", kwargs=lambda: SAMPLE),
    RouteSample(code="indicators:rows", role="centre_director", kwargs=lambda: SAMPLE),
    RouteSample(code="indicators:fix", role="centre_director", kwargs=lambda: SAMPLE, method="POST", status=302),
)
register_help(
    "indicators:catalogue",
    _("Số chưa khớp?"),
    _("Mở chỉ tiêu để xem cách tính và từng dòng đã đếm. Số nhập đầu kỳ được ghi rõ nguồn."),
)
