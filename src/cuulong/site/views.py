"""Pages that belong to no system: the tour of the demo and the help page (trang chung)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.calendars.rules import spans_text
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.demo import code_for
from cuulong.core.people.models import Account, Appointment
from cuulong.core.registry import Role, SystemCard, declared
from cuulong.core.signatures import demo_ca
from cuulong.core.workflow.models import CaseState, Step

from .demo_dossier import six_steps
from .manuals import manuals

# Who a visitor can be, in the order of a dossier's way; accounts of provinces/README.md's demo people.
CAST = (
    "intake_officer",
    "head_of_division",
    "specialist",
    "signer",
    "clerk",
    "auditor",
    "administrator",
    "centre_director",
)


def help_page(request: HttpRequest) -> HttpResponse:
    """Who helps, where the counters are, how data are used (trợ giúp)."""
    today = timezone.localdate()
    centres = Agency.objects.as_of(today).filter(kind=AgencyKind.CENTRE).select_related("parent")
    rows = [(one, spans_text(calendar_for(one, today).spans(today))) for one in centres.order_by("parent__name")]
    return render(request, "site/help.html", {"current": "help", "centres": rows, "manuals": manuals().values()})


def manual(request: HttpRequest, slug: str) -> HttpResponse:
    """One manual, in Vietnamese, the language of those who work with it (hướng dẫn sử dụng)."""
    if slug not in manuals():
        raise Http404
    return render(request, "site/manual.html", {"current": "help", "manual": manuals()[slug]})


def tour(request: HttpRequest) -> HttpResponse:
    """The way of one dossier for a visitor, with a card for every role; demo only (tham quan)."""
    today = timezone.localdate()
    context = {
        "current": "tour",
        "cards": role_cards(today),
        "citizen": Account.objects.filter(is_demo=True, appointments=None).order_by("pk").first(),
        "steps": six_steps(),
        "counts": [counts(date(2016, 12, 31)), counts(today)],
        "systems": [_card(s) for s in sorted(declared(SystemCard).values(), key=lambda s: (not s.works, s.order))],
        "pin": demo_ca.PIN,
        "demo": settings.ENV != "production",
    }
    return render(request, "site/tour.html", context)


def role_cards(today: date) -> list[dict[str, object]]:
    """One demo official for each role of the cast: who has work waiting, with the code their authenticator shows now."""
    titles = declared(Role)
    found = Appointment.objects.filter(account__is_demo=True, role__in=CAST, valid__contains=today)
    waiting = Step.objects.filter(left_at=None).exclude(case__state=CaseState.PAUSED)
    theirs = set(waiting.values_list("role", "assignee")) | set(waiting.values_list("role", "agency"))
    cards: dict[str, dict[str, object]] = {}
    for one in sorted(
        found.select_related("account", "agency").order_by("pk"),
        key=lambda a: ((a.role, a.account_id) not in theirs, (a.role, a.agency_id) not in theirs),
    ):
        if one.role not in cards:
            cards[one.role] = {
                "role": titles[one.role].title,
                "account": one.account,
                "position": one.position,
                "agency": one.agency.name,
                "code": code_for(one.account),
            }
    return [cards[role] for role in CAST if role in cards]


def counts(day: date) -> dict[str, object]:
    """How many districts and communes there were on a day, from rows."""
    there = Agency.objects.as_of(day)
    return {
        "day": day,
        "districts": there.filter(kind=AgencyKind.DISTRICT).count(),
        "communes": there.filter(kind=AgencyKind.COMMUNE).count(),
        "url": f"{reverse('organisations:chart')}?on={day.isoformat()}",
    }


def _card(system: SystemCard) -> dict[str, object]:
    return {
        "title": system.title,
        "summary": system.summary,
        "works": system.works,
        "state": _("Dùng được") if system.works else _("Chưa có"),
        "url": reverse(system.url_name) if system.url_name else "",
    }
