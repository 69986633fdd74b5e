"""Complaints and denunciations as people send them (gửi khiếu nại, tố cáo)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_ratelimit.decorators import ratelimit

from cuulong.core.people.access import PersonRequest
from cuulong.lib.errors import InputError

from .. import limits
from ..actions.complain import complain_again
from ..actions.denounce import denounce as take_in
from ..forms import ComplainForm, DenounceForm
from ..models import Complaint, Denouncer, Denunciation
from ..models.base import State
from ..places import addressed
from ..queries import find_by_code
from .public import HOURLY, after_sending, known_sender, limited, refused, sent_or_said, too_many


@ratelimit(key="ip", rate=HOURLY, method="POST", block=False)
def complain(request: PersonRequest) -> HttpResponse:
    """Complain about a decision or an act; with `ma`, the first complaint's code, a second time (gửi khiếu nại)."""
    first = _first(request)
    form = ComplainForm(request.POST or None, request.FILES or None, initial=known_sender(request))
    form.fields["agency"].queryset = addressed()  # type: ignore[attr-defined]
    if first is not None:
        del form.fields["agency"]
        form.fields["against"].initial = _("Quyết định giải quyết khiếu nại lần đầu số %(number)s") % {
            "number": first.decision_number
        }
    if form.is_bound and limited(request):
        form.add_error(None, too_many())
    elif form.is_valid():
        if first is None:
            done = sent_or_said(request, Complaint(**form.said), form)
            if done:
                return done
        else:
            try:
                case = Complaint(**form.said, agency=first.agency)
                again = complain_again(first, case, form.sent_files, acting=request.acting, at=timezone.now())
                return after_sending(request, again)
            except InputError as wrong:
                refused(form, wrong)
    form.must_choose_again()
    context = {"form": form, "first": first, "current": "feedback", "guest": request.acting.account is None}
    return render(request, "services/feedback/complain.html", context, status=422 if form.errors else 200)


def _first(request: PersonRequest) -> Complaint | None:
    """The decided complaint that a second one is against (khiếu nại lần đầu)."""
    code = request.GET.get("ma", "")
    if not code:
        return None
    try:
        found = find_by_code(code)
    except InputError as wrong:
        raise Http404 from wrong
    if not isinstance(found, Complaint) or found.state != State.DECIDED or found.is_second:
        raise Http404
    return found


@ratelimit(key="ip", rate=HOURLY, method="POST", block=False)
def denounce(request: PersonRequest) -> HttpResponse:
    """Denounce a breach of the law; nothing of who is signed in is used (gửi tố cáo)."""
    form = DenounceForm(request.POST or None, request.FILES or None)
    form.fields["agency"].queryset = addressed()  # type: ignore[attr-defined]
    if form.is_bound and limited(request):
        form.add_error(None, too_many())
    elif form.is_valid():
        said = form.cleaned_data
        agency = said["agency"] or limits.desk()
        if agency is None:
            raise Http404
        try:
            case = Denunciation(agency=agency, **{key: said[key] for key in ("against", "title", "text")})
            who = Denouncer(**{key: said[key] for key in ("name", "address", "phone", "email")})
            sent = take_in(case, who, form.sent_files, acting=request.acting, at=timezone.now())
        except InputError as wrong:
            refused(form, wrong)
        else:
            # Shown at once: a session of somebody signed in must not remember what was denounced.
            answer = render(request, "services/feedback/sent.html", {"case": sent, "current": "feedback"})
            answer["Cache-Control"] = "no-store"
            return answer
    form.must_choose_again()
    context = {"form": form, "current": "feedback"}
    return render(request, "services/feedback/denounce.html", context, status=422 if form.errors else 200)
