"""Screens of imports of old registers (nhập sổ cũ)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.design.formats import number
from cuulong.design.tables import Column, Table
from cuulong.lib.errors import InputError

from ..records.places import bodies, reach
from .actions.import_register import RIGHT, drop, preview, take
from .forms import RegisterUpload
from .models import Batch, BatchState

MOST_SHOWN = 500


class BatchTable(Table):
    """Every import so far (các lần nhập)."""

    caption = gettext_lazy("Các lần nhập sổ cũ")
    order = "-at"
    file_name = "nhap-so-cu"
    empty_title = gettext_lazy("Chưa nhập sổ nào")
    empty_text = gettext_lazy("Chọn tệp ở trên để xem trước từng dòng.")

    file = Column(gettext_lazy("Tệp"), "file.name", url="url")
    direction = Column(gettext_lazy("Sổ"), "get_direction_display")
    agency = Column(gettext_lazy("Cơ quan"), "agency.name")
    rows = Column(gettext_lazy("Số dòng"), lambda row: row.counts.get("rows", 0), kind="number")
    new = Column(gettext_lazy("Dòng mới"), lambda row: row.counts.get("new", 0), kind="number")
    state = Column(gettext_lazy("Tình trạng"), "get_state_display")
    at = Column(gettext_lazy("Lúc"), "at", sort="at", kind="moment")
    by = Column(gettext_lazy("Người nhập"), "by_label")


def _visible(request: PersonRequest) -> QuerySet[Batch]:
    here = reach(request.acting, RIGHT)
    found = Batch.objects.select_related("agency", "file")
    return found if here is None else found.filter(agency__in=here)


@official_required(RIGHT)
def imports(request: PersonRequest) -> HttpResponseBase:
    """Choose a file; every import so far (chọn tệp sổ cũ)."""
    agencies = bodies(request.acting, RIGHT)
    form = RegisterUpload(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            batch = preview(
                said["file"].read(), name=said["file"].name, agency=said["agency"], direction=said["direction"],
                issuer=said["issuer"], acting=request.acting, at=timezone.now(),
            )  # fmt: skip
        except InputError as wrong:
            form.add_error("file", say(wrong))
        else:
            return redirect(batch.url)
    table = BatchTable(_visible(request), request)
    if table.wants_export:
        return table.export()
    context = {"form": form, "table": table, "has_errors": bool(form.errors)}
    return render(request, "documents/finding/imports.html", context, status=422 if form.errors else 200)


@official_required(RIGHT)
def one_import(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What taking the file would do, or did, with every odd and bad row (xem trước, báo cáo)."""
    batch = get_object_or_404(_visible(request), uuid=uuid)
    return render(request, "documents/finding/import.html", report_of(batch))


def report_of(batch: Batch, problem: str = "") -> dict[str, Any]:
    """The report as the page shows it (báo cáo nhập)."""
    names = {
        "rows": _("Dòng trong tệp"), "new": _("Dòng mới"), "known": _("Đã có trong sổ"), "odd": _("Nhập, có lưu ý"),
        "bad": _("Không nhập"),
    }  # fmt: skip
    lines = [
        {"line": line, "is_bad": outcome == "bad", "text": say(InputError("row", sentence, **params))}
        for line, outcome, sentence, params in batch.remarks[:MOST_SHOWN]
    ]
    return {
        "batch": batch,
        "counts": [{"label": label, "value": number(batch.counts.get(key, 0))} for key, label in names.items()],
        "lines": lines,
        "more": len(batch.remarks) - len(lines),
        "unknown": batch.columns.get("unknown", []),
        "may_take": batch.state == BatchState.PREVIEW,
        "problem": problem,
    }


@require_POST
@official_required(RIGHT)
def decide_import(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take or drop what was looked at (nhập hoặc bỏ)."""
    batch = get_object_or_404(_visible(request), uuid=uuid)
    try:
        if "drop" in request.POST:
            drop(batch, acting=request.acting)
            messages.info(request, _("Đã bỏ, không nhập dòng nào. Báo cáo vẫn xem lại được."))
        else:
            done = take(batch, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã nhập %(n)s văn bản.") % {"n": number(done.counts["new"])})
    except InputError as wrong:
        fresh = get_object_or_404(_visible(request), uuid=uuid)
        return render(request, "documents/finding/import.html", report_of(fresh, say(wrong)), status=409)
    return redirect(batch.url)
