"""Screens that take processes in from BPMN files and give them out (màn hình nhập, xuất BPMN)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.eforms.showing import shown
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.workflow.actions import drafts
from cuulong.core.workflow.bpmn.graph import MOST_BYTES
from cuulong.core.workflow.bpmn.reading import read_bpmn
from cuulong.core.workflow.bpmn.writing import write_bpmn
from cuulong.core.workflow.designer.forms import ImportForm, roles
from cuulong.core.workflow.designer.views import check, picture
from cuulong.core.workflow.models import Process
from cuulong.design.errors import say
from cuulong.lib.errors import InputError


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(drafts.DESIGN)
def take_in(request: PersonRequest) -> HttpResponse:
    """Make a draft of a BPMN file and say what did not come along (nhập từ BPMN)."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            taken = read_bpmn(data["file"].read(MOST_BYTES + 1), {str(title): code for code, title in roles()})
            title = data["title"] or taken.title or data["code"]
            draft = drafts.begin_process(
                data["code"], title, acting=request.acting, at=at, title_en=taken.title_en, sheet=taken.sheet
            )
        except InputError as error:
            form.add_error("code" if error.code == "taken" else "file", say(error))
        else:
            context = {
                "draft": draft,
                "count": len(taken.sheet["steps"]),
                "notes": [say(one) for one in taken.notes],
                "problems": check(draft.definition),
                "diagram": picture(draft),
            }
            return render(request, "workflow/designer/imported.html", context)
    return render(request, "workflow/designer/import.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@official_required("workflow.read_processes")
def give_out(request: PersonRequest, code: str) -> HttpResponse:
    """One version as BPMN 2.0 with its drawing; `?version=` an older one (xuất ra BPMN)."""
    process = get_object_or_404(Process, code=code)
    version = shown(list(process.versions.order_by("-n")), request.GET.get("version", ""))
    names = {code: str(title) for code, title in roles()}
    language = get_language() or "vi"
    data = write_bpmn(version.definition, process.title, process.title_en, process.code, names, language)
    answer = HttpResponse(data, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{process.code}-{version.n}.bpmn"'
    return answer
