"""Rating how one was served, with or without an account (đánh giá mức độ hài lòng)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_ratelimit.decorators import ratelimit

from cuulong.core.people.access import PersonRequest, citizen_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...dossiers.forms import LookupForm
from ...dossiers.models import Dossier
from ...dossiers.queries import find_for_public
from ...dossiers.views_filing import my_draft
from ..actions.rate import may_rate
from ..actions.rate import rate as give
from ..forms import RateForm


@ratelimit(key="ip", rate="20/m", method="POST", block=False)
def rate(request: PersonRequest) -> HttpResponse:
    """By the dossier's code and a second fact, as on the receipt's QR; first the facts, then the rating (đánh giá)."""
    typed = request.POST.copy()
    facts = LookupForm(typed or None, initial={"code": request.GET.get("ma", "")})
    found = None
    if facts.is_bound and getattr(request, "limited", False):
        facts.add_error(None, _("Đã thử nhiều lần. Đợi một phút rồi thử lại."))
    elif facts.is_valid():
        found = find_for_public(facts.cleaned_data["code"], facts.cleaned_data["phone_end"])
        if found is None:
            facts.add_error(None, _("Không có hồ sơ mang mã này và 4 số điện thoại này. Kiểm tra lại cả hai."))
    if found is None:
        context = {"form": facts, "current": "feedback"}
        return render(request, "services/feedback/rate_find.html", context, status=422 if facts.errors else 200)
    form = RateForm(typed if "score" in typed or "send" in typed else None)
    if form.is_valid() and _given(request, found, form, by_account=False):
        return redirect("services:rated")
    context = {
        "form": form,
        "dossier": found,
        "facts": facts.cleaned_data,
        "open": may_rate(found),
        "current": "feedback",
    }
    return render(request, "services/feedback/rate.html", context, status=422 if form.errors else 200)


@citizen_required
def rate_own(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One's own dossier, signed in (đánh giá hồ sơ của tôi)."""
    found = my_draft(request, uuid)
    form = RateForm(request.POST or None)
    if form.is_valid() and _given(request, found, form, by_account=True):
        return redirect("services:rated")
    context = {"form": form, "dossier": found, "open": may_rate(found), "own": True, "current": "mine"}
    return render(request, "services/feedback/rate.html", context, status=422 if form.errors else 200)


def _given(request: PersonRequest, dossier: Dossier, form: RateForm, *, by_account: bool) -> bool:
    try:
        give(dossier, **form.cleaned_data, by_account=by_account, acting=request.acting, at=timezone.now())
    except InputError as wrong:
        form.add_error(None, say(wrong))
        return False
    messages.success(request, _("Đã ghi nhận đánh giá. Cảm ơn ông/bà."))
    return True


def rated(request: PersonRequest) -> HttpResponse:
    """Thanks, and what else one may say (đã đánh giá)."""
    return render(request, "services/feedback/rated.html", {"current": "feedback"})
