"""One's own results and papers, and the consent to use them again (kho giấy tờ của tôi)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.parties.models import Citizen
from cuulong.core.parties.queries import party_of
from cuulong.core.people.access import PersonRequest, citizen_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.reuse import MONTHS, allow_reuse, forbid_reuse
from .models import ReuseConsent
from .store import consent_of, kept_by

WORDING = gettext_lazy(
    "Tôi đồng ý dùng lại kết quả và giấy tờ trong các hồ sơ trước của tôi khi tôi nộp hồ sơ mới. Cơ quan nhận hồ sơ mới "
    "được xem bản dùng lại."
)


class ReuseForm(forms.Form):
    """For how long one agrees (thời gian đồng ý)."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("Đồng ý trong"), coerce=int, widget=forms.RadioSelect, initial=12
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["months"]
        field.choices = [(n, _("%(n)s tháng") % {"n": n}) for n in MONTHS]


@citizen_required
def store(request: PersonRequest) -> HttpResponse:
    """What there is, until when it can be used again; agree, or no longer (kho giấy tờ của tôi)."""
    party, now = party_of(request.user), timezone.now()
    citizen = party if isinstance(party, Citizen) else None
    form = ReuseForm(request.POST if "agree" in request.POST else None)
    if request.method == "POST" and citizen is not None:
        try:
            if "take_back" in request.POST:
                taken = forbid_reuse(citizen, acting=request.acting, at=now)
                messages.success(request, _("Đã rút lại đồng ý. Bỏ khỏi bản nháp: %(n)s giấy tờ.") % {"n": taken})
                return redirect("services:store")
            if form.is_valid():
                months, words = form.cleaned_data["months"], str(WORDING)
                allow_reuse(citizen, months=months, wording=words, acting=request.acting, at=now)
                messages.success(request, _("Đã ghi nhận đồng ý. Khi nộp hồ sơ, chọn giấy tờ ở bước Giấy tờ kèm theo."))
                return redirect("services:store")
        except InputError as error:
            form.add_error(None, say(error))
    day = timezone.localdate(now)
    kept = kept_by(citizen) if citizen else []
    context = {
        "citizen": citizen,
        "consent": consent_of(citizen, now) if citizen else None,
        "before": ReuseConsent.objects.filter(citizen=citizen)[:20],
        "kept": [{"one": one, "usable": one.usable(day)} for one in kept],
        "form": form,
        "wording": WORDING,
        "current": "mine",
    }
    return render(request, "services/public/store.html", context, status=422 if form.errors else 200)
