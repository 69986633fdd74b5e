"""Changing the wording of messages and the quiet hours (sửa mẫu thông báo, giờ yên lặng)."""

from __future__ import annotations

from datetime import date, time
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import short_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import nfc

from .models import QuietHours, Template
from .wording import BadTemplate, check


def _subject(name: str) -> Ref:
    """Templates and quiet hours are known by code, not by a row that may come and go."""
    return Ref("notifications.setting", uuid5(NAMESPACE_URL, f"cuulong:notifications:{name}"))


@transaction.atomic
def change(
    code: str, language: str, *, title: str, body: str, acting: Acting, valid_from: date | None = None
) -> Template:
    """Put an official's wording in place of the declared one from a day on, today by default (sửa mẫu).

    Raises BadTemplate: what the event does not know, a day that has passed.
    """
    acting.require("notifications.manage_templates")
    today = timezone.localdate()
    first = valid_from or today
    if first < today:
        raise BadTemplate("past", gettext_noop("Ngày bắt đầu đã qua. Chọn hôm nay hoặc một ngày sau."))
    for text in (title, body):
        check(text, code)
    template, _created = Template.objects.update_or_create(
        message=code,
        language=language,
        valid_from=first,
        defaults={"title": nfc(title), "body": nfc(body), "changed_by": acting.account},
    )
    record(
        acting,
        "notifications.template.changed",
        _subject(code),
        message=code,
        language=language,
        first=short_date(first),
    )
    return template


@transaction.atomic
def restore(code: str, language: str, *, acting: Acting) -> None:
    """Go back to the declared wording from today on; what was planned is dropped, what was said stays known (dùng lại mẫu gốc)."""
    acting.require("notifications.manage_templates")
    today, rows = timezone.localdate(), Template.objects.filter(message=code, language=language)
    if not rows.filter(title__gt="").exists():
        return
    rows.filter(valid_from__gte=today).delete()
    if rows.exists():
        Template.objects.create(
            message=code, language=language, valid_from=today, title="", body="", changed_by=acting.account
        )
    record(acting, "notifications.template.restored", _subject(code), message=code, language=language)


@transaction.atomic
def set_quiet_hours(channel: str, begins: time | None, ends: time | None, *, acting: Acting) -> None:
    """Say when a channel is silent; None for never (đặt giờ yên lặng)."""
    acting.require("notifications.manage_templates")
    if begins is None or ends is None:
        QuietHours.objects.filter(channel=channel).delete()
        hours = "–"
    else:
        QuietHours.objects.update_or_create(channel=channel, defaults={"begins": begins, "ends": ends})
        hours = f"{begins:%H:%M}-{ends:%H:%M}"
    record(acting, "notifications.quiet_hours.changed", _subject(channel), channel=channel, hours=hours)
