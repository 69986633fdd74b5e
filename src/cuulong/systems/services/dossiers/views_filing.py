"""Filing a dossier at home, one topic a page; nothing needs JavaScript (nộp hồ sơ trực tuyến)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.eforms.checking import FieldError, check
from cuulong.core.eforms.reading import prefill, read_step, rearranges
from cuulong.core.eforms.rendering import render_step, summary
from cuulong.core.files.http import respond
from cuulong.core.files.models import StoredFile
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.people.access import PersonRequest, citizen_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..catalogue.queries import in_force
from .actions import draft as drafts
from .actions.answers import NotYet
from .actions.delivery import choose_way
from .actions.look_up import look_up_for
from .actions.reuse import reuse
from .actions.send import send
from .applicants import applicant_required, filed_here, my_draft, own_dossiers
from .charges import account_of, accounts_of, ask_for_fees, charges_of, fees_of, why_of
from .co_signing import lines_of
from .delivery import told
from .filers import Filer, filer_by, filers_of
from .forms import ContactForm, DeliveryForm, FilerForm
from .known import looked_up
from .lookups import AGREE, LOOK
from .models import Dossier, Paper, State
from .pages import PAPERS, Page, pages_of
from .paper_slots import paper_slots
from .sheet import Sheet, file_sheet
from .store import offers_for, with_offers
from .views_co_sign import signers_page


def _language() -> str:
    return (get_language() or "vi")[:2]


def uploads(request: PersonRequest) -> Iterator[tuple[str, UploadedFile[bytes]]]:
    """Each file of the form under its field."""
    for key in request.FILES:
        for upload in request.FILES.getlist(key):
            if isinstance(upload, UploadedFile):
                yield key, upload


def file_of(paper: Paper) -> StoredFile:
    """The file of a paper that has one."""
    if paper.file is None:
        raise Http404
    return paper.file


@filed_here
@citizen_required
def begin(request: PersonRequest, slug: str) -> HttpResponse:
    """Start or take up filing under a procedure (bắt đầu nộp hồ sơ)."""
    version = get_object_or_404(in_force(timezone.localdate()), procedure__slug=slug)
    if not version.rules.channels["online"]:
        messages.info(request, _("Thủ tục này chỉ nhận tại quầy."))
        return redirect("services:procedure", slug=slug)
    open_drafts = Dossier.objects.filter(account=request.user, version__procedure=version.procedure, state=State.DRAFT)
    if request.method == "POST":
        filer = filers_of(request.user)[0]
        known = prefill(version.form, filer.known() | looked_up(version.form, filer.citizen))
        draft = drafts.open_draft(version, acting=request.acting, filer=filer, answers=known)
        return redirect("services:page", uuid=draft.uuid, key=pages_of(draft)[0].key)
    context = {"version": version, "drafts": open_drafts.order_by("-saved_at")[:5], "current": "procedures"}
    return render(request, "services/public/begin.html", context)


@applicant_required
def page(request: PersonRequest, uuid: UUID, key: str) -> HttpResponse:
    """One page of a draft: shows it, or takes what was typed and goes on (một bước khai)."""
    draft = my_draft(request, uuid)
    if draft.state != State.DRAFT:
        return redirect("services:dossier", uuid=uuid)
    pages = pages_of(draft)
    at = next((n for n, one in enumerate(pages) if one.key == key), None)
    if at is None:
        raise Http404
    handler = {
        "form": _form_page,
        "contact": _contact_page,
        "papers": _papers_page,
        "fees": _fees_page,
        "signers": _signers_page,
        "review": _review_page,
    }
    frame = {
        "dossier": draft,
        "version": draft.version,
        "page": pages[at],
        "step": at + 1,
        "steps": len(pages),
        "back": pages[at - 1] if at else None,
        "current": "procedures",
    }
    return handler[pages[at].kind](request, draft, pages, at, frame)


def _go_on(draft: Dossier, pages: list[Page], at: int) -> HttpResponse:
    """To the page after this one; the answers may have opened or closed pages."""
    later = pages_of(draft)
    here = next((n for n, one in enumerate(later) if one.key == pages[at].key), at)
    return redirect("services:page", uuid=draft.uuid, key=later[min(here + 1, len(later) - 1)].key)


def _revision(request: PersonRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() else None


def _form_page(
    request: PersonRequest, draft: Dossier, pages: list[Page], at: int, frame: dict[str, Any]
) -> HttpResponse:
    key, form = pages[at].key, draft.version.form
    data: dict[str, Any] = draft.answers
    errors: list[FieldError] = []
    problem = ""
    if request.method == "POST":
        typed, stays = read_step(form, key, request.POST), rearranges(request.POST)
        asked = {field.path for field in form.shape.step(key).fields}
        data = {k: v for k, v in draft.answers.items() if k not in asked} | typed
        errors = [] if stays else check(form, data, step=key)
        try:
            if not errors:
                data = form.shape.filled(data, form.shape.hidden(data))
                draft = drafts.save_answers(draft, data, revision=_revision(request))
                if not stays:
                    return _go_on(draft, pages, at)
        except InputError as error:
            problem = say(error)
    body = render_step(form, key, data, errors, _language())
    context = frame | {
        "body": body,
        "has_errors": bool(errors or problem),
        "problem": problem,
        "revision": _fresh(draft),
    }
    return render(request, "services/public/page_form.html", context, status=422 if errors or problem else 200)


def _fresh(draft: Dossier) -> int:
    return Dossier.objects.values_list("revision", flat=True).get(pk=draft.pk)


@require_POST
@applicant_required
def autosave(request: PersonRequest, uuid: UUID, key: str) -> JsonResponse:
    """Keep what is typed so far without judging it (tự lưu bản nháp)."""
    draft = my_draft(request, uuid)
    try:
        typed = read_step(draft.version.form, key, request.POST)
        draft = drafts.save_answers(draft, draft.answers | typed, revision=_revision(request))
    except InputError as error:
        return JsonResponse({"error": say(error)}, status=409)
    except KeyError:
        raise Http404 from None
    return JsonResponse({"revision": draft.revision, "saved_at": timezone.localtime(draft.saved_at).strftime("%H:%M")})


def _contact_page(
    request: PersonRequest, draft: Dossier, pages: list[Page], at: int, frame: dict[str, Any]
) -> HttpResponse:
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(draft))
    filers = [] if draft.guest_id else filers_of(request.user)
    chosen = Filer(draft.citizen, draft.business, draft.representation)
    who = FilerForm(request.POST or None, filers=filers, chosen=chosen)
    ways = DeliveryForm(
        request.POST or None, initial=DeliveryForm.initial_of(draft), offered=draft.version.rules.result_ways
    )
    if request.method == "POST" and form.is_valid() and who.is_valid() and ways.is_valid():
        if "filer" in who.fields:
            draft = drafts.file_for(draft, filer_by(request.user, who.cleaned_data["filer"]))
        draft = choose_way(draft, ways.chosen(), acting=request.acting, at=timezone.now())
        return _go_on(drafts.save_contact(draft, form.cleaned_data), pages, at)
    errors = form.errors or who.errors or ways.errors
    context = frame | {"form": form, "who": who, "ways": ways}
    return render(request, "services/public/page_contact.html", context, status=422 if errors else 200)


def _papers_page(
    request: PersonRequest, draft: Dossier, pages: list[Page], at: int, frame: dict[str, Any]
) -> HttpResponse:
    errors: dict[str, str] = {}
    refused: dict[str, str] = {}
    failed = False
    if request.method == "POST":
        for key, upload in uploads(request):
            try:
                drafts.attach(draft, key, upload, str(upload.name), acting=request.acting)
            except (FileRefused, InputError) as error:
                errors[key] = say(error)
        errors |= _reused(request, draft)
        refused, failed = _look_up(request, draft)
        if not errors and not failed and "stay" not in request.POST and LOOK not in request.POST:
            return _go_on(draft, pages, at)
    offers = offers_for(draft, request.user if request.user.is_authenticated else None, timezone.now())
    slots = with_offers(paper_slots(draft, errors, refused), offers)
    may_allow = offers is None and not draft.guest_id and draft.citizen_id and not draft.representation_id
    context = frame | {"slots": slots, "has_errors": bool(errors), "may_allow": may_allow}
    return render(request, "services/public/page_papers.html", context, status=422 if errors else 200)


def _reused(request: PersonRequest, draft: Dossier) -> dict[str, str]:
    """Put the earlier papers that were chosen in their places; what is wrong, by slot."""
    errors = {}
    for rule in draft.version.rules.papers:
        if (kept := request.POST.get(f"reuse-{rule.key}")) and rule.key not in request.FILES:
            try:
                reuse(draft, rule.key, kept, acting=request.acting, at=timezone.now())
            except InputError as error:
                errors[rule.key] = say(error)
    return errors


def _look_up(request: PersonRequest, draft: Dossier) -> tuple[dict[str, str], bool]:
    """Ask the databases this person wished; why some may not be asked, and whether a paper is needed after all."""
    agreed = set(request.POST.getlist(AGREE))
    asked = ({*agreed, request.POST.get(LOOK, "")} - {""}) | set(_due_by_duty(request, draft))
    asked -= set(request.FILES)
    refused: dict[str, str] = {}
    failed = False
    for key in sorted(asked):
        try:
            proof = look_up_for(draft, key, agreed=key in agreed, acting=request.acting, at=timezone.now())
            failed = failed or not proof.found
        except InputError as error:
            refused[key], failed = say(error), True
    return refused, failed


def _due_by_duty(request: PersonRequest, draft: Dossier) -> list[str]:
    """Papers that are looked up without anybody's consent and have not been yet, when the person goes on."""
    if "stay" in request.POST or LOOK in request.POST:
        return []
    slots = [slot for slot in paper_slots(draft) if slot["lookup"] and not slot["paper"]]
    return [slot["key"] for slot in slots if not slot["lookup"]["needs_consent"] and not slot["lookup"]["proof"]]


