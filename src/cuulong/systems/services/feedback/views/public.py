"""What anybody may do without an account: say something, follow it, read public answers (góp ý)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_ratelimit.decorators import ratelimit

from cuulong.core.files.http import respond
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.people.access import PersonRequest, citizen_required
from cuulong.design.errors import say
from cuulong.design.keyset import Key, page_of
from cuulong.lib.errors import InputError

from .. import attachments, limits
from ..actions.complain import withdraw
from ..actions.receive import confirm as confirm_contact
from ..actions.receive import send
from ..actions.suggest import rate_answer
from ..forms import CodeForm, ContactForm, FindForm, SuggestForm, WithFiles
from ..models import Complaint, Denunciation, Submission, Suggestion
from ..models.base import State
from ..places import addressed
from ..queries import find_by_code, published, story

TOLD = "feedback_code"
HOURLY = "10/h"


def limited(request: HttpRequest) -> bool:
    """Whether this address has sent too much (gửi quá nhiều)."""
    return bool(getattr(request, "limited", False))


def too_many() -> str:
    return _("Đã gửi nhiều lần từ nơi này. Đợi một giờ rồi thử lại, hoặc gọi tổng đài.")


def known_sender(request: PersonRequest) -> dict[str, str]:
    """What an account knows of its person, to begin a form with (điền sẵn)."""
    account = request.acting.account
    if account is None:
        return {}
    return {"sender_name": account.full_name, "sender_phone": account.phone, "sender_email": account.email}


def home(request: PersonRequest) -> HttpResponse:
    """Three doors, the look-up by code, and the last public answers (góp ý, phản ánh)."""
    context = {"current": "feedback", "find": FindForm(), "answers": published()[:5]}
    return render(request, "services/feedback/home.html", context)


@ratelimit(key="ip", rate=HOURLY, method="POST", block=False)
def suggest(request: PersonRequest) -> HttpResponse:
    """Send a suggestion, with an account or with a confirmed contact (gửi phản ánh, kiến nghị)."""
    form = SuggestForm(request.POST or None, request.FILES or None, initial=known_sender(request) | {"kind": "remark"})
    form.fields["agency"].queryset = addressed()  # type: ignore[attr-defined]
    if form.is_bound and limited(request):
        form.add_error(None, too_many())
    elif form.is_valid():
        agency = form.cleaned_data["agency"] or limits.desk()
        if agency is None:
            raise Http404
        case = Suggestion(**form.said | {"agency": agency})
        if done := sent_or_said(request, case, form):
            return done
    form.must_choose_again()
    context = {"form": form, "current": "feedback", "guest": request.acting.account is None}
    return render(request, "services/feedback/suggest.html", context, status=422 if form.errors else 200)


def sent_or_said(request: PersonRequest, case: Suggestion | Complaint, form: ContactForm) -> HttpResponse | None:
    """Take it in and go on to the next page; None after the refusal was put on the form (gửi)."""
    try:
        return after_sending(request, send(case, form.sent_files, acting=request.acting, at=timezone.now()))
    except InputError as wrong:
        refused(form, wrong)
        return None


def refused(form: WithFiles, wrong: InputError) -> None:
    """Put the sentence where what is wrong was typed or chosen (báo lỗi)."""
    form.add_error("files" if isinstance(wrong, FileRefused) else None, say(wrong))


def after_sending(request: PersonRequest, case: Submission) -> HttpResponse:
    """To the code that confirms the contact, or to the page that shows the sender's own code (sau khi gửi)."""
    if case.state == State.UNCONFIRMED:
        return redirect("services:confirm", case.says, case.uuid)
    request.session[TOLD] = case.code
    return redirect("services:sent_in")


def _sent(kind: str, uuid: UUID) -> Suggestion | Complaint:
    """A suggestion or complaint, confirmed or not; 404 for all else."""
    model: Any = {"suggestion": Suggestion, "complaint": Complaint}.get(kind)
    if model is None:
        raise Http404
    found: Suggestion | Complaint = get_object_or_404(model, uuid=uuid)
    return found


@ratelimit(key="ip", rate="30/h", method="POST", block=False)
def confirm(request: PersonRequest, kind: str, uuid: UUID) -> HttpResponse:
    """The guest types the code (xác nhận liên hệ)."""
    case, form = _sent(kind, uuid), CodeForm(request.POST or None)
    if case.state != State.UNCONFIRMED:  # the button was pressed twice, or the page opened again
        return redirect("services:sent_in" if request.session.get(TOLD) == case.code else "services:find_feedback")
    if form.is_bound and limited(request):
        form.add_error(None, too_many())
    elif form.is_valid():
        try:
            return after_sending(
                request, confirm_contact(case, form.cleaned_data["code"], acting=request.acting, at=timezone.now())
            )
        except InputError as wrong:
            form.add_error("code", say(wrong))
    context = {"form": form, "current": "feedback", "phone": case.sender_phone[-3:], "email": case.sender_email}
    return render(request, "services/feedback/confirm.html", context, status=422 if form.errors else 200)


