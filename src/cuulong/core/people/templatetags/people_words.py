"""Words for roles, rights and spans of days in templates (từ ngữ về phân công)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from cuulong.core.people.spans import from_range
from cuulong.core.registry import Right, Role, declared
from cuulong.lib.dates import short_date

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
        return (_("từ %(first)s") % {"first": short_date(days.start)}).replace(" ", "\u00a0")
    return _("%(first)s đến hết %(last)s") % {"first": short_date(days.start), "last": short_date(days.last)}


@register.filter
def covers(stored: Any, day: date) -> bool:
    return day in from_range(stored)
