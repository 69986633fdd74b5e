"""What every page frame says of the province, the person and their menu (ngữ cảnh trang)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.notifications.queries import unread_count
from cuulong.core.people.acting import Acting
from cuulong.core.registry import MenuItem, declared

from .province import province


def frame(request: HttpRequest) -> dict[str, Any]:
    """Province for all; person and menu for officials, whose queries the frame runs only when it draws them."""
    acting: Acting = getattr(request, "acting", None) or Acting.anonymous()
    return {
        "province": province_words(),
        "person": lambda: person_of(acting),
        "menu": lambda: menu_of(request, acting),
        "env": settings.ENV,
    }


def province_words() -> dict[str, str]:
    data = province().settings
    english = (get_language() or "").startswith("en")
    name = (english and data.get("name_en")) or data["name"]
    shown = settings.ENV != "production"
    title = f"tỉnh {data['name']}" if not english else f"{name} province"
    return {
        "name": title,
        "title": title,
        "service_name": _("Dịch vụ công %(province)s") % {"province": title},
        "body": _("Trung tâm Phục vụ hành chính công %(province)s") % {"province": title},
        "help_line": data["help_line"],
        "foot_note": _("Bản trình diễn: người và hồ sơ đều hư cấu.") if shown else "",
        "tour_url": reverse("tour") if shown else "",
    }


def person_of(acting: Acting) -> dict[str, Any] | None:
    """The signed-in person as the bar shows them."""
    if acting.account is None:
        return None
    grant = acting.grants[0] if acting.grants else None
    return {
        "name": acting.account.full_name,
        "position": grant.position if grant else "",
        "agency": grant.agency_name if grant else "",
        "official": acting.is_official,
        "unread": unread_count(acting.account),
        "account_url": "/account/",
    }


def menu_of(request: HttpRequest, acting: Acting) -> list[dict[str, Any]]:
    """The doors this official may open, by group, with counts of work that waits for them (trình đơn)."""
    if not acting.is_official:
        return []
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in sorted(declared(MenuItem).values(), key=lambda i: (i.order, i.code)):
        if item.right is not None and not acting.can(item.right):
            continue
        url = reverse(item.url_name)
        groups[str(item.group)].append(
            {
                "url": url,
                "label": item.title,
                "short": item.short or item.title,
                "icon": item.icon,
                "count": item.count(acting) if item.count else 0,
                "current": request.path.startswith(url),
            }
        )
    # A page below two doors belongs to the nearer one.
    here = max((one["url"] for items in groups.values() for one in items if one["current"]), key=len, default="")
    for items in groups.values():
        for one in items:
            one["current"] = one["url"] == here
    return [{"title": title, "items": items} for title, items in groups.items()]
