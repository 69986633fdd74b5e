"""Finding a procedure (tra cứu thủ tục)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from cuulong.core.people.acting import Acting
from cuulong.core.search.find import find

from .models import Procedure, ProcedureVersion

# What a process reads once of each version and keeps; loaded when it is asked for.
READ_ONCE = ("definition", "form__schema", "form__layout")


def in_force(day: date) -> QuerySet[ProcedureVersion]:
    """What people may file under on `day`, with its form; for looking up one (thủ tục đang áp dụng)."""
    return ProcedureVersion.objects.published(day).select_related("procedure", "form").defer(*READ_ONCE)


def published(day: date) -> QuerySet[ProcedureVersion]:
    """Every procedure people may file on `day`, as lists show them (thủ tục đang công bố)."""
    listed = in_force(day).defer(None).defer("form__schema", "form__layout")
    return listed.prefetch_related("procedure__topics").order_by("procedure__errand", "name")


def matching(text: str, day: date, acting: Acting) -> list[ProcedureVersion]:
    """Published procedures found by any words, accents or not, best first (tìm thủ tục)."""
    hits = find(acting, text, kinds=[Procedure.ref_kind], limit=50)
    rank = {hit.ref.uuid: n for n, hit in enumerate(hits.items)}
    found = published(day).filter(procedure__uuid__in=rank)
    return sorted(found, key=lambda version: rank[version.procedure.uuid])
