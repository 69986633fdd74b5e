"""A figure of a sheet, and the way to its rows (số liệu trên trang)."""

from __future__ import annotations

from django import template

from cuulong.core.indicators import wording
from cuulong.core.indicators.rules import Figure
from cuulong.core.indicators.sheets import Sheet
from cuulong.core.organisations.models import Agency
from cuulong.core.registry import SystemCard, declared

register = template.Library()


@register.filter
def shown(sheet: Sheet, figure: Figure) -> str:
    """`{{ sheet|shown:figure }}`: as a number or as a share, whichever the indicator is."""
    return sheet.shown(figure)


@register.filter
def spoken_period(text: str) -> str:
    """`{{ balance.period|spoken_period }}`: 31/12/2016, "tháng 9 năm 2026"."""
    return wording.spoken_period(str(text))


@register.filter
def system_title(owner: str) -> str:
    """The name of the system that declares something."""
    card = declared(SystemCard).get(owner)
    return str(card.title) if card else owner


@register.filter
def query_of(sheet: Sheet, agency: Agency) -> str:
    """`?{{ sheet|query_of:agency }}`: the same period and day for another agency."""
    return sheet.query(agency=agency.slug)
