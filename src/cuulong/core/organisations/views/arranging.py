"""Screens of the administrator: rename, merge, split, move, abolish, correct (sắp xếp tổ chức)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cuulong.core.organisations import forms
from cuulong.core.organisations.actions import succeed
from cuulong.core.organisations.actions.change_profile import change_profile
from cuulong.core.organisations.actions.rename_agency import rename_agency
from cuulong.core.organisations.actions.seat import end_seat, seat
from cuulong.core.organisations.models import Agency, Membership
from cuulong.core.organisations.queries import BODIES
from cuulong.core.registry.doors import official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

BODY_KINDS = frozenset(BODIES)


@dataclass(frozen=True)
class Act:
    """One way to change an agency: its words, form and verb (một cách sắp xếp)."""

    title: Any
    icon: str
    form: type[forms.ArrangeForm]
    do: Callable[..., Any]
    button: Any
    consequences: tuple[Any, ...] = ()


ENDS = (
    gettext_lazy("Đơn vị và các phòng bên trong thôi hoạt động từ ngày có hiệu lực."),
    gettext_lazy("Hồ sơ, số liệu cũ vẫn ghi theo tên cũ và tính cho đơn vị kế thừa."),
)
MERGED = gettext_lazy("Lãnh đạo, văn thư thôi phân công và cần được phân công lại; người khác làm tiếp ở đơn vị nhận.")
GONE = gettext_lazy("Mọi phân công ở đơn vị kết thúc từ ngày đó.")
ACTS: dict[str, Act] = {
    "rename": Act(gettext_lazy("Đổi tên"), "pencil", forms.NamedForm, rename_agency, gettext_lazy("Đổi tên")),
    "merge": Act(
        gettext_lazy("Sáp nhập vào đơn vị khác"),
        "sign-merge-right",
        forms.MergeForm,
        succeed.merge,
        gettext_lazy("Sáp nhập"),
        (*ENDS, MERGED),
    ),
    "split": Act(
        gettext_lazy("Chia, tách thành đơn vị mới"),
        "signpost-split",
        forms.SplitForm,
        succeed.split,
        gettext_lazy("Lập đơn vị mới"),
    ),
    "move": Act(
        gettext_lazy("Chuyển trực thuộc"),
        "arrow-left-right",
        forms.MoveForm,
        succeed.move,
        gettext_lazy("Chuyển trực thuộc"),
    ),
    "transfer": Act(
        gettext_lazy("Chuyển một phần chức năng"),
        "arrow-right-circle",
        forms.TransferForm,
        succeed.transfer,
        gettext_lazy("Chuyển chức năng"),
    ),
    "abolish": Act(
        gettext_lazy("Giải thể"),
        "x-circle",
        forms.ArrangeForm,
        succeed.abolish,
        gettext_lazy("Giải thể đơn vị"),
        (*ENDS, GONE),
    ),
}


@official_required("organisations.manage")
def arrange(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Fill in one change of an agency; what ends it is confirmed on a page of its own (sắp xếp tổ chức)."""
    if act not in ACTS:
        raise Http404
    way = ACTS[act]
    agency = get_object_or_404(Agency.objects.exclude(kind__in=BODIES), slug=slug)
    start = {"name": agency.name, "short_name": agency.short_name} if act == "rename" else None
    form = way.form(request.POST or None, agency=agency, initial=start)
    if request.method == "POST" and form.is_valid():
        if way.consequences and "confirmed" not in request.POST:
            return render(request, "organisations/confirm.html", {"agency": agency, "way": way, "kept": form})
        if _done(form, lambda: way.do(agency, acting=request.acting, **form.cleaned_data)):  # type: ignore[attr-defined]
            messages.success(request, _("Đã ghi: %(act)s, %(name)s.") % {"act": way.title, "name": agency.name})
            return redirect("organisations:agency", slug=agency.slug)
    return render(request, "organisations/arrange.html", {"agency": agency, "way": way, "form": form})


@official_required("organisations.manage")
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Codes and contact of an agency, from a day on or by way of correction (sửa thông tin cơ quan)."""
    agency = get_object_or_404(Agency.objects.exclude(kind__in=BODIES), slug=slug)
    profile = agency.profile_on(timezone.localdate()) or agency.profiles.order_by("-valid").first()
    fields = ("code", "code_102", "address", "phone", "email")
    form = forms.CorrectForm(request.POST or None, initial={key: getattr(profile, key, "") for key in fields})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        on = said.pop("on")
        if _done(form, lambda: change_profile(agency, said, on=on, acting=request.acting)):  # type: ignore[attr-defined]
            messages.success(request, _("Đã lưu thông tin của %(name)s.") % {"name": agency.name})
            return redirect("organisations:agency", slug=agency.slug)
    return render(request, "organisations/correct.html", {"agency": agency, "form": form})


@official_required("organisations.manage")
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an agency a seat on a body (thêm thành viên)."""
    body = get_object_or_404(Agency, slug=slug, kind__in=BODIES)
    form = forms.SeatForm(request.POST or None, agency=body)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _done(form, lambda: seat(body, acting=request.acting, **said)):  # type: ignore[attr-defined]
            messages.success(request, _("Đã thêm %(name)s.") % {"name": said["member"].name})
            return redirect("organisations:agency", slug=body.slug)
    return render(request, "organisations/seat.html", {"agency": body, "form": form})


@require_POST
@official_required("organisations.manage")
def drop_member(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """From today an agency no longer sits on a body (thôi thành viên)."""
    kept = get_object_or_404(Membership.objects.select_related("body", "member"), pk=number, body__slug=slug)
    try:
        end_seat(kept, on=timezone.localdate(), acting=request.acting)  # type: ignore[attr-defined]
    except InputError as wrong:
        messages.error(request, say(wrong))
    else:
        messages.success(request, _("Từ hôm nay %(name)s thôi là thành viên.") % {"name": kept.member.name})
    return redirect("organisations:agency", slug=slug)


def _done(form: Form, verb: Callable[[], Any]) -> bool:
    """Run the verb; a refusal becomes the error of the field it names."""
    try:
        verb()
    except InputError as wrong:
        form.add_error(wrong.code if wrong.code in form.fields else None, say(wrong))
        return False
    return True
