"""Doors of a person's own dossiers: signed in, or a guest who proved the way in (cửa của người nộp)."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cuulong.core.people.access import PersonRequest, View

from .models import Dossier
from .queries import portal_on

SESSION_KEY = "services.guest"


def applicant_required(view: View) -> View:
    """Let in whoever is signed in, and guests who came in with their code (người nộp hồ sơ)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not guest_keys(request):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return view(request, *args, **kwargs)

    guarded.signed_in = guarded.guests = True  # type: ignore[attr-defined]
    return guarded


def filed_here(view: View) -> View:
    """Doors where people begin to file: while they file on the national portal, a page that says so (nộp tại đây)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        portal = portal_on(timezone.localdate())
        if portal is not None:
            return render(request, "services/public/elsewhere.html", {"portal": portal, "current": "procedures"})
        return view(request, *args, **kwargs)

    return guarded


def guest_keys(request: HttpRequest) -> list[str]:
    """The dossiers that this browser came into as a guest."""
    return list(request.session.get(SESSION_KEY, ()))


def let_in(request: HttpRequest, dossier: Dossier) -> None:
    """Open a guest's dossier in this browser until it is closed (mở hồ sơ trên máy này)."""
    kept = guest_keys(request)
    request.session.cycle_key()
    request.session[SESSION_KEY] = [*kept, str(dossier.uuid)]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def leave(request: HttpRequest) -> None:
    """Close the guest's dossiers in this browser (đóng hồ sơ trên máy này)."""
    request.session.pop(SESSION_KEY, None)
    request.session.cycle_key()


def own_dossiers(request: PersonRequest) -> QuerySet[Dossier]:
    """What the person in front of this browser filed (hồ sơ của chính mình)."""
    mine: QuerySet[Dossier] = Dossier.objects.filed_by(request.acting)
    return mine | Dossier.objects.filter(Q(guest__isnull=False) & Q(uuid__in=guest_keys(request)))


def my_draft(request: PersonRequest, uuid: UUID) -> Dossier:
    """A dossier of the person who is here, draft or sent; 404 for anybody else, officials too."""
    found = own_dossiers(request).select_related("version__procedure", "version__form", "guest", "representation")
    return get_object_or_404(found, uuid=uuid)
