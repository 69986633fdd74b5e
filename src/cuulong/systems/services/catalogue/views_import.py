"""The officer's screens of imports: choose, look, take, report (nhập danh mục quốc gia)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.design.formats import number
from cuulong.lib.errors import InputError

from .actions.import_catalogue import RIGHT, accept, drop, preview
from .listing_forms import CatalogueUpload
from .listing_tables import RowTable, RunTable
from .models import ImportRun, Outcome, RunState
from .wording import FINDING_NAMES

MOST_SHOWN = 60


@official_required(RIGHT)
def imports(request: PersonRequest) -> HttpResponseBase:
    """Choose a file; every import so far (chọn tệp, các lần nhập)."""
    form = CatalogueUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = preview(file.read(), name=file.name, whole=form.cleaned_data["whole"], acting=request.acting)
        except InputError as wrong:
            form.add_error("file", say(wrong))
        else:
            return redirect("services:import_run", run.uuid)
    table = RunTable(ImportRun.objects.select_related("file", "by"), request)
    if table.wants_export:
        return table.export()
    shown = {"form": form, "table": table}
    return render(request, "services/catalogue/imports.html", shown, status=422 if form.errors else 200)


@official_required(RIGHT)
def import_run(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """What taking the file would do, or did, row by row (xem trước, báo cáo)."""
    run = get_object_or_404(ImportRun.objects.select_related("file", "by"), uuid=uuid)
    table = RowTable(run.rows.all(), request)
    if table.wants_export:
        return table.export()
    context: dict[str, Any] = {
        "run": run,
        "table": table,
        "outcomes": [
            {
                "label": o.label,
                "value": number(run.counts.get(o.value, 0)),
                "note": _("Xem các dòng: %(outcome)s") % {"outcome": o.label},
                "url": f"?outcome={o.value}",
            }
            for o in Outcome
        ],
        "odd": sorted(
            (
                {"label": FINDING_NAMES.get(key[4:], key[4:]), "n": n, "url": f"?finding={key[4:]}"}
                for key, n in run.counts.items()
                if key.startswith("odd.")
            ),
            key=lambda one: -one["n"],
        )[:MOST_SHOWN],
        "may_take": run.state == RunState.PREVIEW,
        "is_running": run.state == RunState.WAITING,
        "has_work": bool(run.counts.get("new") or run.counts.get("changed")),
    }
    return render(request, "services/catalogue/run.html", context)


@require_POST
@official_required(RIGHT)
def decide_run(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take or drop what was looked at (ghi hoặc bỏ)."""
    run = get_object_or_404(ImportRun, uuid=uuid)
    try:
        if "drop" in request.POST:
            drop(run, acting=request.acting)
            messages.info(request, _("Đã bỏ. Danh mục giữ nguyên, báo cáo vẫn xem lại được."))
        else:
            accept(run, acting=request.acting)
            messages.success(request, _("Đang ghi danh mục. Trang này tự cập nhật khi xong."))
    except InputError as wrong:
        messages.error(request, say(wrong))
    return redirect("services:import_run", uuid)
