"""How documents look in templates (hiển thị văn bản)."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency, AgencyKind

from ..outgoing.rules import OUTSIDE
from ..outgoing.tables import BADGES

register = template.Library()
# Delivery → the design's badge.
DELIVERIES = {
    "waiting": "draft",
    "sent": "processing",
    "arrived": "accepted",
    "refused": "failed",
    "received": "accepted",
    "working": "processing",
    "done": "done",
    "failed": "failed",
    "recalling": "supplement",
    "recalled": "withdrawn",
}


@register.filter
def document_badge(state: str) -> str:
    """The badge of an outgoing document's state."""
    return BADGES.get(state, "neutral")


@register.filter
def delivery_badge(delivery: str) -> str:
    """The badge of how far a document came at a recipient."""
    return DELIVERIES.get(delivery, "neutral")


@register.simple_tag
def sending_end(agency: Agency | None, kind: str) -> str:
    """One end of a rule of sending in words."""
    if agency is not None:
        return agency.name
    if kind == OUTSIDE:
        return _("Ngoài tỉnh, ngoài hệ thống")
    return str(AgencyKind(kind).label) if kind else _("Bất kỳ")


@register.filter
def said(sentence: str) -> str:
    """A sentence of the rules in the reader's language."""
    return _(sentence)
