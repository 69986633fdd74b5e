"""Kinds of personal data with the years each is kept, as dated settings of the province (lớp dữ liệu cá nhân)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cuulong.core.people.acting import Acting
from cuulong.core.registry.declarations import Declaration
from cuulong.lib.dates import local_date

from . import limits
from .models import Hold
from .rules import years_before

MANAGE = "services.retention"


@dataclass(frozen=True, kw_only=True)
class DataClass(Declaration):
    """One kind of rows that bear what people sent (lớp dữ liệu).

    `since`: the field whose day begins the term; `settled`: rows that may ever be erased; `erase(row, at)` empties the
    personal data of a locked row; `number(row)` is what may be said of it in the log. `secret`: only `right` sees a row.
    """

    title: Any
    model: Any
    since: str
    settled: Q
    erase: Callable[[Any, datetime], None]
    number: Callable[[Any], str]
    right: str = ""
    secret: bool = False
    by_dossier: bool = False  # its number is that of a dossier

    @property
    def rows(self) -> QuerySet[Any]:
        """What bears data that has not been erased yet (chưa xóa)."""
        found: QuerySet[Any] = self.model._base_manager.filter(self.settled, erased_at=None)
        held = Hold.objects.filter(subject_kind=self.model.ref_kind, subject_uuid=OuterRef("uuid"), lifted_at=None)
        begun: QuerySet[Any] = found.filter(**{f"{self.since}__isnull": False})
        rows: QuerySet[Any] = begun.annotate(begins=F(self.since), is_held=Exists(held))
        return rows

    @property
    def erased(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model._base_manager.exclude(erased_at=None)
        return found

    def due(self, at: datetime) -> QuerySet[Any]:
        """Past its term and held by nobody; nothing while the province has set no term (đến hạn xóa)."""
        before = self.erased_from(at)
        return self.rows.filter(begins__lt=before, is_held=False) if before else self.rows.none()

    def erased_from(self, at: datetime) -> datetime | None:
        """What was settled before this moment is past its term (mốc xóa)."""
        term = term_of(self.code, local_date(at))
        return years_before(at, term.years) if term else None


@dataclass(frozen=True)
class Term:
    """How long a kind of data is kept, and by what source (thời hạn lưu giữ)."""

    years: int
    basis: str
    certainty: str
    valid_from: date


def term_of(code: str, day: date) -> Term | None:
    """The term in force on a day; None where the province has set none (thời hạn đang áp dụng)."""
    row = limits.row_of("terms", code, day)
    return Term(row["years"], row["basis"], row["certainty"], row["valid_from"]) if row else None


def may_hold(one: DataClass, row: Any, acting: Acting) -> bool:
    """Whoever looks after retention, and whoever handles the case (người được giữ lại dữ liệu)."""
    if acting.is_system or (acting.can(MANAGE) and not one.secret):
        return True
    return bool(one.right) and one.model.objects.visible_to(acting).filter(pk=row.pk).exists() and acting.can(one.right)
