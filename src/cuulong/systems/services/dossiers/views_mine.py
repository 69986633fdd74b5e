"""A citizen's own dossiers, and looking one up by code (hồ sơ của tôi, tra cứu)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from cuulong.core.files.http import respond
from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.people.access import PersonRequest, citizen_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.published.ports.results import results

from .actions import draft as drafts
from .actions.intake import withdraw
from .actions.send import send_supplement
from .charges import accounts_of, charges_of
from .forms import LookupForm
from .models import Dossier, State
from .pages import CONTACT
from .paper_slots import paper_slots, proof_lines
from .queries import find_for_public
from .rules import ENDED_STATES
from .story import duty_of, story_of, strip_of, with_way
from .views_filing import my_draft, uploads


@citizen_required
def mine(request: PersonRequest) -> HttpResponse:
    """Everything the person filed or is writing (hồ sơ của tôi)."""
    found = Dossier.objects.filed_by(request.acting)
    found = found.select_related("version__procedure", "competent_agency").order_by("-saved_at")[:200]
    rows = list(found)
    filed: list[dict[str, Any]] = [{"dossier": d, "duty": duty_of(d)} for d in rows if d.state != State.DRAFT]
    context = {
        "current": "mine",
        "drafts": [d for d in rows if d.state == State.DRAFT],
        "open": [line for line in filed if line["dossier"].state not in ENDED_STATES],
        "done": [line for line in filed if line["dossier"].state in ENDED_STATES],
    }
    return render(request, "services/public/mine.html", context)


@citizen_required
def dossier(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One's own dossier: what to do, when it is due and why, what happened (theo dõi hồ sơ)."""
    found = my_draft(request, uuid)
    if found.state == State.DRAFT:
        return redirect("services:page", uuid=uuid, key=CONTACT)
    own = {"current": "mine", "own": True, "proofs": proof_lines(paper_slots(found))}
    return render(request, "services/public/dossier.html", page_of(found) | own)


def page_of(dossier: Dossier) -> dict[str, Any]:
    """What the tracking page shows of a dossier, to its people and to whoever knows its code."""
    open_supplement = dossier.supplements.filter(answered_at=None).first()
    charges = charges_of(dossier)
    return {
        "dossier": dossier,
        "duty": duty_of(dossier),
        "strip": strip_of(dossier, timezone.now()),
        "story": with_way(dossier, story_of(dossier)),
        "supplement": open_supplement,
        "slots": _asked_slots(dossier, open_supplement.papers) if open_supplement else [],
        "charges": charges,
        "accounts": accounts_of(dossier, charges),
        "result": results().find(dossier.ref) if dossier.state in (State.ISSUED, State.RETURNED) else None,
    }


def _asked_slots(dossier: Dossier, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The papers an official asked for: those themselves, no database instead (giấy tờ được yêu cầu)."""
    return [slot | {"lookup": None} for slot in paper_slots(dossier) if slot["key"] in keys]


@require_POST
@citizen_required
def supplement(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Send what was asked for (gửi bổ sung)."""
    found = my_draft(request, uuid)
    try:
        for key, upload in uploads(request):
            drafts.attach(found, key, upload, str(upload.name), acting=request.acting)
        send_supplement(found, acting=request.acting, at=timezone.now())
        messages.success(request, _("Đã gửi bổ sung. Cơ quan sẽ kiểm tra và trả lời."))
    except (InputError, FileRefused) as error:
        messages.error(request, say(error))
    return redirect("services:dossier", uuid=uuid)


@citizen_required
def take_back(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Withdraw a dossier, after a page that says what it means (rút hồ sơ)."""
    found = my_draft(request, uuid)
    if request.method == "POST":
        try:
            withdraw(found, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã rút hồ sơ."))
        except InputError as error:
            messages.error(request, say(error))
        return redirect("services:dossier", uuid=uuid)
    context = {
        "heading": _("Rút hồ sơ %(code)s?") % {"code": found.code},
        "consequences": [_("Cơ quan dừng giải quyết ngay."), _("Muốn làm lại thì nộp hồ sơ mới.")],
        "action": _("Rút hồ sơ"),
        "cancel_url": request.path.removesuffix("rut/"),
        "frame": "design/public.html",
    }
    return render(request, "design/confirm.html", context)


@citizen_required
def result_file(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The signed result (tải kết quả)."""
    found = my_draft(request, uuid)
    result = results().find(found.ref)
    if result is None or found.state not in (State.ISSUED, State.RETURNED):
        messages.info(request, _("Hồ sơ chưa có kết quả."))
        return redirect("services:dossier", uuid=uuid)
    return respond(get_object_or_404(StoredFile, uuid=result.file.uuid))


@ratelimit(key="ip", rate="20/m", method="POST", block=False)
def lookup(request: PersonRequest) -> HttpResponse:
    """Follow a dossier without signing in: its code and a second fact (tra cứu hồ sơ)."""
    form = LookupForm(request.POST or None, initial={"code": request.GET.get("ma", "")})
    if getattr(request, "limited", False):
        form.add_error(None, _("Đã tra cứu nhiều lần. Đợi một phút rồi thử lại."))
    elif form.is_valid():
        found = find_for_public(form.cleaned_data["code"], form.cleaned_data["phone_end"])
        if found is not None:
            return render(request, "services/public/dossier.html", page_of(found) | {"current": "mine", "own": False})
        form.add_error(None, _("Không có hồ sơ mang mã này và 4 số điện thoại này. Kiểm tra lại cả hai."))
    return render(
        request, "services/public/lookup.html", {"form": form, "current": "mine"}, status=422 if form.errors else 200
    )
