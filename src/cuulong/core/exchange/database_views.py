"""Screens of the databases that stand in for papers (màn hình cơ sở dữ liệu)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.set_up import RIGHT, set_up
from .client import address_of
from .database_tables import Databases, state_of, with_counts
from .forms import DatabaseForm


@require_safe
@official_required(RIGHT)
def databases(request: PersonRequest) -> HttpResponseBase:
    """Every database: who keeps it, whether it is asked, what it did not answer (các cơ sở dữ liệu)."""
    table = Databases(with_counts(), request)
    return table.export() if table.wants_export else render(request, "exchange/databases.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(RIGHT)
def database(request: PersonRequest, key: str) -> HttpResponse:
    """One database: its address, limits, open or closed (một cơ sở dữ liệu)."""
    found = get_object_or_404(with_counts(), key=key)
    form = DatabaseForm(request.POST or None, initial=DatabaseForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            set_up(found, **form.cleaned_data, acting=request.acting)
        except InputError as error:
            form.add_error("address", say(error))
        else:
            messages.success(request, _("Đã ghi. Lượt tra cứu từ bây giờ theo cách mới."))
            return redirect("exchange:database", key)
    context = {"database": found, "form": form, "state": state_of(found), "address": address_of(found)}
    return render(request, "exchange/database.html", context, status=422 if form.errors else 200)
