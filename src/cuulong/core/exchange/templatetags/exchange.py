"""`{% load exchange %}{% packet_trace document.ref %}`: how a document travelled, on its own page (hành trình văn bản)."""

from __future__ import annotations

from django import template

from cuulong.lib.facts import Ref

from ..queries import trace_of

register = template.Library()


@register.inclusion_tag("exchange/parts/trace.html")
def packet_trace(subject: Ref) -> dict[str, object]:
    """Every packet about an object with its hops; two queries (hành trình)."""
    return {"traced": trace_of(subject)}