def sent_in(request: PersonRequest) -> HttpResponse:
    """The sender's code, shown once more while the session lasts (đã gửi)."""
    code = request.session.get(TOLD, "")
    case = find_by_code(code) if code else None
    if case is None:
        return redirect("services:feedback")
    return render(request, "services/feedback/sent.html", {"case": case, "current": "feedback"})


@ratelimit(key="ip", rate="20/m", method="POST", block=False)
def find(request: PersonRequest) -> HttpResponse:
    """Follow what one sent by its code; a suggestion's sender rates the answer here (tra cứu)."""
    form = FindForm(request.POST or None)
    if form.is_bound and limited(request):
        form.add_error(None, _("Đã tra cứu nhiều lần. Đợi một phút rồi thử lại."))
    elif form.is_valid():
        try:
            case = find_by_code(form.cleaned_data["code"])
        except InputError as wrong:
            form.add_error("code", say(wrong))
        else:
            if case is not None:
                return _shown(request, case, form.cleaned_data["code"])
            form.add_error("code", _("Không có ý kiến hoặc đơn nào mang mã này. Kiểm tra lại."))
    context = {"form": form, "current": "feedback"}
    return render(request, "services/feedback/find.html", context, status=422 if form.errors else 200)


def _own(request: PersonRequest, kind: str, uuid: UUID) -> Submission:
    """What the person who is signed in sent; 404 for all else."""
    model: Any = {"suggestion": Suggestion, "complaint": Complaint}.get(kind)
    if model is None:
        raise Http404
    own = model.objects.filter(account=request.acting.account).exclude(state=State.UNCONFIRMED)
    found: Submission = get_object_or_404(own.select_related("agency"), uuid=uuid)
    return found


@citizen_required
def case(request: PersonRequest, kind: str, uuid: UUID) -> HttpResponse:
    """One's own suggestion or complaint, signed in (ý kiến, đơn của tôi)."""
    return _shown(request, _own(request, kind, uuid), "")


@citizen_required
def own_file(request: PersonRequest, kind: str, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file that one sent oneself (tệp tôi đã gửi)."""
    found = get_object_or_404(attachments.of(_own(request, kind, uuid)), uuid=file)
    return respond(found.file, inline=True)


def _shown(request: PersonRequest, case: Submission, code: str) -> HttpResponse:
    """State, dates and answer; of a denunciation the state only (kết quả tra cứu)."""
    if request.method == "POST":
        _act(request, case)
    bare = isinstance(case, Denunciation)
    context = {
        "case": case,
        "bare": bare,
        "code": code,
        "current": "feedback",
        "files": [] if bare else attachments.of(case),
        "own": request.acting.account is not None and getattr(case, "account_id", None) == request.acting.account.pk,
        "story": [] if bare else [one for one in story(case) if one.verb != "unpublish"],
        "may_rate": isinstance(case, Suggestion) and case.state in ("answered", "published") and case.satisfied is None,
        "may_withdraw": isinstance(case, Complaint) and case.is_open,
        "may_appeal": isinstance(case, Complaint) and case.state == State.DECIDED and not case.is_second,
    }
    return render(request, "services/feedback/case.html", context)


def _act(request: PersonRequest, case: Submission) -> None:
    """What the sender may do with it: say whether the answer helps, take a complaint back."""
    try:
        if isinstance(case, Suggestion) and request.POST.get("satisfied") in ("yes", "no"):
            rate_answer(case, request.POST["satisfied"] == "yes", acting=request.acting)
            messages.success(request, _("Cảm ơn ông/bà đã đánh giá."))
        elif isinstance(case, Complaint) and "withdraw" in request.POST:
            withdraw(case, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã rút khiếu nại."))
        else:
            return
    except InputError as wrong:
        messages.error(request, say(wrong))
    case.refresh_from_db()


def answers(request: PersonRequest) -> HttpResponse:
    """All public answers, newest first (trả lời công khai)."""
    page = page_of(published(), Key("published_at", True), 20, request.GET.get("cursor", ""))
    return render(request, "services/feedback/answers.html", {"page": page, "current": "feedback"})


def public_answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One suggestion with its answer, without who sent it (phản ánh đã trả lời)."""
    found = get_object_or_404(published(), uuid=uuid)
    return render(request, "services/feedback/answer.html", {"case": found, "current": "feedback"})
