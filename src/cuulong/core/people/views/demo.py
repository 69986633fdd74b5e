"""One click into a demo account, second factor included; this door exists in demo and test only (vào thử)."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cuulong.core.people.models import Account


@require_POST
def sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as a demo account, through the same stages as everyone (vào thử một vai)."""
    account = get_object_or_404(Account, username=username, is_demo=True, is_active=True)
    logout(request)
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    response: HttpResponse = perform_login(request, Login(user=account, redirect_url=after if safe else None))
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return response
    post_authentication(request, Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP))
    done: HttpResponse = stage.exit()
    return done
