"""The controlling officer puts a procedure together on screen (mở nhận hồ sơ)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.import_catalogue import RIGHT
from .actions.open_filing import begin_procedure, close_filing, open_filing, parts_of
from .models import Procedure, ProcedureVersion
from .opening import Decisions, decisions_in
from .opening_forms import NewProcedureForm, OpeningForm


@official_required(RIGHT)
def new_procedure(request: PersonRequest) -> HttpResponse:
    """Begin a procedure that no catalogue brought (thêm thủ tục)."""
    form = NewProcedureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            procedure = begin_procedure(**form.cleaned_data, acting=request.acting)
            messages.success(request, _("Đã thêm thủ tục. Ghi nội dung rồi xác nhận, công bố."))
            return redirect("services:edit_listing", procedure.code)
        except InputError as wrong:
            form.add_error("code", say(wrong))
    return render(request, "services/catalogue/new.html", {"form": form}, status=422 if form.errors else 200)


@official_required(RIGHT)
def opening(request: PersonRequest, code: str) -> HttpResponse:
    """What a procedure still lacks to take dossiers; open it, or close it (mở nhận hồ sơ)."""
    procedure = get_object_or_404(Procedure, code=code)
    parts = parts_of(procedure)
    version = ProcedureVersion.objects.published(timezone.localdate()).filter(procedure=procedure).first()
    context: dict[str, Any] = {
        "procedure": procedure,
        "parts": parts,
        "version": version,
    }
    if request.method == "POST" and "close" in request.POST:
        return _closed(request, procedure)
    if not parts.complete or parts.form is None:
        return render(request, "services/catalogue/opening.html", context)
    form = OpeningForm(request.POST or None, initial=_initial(version), form=parts.form)
    if request.method == "POST" and form.is_valid():
        try:
            open_filing(procedure, form.decisions(), acting=request.acting)
            messages.success(request, _("Thủ tục đang nhận hồ sơ."))
            return redirect("services:opening", code)
        except InputError as wrong:
            form.add_error(None, say(wrong))
    status = 422 if form.is_bound else 200
    return render(request, "services/catalogue/opening.html", context | {"form": form}, status=status)


def _closed(request: PersonRequest, procedure: Procedure) -> HttpResponse:
    try:
        close_filing(procedure, acting=request.acting)
        messages.success(request, _("Đã thôi nhận hồ sơ mới."))
    except InputError as wrong:
        messages.error(request, say(wrong))
    return redirect("services:opening", procedure.code)


def _initial(version: ProcedureVersion | None) -> dict[str, Any]:
    decided = Decisions(online=True, post=False) if version is None else decisions_in(version.definition)
    return vars(decided)
