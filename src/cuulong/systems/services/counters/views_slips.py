"""Screens of hand-over slips: give, sign for, print (phiếu bàn giao)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..dossiers.sheets import head_of
from .actions.slips import PROCESS, give, receive, to_give, visible
from .views import counters_of


@official_required("services.dossier.read")
def slips(request: PersonRequest) -> HttpResponse:
    """What waits to be handed over, what waits to be signed for, what was (bàn giao hồ sơ giấy)."""
    counters = counters_of(request.acting)
    problem = ""
    if request.method == "POST" and counters:
        try:
            chosen = [UUID(one) for one in request.POST.getlist("dossier")]
            made = give(
                counters[0], chosen, note=request.POST.get("note", ""), acting=request.acting, at=timezone.now()
            )
            messages.success(request, _("Đã lập phiếu %(numbers)s.") % {"numbers": ", ".join(s.number for s in made)})
            return redirect("services:slips")
        except InputError as error:
            problem = say(error)
        except ValueError:
            problem = _("Chọn hồ sơ cần bàn giao.")
    page = Paginator(visible(request.acting), 30).get_page(request.GET.get("page"))
    context = {
        "counters": counters,
        "waiting": to_give(counters[0])[:100] if counters else [],
        "page": page,
        "problem": problem,
        "has_errors": bool(problem),
        "typed": request.POST,
    }
    return render(request, "services/officials/slips.html", context, status=422 if problem else 200)


@official_required("services.dossier.read")
def slip(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One slip on A4, and the signature of who receives (in, ký nhận phiếu bàn giao)."""
    one = get_object_or_404(visible(request.acting), uuid=uuid)
    if request.method == "POST":
        try:
            receive(one, remark=request.POST.get("remark", ""), acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã ký nhận phiếu %(number)s.") % {"number": one.number})
        except InputError as error:
            messages.error(request, say(error))
        return redirect("services:slip", uuid=uuid)
    lines = one.lines.select_related("dossier__version__procedure", "dossier__business")
    may_receive = one.received_at is None and request.acting.can(PROCESS, one.receiver_id)
    context = {"slip": one, "lines": lines, "may_receive": may_receive}
    return render(request, "services/officials/slip.html", context)


@official_required("services.dossier.read")
def slip_sheet(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The slip as a sheet for two signatures (in phiếu bàn giao)."""
    one = get_object_or_404(visible(request.acting), uuid=uuid)
    lines = one.lines.select_related("dossier__version__procedure", "dossier__business")
    return render(request, "services/sheets/slip.html", head_of(one.giver) | {"slip": one, "lines": lines})
