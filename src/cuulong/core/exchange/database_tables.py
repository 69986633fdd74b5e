"""Lists of databases (danh sách cơ sở dữ liệu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.design.tables import Column, Table
from cuulong.lib.lookups import Outcome

from .client import address_of
from .models import Database

AWAY = (Outcome.DOWN.value, Outcome.LATE.value)


def with_counts() -> QuerySet[Database]:
    """Each database with its look-ups: how many, how many it did not answer, how many wait to be asked again."""
    return Database.objects.annotate(
        asked=Count("lookups", filter=Q(lookups__tries__gt=0)),
        away=Count("lookups", filter=Q(lookups__outcome__in=AWAY)),
        waiting=Count("lookups", filter=Q(lookups__next_try_at__isnull=False)),
    )


def state_of(database: Database) -> str:
    """Open, closed, or not connected yet, in words (tình trạng kết nối)."""
    if not database.is_open:
        return _("Ngừng tra cứu")
    return _("Đang tra cứu") if address_of(database) else _("Chưa có địa chỉ")


class DatabaseFilter(forms.Form):
    """Which databases to list (lọc)."""

    name__icontains = forms.CharField(label=gettext_lazy("Tên"), required=False, max_length=100)
    is_open = forms.TypedChoiceField(
        label=gettext_lazy("Tình trạng"), required=False, empty_value=None, coerce=lambda said: said == "1",
        choices=[("", gettext_lazy("Tất cả")), ("1", gettext_lazy("Đang mở")), ("0", gettext_lazy("Ngừng tra cứu"))],
    )  # fmt: skip


def _url(database: Any) -> str:
    return reverse("exchange:database", args=[database.key])


class Databases(Table):
    """Databases that stand in for papers (các cơ sở dữ liệu)."""

    caption = gettext_lazy("Cơ sở dữ liệu")
    order = "key"
    filters = DatabaseFilter
    file_name = "co-so-du-lieu"
    empty_title = gettext_lazy("Chưa có cơ sở dữ liệu nào")
    empty_text = gettext_lazy("Bỏ bộ lọc, hoặc khai báo trong tệp databases.toml của tỉnh.")

    name = Column(gettext_lazy("Tên"), "name", sort="name", url=_url)
    keeper = Column(gettext_lazy("Cơ quan quản lý"), "keeper")
    asks_by = Column(gettext_lazy("Hỏi bằng"), "get_asks_by_display")
    state = Column(gettext_lazy("Tình trạng"), state_of)
    per_minute = Column(gettext_lazy("Nhiều nhất mỗi phút"), "per_minute", sort="per_minute", kind="number")
    asked = Column(gettext_lazy("Đã tra cứu"), "asked", sort="asked", kind="number")
    away = Column(gettext_lazy("Không trả lời"), "away", sort="away", kind="number")
    waiting = Column(gettext_lazy("Chờ hỏi lại"), "waiting", sort="waiting", kind="number")
