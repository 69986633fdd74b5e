"""Tags for every screen: `{% load look %}` brings all of them (thẻ giao diện)."""

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.safestring import SafeString

from .. import formats
from ..assets import icon_svg
from ..states import look_of
from . import look_figures, look_forms, look_time, look_ways

register = template.Library()
for part in (look_figures, look_forms, look_time, look_ways):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)

for shown in (
    formats.number,
    formats.percent,
    formats.money,
    formats.day,
    formats.short_day,
    formats.long_day,
    formats.weekday_day,
    formats.clock,
    formats.moment,
    formats.short_moment,
    formats.month,
    formats.file_size,
):
    register.filter(shown.__name__, shown)

NOTICE_ICONS = {
    "good": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "err": "exclamation-circle-fill",
    "pause": "pause-circle-fill",
    "info": "info-circle-fill",
}
MESSAGE_TONES = {"success": "good", "warning": "warn", "error": "err"}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "inbox" %}`, `{% icon "house" "topic" %}`: inline SVG beside a word (biểu tượng)."""
    return icon_svg(name, size)


@register.inclusion_tag("design/parts/state.html")
def state(name: str, label: str = "") -> dict[str, object]:
    """`{% state "accepted" %}`, `{% state "processing" "Chờ ký" %}`: icon and word (trạng thái)."""
    look = look_of(str(name))
    return {"tone": look.tone, "icon": look.icon, "label": label or look.label}


@register.inclusion_tag("design/parts/notice.html")
def notice(text: str, tone: str = "info", title: str = "") -> dict[str, object]:
    """`{% notice "…" "good|warn|err|info" title="…" %}` (thông điệp)."""
    return {"text": text, "tone": tone, "title": title, "icon": NOTICE_ICONS[tone]}


@register.inclusion_tag("design/parts/messages.html")
def messages_of(messages: list[Message] | None) -> dict[str, object]:
    """Django's messages as notices (thông điệp của trang)."""
    return {
        "notices": [
            {"text": message.message, "tone": tone, "icon": NOTICE_ICONS[tone]}
            for message in messages or []
            for tone in [MESSAGE_TONES.get(message.level_tag, "info")]
        ]
    }


@register.inclusion_tag("design/parts/empty.html")
def empty(title: str, text: str = "", icon: str = "inbox", url: str = "", action: str = "") -> dict[str, object]:
    """What would be here, why not, one action (chưa có gì)."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}
