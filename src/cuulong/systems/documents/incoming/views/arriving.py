"""Take in a document and enter it in the register (nhận, vào sổ văn bản đến)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.files.store import store
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ...records.models import Attachment, Document, Part
from ...records.places import bodies
from ..actions.register import register as enter
from ..actions.take_in import Duplicate
from ..actions.take_in import take_in as take
from ..arrival import Arrival, Brought
from ..forms import ArrivalForm, TakeInForm
from ..queries import REGISTER, duplicates, to_register


@official_required(REGISTER)
def take_in(request: PersonRequest) -> HttpResponseBase:
    """Write down what somebody brings or the post does, with its scan (nhận văn bản đến)."""
    agencies = bodies(request.acting, REGISTER)
    if request.method != "POST":
        return render(request, "documents/incoming/take_in.html", {"form": TakeInForm(agencies=agencies)})
    form = TakeInForm(request.POST, request.FILES, agencies=agencies)
    same: list[Document] = []
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        said = form.arrival(channel=form.cleaned_data["channel"], secrecy=form.cleaned_data["secrecy"])
        try:
            with transaction.atomic():
                document = take(
                    said,
                    agency=agency,
                    acting=request.acting,
                    at=timezone.now(),
                    files=brought(form.cleaned_data["files"], request.acting),
                    again=bool(request.POST.get("again")),
                )
        except Duplicate as error:
            same = list(duplicates(said.checked(), agency)[:5])
            form.add_error(None, say(error))
        except InputError as error:
            form.add_error(None, say(error))
        else:
            if request.POST.get("then") == "register":
                return redirect("documents:register", uuid=document.uuid)
            messages.success(request, _("Đã nhận văn bản, chờ vào sổ."))
            return redirect("documents:arrivals")
    if request.FILES and form.errors:
        form.add_error("files", _("Chọn lại tệp: trình duyệt không giữ tệp khi tờ khai còn chỗ phải sửa."))
    context = {"form": form, "same": same, "has_errors": True}
    return render(request, "documents/incoming/take_in.html", context, status=422)


def brought(uploads: list[Any], acting: Acting) -> list[Brought]:
    """Uploaded files as they come with a document: the first is the document, pictures are scans. Raises Refused."""
    found = []
    for n, upload in enumerate(uploads):
        kept = store(upload, name=upload.name or "van-ban", acting=acting)
        found.append(Brought(Part.MAIN if n == 0 else Part.APPENDIX, kept))
    return found


@official_required(REGISTER)
def register(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Read the scan, put right what is known of it, and give it its number (vào sổ)."""
    document = get_object_or_404(to_register(request.acting), uuid=uuid)
    form = ArrivalForm(request.POST or None, document=document)
    status = 200
    if request.method == "POST":
        if form.is_valid() and (number := _entered(request, document, form)):
            messages.success(request, _("Đã vào sổ, số đến %(n)s.") % {"n": number})
            rest = to_register(request.acting).order_by("incoming__register_by", "pk").first()
            if request.POST.get("then") == "next" and rest is not None:
                return redirect("documents:register", uuid=rest.uuid)
            return redirect("documents:incoming", uuid=uuid)
        status = 422
    files = list(document.attachments.filter(replaced=False).select_related("file").order_by("order", "pk"))
    context: dict[str, Any] = {
        "document": document,
        "incoming": document.incoming,
        "form": form,
        "files": files,
        "main": shown(files),
        "same": list(duplicates(said_of(form, document), document.agency, but=document)[:5]),
        "words": next((one.words for one in files if one.words), "")[:3000],
        "has_errors": status != 200,
    }
    return render(request, "documents/incoming/register.html", context, status=status)


def said_of(form: ArrivalForm, document: Document) -> Arrival:
    """What the page says now: as typed, else as it is known (thông tin trên trang)."""
    from ..arrival import of

    return form.arrival() if form.is_bound and form.is_valid() else of(document)


def _entered(request: PersonRequest, document: Document, form: ArrivalForm) -> int | None:
    revision = int(request.POST["revision"]) if request.POST.get("revision", "").isdigit() else None
    try:
        done = enter(document, acting=request.acting, at=timezone.now(), revision=revision, said=form.arrival())
    except InputError as error:
        form.add_error(None, say(error))
        return None
    done.incoming.refresh_from_db()
    return done.incoming.arrival_number


def shown(files: list[Attachment]) -> Attachment | None:
    """The file whose first page is shown: the document itself, if it is a PDF or a picture (tệp hiện trang đầu)."""
    return next((one for one in files if one.part == Part.MAIN and one.file.media_type in PICTURED), None)


PICTURED = frozenset({"application/pdf", "image/jpeg", "image/png"})
