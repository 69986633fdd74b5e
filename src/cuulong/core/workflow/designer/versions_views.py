"""Screens around the versions of a process: publish, compare, end (màn hình phiên bản quy trình)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.eforms.showing import shown
from cuulong.core.eforms.versions import VersionState
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.workflow.actions import drafts
from cuulong.core.workflow.definition import read
from cuulong.core.workflow.designer.comparing import differences
from cuulong.core.workflow.designer.forms import PublishForm, RetireForm
from cuulong.core.workflow.designer.views import check, draft_of, picture
from cuulong.core.workflow.models import Process, ProcessVersion
from cuulong.core.workflow.models.case import LIVE
from cuulong.design.errors import say
from cuulong.lib.errors import InputError


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(drafts.DESIGN)
def publish(request: PersonRequest, code: str) -> HttpResponse:
    """Put the draft into force from a day on, after seeing what changes (ban hành quy trình)."""
    draft = draft_of(code)
    found = check(draft.definition)
    last = draft.process.versions.exclude(state=VersionState.DRAFT).order_by("-n").first()
    # A first version harms nobody today; a later one begins with a new day.
    day = timezone.localdate() + timedelta(days=1 if last else 0)
    form = PublishForm(request.POST or None, initial={"valid_from": day})
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            version = drafts.publish_draft(
                draft,
                valid_from=form.cleaned_data["valid_from"],
                acting=request.acting,
                at=timezone.now(),
                seen=int(seen) if seen.isascii() and seen.isdigit() else None,
            )
            messages.success(request, _("Đã ban hành phiên bản %(n)s của quy trình.") % {"n": version.n})
            return redirect("workflow:process", code=code)
        except InputError as error:
            form.add_error(None, say(error))
    context = {
        "draft": draft,
        "form": form,
        "problems": found,
        "last": last,
        "changes": differences(last.table, read(draft.definition)) if last and not found else [],
        "diagram": picture(draft),
        "live": _live(last),
    }
    return render(request, "workflow/designer/publish.html", context, status=422 if form.is_bound else 200)


def _live(version: ProcessVersion | None) -> str:
    """How many cases go on under a version, as a sentence."""
    n = version.cases.filter(state__in=LIVE).count() if version else 0
    if not n:
        return _("Không có hồ sơ nào đang chạy theo phiên bản này.")
    sentence = ngettext(
        "%(n)d hồ sơ đang chạy giữ nguyên phiên bản này cho đến khi xong.",
        "%(n)d hồ sơ đang chạy giữ nguyên phiên bản này cho đến khi xong.",
        n,
    )
    return sentence % {"n": n}


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(drafts.DESIGN)
def discard(request: PersonRequest, code: str) -> HttpResponse:
    """Drop the draft, after asking (bỏ bản soạn)."""
    draft = draft_of(code)
    if request.method == "POST":
        drafts.discard(draft, acting=request.acting)
        messages.success(request, _("Đã bỏ bản soạn."))
        return redirect("workflow:processes")
    context = {
        "frame": "design/officials.html",
        "heading": _("Bỏ bản soạn của “%(title)s”?") % {"title": draft.process},
        "consequences": [
            _("Mọi sửa đổi chưa ban hành sẽ mất."),
            _("Các phiên bản đã ban hành và hồ sơ đang chạy không đổi."),
        ],
        "action": _("Bỏ bản soạn"),
        "cancel_url": reverse("workflow:design", args=[code]),
    }
    return render(request, "design/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(drafts.DESIGN)
def retire(request: PersonRequest, code: str, n: int) -> HttpResponse:
    """End a version; cases on their way go on under it (thôi áp dụng quy trình)."""
    version = get_object_or_404(ProcessVersion.objects.select_related("process"), process__code=code, n=n)
    form = RetireForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            drafts.retire_version(version, last_day=form.cleaned_data["last_day"], acting=request.acting)
            messages.success(request, _("Phiên bản %(n)s thôi áp dụng từ sau ngày đã chọn.") % {"n": n})
            return redirect("workflow:process", code=code)
        except InputError as error:
            form.add_error("last_day", say(error))
    context = {"version": version, "form": form, "live": _live(version)}
    return render(request, "workflow/designer/retire.html", context, status=422 if form.is_bound else 200)


@require_safe
@official_required("workflow.read_processes")
def compare(request: PersonRequest, code: str) -> HttpResponse:
    """What changed between two versions, in words: `?a=1&b=2`, by default the last two (so sánh phiên bản)."""
    process = get_object_or_404(Process, code=code)
    versions = list(process.versions.order_by("-n"))
    newer = shown(versions, request.GET.get("b", ""))
    before = [one for one in versions if one.n < newer.n][:1] or versions[-1:]
    older = shown(versions, request.GET["a"]) if request.GET.get("a") else before[0]
    context = {
        "process": process,
        "versions": versions,
        "older": older,
        "newer": newer,
        "changes": differences(older.table, newer.table),
    }
    return render(request, "workflow/designer/compare.html", context)
