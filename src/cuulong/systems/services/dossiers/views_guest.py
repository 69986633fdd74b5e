"""Filing without an account: a code to an address, and the way back in (nộp hồ sơ không cần tài khoản)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from cuulong.core.people.access import PersonRequest
from cuulong.design.errors import say
from cuulong.lib.errors import InputError, gettext_noop

from ..catalogue.queries import in_force
from .actions.guest import ask_code, confirm, resume
from .applicants import filed_here, leave, let_in
from .forms import CodeForm, GuestForm, ResumeForm
from .models import GuestPass, State
from .pages import CONTACT

TOO_OFTEN = gettext_noop("Đã thử nhiều lần. Đợi một phút rồi thử lại.")


@filed_here
@ratelimit(key="ip", rate="6/m", method="POST", block=False)
def guest_begin(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask for a one-time code (xin mã để nộp không cần tài khoản)."""
    version = get_object_or_404(in_force(timezone.localdate()), procedure__slug=slug)
    if not version.rules.channels["online"]:
        return redirect("services:procedure", slug=slug)
    form = GuestForm(request.POST or None)
    if getattr(request, "limited", False):
        form.add_error(None, _(TOO_OFTEN))
    elif form.is_valid():
        try:
            guest = ask_code(
                version, language=(get_language() or "vi")[:2], at=timezone.now(), **form.cleaned_data["reached"]
            )
            return redirect("services:guest_code", uuid=guest.uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = {"form": form, "version": version, "current": "procedures"}
    return render(request, "services/public/guest.html", context, status=422 if form.errors else 200)


@filed_here
@ratelimit(key="ip", rate="10/m", method="POST", block=False)
def guest_code(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Type the code; the secret to come back with is shown once, on the page that answers (nhập mã xác nhận)."""
    guest = get_object_or_404(GuestPass.objects.select_related("version__procedure"), uuid=uuid, confirmed_at=None)
    form = CodeForm(request.POST or None)
    if getattr(request, "limited", False):
        form.add_error(None, _(TOO_OFTEN))
    elif form.is_valid():
        try:
            draft, secret = confirm(guest, form.cleaned_data["code"], at=timezone.now())
            let_in(request, draft)
            kept = {"dossier": draft, "secret": secret, "version": guest.version, "current": "procedures"}
            answer = render(request, "services/public/guest_kept.html", kept)
            answer["Cache-Control"] = "no-store"
            return answer
        except InputError as error:
            form.add_error("code", say(error))
    context = {"form": form, "version": guest.version, "guest": guest, "current": "procedures"}
    return render(request, "services/public/guest_code.html", context, status=422 if form.errors else 200)


@ratelimit(key="ip", rate="10/m", method="POST", block=False)
def resume_guest(request: PersonRequest) -> HttpResponse:
    """Come back to a dossier filed without an account (làm tiếp hồ sơ bằng mã)."""
    form = ResumeForm(request.POST or None)
    if getattr(request, "limited", False):
        form.add_error(None, _(TOO_OFTEN))
    elif form.is_valid():
        try:
            dossier = resume(form.cleaned_data["code"], form.cleaned_data["secret"], at=timezone.now())
            let_in(request, dossier)
            if dossier.state == State.DRAFT:
                return redirect("services:page", uuid=dossier.uuid, key=CONTACT)
            return redirect("services:dossier", uuid=dossier.uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = {"form": form, "current": "mine"}
    return render(request, "services/public/guest_resume.html", context, status=422 if form.errors else 200)


@require_POST
def leave_guest(request: PersonRequest) -> HttpResponse:
    """Close the dossiers opened by code in this browser (đóng hồ sơ trên máy này)."""
    leave(request)
    messages.success(request, _("Đã đóng hồ sơ trên máy này. Mở lại bằng mã hồ sơ và mật mã."))
    return redirect("services:resume_guest")
