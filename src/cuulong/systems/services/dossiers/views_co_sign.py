"""Filing together: the filer names people, each of them reads and agrees or not (cùng nộp hồ sơ)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from cuulong.core.audit.record import record_reading
from cuulong.core.eforms.rendering import summary
from cuulong.core.files.http import respond
from cuulong.core.people.access import PersonRequest
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.co_sign import agree, drop_co_signer, name_co_signer, open_by_code, send_code, take_back_agreement
from .applicants import applicant_required, my_draft
from .co_signing import agrees, content_of, lines_of
from .forms import CodeForm, CoSignerForm
from .models import Agreed, CoSigner, Dossier
from .pages import SIGNERS
from .paper_slots import paper_slots
from .rules import DRAFT
from .views_guest import TOO_OFTEN

SESSION_KEY = "services.co_sign"


def signers_page(request: PersonRequest, draft: Dossier, frame: dict[str, Any]) -> HttpResponse | None:
    """Who files too, and where each of them stands; None: go on to the next page (người cùng nộp)."""
    naming = request.method == "POST" and "name" in request.POST
    if request.method == "POST" and not naming:
        return None
    form = CoSignerForm(request.POST if naming else None)
    if naming and form.is_valid():
        try:
            name_co_signer(draft, **form.cleaned_data, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã gửi lời mời."))
            return redirect("services:page", uuid=draft.uuid, key=SIGNERS)
        except InputError as error:
            form.add_error(None, say(error))
    lines, most = lines_of(draft), draft.version.rules.most_co_signers
    context = frame | {"form": form if len(lines) < most else None, "signers": lines, "most": most}
    return render(request, "services/public/page_signers.html", context, status=422 if form.errors else 200)


@require_POST
@applicant_required
def drop_signer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a name off a draft (bỏ tên người cùng nộp)."""
    one = get_object_or_404(CoSigner.objects.select_related("dossier"), uuid=uuid)
    draft = my_draft(request, one.dossier.uuid)
    try:
        drop_co_signer(one, acting=request.acting)
    except InputError as error:
        messages.error(request, say(error))
    return redirect("services:page", uuid=draft.uuid, key=SIGNERS)


@ratelimit(key="ip", rate="20/m", method="POST", block=False)
def co_sign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Read what one was asked to file too, and agree or not; who has no account proves the telephone (đồng ý cùng nộp)."""
    one = _named(uuid)
    by = _shown_by(request, one)
    if by is None:
        return _at_the_door(request, one)
    problem = ""
    if request.method == "POST":
        try:
            if "agree" in request.POST:
                agree(one, request.POST["agree"], by=by, acting=request.acting, at=timezone.now())
                messages.success(request, _("Đã ghi nhận ông/bà đồng ý."))
            elif "take_back" in request.POST:
                take_back_agreement(one, acting=request.acting, at=timezone.now())
                messages.success(request, _("Đã ghi nhận ông/bà không đồng ý."))
            return redirect("services:co_sign", uuid=uuid)
        except InputError as error:
            problem = say(error)
            one = _named(uuid)
    dossier = one.dossier
    if dossier.citizen is not None and request.method == "GET":
        record_reading(request.acting, dossier, _("cùng nộp hồ sơ"), dossier.citizen.ref)
    content = content_of(dossier) if dossier.state == DRAFT else ""
    context = {
        "one": one,
        "dossier": dossier,
        "open": dossier.state == DRAFT,
        "content": content,
        "agreed": agrees(one, content),
        "others": [line for line in lines_of(dossier) if line["who"].pk != one.pk],
        "summary": summary(dossier.version.form, dossier.answers, (get_language() or "vi")[:2]),
        "slots": paper_slots(dossier),
        "problem": problem,
        "current": "mine",
    }
    return render(request, "services/public/co_sign.html", context, status=409 if problem else 200)


def co_sign_paper(request: PersonRequest, uuid: UUID, paper: UUID) -> HttpResponseBase:
    """A file of the dossier one was asked to file too (xem giấy tờ trước khi đồng ý)."""
    one = _named(uuid)
    if _shown_by(request, one) is None:
        raise Http404
    found = get_object_or_404(one.dossier.papers.select_related("file"), uuid=paper, file__isnull=False, replaced=False)
    assert found.file is not None
    if one.dossier.citizen is not None:
        record_reading(request.acting, one.dossier, _("Xem giấy tờ"), one.dossier.citizen.ref)
    return respond(found.file, inline=True)


def _named(uuid: UUID) -> CoSigner:
    parts = (
        "dossier__version__form",
        "dossier__version__procedure",
        "dossier__citizen",
        "dossier__business",
        "dossier__representation",
    )
    return get_object_or_404(
        CoSigner.objects.select_related(*parts, "dossier__intake_agency", "dossier__competent_agency"), uuid=uuid
    )


def _shown_by(request: PersonRequest, one: CoSigner) -> str | None:
    """How whoever is here showed to be this person; None: not yet (đã chứng tỏ là ai)."""
    if CoSigner.objects.visible_to(request.acting).filter(pk=one.pk).exists():
        return str(Agreed.ACCOUNT)
    return str(Agreed.CODE) if str(one.uuid) in request.session.get(SESSION_KEY, ()) else None


def _at_the_door(request: PersonRequest, one: CoSigner) -> HttpResponse:
    """Nothing of the dossier is shown before the telephone is proved (nhập mã)."""
    typing = "code" in request.POST
    form = CodeForm(request.POST if typing else None)
    wrong = ""
    if getattr(request, "limited", False):
        wrong = _(TOO_OFTEN)
    elif request.method == "POST":
        try:
            if not typing:
                send_code(one, language=(get_language() or "vi")[:2], at=timezone.now())
                messages.success(request, _("Đã gửi mã."))
                return redirect("services:co_sign", uuid=one.uuid)
            if form.is_valid():
                open_by_code(one, form.cleaned_data["code"], acting=request.acting, at=timezone.now())
                _let_in(request, one)
                return redirect("services:co_sign", uuid=one.uuid)
        except InputError as error:
            wrong = say(error)
    if wrong:
        messages.error(request, wrong)
    sent = one.code_until is not None and one.code_until > timezone.now() and bool(one.code_hash)
    context = {"one": one, "form": form, "sent": sent, "current": "mine"}
    return render(request, "services/public/co_sign_door.html", context, status=422 if wrong or form.errors else 200)


def _let_in(request: PersonRequest, one: CoSigner) -> None:
    kept = list(request.session.get(SESSION_KEY, ()))
    request.session.cycle_key()
    request.session[SESSION_KEY] = [*kept, str(one.uuid)]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)
