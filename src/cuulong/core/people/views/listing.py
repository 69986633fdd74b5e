"""The list of officials with filters, pages and files (danh sách cán bộ)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.people.access import official_required
from cuulong.core.people.forms import FilterForm
from cuulong.core.people.models import Appointment
from cuulong.core.people.queries import appointments_visible_to
from cuulong.core.people.spans import from_range
from cuulong.core.registry import Role, declared
from cuulong.design.tables import Column, Table
from cuulong.lib.vietnamese import clean


def _first(row: Appointment) -> date:
    return from_range(row.valid).start


def _last(row: Appointment) -> date | None:
    return from_range(row.valid).last


class Officials(Table):
    """Appointments of a day; its file is what the import reads (phân công)."""

    caption = _("Cán bộ")
    filters = FilterForm
    file_name = "can-bo"
    order = "account__name_key"
    page_size = 50
    empty_title = _("Không có ai khớp")
    empty_text = _("Bớt điều kiện lọc, hoặc chọn ngày khác.")

    full_name = Column(
        _("Họ và tên"),
        "account.full_name",
        sort="account__name_key",
        url=lambda row: reverse("officials:person", args=[row.account.uuid]),
    )
    account = Column(_("Tên đăng nhập"), "account.username", sort="account__username", kind="code")
    role = Column(_("Vai trò"), lambda row: str(declared(Role)[row.role].title))
    position = Column(_("Chức vụ"), "position")
    agency = Column(_("Đơn vị"), "agency.name", sort="agency__name", export="agency.slug")
    first = Column(_("Từ ngày"), _first, kind="day")
    last = Column(_("Đến hết ngày"), _last, kind="day")

    def narrow(self, queryset: QuerySet[Appointment], wanted: dict[str, Any]) -> QuerySet[Appointment]:
        if wanted.get("q"):
            text = clean(wanted["q"])
            queryset = queryset.filter(
                Q(account__full_name__unaccent__icontains=text)
                | Q(account__username__icontains=text)
                | Q(account__email__icontains=text)
            )
        if wanted.get("role"):
            queryset = queryset.filter(role=wanted["role"])
        if wanted.get("agency"):
            queryset = queryset.filter(agency_id__in=subtree_ids(wanted["agency"].pk))
        return queryset.filter(valid__contains=wanted["on"]) if wanted.get("on") else queryset


@official_required("people.see")
def listing(request: HttpRequest) -> HttpResponseBase:
    """Appointments by person, agency, role and day, today's unless another is asked for (danh sách cán bộ)."""
    acting = request.acting  # type: ignore[attr-defined]
    seen = appointments_visible_to(acting)
    if not request.GET.get("on"):
        seen = seen.filter(valid__contains=timezone.localdate())
    table = Officials(seen, request)
    if table.wants_export:
        return table.export()
    return render(request, "people/list.html", {"table": table, "may_manage": acting.can("people.manage")})
