"""A citizen's own dossiers, and looking one up by code (hồ sơ của tôi, tra cứu)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from cuulong.core.eforms.reading import rearranges
from cuulong.core.eforms.rendering import summary
from cuulong.core.files.http import respond
from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.people.access import PersonRequest, citizen_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.published.ports.results import results

from .actions import draft as drafts
from .actions.answers import NotYet
from .actions.supplement import save_supplement, send_supplement
from .actions.withdraw import ask_to_withdraw
from .applicants import applicant_required, my_draft
from .asked import answers_in, corrections_of, open_papers, opened_of, sections, typed_in
from .charges import accounts_of, charges_of
from .co_signing import lines_of
from .delivery import told
from .forms import LookupForm, WithdrawForm
from .models import CoSigner, Dossier, Posting, State
from .pages import CONTACT
from .paper_slots import paper_slots, proof_lines
from .queries import find_for_public, find_national
from .rules import ENDED_STATES, MOVES, withdraws_alone
from .story import duty_of, story_of, strip_of, with_way
from .views_filing import uploads


@citizen_required
def mine(request: PersonRequest) -> HttpResponse:
    """Everything the person filed or is writing (hồ sơ của tôi)."""
    found = Dossier.objects.filed_by(request.acting)
    found = found.select_related("version__procedure", "competent_agency", "business", "citizen").order_by("-saved_at")[
        :200
    ]
    rows = list(found)
    filed: list[dict[str, Any]] = [{"dossier": d, "duty": duty_of(d)} for d in rows if d.state != State.DRAFT]
    context = {
        "current": "mine",
        "to_sign": CoSigner.objects.visible_to(request.acting)
        .filter(dossier__state=State.DRAFT)
        .select_related("dossier__version", "dossier__citizen", "dossier__business")[:50],
        "drafts": [d for d in rows if d.state == State.DRAFT],
        "open": [line for line in filed if line["dossier"].state not in ENDED_STATES],
        "done": [line for line in filed if line["dossier"].state in ENDED_STATES],
    }
    return render(request, "services/public/mine.html", context)


@applicant_required
def dossier(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One's own dossier: what to do, when it is due and why, what happened (theo dõi hồ sơ)."""
    found = my_draft(request, uuid)
    if found.state == State.DRAFT:
        return redirect("services:page", uuid=uuid, key=CONTACT)
    language = (get_language() or "vi")[:2]
    own = {"current": "mine", "own": True, "proofs": proof_lines(paper_slots(found))}
    own["corrections"] = corrections_of(found, language)
    return render(request, "services/public/dossier.html", page_of(found) | own)


def page_of(dossier: Dossier, *, typed: dict[str, Any] | None = None, errors: Sequence[Any] = ()) -> dict[str, Any]:
    """What the tracking page shows of a dossier, to its people and to whoever knows its code."""
    charges = charges_of(dossier)
    return {
        "dossier": dossier,
        "duty": duty_of(dossier),
        "strip": strip_of(dossier, timezone.now()),
        "story": with_way(dossier, story_of(dossier)),
        "way": told(dossier),
        "signers": lines_of(dossier),
        "posting": Posting.objects.filter(dossier=dossier).first() if dossier.state == State.RETURNED else None,
        "may_choose_way": dossier.state in MOVES["choose_way"][0],
        "withdrawal": dossier.withdrawals.last(),
        "charges": charges,
        "accounts": accounts_of(dossier, charges),
        "result": results().find(dossier.ref) if dossier.state in (State.ISSUED, State.RETURNED) else None,
        **_asked_for(dossier, typed, errors),
    }


def _asked_for(dossier: Dossier, typed: dict[str, Any] | None, errors: Sequence[Any]) -> dict[str, Any]:
    """The open supplement: its questions and papers to answer, all the rest to read (phần phải bổ sung)."""
    asked = dossier.supplements.filter(answered_at=None).first()
    if asked is None:
        return {"supplement": None}
    asked.dossier = dossier
    language, opened, papers = (get_language() or "vi")[:2], opened_of(asked), open_papers(asked)
    every = paper_slots(dossier, answers=answers_in(asked))
    return {
        "supplement": asked,
        "sections": sections(dossier, opened, typed or answers_in(asked), errors, language),
        # The papers themselves are asked for: no database instead.
        "slots": [slot | {"lookup": None} for slot in every if slot["key"] in papers],
        "kept": [slot for slot in every if slot["key"] not in papers],
        "filed": summary(dossier.version.form, dossier.answers, language),
    }


@require_POST
@applicant_required
def supplement(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Send what was asked for; what was typed stays when something is wrong with it (gửi bổ sung)."""
    found = my_draft(request, uuid)
    asked = found.supplements.filter(answered_at=None).first()
    errors: list[Any] = []
    typed: dict[str, Any] | None = None
    try:
        if asked is not None and asked.fields:
            asked.dossier = found
            typed = typed_in(found, opened_of(asked), request.POST)
            save_supplement(found, typed)
        for key, upload in uploads(request):
            drafts.attach(found, key, upload, str(upload.name), acting=request.acting)
        if not rearranges(request.POST):
            send_supplement(found, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã gửi bổ sung. Cơ quan sẽ kiểm tra và trả lời."))
            return redirect("services:dossier", uuid=uuid)
    except NotYet as error:
        errors = error.errors
    except (InputError, FileRefused) as error:
        messages.error(request, say(error))
        return redirect("services:dossier", uuid=uuid)
    context = page_of(found, typed=typed, errors=errors) | {"current": "mine", "own": True, "has_errors": bool(errors)}
    return render(request, "services/public/dossier.html", context, status=422 if errors else 200)


@applicant_required
def take_back(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Withdraw a dossier with a reason, on a page that says what it means (rút hồ sơ)."""
    found = my_draft(request, uuid)
    alone = withdraws_alone(found.state, agreement=found.version.rules.withdrawal_wants_agreement)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            after = ask_to_withdraw(found, form.cleaned_data["reason"], acting=request.acting, at=timezone.now())
            done = _("Đã rút hồ sơ.") if after.state == State.WITHDRAWN else _("Đã gửi đề nghị rút hồ sơ.")
            messages.success(request, done)
        except InputError as error:
            messages.error(request, say(error))
        return redirect("services:dossier", uuid=uuid)
    context = {"dossier": found, "form": form, "alone": alone, "current": "mine"}
    return render(request, "services/public/take_back.html", context, status=422 if form.errors else 200)


@applicant_required
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
        if case := find_national(form.cleaned_data["code"], form.cleaned_data["phone_end"]):
            context = {"case": case, "steps": case.steps.all(), "current": "mine"}
            return render(request, "services/public/national.html", context)
        form.add_error(None, _("Không có hồ sơ mang mã này và 4 số điện thoại này. Kiểm tra lại cả hai."))
    return render(
        request, "services/public/lookup.html", {"form": form, "current": "mine"}, status=422 if form.errors else 200
    )