def _fees_page(
    request: PersonRequest, draft: Dossier, pages: list[Page], at: int, frame: dict[str, Any]
) -> HttpResponse:
    try:
        charge = ask_for_fees(draft, "at_filing")
    except InputError as error:
        return render(request, "services/public/page_fees.html", frame | {"problem": say(error)})
    if request.method == "POST":
        return _go_on(draft, pages, at)
    accounts = [account_of(draft, "at_filing", charges_of(draft))]
    return render(request, "services/public/page_fees.html", frame | {"charge": charge, "accounts": accounts})


def _signers_page(
    request: PersonRequest, draft: Dossier, pages: list[Page], at: int, frame: dict[str, Any]
) -> HttpResponse:
    return signers_page(request, draft, frame) or _go_on(draft, pages, at)


def _review_page(
    request: PersonRequest, draft: Dossier, pages: list[Page], at: int, frame: dict[str, Any]
) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            sent = send(draft, acting=request.acting, at=timezone.now())
            return redirect("services:sent", uuid=sent.uuid)
        except NotYet as error:
            wrong = {getattr(one, "path", "") for one in error.errors}
            problem = say(error)
            frame["wrong"] = sorted(wrong)
        except InputError as error:
            problem = say(error)
    context = frame | {
        "problem": problem,
        "has_errors": bool(problem),
        "summary": summary(
            draft.version.form,
            draft.answers,
            _language(),
            edit_url=lambda step: reverse("services:page", args=[draft.uuid, step]),
        ),
        "slots": paper_slots(draft),
        "way": told(draft),
        "signers": lines_of(draft),
        "accounts": accounts_of(draft, charges_of(draft)),
        "fees": [{"name": f.rule.name, "amount": f.amount, "why": why_of(f)} for f in fees_of(draft)],
        "pages": pages[:-1],
    }
    return render(request, "services/public/page_review.html", context, status=422 if problem else 200)


