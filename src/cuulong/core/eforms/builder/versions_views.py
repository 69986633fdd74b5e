"""Screens around the versions of a form: publish, compare, end, take along (màn hình phiên bản biểu mẫu)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder.comparing import differences
from cuulong.core.eforms.builder.exchange import as_file
from cuulong.core.eforms.builder.forms import PublishForm, RetireForm
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.builder.views import draft_of
from cuulong.core.eforms.models import FormDefinition, FormVersion
from cuulong.core.eforms.showing import shown
from cuulong.core.eforms.versions import VersionState
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError


def sheet_of(form: FormDefinition, version: FormVersion) -> Sheet:
    """A version as a sheet, to be compared or exported."""
    names = {"title": form.title, "title_en": form.title_en}
    return Sheet.of(names | {"schema": version.schema, "layout": version.layout})


def _last(form: FormDefinition) -> FormVersion | None:
    last: FormVersion | None = form.versions.exclude(state=VersionState.DRAFT).order_by("-n").first()
    return last


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def publish(request: PersonRequest, code: str) -> HttpResponse:
    """Put the draft into force from a day on, after seeing what changes (ban hành biểu mẫu)."""
    draft = draft_of(code)
    sheet, last = drafts.current(draft), _last(draft.form)
    problems = [say(one) for one in sheet.problems()]
    # A first version harms nobody today; a later one leaves today's forms to those who are filling them in.
    day = timezone.localdate() + timedelta(days=1 if last else 0)
    form = PublishForm(request.POST or None, initial={"valid_from": day})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["valid_from"]
        try:
            version = drafts.publish_draft(draft, valid_from=day, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã ban hành phiên bản %(n)s của biểu mẫu.") % {"n": version.n})
            return redirect("eforms:form", code=code)
        except InputError as error:
            for one in drafts.refused(error):
                form.add_error(None, say(one))
    changes = differences(sheet_of(draft.form, last), sheet) if last and not problems else []
    context = {"draft": draft, "form": form, "problems": problems, "changes": changes, "last": last}
    return render(request, "eforms/builder/publish.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def discard(request: PersonRequest, code: str) -> HttpResponse:
    """Drop the draft, after asking (bỏ bản soạn)."""
    draft = draft_of(code)
    if request.method == "POST":
        drafts.discard(draft, acting=request.acting)
        messages.success(request, _("Đã bỏ bản soạn."))
        return redirect("eforms:forms")
    context = {
        "frame": "design/officials.html",
        "heading": _("Bỏ bản soạn của “%(title)s”?") % {"title": draft.form},
        "consequences": [
            _("Mọi sửa đổi chưa ban hành và lịch sử sửa sẽ mất."),
            _("Các phiên bản đã ban hành và hồ sơ đang dùng chúng không đổi."),
        ],
        "action": _("Bỏ bản soạn"),
        "cancel_url": reverse("eforms:build", args=[code]),
    }
    return render(request, "design/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def retire(request: PersonRequest, code: str, n: int) -> HttpResponse:
    """End a version without a follower (thôi áp dụng biểu mẫu)."""
    version = get_object_or_404(FormVersion.objects.select_related("form"), form__code=code, n=n)
    form = RetireForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            drafts.retire_version(version, last_day=form.cleaned_data["last_day"], acting=request.acting)
            messages.success(request, _("Phiên bản %(n)s thôi áp dụng từ sau ngày đã chọn.") % {"n": n})
            return redirect("eforms:form", code=code)
        except InputError as error:
            form.add_error("last_day", say(error))
    context = {"version": version, "form": form}
    return render(request, "eforms/builder/retire.html", context, status=422 if form.is_bound else 200)


@require_safe
@official_required("eforms.read")
def compare(request: PersonRequest, code: str) -> HttpResponse:
    """What changed between two versions, in words: `?a=1&b=2`, by default the last two (so sánh phiên bản)."""
    form = get_object_or_404(FormDefinition, code=code)
    versions = list(form.versions.order_by("-n"))
    newer = shown(versions, request.GET.get("b", ""))
    older = shown([one for one in versions if one.n < newer.n] or versions[-1:], request.GET.get("a", ""))
    context = {
        "form_definition": form,
        "versions": versions,
        "older": older,
        "newer": newer,
        "changes": differences(sheet_of(form, older), sheet_of(form, newer)),
    }
    return render(request, "eforms/builder/compare.html", context)


@require_safe
@official_required("eforms.read")
def export(request: PersonRequest, code: str) -> HttpResponse:
    """One version as a file that another installation takes in: `?version=` (xuất biểu mẫu)."""
    form = get_object_or_404(FormDefinition, code=code)
    version = shown(list(form.versions.order_by("-n")), request.GET.get("version", ""))
    answer = HttpResponse(as_file(code, version.n, sheet_of(form, version)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{version.n}.json"'
    return answer
