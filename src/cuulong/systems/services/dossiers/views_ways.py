"""Change how the result is given, until it is there (đổi cách nhận kết quả)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.delivery import choose_way
from .applicants import applicant_required, my_draft
from .delivery import told
from .forms import DeliveryForm


@applicant_required
def result_way(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """On screen, at the counter or by post, of a dossier that was filed (đổi cách nhận kết quả)."""
    found = my_draft(request, uuid)
    initial = DeliveryForm.initial_of(found)
    form = DeliveryForm(request.POST or None, initial=initial, offered=found.version.rules.result_ways)
    if form.is_valid():
        try:
            choose_way(found, form.chosen(), acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã ghi cách nhận kết quả."))
            return redirect("services:dossier", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = {"dossier": found, "form": form, "way": told(found), "current": "mine"}
    return render(request, "services/public/result_way.html", context, status=422 if form.errors else 200)
