"""Screens of processes: the list, and one as table, drawing and versions (màn hình quy trình)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cuulong.core.eforms.versions import chosen
from cuulong.core.people.access import official_required
from cuulong.core.workflow.definition import Action, Definition, StepDef, in_language
from cuulong.core.workflow.diagram import hours_words, outcome_words, role_title, svg
from cuulong.core.workflow.models import Process
from cuulong.core.workflow.places import scope_words
from cuulong.core.workflow.tables import Processes
from cuulong.core.workflow.tables import processes as all_processes


@require_safe
@official_required("workflow.read_processes")
def processes(request: HttpRequest) -> HttpResponseBase:
    """All processes (danh sách quy trình)."""
    table = Processes(all_processes(), request)
    return table.export() if table.wants_export else render(request, "workflow/processes.html", {"table": table})


@require_safe
@official_required("workflow.read_processes")
def process(request: HttpRequest, code: str) -> HttpResponse:
    """One process; `?version=` shows an older wording (một quy trình)."""
    one = get_object_or_404(Process, code=code)
    versions = list(one.versions.order_by("-n"))
    try:
        version = chosen(versions, request.GET.get("version", ""))
    except LookupError as error:
        raise Http404 from error
    version.process = one
    language = get_language() or "vi"
    context = {
        "process": one,
        "version": version,
        "versions": versions,
        "rows": [_row(version.table, step, language) for step in version.table.steps],
        "diagram": svg(version, language=language),
    }
    return render(request, "workflow/process.html", context)


def _row(table: Definition, step: StepDef, language: str) -> dict[str, Any]:
    return {
        "title": in_language(step.title, language),
        "role": role_title(step.role),
        "where": scope_words(step),
        "hours": hours_words(step.hours),
        "actions": [
            {"title": in_language(action.title, language), "to": _target(table, step, action, language)}
            for action in step.actions
        ],
        "opinions": [
            {"title": in_language(one.title, language), "hours": hours_words(one.hours), "silence": one.silence}
            for one in step.opinions
        ],
    }


def _target(table: Definition, step: StepDef, action: Action, language: str) -> str:
    if step.stays(action):
        return ""
    if action.outcome:
        return outcome_words(action.outcome)
    return in_language(table[action.next].title, language)
