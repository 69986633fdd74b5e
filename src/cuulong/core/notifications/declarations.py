"""What notifications declare to the house (khai báo)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LogPhrase, MenuItem, Message, Right, RouteSample, declare, declared

from .models import Notification


def _template_sample() -> dict[str, object]:
    return {"code": next(iter(declared(Message))), "language": "vi"}


def _own_sample() -> dict[str, object]:
    """A message of the first demo citizen."""
    of_citizens = Notification.objects.filter(account__is_demo=True, account__appointments=None)
    notification = of_citizens.order_by("account_id", "-pk").first()
    assert notification is not None
    return {"uuid": notification.uuid}


declare(
    Right(
        code="notifications.manage_templates",
        title=_("Sửa mẫu thông báo"),
        roles=frozenset({"administrator", "procedure_controller"}),
        scope="province",
    ),
    Kind(
        code=Notification.ref_kind,
        title=_("Tin báo"),
        find=lambda uuid: Notification.objects.filter(uuid=uuid).first(),
        url=lambda notification: reverse("notifications:one", kwargs={"uuid": notification.uuid}),
        visible_to=lambda acting: Notification.objects.filter(account=acting.account),
    ),
    MenuItem(
        code="notifications.templates",
        title=_("Mẫu thông báo"),
        group=_("Quản trị"),
        url_name="notifications:templates",
        icon="chat-square-text",
        right="notifications.manage_templates",
        order=930,
    ),
    LogPhrase(
        code="notifications.template.changed", sentence=_("Sửa mẫu thông báo {message} ({language}), dùng từ {first}")
    ),
    LogPhrase(code="notifications.template.restored", sentence=_("Dùng lại mẫu thông báo gốc {message} ({language})")),
    LogPhrase(code="notifications.quiet_hours.changed", sentence=_("Đổi giờ yên lặng của {channel}: {hours}")),
    RouteSample(code="notifications:own", role="citizen"),
    RouteSample(code="notifications:one", role="citizen", kwargs=_own_sample),
    RouteSample(code="notifications:read_all", role="citizen", method="POST", status=302),
    RouteSample(code="notifications:templates", role="administrator"),
    RouteSample(code="notifications:template", role="administrator", kwargs=_template_sample),
    RouteSample(code="notifications:quiet_hours", role="administrator"),
)
