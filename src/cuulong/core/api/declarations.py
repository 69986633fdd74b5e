"""What the API declares to the house (khai báo)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import ApiPart, Job, Kind, LoadStep, LogPhrase, MenuItem, Right, RouteSample, Scope, declare

from . import once
from .demo import load_demo_client, sample_client
from .models import ApiClient, Push, Webhook
from .operations import router


def _sample() -> dict[str, Any]:
    return {"uuid": sample_client().uuid}


declare(
    Right(
        code="api.manage",
        title=_("Quản lý hệ thống kết nối"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    Scope(code="events.read", title=_("Nghe sự kiện")),
    ApiPart(code="api", router=router),
    Kind(
        code=ApiClient.ref_kind,
        title=_("Hệ thống kết nối"),
        find=lambda uuid: ApiClient.objects.filter(uuid=uuid).first(),
        url=lambda one: reverse("connections:client", args=[one.uuid]),
    ),
    Kind(
        code=Webhook.ref_kind,
        title=_("Địa chỉ nhận sự kiện"),
        find=lambda uuid: Webhook.objects.filter(uuid=uuid).first(),
    ),
    Kind(code=Push.ref_kind, title=_("Lượt gửi sự kiện"), find=lambda uuid: Push.objects.filter(uuid=uuid).first()),
    MenuItem(
        code="api.clients",
        title=_("Hệ thống kết nối"),
        group=_("Quản trị"),
        url_name="connections:clients",
        icon="plug",
        right="api.manage",
        order=925,
    ),
    LogPhrase(code="api.client.registered", sentence=_("Đăng ký hệ thống kết nối {name}, phạm vi {scopes}")),
    LogPhrase(code="api.client.rotated", sentence=_("Đổi khóa bí mật của hệ thống {name}")),
    LogPhrase(code="api.client.revoked", sentence=_("Thu hồi quyền kết nối của hệ thống {name}")),
    LogPhrase(code="api.webhook.subscribed", sentence=_("Hệ thống {name} đăng ký nhận {events}")),
    LogPhrase(code="api.webhook.stopped", sentence=_("Hệ thống {name} thôi nhận sự kiện ở một địa chỉ")),
    Job(code="api.forget", cron="41 2 * * *", run=once.nightly),
    LoadStep(code="api.demo", order=220, load=load_demo_client, demo=True),
    RouteSample(code="api_token", method="POST", status=400),
    RouteSample(code="api_no_operation", status=404),
    RouteSample(code="connections:docs"),
    RouteSample(code="connections:clients", role="administrator"),
    RouteSample(code="connections:new", role="administrator"),
    RouteSample(code="connections:client", role="administrator", kwargs=_sample),
    RouteSample(code="connections:rotate", role="administrator", kwargs=_sample, method="POST"),
    RouteSample(code="connections:revoke", role="administrator", kwargs=_sample),
)
