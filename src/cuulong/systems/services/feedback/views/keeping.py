"""The screen of what waits to be erased, and of holding what must stay (dữ liệu đến hạn xóa)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.registry import declared
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from ..actions.retain import hold, is_held, lift
from ..data_classes import MANAGE, DataClass, term_of
from ..forms import NoteForm
from ..keeping import erased_on, figures, listed
from ..models import Hold
from ..tables import DueTable


def _open_class(code: str) -> DataClass:
    """A kind of data whose rows may be listed; 404 for others. Of denunciations only the count is shown."""
    one = declared(DataClass).get(code)
    if one is None or one.secret:
        raise Http404
    return one


@official_required(MANAGE)
def retention(request: PersonRequest) -> HttpResponseBase:
    """Terms, counts, and the rows of one kind that are due (dữ liệu cá nhân đến hạn xóa)."""
    now = timezone.now()
    one = _open_class(request.GET.get("kind", "suggestion"))
    table = DueTable(listed(one, now), request, one=one)
    if table.wants_export:
        return table.export()
    context = {"figures": figures(now), "one": one, "table": table}
    return render(request, "services/feedback/retention.html", context)


@official_required(MANAGE)
def held(request: PersonRequest, kind: str, uuid: UUID) -> HttpResponse:
    """One thing: until when it is kept; hold it, or lift the hold (giữ lại, thôi giữ lại)."""
    one = _open_class(kind)
    row: Any = get_object_or_404(one.model._base_manager.filter(one.settled), uuid=uuid)
    keeps = is_held(row)
    form = NoteForm(request.POST or None, label=_("Lý do thôi giữ lại") if keeps else _("Lý do giữ lại"))
    if form.is_valid():
        try:
            act = lift if keeps else hold
            act(row, note=form.cleaned_data["note"], acting=request.acting, at=timezone.now())
        except InputError as wrong:
            form.add_error(None, say(wrong))
        else:
            messages.success(request, _("Đã ghi."))
            return redirect(f"{reverse('services:retention')}?kind={kind}")
    context = {
        "one": one,
        "number": one.number(row),
        "begins": getattr(row, one.since),
        "until": erased_on(one, row),
        "erased": row.erased_at,
        "term": term_of(one.code, timezone.localdate()),
        "keeps": keeps,
        "form": form,
        "holds": Hold.objects.filter(subject_kind=row.ref_kind, subject_uuid=row.uuid).select_related(
            "held_by", "lifted_by"
        ),
        "list_url": f"{reverse('services:retention')}?kind={kind}",
    }
    return render(request, "services/feedback/retention_hold.html", context, status=422 if form.errors else 200)
