"""The list of officials with filters, pages and files (danh sách cán bộ)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.people.access import official_required
from cuulong.core.people.forms import FilterForm
from cuulong.core.people.models import Appointment
from cuulong.core.people.queries import appointments_visible_to
from cuulong.core.people.spans import from_range
from cuulong.core.registry import Role, declared
from cuulong.design.keyset import Key, page_of
from cuulong.lib.tables import iter_csv, write_xlsx
from cuulong.lib.vietnamese import clean

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@official_required("people.see")
def listing(request: HttpRequest) -> HttpResponse:
    """Appointments by person, agency, role and day (danh sách cán bộ)."""
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = _wanted(appointments_visible_to(request.acting), wanted)  # type: ignore[attr-defined]
    if request.GET.get("as") in {"csv", "xlsx"}:
        return _file(found, request.GET["as"])
    page = page_of(found, Key("account__name_key"), PAGE, request.GET.get("at", ""))
    query = request.GET.copy()
    query.pop("at", None)
    return render(
        request,
        "people/list.html",
        {
            "form": form,
            "page": page,
            "query": query.urlencode(),
            "roles": declared(Role),
            "may_manage": request.acting.can("people.manage"),  # type: ignore[attr-defined]
        },
    )


def _wanted(every: QuerySet[Appointment], wanted: dict[str, Any]) -> QuerySet[Appointment]:
    found = every.filter(valid__contains=wanted.get("on") or timezone.localdate())
    if wanted.get("q"):
        text = clean(wanted["q"])
        found = found.filter(
            Q(account__full_name__unaccent__icontains=text)
            | Q(account__username__icontains=text)
            | Q(account__email__icontains=text)
        )
    if wanted.get("role"):
        found = found.filter(role=wanted["role"])
    if wanted.get("agency"):
        found = found.filter(agency_id__in=subtree_ids(wanted["agency"].pk))
    return found


def _file(found: QuerySet[Appointment], kind: str) -> HttpResponse:
    """Every matching row, under the headings that the import reads."""
    header = [
        _("Tên đăng nhập"),
        _("Họ và tên"),
        _("Thư điện tử"),
        _("Số điện thoại"),
        _("Mã đơn vị"),
        _("Tên đơn vị"),
        _("Vai trò"),
        _("Chức vụ"),
        _("Lĩnh vực"),
        _("Từ ngày"),
        _("Đến hết ngày"),
    ]
    rows = _rows(found.order_by("account__name_key", "pk"))
    if kind == "csv":
        response = HttpResponse(b"".join(iter_csv(header, rows)), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(write_xlsx(header, rows, title=_("Cán bộ")), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="can-bo.{kind}"'
    return response


def _rows(found: QuerySet[Appointment]) -> Iterator[list[Any]]:
    roles = declared(Role)
    for a in found.iterator(chunk_size=500):
        span = from_range(a.valid)
        person = a.account
        yield [
            person.username,
            person.full_name,
            person.email,
            person.phone,
            a.agency.slug,
            a.agency.name,
            str(roles[a.role].title),
            a.position,
            a.field,
            span.start,
            span.last or "",
        ]
