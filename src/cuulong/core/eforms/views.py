"""Screens of forms: the list, and one as the citizen sees it (màn hình biểu mẫu)."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.eforms.checking import check
from cuulong.core.eforms.models import FormDefinition, FormDraft
from cuulong.core.eforms.reading import read_step, rearranges
from cuulong.core.eforms.rendering import render_step
from cuulong.core.eforms.showing import shown
from cuulong.core.eforms.tables import Forms, all_forms
from cuulong.core.eforms.versions import VersionState
from cuulong.core.people.access import PersonRequest, official_required


@require_safe
@official_required("eforms.read")
def forms(request: PersonRequest) -> HttpResponseBase:
    """All forms (danh sách biểu mẫu)."""
    table = Forms(all_forms(), request)
    context = {"table": table, "may_build": request.acting.can("eforms.build")}
    return table.export() if table.wants_export else render(request, "eforms/forms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.read")
def form(request: PersonRequest, code: str) -> HttpResponse:
    """One form page by page, to be tried out; nothing is kept (xem thử biểu mẫu).

    `?version=` shows another wording, `?step=` another page.
    """
    one = get_object_or_404(FormDefinition, code=code)
    versions = list(one.versions.order_by("-n"))
    may_build = request.acting.can("eforms.build")
    has_draft = may_build and FormDraft.objects.filter(form=one).exists()
    if has_draft and not versions:
        return redirect("eforms:build", code=code)
    version = shown(versions, request.GET.get("version", ""))
    keys = [step.key for step in version.shape.steps]
    key = request.GET.get("step", keys[0])
    if key not in keys:
        raise Http404
    language = get_language() or "vi"
    data = read_step(version, key, request.POST) if request.method == "POST" else {}
    tried = request.method == "POST" and not rearranges(request.POST)
    errors = check(version, data, key) if tried else []
    context = {
        "form_definition": one,
        "version": version,
        "versions": versions,
        "steps": [{"key": step.key, "title": step.title(language)} for step in version.shape.steps],
        "key": key,
        "number": keys.index(key) + 1,
        "page": render_step(version, key, data, errors, language),
        "has_errors": bool(errors),
        "is_good": tried and not errors,
        "may_build": may_build,
        "has_draft": has_draft,
        "may_retire": may_build and version.state == VersionState.PUBLISHED,
    }
    return render(request, "eforms/form.html", context)
