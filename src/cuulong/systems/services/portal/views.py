"""Where the portal's messages come in, and the screen of what is not in step (kết nối Cổng quốc gia)."""

from __future__ import annotations

import json
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cuulong.core.audit.record import record_reading
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..catalogue.actions.import_catalogue import RIGHT as CONTROL
from ..catalogue.actions.import_catalogue import preview
from . import client, rules
from .actions.lists import fetch_lists
from .actions.look_after import refuse, replay
from .actions.take_in import receive
from .models import MANAGE, Alongside, Crossing, NationalEntry, Standing, Way
from .tables import CrossingTable, EntryTable

MOST = 50


class ReasonForm(forms.Form):
    """Why what came is not taken in (lý do từ chối)."""

    reason = forms.CharField(label=_lazy("Lý do từ chối"), max_length=300, widget=forms.Textarea({"rows": 3}))


@csrf_exempt
@require_POST
def messages_in(request: HttpRequest) -> HttpResponse:
    """A message of the portal: acknowledged once it is kept, refused when it is broken (nhận thông điệp của Cổng)."""
    if not client.is_connected():
        return JsonResponse({"error_code": "404", "error_message": _("Tỉnh chưa kết nối với Cổng.")}, status=404)
    try:
        receive(request.body, request.headers.get("X-Signature", ""))
    except rules.Unreadable as error:
        return JsonResponse({"error_code": "400", "error_message": say(error)}, status=400)
    return JsonResponse({"error_code": "0", "error_message": ""})


@require_safe
@official_required(MANAGE)
def crossings(request: PersonRequest) -> HttpResponseBase:
    """What is not in step with the portal (hồ sơ chưa khớp với Cổng)."""
    table = CrossingTable(Crossing.objects.visible_to(request.acting), request)
    if table.wants_export:
        return table.export()
    differing = Alongside.objects.filter(in_step=False).select_related("dossier").order_by("pk")
    context = {
        "table": table,
        "differing": [(one, rules.title_of(one.their_status)) for one in differing[:MOST]],
        "connected": client.is_connected(),
        "address": settings.PORTAL_URL,
        "may_fetch": request.acting.can(CONTROL),
    }
    return render(request, "services/portal/crossings.html", context)


@require_safe
@official_required(MANAGE)
def crossing(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One message: what it carries, what went wrong (chi tiết thông điệp)."""
    found = _find(request, uuid)
    if found.dossier is not None and found.dossier.citizen is not None:
        record_reading(request.acting, found.dossier, _("xử lý thông điệp với Cổng"), found.dossier.citizen.ref)
    return _show(request, found)


@require_POST
@official_required(MANAGE)
def act_crossing(request: PersonRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Try a message again, or refuse what came (xử lý lại, từ chối)."""
    found, reason = _find(request, uuid), request.POST.get("reason", "")
    try:
        if verb == "replay":
            replay(found, acting=request.acting)
            messages.success(request, _("Đã xếp hàng xử lý lại. Trang này cho biết kết quả sau ít giây."))
        elif verb == "refuse":
            refuse(found, reason=reason, acting=request.acting)
            messages.success(request, _("Đã từ chối và báo lên Cổng."))
    except InputError as error:
        return _show(request, found, reason=reason, problem=say(error), status=409)
    return redirect("services:crossing", uuid=uuid)


@official_required(MANAGE)
def portal_lists(request: PersonRequest) -> HttpResponseBase:
    """Agencies and sectors of the portal beside ours; a POST asks the portal anew (danh mục cơ quan, lĩnh vực)."""
    if request.method == "POST":
        try:
            found = fetch_lists(acting=request.acting)
            said = {"agencies": found["agency"], "sectors": found["sector"]}
            messages.success(request, _("Cổng có %(agencies)s cơ quan, %(sectors)s lĩnh vực.") % said)
        except client.NotTaken:
            messages.error(request, _("Cổng chưa trả lời. Thử lại sau."))
        except InputError as error:
            messages.error(request, say(error))
        return redirect("services:portal_lists")
    table = EntryTable(NationalEntry.objects.select_related("agency", "sector"), request)
    if table.wants_export:
        return table.export()
    context = {"table": table, "connected": client.is_connected()}
    return render(request, "services/portal/lists.html", context)


@require_POST
@official_required(CONTROL)
def fetch_catalogue(request: PersonRequest) -> HttpResponse:
    """Fetch the catalogue of procedures from the portal and look at it before it is taken (lấy danh mục từ Cổng)."""
    try:
        answer = client.call(rules.CATALOGUE, [{}])
        lines = [json.dumps(one, ensure_ascii=False) for one in rules.all_rows(answer)]
        run = preview("\n".join(lines).encode(), name="danh-muc-tu-cong.jsonl", whole=False, acting=request.acting)
    except client.NotTaken:
        messages.error(request, _("Cổng chưa trả lời. Thử lại sau."))
    except InputError as error:
        messages.error(request, say(error))
    else:
        return redirect("services:import_run", uuid=run.uuid)
    return redirect("services:imports")


def _find(request: PersonRequest, uuid: UUID) -> Crossing:
    found = Crossing.objects.visible_to(request.acting).select_related("dossier__citizen")
    return get_object_or_404(found, uuid=uuid)


def _show(
    request: PersonRequest, found: Crossing, *, reason: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "crossing": found,
        "is_open": found.standing in (Standing.WAITING, Standing.STUCK),
        "is_in": found.way == Way.IN,
        "status": found.told,
        "body": json.dumps(found.body, ensure_ascii=False, indent=2),
        "form": ReasonForm(initial={"reason": reason}),
        "problem": problem,
    }
    return render(request, "services/portal/crossing.html", context, status=status)
