"""What the outbox declares to the house (khai báo)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LogPhrase, MenuItem, Right, RouteSample, declare

from .models import Delivery
from .queries import trouble_count


def _delivery_sample() -> dict[str, object]:
    delivery = Delivery.objects.order_by("pk").first()
    assert delivery is not None
    return {"uuid": delivery.uuid}


declare(
    Right(
        code="outbox.manage",
        title=_("Xử lý sự kiện lỗi"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    Kind(
        code=Delivery.ref_kind,
        title=_("Việc giao sự kiện"),
        find=lambda uuid: Delivery.objects.select_related("fact").filter(uuid=uuid).first(),
        url=lambda delivery: reverse("outbox:delivery", kwargs={"uuid": delivery.uuid}),
    ),
    Kind(code="outbox.job", title=_("Việc nền"), find=lambda uuid: None),
    MenuItem(
        code="outbox",
        title=_("Sự kiện lỗi"),
        group=_("Quản trị"),
        url_name="outbox:dead_letters",
        icon="envelope-exclamation",
        right="outbox.manage",
        order=920,
        count=lambda acting: trouble_count(),
    ),
    LogPhrase(code="outbox.delivery.replayed", sentence=_("Gửi lại sự kiện {fact} cho {subscriber}")),
    LogPhrase(code="outbox.delivery.skipped", sentence=_("Bỏ qua sự kiện {fact} của {subscriber}: {reason}")),
    LogPhrase(code="outbox.job.retried", sentence=_("Chạy lại việc nền {task} số {job}")),
    RouteSample(code="outbox:dead_letters", role="administrator"),
    RouteSample(code="outbox:delivery", role="administrator", kwargs=_delivery_sample),
    RouteSample(code="outbox:replay", role="administrator", kwargs=_delivery_sample, method="POST", status=302),
    RouteSample(code="outbox:skip", role="administrator", kwargs=_delivery_sample, method="POST", status=422),
    RouteSample(code="outbox:retry_job", role="administrator", kwargs=lambda: {"number": 1}, method="POST", status=302),
)
