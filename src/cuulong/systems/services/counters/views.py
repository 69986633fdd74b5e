"""The counter: take a person's dossier in on one page, and give results back (tiếp nhận và trả kết quả tại quầy)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..catalogue.queries import in_force, matching, published
from ..dossiers.actions.receive import receive_papers
from ..dossiers.delivery import told
from ..dossiers.models import Channel, State
from ..dossiers.queries import for_officials
from ..dossiers.story import badge
from .intake import CounterSheet, citizen_at_counter
from .on_paper import file_at_counter
from .saturdays import coming


def counters_of(acting: Acting) -> list[Agency]:
    """The counters where this person takes dossiers in (quầy của tôi)."""
    own = [g.agency_id for g in acting.grants if g.role in ("intake_officer", "post_intake_clerk")]
    return list(Agency.objects.filter(pk__in=own).select_related("parent"))


@official_required("services.dossier.accept")
def home(request: PersonRequest) -> HttpResponse:
    """What waits at my counter: dossiers to check, results to give back, and the way to take one in (quầy)."""
    counters = counters_of(request.acting)
    here = for_officials(request.acting).filter(intake_agency__in=counters)
    q = request.GET.get("q", "").strip()[:200]
    day = timezone.localdate()
    context = {
        "counters": counters,
        "q": q,
        "procedures": matching(q, day, request.acting) if q else list(published(day)),
        "waiting": [_line(d) for d in here.filter(state=State.SENT).order_by("filed_at")[:50]],
        "results": [_line(d) | {"way": told(d)} for d in here.filter(state=State.ISSUED).order_by("finished_at")[:50]],
        "asked": here.filter(state=State.INCOMPLETE).count(),
        "saturdays": coming(day, counters)[:6],
    }
    return render(request, "services/officials/counter.html", context)


def _line(dossier: Any) -> dict[str, Any]:
    return {"dossier": dossier, "badge": badge(dossier)}


@official_required("services.dossier.accept")
def intake(request: PersonRequest, slug: str) -> HttpResponse:
    """Take a walk-in person's dossier in: who, answers, papers, all on one page (tiếp nhận trực tiếp).

    Any counter takes in a listed procedure for any competent agency (NĐ 118/2025).
    """
    version = get_object_or_404(in_force(timezone.localdate()), procedure__slug=slug)
    counters = counters_of(request.acting)
    if not counters:
        messages.error(request, _("Anh/chị chưa được phân công ở quầy nào."))
        return redirect("services:counter")
    seen = citizen_at_counter(request.POST if request.method == "POST" else request.GET)
    channel = Channel.POST if "post_intake_clerk" in request.acting.roles else Channel.COUNTER
    sheet = CounterSheet.read(version, request.POST, request.FILES, citizen=seen.citizen, channel=channel)
    sheet.counter, sheet.seen, sheet.who_error = counters[0], seen, seen.error
    if "look_up" in request.POST:
        sheet.fill_in()
    elif request.method == "POST" and not seen.error:
        sheet.look_up(request.POST, acting=request.acting, at=timezone.now())
        dossier = file_at_counter(sheet, request.POST, acting=request.acting, at=timezone.now())
        if dossier is not None:
            messages.success(
                request, _("Đã ghi nhận hồ sơ %(code)s. Kiểm tra rồi bấm Tiếp nhận.") % {"code": dossier.code}
            )
            return redirect("services:workspace", uuid=dossier.uuid)
    language = (get_language() or "vi")[:2]
    context = {
        "version": version,
        "sheet": sheet,
        "sections": sheet.sections(language),
        "counter": counters[0],
        "cccd": seen.number,
        "on_paper": request.POST.get("paper_number", ""),
        "typed": request.POST,
        "has_errors": sheet.has_errors,
    }
    return render(request, "services/officials/intake.html", context, status=422 if sheet.has_errors else 200)


@require_POST
@official_required("services.dossier.accept")
def receive(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Note papers that a person brought after filing (nhận thêm giấy tờ)."""
    dossier = get_object_or_404(for_officials(request.acting), uuid=uuid)
    try:
        receive_papers(dossier, request.POST.getlist("handed"), acting=request.acting, at=timezone.now())
        messages.success(request, _("Đã ghi nhận giấy tờ."))
    except InputError as error:
        messages.error(request, say(error))
    return redirect("services:workspace", uuid=uuid)
