"""One's own account: where one works, what one lent and was lent, language (tài khoản của tôi)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import AFTER_FACTOR, citizen_required, official_required
from cuulong.core.people.actions.delegate import delegate
from cuulong.core.people.actions.revoke import revoke
from cuulong.core.people.actions.set_language import set_language
from cuulong.core.people.forms import DelegateForm, LanguageForm
from cuulong.core.people.models import Appointment, Delegation
from cuulong.core.people.queries import colleagues, delegations_visible_to
from cuulong.core.registry import Role, declared
from cuulong.design.errors import say
from cuulong.lib.dates import short_date
from cuulong.lib.errors import InputError

OFFICIALS_HOME = "/desk/"
CITIZENS_HOME = "/ho-so-cua-toi/"


@citizen_required
def home(request: HttpRequest) -> HttpResponse:
    """Where one goes after signing in: back to work, to the desk, or to one's own dossiers (trang sau đăng nhập)."""
    acting = request.acting  # type: ignore[attr-defined]
    waiting = request.session.pop(AFTER_FACTOR, None)
    response = redirect(waiting or (OFFICIALS_HOME if acting.is_official else CITIZENS_HOME))
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return response
    return _in_language(response, acting.account.language)


@citizen_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own account on one page (tài khoản của tôi)."""
    me, today = request.acting.account, timezone.localdate()  # type: ignore[attr-defined]
    live = Delegation.objects.filter(revoked_at=None, valid__endswith__gte=today).select_related(
        "appointment__account", "appointment__agency", "delegate"
    )
    return render(
        request,
        "people/account.html",
        {
            "me": me,
            "roles": declared(Role),
            "appointments": Appointment.objects.filter(account=me).select_related("agency").order_by("-valid"),
            "given": live.filter(appointment__account=me).order_by("valid"),
            "received": live.filter(delegate=me).order_by("valid"),
            "language_form": LanguageForm(initial={"language": me.language}),
            "today": today,
        },
    )


@official_required()
def lend(request: HttpRequest) -> HttpResponse:
    """Lend one's work to a colleague (ủy quyền)."""
    acting = request.acting  # type: ignore[attr-defined]
    own = Appointment.objects.filter(account=acting.account, valid__endswith__isnull=True) | Appointment.objects.filter(
        account=acting.account, valid__endswith__gt=timezone.localdate()
    )
    form = DelegateForm(request.POST or None, own=own.select_related("agency"), others=colleagues(acting.account))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = delegate(
                said["appointment"],
                said["to"],
                first=said["first"],
                last=said["last"],
                rights=said.get("rights", ()),
                reason=said["reason"],
                acting=acting,
            )
        except InputError as wrong:
            form.add_error(None, say(wrong))
        else:
            messages.success(
                request,
                _("Đã ủy quyền cho %(name)s đến hết ngày %(last)s.")
                % {"name": made.delegate.full_name, "last": short_date(said["last"])},
            )
            return redirect("people:account")
    return render(request, "people/lend.html", {"form": form})


@official_required()
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Confirm, then take back what was lent (thu hồi ủy quyền)."""
    acting = request.acting  # type: ignore[attr-defined]
    lent = get_object_or_404(delegations_visible_to(acting), uuid=uuid)
    if request.method == "POST":
        revoke(lent, acting=acting, at=timezone.now())
        messages.success(request, _("Đã thu hồi ủy quyền cho %(name)s.") % {"name": lent.delegate.full_name})
        return redirect("people:account")
    return render(
        request,
        "design/confirm.html",
        {
            "heading": _("Thu hồi ủy quyền cho %(name)s?") % {"name": lent.delegate.full_name},
            "consequences": [
                _("Từ lúc này người đó không làm thay được nữa."),
                _("Việc người đó đã làm vẫn giữ nguyên giá trị."),
            ],
            "action": _("Thu hồi"),
            "cancel_url": reverse("people:account"),
            "frame": "design/officials.html",
        },
    )


@require_POST
@citizen_required
def language(request: HttpRequest) -> HttpResponse:
    """Keep one's language (chọn ngôn ngữ)."""
    me = request.acting.account  # type: ignore[attr-defined]
    form = LanguageForm(request.POST)
    if form.is_valid():
        set_language(me, form.cleaned_data["language"])
    return _in_language(redirect("people:account"), me.language)


def _in_language(response: HttpResponse, code: str) -> HttpResponse:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax")
    return response
