"""The controlling officer says which database replaces a paper (đặt cơ sở dữ liệu thay giấy tờ)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.published.ports.lookups import lookups

from .actions.import_catalogue import RIGHT
from .actions.set_lookup import set_lookup
from .lookup_forms import LookupRuleForm
from .models import Procedure
from .queries import in_force


@official_required(RIGHT)
def paper_lookup(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """One paper: which database replaces it, for what purpose, on what ground (một giấy tờ)."""
    procedure = get_object_or_404(Procedure, code=code)
    version = in_force(timezone.localdate()).filter(procedure=procedure).first()
    paper = next((p for p in version.rules.papers if p.key == key and not p.is_form), None) if version else None
    if version is None or paper is None:
        raise Http404
    form = LookupRuleForm(
        request.POST or None, version=version, sources=lookups().sources(), initial=LookupRuleForm.initial_of(paper)
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_lookup(procedure, key, form.setting(), acting=request.acting, on=timezone.localdate())
        except InputError as error:
            form.add_error("database", say(error))
        else:
            messages.success(request, _("Đã ghi. Hồ sơ nộp từ bây giờ theo cách mới."))
            return redirect("services:listing", code)
    context = {"procedure": procedure, "paper": paper, "form": form}
    return render(request, "services/catalogue/paper_lookup.html", context, status=422 if form.errors else 200)