@applicant_required
def sent(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The dossier is on its way: its code, and what happens next (đã nộp hồ sơ)."""
    dossier = my_draft(request, uuid)
    if dossier.state == State.DRAFT:
        return redirect("services:page", uuid=uuid, key=pages_of(dossier)[-1].key)
    charges = charges_of(dossier)
    context = {
        "dossier": dossier,
        "charges": [charge for charge in charges if charge.state == "due"],
        "accounts": accounts_of(dossier, charges),
        "current": "mine",
    }
    return render(request, "services/public/sent.html", context)


@filed_here
@citizen_required
def one_page(request: PersonRequest, slug: str) -> HttpResponse:
    """The whole form on one page, for those who have everything at hand (nộp trên một trang).

    One POST of answers, contact and files files the dossier; `key` makes a repeated POST the same dossier.
    """
    version = get_object_or_404(in_force(timezone.localdate()), procedure__slug=slug)
    if not version.rules.channels["online"]:
        return redirect("services:procedure", slug=slug)
    filers = filers_of(request.user)
    wanted = request.POST.get("filer", request.GET.get("filer", ""))
    filer = next((one for one in filers if one.key == wanted), filers[0])
    sheet = Sheet.read(version, request.POST, request.FILES, filer=filer)
    who = FilerForm(request.POST or None, filers=filers, chosen=filer)
    if request.method == "POST" and who.is_valid():
        sheet.look_up(request.POST, acting=request.acting, at=timezone.now())
        dossier = file_sheet(sheet, acting=request.acting, at=timezone.now())
        if dossier is not None:
            return redirect("services:sent", uuid=dossier.uuid)
    context = {
        "version": version,
        "sheet": sheet,
        "who": who,
        "sections": sheet.sections(_language()),
        "current": "procedures",
    }
    return render(request, "services/public/one_page.html", context, status=422 if sheet.has_errors else 200)


@applicant_required
def paper(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """A file of one's own dossier (xem giấy tờ đã nộp)."""
    found = get_object_or_404(Paper.objects.select_related("file", "dossier"), uuid=uuid, file__isnull=False)
    get_object_or_404(own_dossiers(request), pk=found.dossier_id)
    return respond(file_of(found), inline=True)


@require_POST
@applicant_required
def drop_paper(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a file off a draft (bỏ tệp)."""
    found = get_object_or_404(Paper.objects.select_related("dossier"), uuid=uuid)
    draft = my_draft(request, found.dossier.uuid)
    drafts.detach(draft, found)
    return redirect("services:page", uuid=draft.uuid, key=PAPERS)


@require_POST
@applicant_required
def drop_draft(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away (xóa bản nháp)."""
    try:
        drafts.drop(my_draft(request, uuid))
        messages.success(request, _("Đã xóa bản nháp."))
    except InputError as error:
        messages.error(request, say(error))
    return redirect("services:mine")
