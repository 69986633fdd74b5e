"""A citizen's own screens: who we hold them to be, and who read about them (thông tin của tôi)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.audit.queries import lines, readings_of
from cuulong.core.parties.actions.change_contact import change_contact
from cuulong.core.parties.actions.consent import give_consent, withdraw_consent
from cuulong.core.parties.forms import ContactForm
from cuulong.core.parties.models import Business, Citizen, Consent, Representation
from cuulong.core.parties.queries import party_of
from cuulong.core.parties.signup import MESSAGES_CONSENT, MESSAGES_WORDING
from cuulong.core.people.access import citizen_required

SHOWN_READINGS = 200


@citizen_required
def profile(request: HttpRequest) -> HttpResponse:
    """Who we hold this person to be, and how to reach them (thông tin của tôi)."""
    acting = request.acting  # type: ignore[attr-defined]
    party = party_of(acting.account)
    if party is None:
        return render(request, "parties/no_party.html")
    form = ContactForm(
        request.POST or None,
        initial={"phone": party.phone, "email": party.email, "address": party.address, "commune": party.commune_id},
    )
    if request.method == "POST" and form.is_valid():
        change_contact(party, acting=acting, **form.cleaned_data)
        messages.success(request, _("Đã lưu thông tin liên hệ."))
        return redirect("parties:profile")
    return render(request, "parties/profile.html", {"party": party, "form": form, **_around(party)})


def _around(party: Citizen | Business) -> dict[str, object]:
    today = timezone.localdate()
    living = Representation.objects.on(today).select_related("business", "citizen", "representative")
    if isinstance(party, Business):
        return {"represented_by": living.filter(business=party)}
    return {
        "citizen": party,
        "represents": living.filter(representative=party),
        "represented_by": living.filter(citizen=party),
        "messages_consent": Consent.objects.filter(citizen=party, purpose=MESSAGES_CONSENT, withdrawn_at=None).first(),
        "messages_wording": MESSAGES_WORDING,
    }


@require_POST
@citizen_required
def messages_consent(request: HttpRequest) -> HttpResponse:
    """Agree to text messages, or no longer (đồng ý nhận tin nhắn)."""
    acting = request.acting  # type: ignore[attr-defined]
    party = party_of(acting.account)
    if isinstance(party, Citizen):
        if request.POST.get("agree") == "yes":
            give_consent(party, MESSAGES_CONSENT, str(MESSAGES_WORDING), acting=acting, at=timezone.now())
            messages.success(request, _("Sẽ nhắn tin khi hồ sơ có thay đổi."))
        else:
            withdraw_consent(party, MESSAGES_CONSENT, acting=acting, at=timezone.now())
            messages.success(request, _("Từ nay không nhắn tin nữa."))
    return redirect("parties:profile")


@citizen_required
def access_log(request: HttpRequest) -> HttpResponse:
    """Who read this person's record, when and why (ai đã xem thông tin của tôi; Law 91/2025)."""
    party = party_of(request.acting.account)  # type: ignore[attr-defined]
    readings = list(readings_of(party.ref)[: SHOWN_READINGS + 1]) if party else []
    return render(
        request,
        "parties/access_log.html",
        {"readings": lines(readings[:SHOWN_READINGS]), "more": len(readings) > SHOWN_READINGS},
    )
