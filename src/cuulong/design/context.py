"""What every page frame needs to know (ngữ cảnh trang)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from .links import DEFAULTS

THEMES = ("light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Links, languages and theme for the page frames (khung trang).

    `settings.DESIGN_LINKS` may replace single paths of `design.links.DEFAULTS`.
    """
    theme = request.COOKIES.get("theme", "")
    now = get_language()
    return {
        "links": DEFAULTS | getattr(settings, "DESIGN_LINKS", {}),
        "theme": theme if theme in THEMES else "",
        "languages": [
            {"code": code, "name": get_language_info(code)["name_local"], "current": code == now}
            for code, _ in settings.LANGUAGES
        ],
    }
