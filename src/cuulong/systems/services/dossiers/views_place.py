"""Where people file: the dated setting, for the officer who controls procedures (nơi nộp trực tuyến)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.place import set_place
from .forms import PlaceForm
from .models import FilingPlace
from .queries import portal_on


@official_required("services.catalogue.control")
def filing_place(request: PersonRequest) -> HttpResponse:
    """What holds today, what will, and from which day it changes (nơi nộp trực tuyến)."""
    form = PlaceForm(request.POST or None, initial={"place": "here", "first": timezone.localdate()})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            set_place(
                here=typed["place"] == "here",
                portal_url=typed["portal_url"],
                basis=typed["basis"],
                first=typed["first"],
                acting=request.acting,
                at=timezone.now(),
            )
            messages.success(request, _("Đã lưu nơi nộp hồ sơ trực tuyến."))
            return redirect("services:filing_place")
        except InputError as error:
            form.add_error(None, say(error))
    context = {"form": form, "places": FilingPlace.objects.all()[:50], "portal": portal_on(timezone.localdate())}
    return render(request, "services/officials/filing_place.html", context, status=422 if form.errors else 200)
