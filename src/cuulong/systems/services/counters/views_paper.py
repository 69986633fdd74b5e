"""Blank intake forms to print before the line is cut (in phiếu giấy)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..dossiers.sheets import head_of
from .actions.paper_forms import ACCEPT, print_forms
from .models import PaperForm
from .rules import MOST_FORMS
from .views import counters_of


@official_required(ACCEPT)
def paper_forms(request: PersonRequest) -> HttpResponse:
    """Take numbers for blanks, and see which were typed in (phiếu tiếp nhận giấy)."""
    counters = counters_of(request.acting)
    if not counters:
        messages.error(request, _("Anh/chị chưa được phân công ở quầy nào."))
        return redirect("services:counter")
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("count", "")
        try:
            count = int(typed) if typed.isdigit() and len(typed) < 4 else 0
            forms = print_forms(counters[0], count, acting=request.acting, at=timezone.now())
            return redirect(f"{reverse('services:paper_sheet')}?from={forms[0].n}&to={forms[-1].n}")
        except InputError as error:
            problem = say(error)
    mine = PaperForm.objects.filter(agency=counters[0]).select_related("dossier__version__procedure")
    context = {
        "counter": counters[0],
        "forms": mine.order_by("-pk")[:100],
        "open": mine.filter(dossier=None).count(),
        "most": MOST_FORMS,
        "problem": problem,
        "has_errors": bool(problem),
    }
    return render(request, "services/officials/paper_forms.html", context, status=422 if problem else 200)


@official_required(ACCEPT)
def paper_sheet(request: PersonRequest) -> HttpResponse:
    """The blanks as A4 sheets (mẫu phiếu giấy)."""
    counters = counters_of(request.acting)
    first, last = (request.GET.get(name, "") for name in ("from", "to"))
    span = (int(first), int(last)) if first.isdigit() and last.isdigit() and len(first + last) < 16 else (0, 0)
    year = timezone.localdate().year
    forms = PaperForm.objects.filter(agency__in=counters, n__range=span, printed_at__year=year).order_by("n")
    context = head_of(counters[0] if counters else None) | {
        "forms": forms[:MOST_FORMS],
        "back_url": reverse("services:paper_forms"),
    }
    return render(request, "services/sheets/paper_form.html", context)
