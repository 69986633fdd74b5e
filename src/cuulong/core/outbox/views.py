"""The administrator's screens of what went wrong (màn hình sự kiện lỗi)."""

from __future__ import annotations

import json
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.registry.doors import official_required
from cuulong.design.keyset import Key, page_of
from cuulong.lib.errors import InputError

from . import queries
from .models import Delivery, State
from .replay import replay, retry_job, skip

PAGE = 50


class SkipForm(forms.Form):
    """Why a dead letter is given up."""

    reason = forms.CharField(
        label=_lazy("Lý do"),
        max_length=300,
        error_messages={"required": _lazy("Ghi lý do bỏ qua, ví dụ: đã xử lý bằng tay.")},
    )


@require_safe
@official_required("outbox.manage")
def dead_letters(request: HttpRequest) -> HttpResponse:
    """Facts a subscriber could not take, and other jobs that gave up (sự kiện lỗi)."""
    context = {
        "page": page_of(queries.dead_letters(), Key("pk"), PAGE, request.GET.get("cursor", "")),
        "jobs": queries.failed_jobs()[:PAGE],
        "pulse": queries.pulse(),
    }
    return render(request, "outbox/dead_letters.html", context)


@require_safe
@official_required("outbox.manage")
def delivery(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One delivery: what it carries, what went wrong, what waits behind it (chi tiết)."""
    return _show(request, _find(uuid), SkipForm())


@require_POST
@official_required("outbox.manage")
def replay_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try a dead letter again (gửi lại)."""
    found = _find(uuid)
    try:
        replay(found, acting=request.acting)  # type: ignore[attr-defined]
    except InputError as error:
        messages.warning(request, _(error.message))
    else:
        messages.success(request, _("Đã xếp hàng gửi lại. Trang này cho biết kết quả sau ít giây."))
    return redirect("outbox:delivery", uuid=uuid)


@require_POST
@official_required("outbox.manage")
def skip_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a dead letter up, with a reason (bỏ qua)."""
    found, form = _find(uuid), SkipForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        skip(found, reason=form.cleaned_data["reason"], acting=request.acting)  # type: ignore[attr-defined]
    except InputError as error:
        messages.warning(request, _(error.message))
        return redirect("outbox:delivery", uuid=uuid)
    messages.success(request, _("Đã bỏ qua. Các sự kiện sau của đối tượng này được gửi tiếp."))
    return redirect("outbox:dead_letters")


@require_POST
@official_required("outbox.manage")
def retry_one(request: HttpRequest, number: int) -> HttpResponse:
    """Run a failed job once more (chạy lại)."""
    job = queries.failed_jobs().filter(pk=number).first()
    if job is None:
        messages.warning(request, _("Việc nền này không còn nằm trong danh sách lỗi."))
    else:
        retry_job(job, acting=request.acting)  # type: ignore[attr-defined]
        messages.success(request, _("Đã xếp hàng chạy lại."))
    return redirect("outbox:dead_letters")


def _find(uuid: UUID) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("fact"), uuid=uuid)


def _show(request: HttpRequest, found: Delivery, form: SkipForm) -> HttpResponse:
    context = {
        "delivery": found,
        "is_dead": found.state == State.DEAD,
        "payload": json.dumps(found.fact.payload, ensure_ascii=False, indent=2),
        "behind": queries.behind(found),
        "form": form,
    }
    return render(request, "outbox/delivery.html", context, status=422 if form.errors else 200)
