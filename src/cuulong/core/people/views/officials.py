"""The administrator's screens: who is appointed to what, where and until when (danh sách cán bộ)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import official_required
from cuulong.core.people.actions.appoint import appoint
from cuulong.core.people.actions.end_appointment import end_appointment
from cuulong.core.people.actions.open_account import open_account
from cuulong.core.people.forms import AppointForm, EndForm, NewOfficialForm
from cuulong.core.people.models import Account
from cuulong.core.people.queries import appointments_visible_to, delegations_visible_to
from cuulong.core.registry import Role, declared
from cuulong.design.errors import say
from cuulong.lib.dates import short_date
from cuulong.lib.errors import InputError


@official_required("people.see")
def person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One official: appointments past and present, what is lent (hồ sơ phân công)."""
    acting = request.acting  # type: ignore[attr-defined]
    seen = appointments_visible_to(acting).filter(account__uuid=uuid)
    account = get_object_or_404(Account, uuid=uuid, pk__in=seen.values("account"))
    return render(
        request,
        "people/person.html",
        {
            "official": account,
            "appointments": seen.order_by("-valid"),
            "delegations": delegations_visible_to(acting)
            .filter(Q(appointment__account=account) | Q(delegate=account))
            .order_by("-valid"),
            "roles": declared(Role),
            "may_manage": acting.can("people.manage"),
            "today": timezone.localdate(),
        },
    )


@official_required("people.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Open an account and appoint its owner at once (cán bộ mới)."""
    acting = request.acting  # type: ignore[attr-defined]
    form = NewOfficialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                account = open_account(
                    username=said["username"],
                    full_name=said["full_name"],
                    email=said["email"],
                    phone=said["phone"],
                    acting=acting,
                )
                appoint(account, acting=acting, **_appointment(said))
        except InputError as wrong:
            form.add_error(_field_of(wrong), say(wrong))
        else:
            messages.success(
                request,
                _("Đã mở tài khoản cho %(name)s. Người này vào “Quên mật khẩu” để tự đặt mật khẩu.")
                % {"name": account.full_name},
            )
            return redirect("officials:person", account.uuid)
    return render(request, "people/appoint.html", {"form": form, "agencies": _agencies()})


@official_required("people.manage")
def appoint_person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give one more role to a person (phân công)."""
    acting = request.acting  # type: ignore[attr-defined]
    account = get_object_or_404(Account, uuid=uuid)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint(account, acting=acting, **_appointment(form.cleaned_data))
        except InputError as wrong:
            form.add_error(None, say(wrong))
        else:
            messages.success(
                request,
                _("Đã phân công %(name)s tại %(agency)s.") % {"name": account.full_name, "agency": made.agency.name},
            )
            return redirect("officials:person", account.uuid)
    return render(request, "people/appoint.html", {"form": form, "official": account, "agencies": _agencies()})


@official_required("people.manage")
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let an appointment end on a day (thôi phân công)."""
    acting = request.acting  # type: ignore[attr-defined]
    appointment = get_object_or_404(appointments_visible_to(acting), uuid=uuid)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_appointment(appointment, last=form.cleaned_data["last"], acting=acting)
        except InputError as wrong:
            form.add_error("last", say(wrong))
        else:
            messages.success(
                request, _("Thôi phân công từ sau ngày %(last)s.") % {"last": short_date(form.cleaned_data["last"])}
            )
            return redirect("officials:person", appointment.account.uuid)
    return render(
        request,
        "people/end.html",
        {"form": form, "appointment": appointment, "role": declared(Role)[appointment.role]},
    )


def _appointment(said: dict[str, Any]) -> dict[str, Any]:
    return {key: said[key] for key in ("agency", "role", "position", "field", "first", "last")}


def _field_of(wrong: InputError) -> str | None:
    return {"username_taken": "username", "email_taken": "email", "phone": "phone"}.get(wrong.code)


def _agencies() -> QuerySet[Agency]:
    return Agency.objects.filter(valid__contains=timezone.localdate()).select_related("parent").order_by("slug")
