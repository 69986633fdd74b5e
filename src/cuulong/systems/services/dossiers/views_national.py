"""The counter's screens for dossiers that national systems work on (tiếp nhận hộ hệ thống quốc gia)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.design.tables import Column, Table
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone

from ..catalogue.models import Listing
from .actions.national import RIGHT, note_state, take_in_for_nation
from .models import NationalCase, NationalState
from .models.national import READ

LOOKS = {"accepted": "accepted", "processing": "processing", "paused": "waiting", "issued": "done", "returned": "done",
         "declined": "refused", "withdrawn": "withdrawn"}  # fmt: skip


class ListingField(forms.ModelChoiceField):
    """A procedure that a national system runs (thủ tục của hệ thống quốc gia)."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.procedure.code} · {obj.name[:120]}"


class NationalForm(forms.Form):
    """Who hands in, and under which procedure (tiếp nhận)."""

    listing = ListingField(
        label=gettext_lazy("Thủ tục"), queryset=Listing.objects.none(), empty_label=gettext_lazy("Chọn thủ tục")
    )
    theirs = forms.CharField(
        label=gettext_lazy("Mã hồ sơ ở hệ thống quốc gia"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Ghi khi hệ thống đã cấp; ghi sau cũng được."),
    )
    applicant_name = forms.CharField(label=gettext_lazy("Họ và tên người nộp"), max_length=150)
    applicant_phone = forms.CharField(label=gettext_lazy("Số điện thoại"), max_length=20)
    applicant_email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = Listing.objects.shown(timezone.localdate()).exclude(national_system="")
        self.fields["listing"].queryset = shown.select_related("procedure").order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_applicant_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["applicant_phone"]).number
        except InputError as error:
            raise forms.ValidationError(say(error)) from error


class StateForm(forms.Form):
    """What the national system says now (tình trạng)."""

    state = forms.ChoiceField(label=gettext_lazy("Tình trạng"), choices=NationalState.choices)
    note = forms.CharField(
        label=gettext_lazy("Báo người nộp"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    theirs = forms.CharField(label=gettext_lazy("Mã hồ sơ ở hệ thống quốc gia"), max_length=60, required=False)


class NationalTable(Table):
    """What counters took in for national systems (hồ sơ nhận hộ hệ thống quốc gia)."""

    caption = gettext_lazy("Hồ sơ của hệ thống quốc gia")
    order = "-received_at"
    file_name = "ho-so-he-thong-quoc-gia"
    empty_title = gettext_lazy("Chưa nhận hồ sơ nào")
    empty_text = gettext_lazy("Hồ sơ nhận tại quầy cho hệ thống quốc gia sẽ hiện ở đây.")

    code = Column(
        gettext_lazy("Mã hồ sơ"),
        "code",
        sort="code",
        kind="code",
        url=lambda row: reverse("services:national_case", args=[row.uuid]),
    )
    name = Column(gettext_lazy("Thủ tục"), "name")
    theirs = Column(gettext_lazy("Mã ở hệ thống quốc gia"), "theirs", kind="code")
    received = Column(gettext_lazy("Nhận"), "received_at", sort="received_at", kind="day")
    state = Column(
        gettext_lazy("Tình trạng"),
        lambda row: badge_of(row),
        template="services/feedback/cell_state.html",
        export="get_state_display",
    )


def badge_of(case: NationalCase) -> tuple[str, str]:
    """The drawing and the word of a state (nhãn tình trạng)."""
    return LOOKS[case.state], str(case.get_state_display())


def _counters(acting: Acting) -> list[Agency]:
    own = [g.agency_id for g in acting.grants if g.role in ("intake_officer", "post_intake_clerk")]
    return list(Agency.objects.filter(pk__in=own).order_by("pk"))


@official_required(RIGHT)
def national_cases(request: PersonRequest) -> HttpResponseBase:
    """Dossiers taken in for national systems (hồ sơ của hệ thống quốc gia)."""
    table = NationalTable(NationalCase.objects.visible_to(request.acting), request)
    if table.wants_export:
        return table.export()
    return render(request, "services/officials/national.html", {"table": table})


@official_required(RIGHT)
def national_new(request: PersonRequest) -> HttpResponse:
    """Take one in at my counter (tiếp nhận hộ)."""
    form = NationalForm(request.POST or None, initial={"listing": request.GET.get("listing")})
    counters = _counters(request.acting)
    if form.is_valid():
        said = dict(form.cleaned_data)
        listing = said.pop("listing")
        try:
            if not counters:
                raise InputError("no_counter", _("Anh/chị chưa được phân công ở quầy nào."))
            case = take_in_for_nation(
                NationalCase(**said), listing, counter=counters[0], acting=request.acting, at=timezone.now()
            )
        except InputError as wrong:
            form.add_error(None, say(wrong))
        else:
            messages.success(request, _("Đã nhận hồ sơ %(code)s.") % {"code": case.code})
            return redirect("services:national_case", case.uuid)
    context = {"form": form, "counters": counters}
    return render(request, "services/officials/national_new.html", context, status=422 if form.errors else 200)


@official_required(READ)
def national_case(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One such dossier: its state, what was told of it, and telling more (ghi tình trạng)."""
    found = NationalCase.objects.visible_to(request.acting).select_related("agency")
    case = get_object_or_404(found, uuid=uuid)
    form = StateForm(request.POST or None, initial={"state": case.state, "theirs": case.theirs})
    if form.is_valid():
        try:
            note_state(case, **form.cleaned_data, acting=request.acting, at=timezone.now())
        except InputError as wrong:
            form.add_error(None, say(wrong))
        else:
            messages.success(request, _("Đã ghi tình trạng."))
            return redirect("services:national_case", uuid)
    context = {
        "case": case,
        "badge": badge_of(case),
        "steps": case.steps.all(),
        "form": form if request.acting.can(RIGHT, case.agency) else None,
    }
    return render(request, "services/officials/national_case.html", context, status=422 if form.errors else 200)
