"""Screens of processes: the list, and one as table, drawing and versions (màn hình quy trình)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cuulong.core.eforms.showing import shown
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.workflow.actions.drafts import DESIGN
from cuulong.core.workflow.designer.rows import rows_of
from cuulong.core.workflow.diagram import svg
from cuulong.core.workflow.models import Process, ProcessDraft
from cuulong.core.workflow.tables import Processes
from cuulong.core.workflow.tables import processes as all_processes


@require_safe
@official_required("workflow.read_processes")
def processes(request: PersonRequest) -> HttpResponseBase:
    """All processes (danh sách quy trình)."""
    table = Processes(all_processes(), request)
    if table.wants_export:
        return table.export()
    may_design = request.acting.can(DESIGN)
    drafts = ProcessDraft.objects.select_related("process").order_by("-changed_at") if may_design else ()
    context = {"table": table, "may_design": may_design, "open_drafts": drafts}
    return render(request, "workflow/processes.html", context)


@require_safe
@official_required("workflow.read_processes")
def process(request: PersonRequest, code: str) -> HttpResponse:
    """One process; `?version=` shows an older wording (một quy trình)."""
    one = get_object_or_404(Process, code=code)
    versions = list(one.versions.order_by("-n"))
    version = shown(versions, request.GET.get("version", ""))
    version.process = one
    language = get_language() or "vi"
    context = {
        "process": one,
        "version": version,
        "versions": versions,
        "rows": rows_of(version.table),
        "may_design": request.acting.can(DESIGN),
        "draft": ProcessDraft.objects.filter(process=one).first(),
        "diagram": svg(version, language=language),
    }
    return render(request, "workflow/process.html", context)
