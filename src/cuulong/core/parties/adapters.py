"""Sign-in through an identity provider: a citizen comes, known by the proven number (định danh điện tử)."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.base import AuthProcess
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from cuulong.core.parties.actions.prove_citizen import prove_citizen, take_over
from cuulong.core.parties.claims import Identity, read_claims
from cuulong.core.parties.models import Citizen
from cuulong.core.people import adapters
from cuulong.core.people.models import Account
from cuulong.design.errors import say
from cuulong.lib.errors import InputError


class IdentityProviderAdapter(adapters.IdentityProviderAdapter):
    """An unknown identity number makes a citizen with a new account; a known one leads to theirs."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        super().pre_social_login(request, sociallogin)
        identity = self._identity(request, sociallogin)
        self._forget_claims(sociallogin)
        sociallogin.identity = identity
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return self._connect(request, request.acting.account, identity)  # type: ignore[attr-defined]
        if sociallogin.is_existing:
            prove_citizen(identity, sociallogin.user)
            return None
        return self._lead_to_their_account(request, sociallogin, identity)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """A user name that says nothing about the person."""
        account = sociallogin.account
        digest = hashlib.sha256(f"{account.provider}:{account.uid}".encode()).hexdigest()
        sociallogin.user.username = f"{account.provider}-{digest[:16]}"
        return sociallogin.user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        sociallogin.user.full_name = sociallogin.identity.full_name
        account = super().save_user(request, sociallogin, form)
        prove_citizen(sociallogin.identity, account)
        return account

    def _identity(self, request: HttpRequest, sociallogin: Any) -> Identity:
        names = sociallogin.provider.app.settings.get("claims", {})
        try:
            return read_claims(sociallogin.account.extra_data, names)
        except InputError as wrong:
            sentence = say(wrong)
            page = render(request, "socialaccount/authentication_error.html", {"sentence": sentence}, status=400)
            raise ImmediateHttpResponse(page) from wrong

    @staticmethod
    def _forget_claims(sociallogin: Any) -> None:
        """What the provider said lives on in the citizen only."""
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])

    @staticmethod
    def _lead_to_their_account(request: HttpRequest, sociallogin: Any, identity: Identity) -> None:
        citizen = Citizen.objects.filter(cccd=identity.cccd.digits).select_related("account").first()
        account = take_over(citizen) if citizen else None
        if account is not None:
            sociallogin.connect(request, account)
            prove_citizen(identity, account)

    def _connect(self, request: HttpRequest, account: Account | None, identity: Identity) -> None:
        """An account may carry only its own person's identity; nobody's account is allauth's to refuse."""
        if account is None:
            return
        citizen = Citizen.objects.filter(cccd=identity.cccd.digits).select_related("account").first()
        other = Citizen.objects.filter(account=account).exclude(cccd=identity.cccd.digits).exists()
        if other or (citizen and citizen.account and citizen.account != account):
            sentence = self.error_messages["connected_other"]
            page = render(request, "socialaccount/authentication_error.html", {"sentence": sentence}, status=400)
            raise ImmediateHttpResponse(page)
        prove_citizen(identity, account)
