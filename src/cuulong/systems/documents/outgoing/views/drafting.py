"""Writing: a new draft, its versions, who signs, where it goes (soạn thảo)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...records.layout import typeset
from ...records.models import READ, Document
from ...records.queries import for_officials
from ..actions.details import set_recipients, set_signers
from ..actions.draft import draft
from ..actions.remarks import remark, settle_remark
from ..actions.versions import attach, save_version, upload
from ..forms import CO_SIGNERS, NewForm, RecipientsForm, SignersForm, UploadForm, WriteForm
from ..letters import cleaned, letter_of
from ..models import Remark
from ..pictures import picture
from ..queries import DRAFT, drafting_places, newest
from ..wording import changed
from .page import document_of, refused

NO_CODE = "0000-0000-0000-0000"


@official_required(DRAFT)
def new_draft(request: PersonRequest) -> HttpResponse:
    """Choose a template or a kind; `answers` names the incoming document it answers (soạn văn bản mới)."""
    places = drafting_places(request.acting, timezone.localdate())
    answers = _answered(request)
    form = NewForm(request.POST or None, places=places, language=get_language() or "vi")
    if answers is not None and not form.is_bound:
        form.initial = {"template": "tra-loi", "subject": f"trả lời văn bản số {answers.number}"}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = draft(
                said["room"],
                kind=said["kind"],
                subject=said["subject"],
                template=said["template"],
                urgency=said["urgency"],
                content={"greeting": [answers.issuer_name]} if answers else None,
                answers=answers,
                acting=request.acting,
                at=timezone.now(),
            )
            return redirect("documents:outgoing_edit", uuid=made.uuid)
        except InputError as error:
            form.add_error(None, say(error))
    status = 422 if form.is_bound else 200
    context = {"form": form, "places": places, "answers": answers, "has_errors": bool(form.errors)}
    return render(request, "documents/outgoing/new.html", context, status=status)


def _answered(request: PersonRequest) -> Document | None:
    wanted = request.GET.get("answers", "")
    try:
        return for_officials(request.acting).filter(uuid=UUID(wanted), direction="in").first()
    except ValueError:
        return None


@official_required(DRAFT)
def edit(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The boxes beside the page; every saving is a version of its own (soạn thảo)."""
    document = document_of(request, uuid)
    version = newest(document)
    content = version.content if version else {}
    form = WriteForm(request.POST) if request.method == "POST" else WriteForm.of(content, document.subject)
    if form.is_bound and form.is_valid():
        seen = request.POST.get("version", "")
        try:
            saved = save_version(
                document,
                form.content({**content, "uploaded": ""}),
                subject=form.cleaned_data["subject"],
                note=form.cleaned_data["note"],
                seen=int(seen) if seen.isdigit() else None,
                acting=request.acting,
                at=timezone.now(),
            )
            messages.success(request, _("Đã lưu lần %(n)d.") % {"n": saved.n})
            return redirect("documents:outgoing_edit", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    context = {
        "document": document,
        "version": version,
        "form": form,
        "upload_form": UploadForm(),
        "has_errors": bool(form.errors),
    }
    return render(request, "documents/outgoing/edit.html", context, status=422 if form.errors else 200)


@require_POST
@official_required(DRAFT)
def preview(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The first page as it would be with what is typed; nothing is kept (xem trước trang)."""
    document = document_of(request, uuid)
    version = newest(document)
    form = WriteForm(request.POST)
    form.is_valid()
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in form.fields}
    form.cleaned_data = typed | {"alone": "alone" in request.POST}
    document.subject = typed["subject"][:500]
    content = cleaned(form.content(version.content if version else {}))
    png = picture(typeset(letter_of(document, document.outgoing, content, code=NO_CODE)))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})


@require_POST
@official_required(DRAFT)
def upload_file(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """A finished PDF in place of the text, or an appendix beside it (tải tệp lên)."""
    document = document_of(request, uuid)
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("Chọn tệp trước khi tải lên."))
        return redirect("documents:outgoing_edit", uuid=uuid)
    verb = attach if "appendix" in request.POST else upload
    try:
        verb(document, sent, sent.name or "van-ban.pdf", acting=request.acting, at=timezone.now())
    except InputError as error:
        return refused(request, uuid, error)
    messages.success(request, _("Đã nhận tệp."))
    return redirect("documents:outgoing", uuid=uuid)


@official_required(READ)
def versions(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Two wordings side by side, their difference in words (so sánh phiên bản)."""
    document = document_of(request, uuid)
    listed = list(document.versions.order_by("-n"))
    by_number = {str(one.n): one for one in listed}
    after = by_number.get(request.GET.get("after", ""), listed[0])
    usual = listed[1] if len(listed) > 1 else listed[0]
    before = by_number.get(request.GET.get("before", ""), usual)
    context = {
        "document": document,
        "versions": listed,
        "before": before,
        "after": after,
        "changes": changed(before, after) if before != after else [],
    }
    return render(request, "documents/outgoing/versions.html", context)


@require_POST
@official_required(READ)
def add_remark(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Say something of the newest version (góp ý)."""
    document = document_of(request, uuid)
    text = request.POST.get("text", "")
    try:
        remark(document, text, acting=request.acting, at=timezone.now())
    except InputError as error:
        return refused(request, uuid, error, note=text)
    messages.success(request, _("Đã ghi góp ý."))
    return redirect("documents:outgoing", uuid=uuid)


@require_POST
@official_required(DRAFT)
def settle(request: PersonRequest, uuid: UUID, remark: UUID) -> HttpResponse:
    """Say how a remark was taken up (tiếp thu, giải trình)."""
    document = document_of(request, uuid)
    made = get_object_or_404(Remark, uuid=remark, version__document=document)
    try:
        settle_remark(made, request.POST.get("note", ""), acting=request.acting, at=timezone.now())
    except InputError as error:
        return refused(request, uuid, error)
    messages.success(request, _("Đã ghi tiếp thu, giải trình."))
    return redirect("documents:outgoing", uuid=uuid)


@official_required(DRAFT)
def signers(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Who signs, and who signs before them (chọn người ký)."""
    document = document_of(request, uuid)
    co_signers = list(document.outgoing.co_signers.all())
    initial: dict[str, Any] = {"signer": document.outgoing.signer_id}
    initial |= {f"with_{n}": one.appointment_id for n, one in enumerate(co_signers[:CO_SIGNERS], start=1)}
    initial["parallel"] = len(co_signers) > 1 and len({one.order for one in co_signers}) == 1
    day = timezone.localdate()
    form = SignersForm(request.POST or None, body=document.agency, day=day, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_signers(
                document,
                form.cleaned_data["signer"],
                co_signers=form.co_signers(),
                acting=request.acting,
                at=timezone.now(),
            )
            messages.success(request, _("Đã ghi người ký."))
            return redirect("documents:outgoing", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    return _form_page(request, document, form, _("Người ký"), _("Ghi người ký"))


@official_required(DRAFT)
def recipients(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Where it goes once it is issued (chọn nơi nhận)."""
    document = document_of(request, uuid)
    rows = list(document.outgoing.recipients.all())
    others = [f"{one.name}; {one.organ_code or one.email}".rstrip("; ") for one in rows if one.agency_id is None]
    initial = {
        "agencies": [one.agency_id for one in rows if one.agency_id],
        "others": "\n".join(others),
        "paper_copies": document.outgoing.paper_copies,
    }
    form = RecipientsForm(request.POST or None, own=document.agency, day=timezone.localdate(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_recipients(
                document,
                form.recipients(),
                paper_copies=form.cleaned_data["paper_copies"],
                acting=request.acting,
                at=timezone.now(),
            )
            messages.success(request, _("Đã ghi nơi nhận."))
            return redirect("documents:outgoing", uuid=uuid)
        except InputError as error:
            form.add_error(None, say(error))
    return _form_page(request, document, form, _("Nơi nhận"), _("Ghi nơi nhận"))


def _form_page(request: PersonRequest, document: Document, form: Any, title: str, button: str) -> HttpResponse:
    context = {
        "document": document,
        "form": form,
        "title": title,
        "button": button,
        "has_errors": bool(form.is_bound and form.errors),
    }
    return render(request, "documents/outgoing/form.html", context, status=422 if context["has_errors"] else 200)
