"""The screens of wording and quiet hours (mẫu thông báo)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cuulong.core.notifications import templating
from cuulong.core.notifications.forms import QuietForm, TemplateForm
from cuulong.core.notifications.models import Channel, QuietHours, Template
from cuulong.core.notifications.wording import fields_of, in_force, preview
from cuulong.core.people.access import official_required
from cuulong.core.registry import Message, declared

RIGHT = "notifications.manage_templates"
SILENT = (Channel.SMS, Channel.ZALO)


@require_safe
@official_required(RIGHT)
def listing(request: HttpRequest) -> HttpResponse:
    """Every message the house can send, and in which languages its wording was changed (danh sách mẫu)."""
    changed: dict[str, set[str]] = {}
    begun = Template.objects.filter(valid_from__lte=timezone.localdate()).order_by("valid_from")
    for code, language, title in begun.values_list("message", "language", "title"):
        known = changed.setdefault(code, set())
        known.add(language) if title else known.discard(language)
    rows = [
        {
            "code": code,
            "title": message.title,
            "channels": [Channel(channel).label for channel in message.channels],
            "languages": [(key, name, key in changed.get(code, ())) for key, name in settings.LANGUAGES],
        }
        for code, message in declared(Message).items()
    ]
    return render(request, "notifications/templates.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(RIGHT)
def template(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Change one wording, look at it before, or go back to the declared one (sửa mẫu)."""
    message = declared(Message).get(code)
    if message is None or language not in dict(settings.LANGUAGES):
        raise Http404
    acting = request.acting  # type: ignore[attr-defined]
    today = timezone.localdate()
    edited = in_force(code, language, today)
    form = TemplateForm(
        request.POST or None, code=code, initial=_texts(message, edited, language) | {"valid_from": today}
    )
    if request.method == "POST":
        if "restore" in request.POST:
            templating.restore(code, language, acting=acting)
            messages.success(request, _("Đã dùng lại mẫu gốc."))
            return redirect(request.path)
        if form.is_valid() and "save" in request.POST:
            templating.change(code, language, **form.cleaned_data, acting=acting)
            messages.success(request, _("Đã lưu mẫu. Các tin từ ngày đã chọn dùng lời này."))
            return redirect(request.path)
    texts = form.cleaned_data if form.is_bound and form.is_valid() else _texts(message, edited, language)
    shown = {name: texts[name] for name in ("title", "body")}
    context = {
        "message": message,
        "language_name": dict(settings.LANGUAGES)[language],
        "form": form,
        "edited": edited,
        "fields": ["{{ " + name + " }}" for name in sorted(fields_of(code))],
        "preview": {} if form.is_bound and form.errors else {k: preview(v, code) for k, v in shown.items()},
        "history": Template.objects.filter(message=code, language=language)
        .select_related("changed_by")
        .order_by("-valid_from"),
        "today": today,
    }
    return render(request, "notifications/template.html", context, status=422 if form.errors else 200)


def _texts(message: Message, edited: Template | None, language: str) -> dict[str, Any]:
    if edited:
        return {"title": edited.title, "body": edited.body}
    with translation.override(language):
        return {"title": str(message.subject), "body": str(message.body)}


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(RIGHT)
def quiet_hours(request: HttpRequest) -> HttpResponse:
    """When text messages wait for the morning (giờ yên lặng)."""
    known = {hours.channel: hours for hours in QuietHours.objects.all()}
    forms = {channel: _quiet_form(request, channel, known.get(channel)) for channel in SILENT}
    bad = False
    if request.method == "POST":
        valid = {channel: form.is_valid() for channel, form in forms.items()}
        bad = not all(valid.values())
        if not bad:
            for channel, form in forms.items():
                if form.has_changed():
                    templating.set_quiet_hours(channel.value, **form.cleaned_data, acting=request.acting)  # type: ignore[attr-defined]
            messages.success(request, _("Đã lưu giờ yên lặng."))
            return redirect("notifications:quiet_hours")
    context = {"forms": [(channel.label, form) for channel, form in forms.items()], "has_errors": bad}
    return render(request, "notifications/quiet_hours.html", context, status=422 if bad else 200)


def _quiet_form(request: HttpRequest, channel: Channel, hours: QuietHours | None) -> QuietForm:
    initial = {"begins": hours.begins, "ends": hours.ends} if hours else {}
    return QuietForm(request.POST or None, prefix=channel.value, initial=initial)
