"""The public front page: search, three errands, nine topics, last month's results (trang chủ dịch vụ công)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.calendars.rules import spoken_spans
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.dates import Period, PeriodKind

from .catalogue.models import Topic
from .catalogue.queries import published
from .catalogue.views import card
from .dossiers.models import Dossier

SECONDS = 60
# Who brings one of these may see something of their own in the frame: a name, a message.
PERSONAL = frozenset({settings.SESSION_COOKIE_NAME, "messages"})


def front(request: HttpRequest) -> HttpResponse:
    """The front page, kept for a minute: whole for visitors, its content for those who are signed in (trang chủ)."""
    words = get_language() or settings.LANGUAGE_CODE
    if PERSONAL & request.COOKIES.keys():
        content = _kept(f"services.front.{words}", front_content)
        return render(request, "services/public/front.html", content | {"current": "front"})
    key = f"services.front.{words}.{request.COOKIES.get('theme', '')[:10]}"
    page = _kept(key, lambda: _page(request))
    return HttpResponse(page)


def _page(request: HttpRequest) -> bytes:
    return render(request, "services/public/front.html", front_content() | {"current": "front"}).content


def _kept(key: str, make: Callable[[], Any]) -> Any:
    found = caches["local"].get(key)
    if found is None:
        found = make()
        caches["local"].set(key, found, SECONDS)
    return found


def front_content() -> dict[str, Any]:
    today = timezone.localdate()
    month = Period.containing(today, PeriodKind.MONTH).previous()
    begins, ends = month.instants()
    done = Dossier.objects.filter(finished_at__gte=begins, finished_at__lt=ends, outcome__gt="")
    figures = done.aggregate(
        finished=Count("pk"),
        late=Count("pk", filter=Q(finished_at__gt=F("due_at"))),
        online=Count("pk", filter=Q(channel="online")),
    )
    errands = [card(v) for v in published(today).filter(procedure__errand__isnull=False)[:3]]
    return {
        # The first words of a title say enough beside the search box; the procedure's page says all of it.
        "errands": [one | {"short": one["title"].split(", ")[0]} for one in errands],
        **opening(today),
        "topics": [
            {"key": t.key, "name": t.title, "hint": t.explanation, "icon": t.icon, "count": t.n}
            for t in Topic.objects.annotate(n=Count("procedures")).order_by("order")
        ],
        "month": month.start,
        "figures": figures,
        "on_time": figures["finished"] - figures["late"],
        "on_time_share": 1 - figures["late"] / figures["finished"] if figures["finished"] else None,
    }


def opening(today: date) -> dict[str, Any]:
    """When counters are open today, or when next, by the province's hours (giờ mở cửa hôm nay)."""
    calendar = calendar_for(None, today)
    next_day = today if calendar.is_working_day(today) else calendar.next_working_day(today)
    return {
        "open_on": next_day,
        "open_hours": spoken_spans(calendar.spans(next_day)),
        "open_today": next_day == today,
        "counters": Agency.objects.as_of(today).filter(kind=AgencyKind.CENTRE).count(),
    }
