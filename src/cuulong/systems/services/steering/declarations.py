"""What steering declares: doors, jobs, how counts follow facts (khai báo điều hành)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, MenuItem, Subscription, declare
from cuulong.published.facts import payments, services

from .actions.recount import recount_recent, settle
from .scope import STEER
from .subscribers import count_dossier, count_transfer, forget_payment, note_fee
from .warnings import warn_of_deadlines

FACTS = (
    services.DossierAccepted,
    services.ClockStopped,
    services.ClockResumed,
    services.ResultIssued,
    services.DossierDeclined,
    services.DossierWithdrawn,
    services.DossierExtended,
    services.DossierStopped,
)

declare(
    MenuItem(
        code="services.index766",
        title=_("Bộ chỉ số phục vụ"),
        short=_("Chỉ số"),
        group=_("Một cửa"),
        url_name="services:index766",
        icon="speedometer2",
        right=STEER,
        order=51,
    ),
    MenuItem(
        code="services.statistics",
        title=_("Thống kê hồ sơ"),
        short=_("Thống kê"),
        group=_("Một cửa"),
        url_name="services:statistics",
        icon="table",
        right=STEER,
        order=52,
    ),
    MenuItem(
        code="services.load",
        title=_("Khối lượng và hồ sơ trễ"),
        short=_("Trễ hạn"),
        group=_("Một cửa"),
        url_name="services:load",
        icon="hourglass-split",
        right=STEER,
        order=53,
    ),
    *(Subscription(code=f"services.count.{fact.name}", fact=fact, handler=count_dossier) for fact in FACTS),
    Subscription(code="services.count.transferred", fact=services.DossierTransferred, handler=count_transfer),
    Subscription(code="services.count.paid", fact=payments.ChargePaid, handler=note_fee),
    Subscription(code="services.count.reopened", fact=payments.ChargeReopened, handler=forget_payment),
    Job(code="services.settle_counts", cron="* * * * *", run=settle),
    Job(code="services.recount_recent", cron="10 0 * * *", run=recount_recent),
    Job(code="services.warn_of_deadlines", cron="*/15 * * * *", run=warn_of_deadlines),
)
