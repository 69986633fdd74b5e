"""Words for roles, rights and spans of days in templates (từ ngữ về phân công)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from cuulong.core.people.spans import from_range
from cuulong.core.registry import Right, Role, declared
from cuulong.design import formats

register = template.Library()


@register.filter
def role_title(code: str) -> str:
    role = declared(Role).get(code)
    return str(role.title) if role else code


@register.filter
def right_titles(codes: list[str]) -> str:
    rights = declared(Right)
    return ", ".join(str(rights[code].title) for code in codes if code in rights)


@register.filter
def span(stored: Any) -> str:
    """The first and the last day of a range, as people say it."""
    days = from_range(stored)
    if days.last is None:
        return (_("từ %(first)s") % {"first": formats.day(days.start)}).replace(" ", "\u00a0")
    return _("%(first)s đến hết %(last)s") % {"first": formats.day(days.start), "last": formats.day(days.last)}


# What a browser calls itself, the telling word first: Edge and Opera also name Chrome, Chrome also names Safari.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung Internet"),
            ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


@register.filter
def browser(user_agent: str) -> str:
    """ "Chrome, Windows" of what a browser says of itself (trình duyệt)."""
    named = [next((name for word, name in known if word in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or user_agent[:80] or "–"


@register.filter
def covers(stored: Any, day: date) -> bool:
    return day in from_range(stored)
