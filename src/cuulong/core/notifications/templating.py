"""Changing the wording of messages and the quiet hours (sửa mẫu thông báo, giờ yên lặng)."""

from __future__ import annotations

from datetime import time
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import nfc

from .models import QuietHours, Template
from .wording import check


def _subject(name: str) -> Ref:
    """Templates and quiet hours are known by code, not by a row that may come and go."""
    return Ref("notifications.setting", uuid5(NAMESPACE_URL, f"cuulong:notifications:{name}"))


@transaction.atomic
def change(code: str, language: str, *, title: str, body: str, acting: Acting) -> Template:
    """Put an administrator's wording in place of the declared one (sửa mẫu). Raises BadTemplate."""
    acting.require("notifications.manage_templates")
    for text in (title, body):
        check(text, code)
    template, _created = Template.objects.update_or_create(
        message=code,
        language=language,
        defaults={"title": nfc(title), "body": nfc(body), "changed_by": acting.account},
    )
    record(acting, "notifications.template.changed", _subject(code), message=code, language=language)
    return template


@transaction.atomic
def restore(code: str, language: str, *, acting: Acting) -> None:
    """Go back to the declared wording (dùng lại mẫu gốc)."""
    acting.require("notifications.manage_templates")
    if Template.objects.filter(message=code, language=language).delete()[0]:
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
