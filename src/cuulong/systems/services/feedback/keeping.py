"""What is kept until when, and what waits to be erased (lưu giữ và xóa dữ liệu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from cuulong.core.registry import declared
from cuulong.lib.dates import local_date

from .actions.retain import class_of, is_held
from .data_classes import DataClass, Term, term_of
from .rules import years_before

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Kept:
    """One kind of data in figures (số liệu lưu giữ của một lớp)."""

    one: DataClass
    term: Term | None
    due: int
    soon: int
    held: int
    erased: int


def figures(at: datetime) -> list[Kept]:
    """Every kind of data: its term, what is due, what is held, what was erased (số liệu theo lớp)."""
    day = local_date(at)
    found = []
    for one in declared(DataClass).values():
        due = one.due(at).count()
        soon = one.due(at + SOON).count()
        held = one.rows.filter(is_held=True).count()
        found.append(Kept(one, term_of(one.code, day), due, soon - due, held, one.erased.count()))
    return found


def listed(one: DataClass, at: datetime) -> QuerySet[Any]:
    """What is due within three months, and what is held (sắp đến hạn xóa, đang giữ lại)."""
    return (one.due(at + SOON) | one.rows.filter(is_held=True)).distinct()


def erased_on(one: DataClass, row: Any) -> datetime | None:
    """When it will be erased; None while the province has set no term, or while it is open (ngày xóa)."""
    begins = getattr(row, one.since)
    term = term_of(one.code, local_date(begins)) if begins else None
    return years_before(begins, -term.years) if term else None


def told(case: Any) -> dict[str, Any]:
    """For the page of a case: until when it is kept, and whether something holds it (lưu đến khi nào)."""
    return {"until": erased_on(class_of(case), case), "held": is_held(case), "erased": case.erased_at}
