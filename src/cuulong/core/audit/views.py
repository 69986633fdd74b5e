"""The auditor's screens (màn hình nhật ký)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cuulong.core.registry import Kind, declared
from cuulong.core.registry.doors import official_required
from cuulong.design.keyset import Key, page_of
from cuulong.lib.dates import short_datetime
from cuulong.lib.facts import Ref
from cuulong.lib.tables import iter_csv

from . import queries
from .forms import FilterForm
from .models import Event
from .record import record

PAGE = 50
NEWEST_FIRST = Key("pk", descending=True)
OLDEST_FIRST = Key("pk")


@require_safe
@official_required("audit.read")
def events(request: HttpRequest) -> HttpResponse:
    """The log, newest first, filtered by what the address says (nhật ký)."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    page = page_of(wanted.events(), NEWEST_FIRST, PAGE, request.GET.get("cursor", ""))
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(page.rows),
        "chosen": _chosen(request, wanted),
        "head": queries.last_head(),
        "filters": _without(request, "cursor"),
    }
    return render(request, "audit/events.html", context)


@require_safe
@official_required("audit.read")
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All matching events as CSV, streamed; taking the log away is itself on record (xuất nhật ký)."""
    acting = request.acting  # type: ignore[attr-defined]
    record(acting, "audit.events.exported", acting.actor_ref, filters=_without(request, "cursor"))
    header = [_("Thời điểm"), _("Người thực hiện"), _("Thay mặt"), _("Đơn vị"), _("Việc"), _("Mã việc")]
    header += [_("Đối tượng"), _("Mã đối tượng"), _("Mã yêu cầu"), _("Mã bản ghi")]
    rows = iter_csv(header, _rows(FilterForm(request.GET).wanted()))
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y%m%d}.csv"'
    return response


@require_safe
@official_required("audit.read")
def trace(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """All that happened to one object, oldest first (lần theo một đối tượng)."""
    try:
        subject = Ref(kind, uuid)
    except ValueError:
        raise Http404 from None
    page = page_of(queries.trace(subject), OLDEST_FIRST, PAGE, request.GET.get("cursor", ""))
    if not page.rows:
        raise Http404
    context = {
        "subject": subject,
        "name": queries.name_of(subject),
        "title": queries.kind_title(kind),
        "url": _url(subject),
        "page": page,
        "lines": queries.lines(page.rows),
        "filters": "",
    }
    return render(request, "audit/trace.html", context)


def _rows(wanted: queries.Wanted) -> Iterator[list[str]]:
    after: int | None = None
    while True:
        found = wanted.events() if after is None else wanted.events().filter(pk__lt=after)
        batch: list[Event] = list(found[:500])
        if not batch:
            return
        after = batch[-1].pk
        for line in queries.lines(batch):
            event = line.event
            yield [
                short_datetime(event.happened_at),
                line.actor,
                line.behalf,
                line.agency,
                line.sentence,
                event.action,
                line.subject,
                str(event.subject_uuid),
                event.request_id,
                str(event.uuid),
            ]


def _chosen(request: HttpRequest, wanted: queries.Wanted) -> list[dict[str, str]]:
    """The filters taken from links, each with the address that lifts it."""
    if wanted.actor is None and wanted.subject is None and wanted.agency is None:
        return []
    first = wanted.events().first()
    line = queries.lines([first])[0] if first else None
    shown = {
        "actor": (wanted.actor, _("Người thực hiện"), line.actor if line else ""),
        "subject": (wanted.subject, _("Đối tượng"), line.subject if line else ""),
        "agency": (wanted.agency, _("Đơn vị"), line.agency if line else ""),
    }
    return [
        {"label": label, "name": name or str(value), "lift": _without(request, "cursor", field)}
        for field, (value, label, name) in shown.items()
        if value
    ]


def _without(request: HttpRequest, *fields: str) -> str:
    query = request.GET.copy()
    for field in fields:
        query.pop(field, None)
    return query.urlencode()


def _url(subject: Ref) -> str:
    kind = declared(Kind).get(subject.kind)
    found = kind.find(subject.uuid) if kind and kind.url else None
    return kind.url(found) if kind and kind.url and found is not None else ""
