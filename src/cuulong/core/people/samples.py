"""How a test walks the routes of people and of sign-in (mẫu đường dẫn)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuulong.core.registry import RouteSample, declare

from .models import Account, Appointment, Delegation


def _official() -> Mapping[str, Any]:
    return {"uuid": Account.objects.filter(appointments__isnull=False).order_by("pk")[0].uuid}


def _appointment() -> Mapping[str, Any]:
    return {"uuid": Appointment.objects.filter(valid__upper_inf=True).order_by("pk")[0].uuid}


def _delegation() -> Mapping[str, Any]:
    return {"uuid": Delegation.objects.filter(revoked_at=None).order_by("pk")[0].uuid}


declare(
    RouteSample(code="people:account", role="signer"),
    RouteSample(code="people:home", role="signer", status=302),
    RouteSample(code="people:language", role="signer", method="POST", status=302),
    RouteSample(code="people:lend", role="signer"),
    RouteSample(code="people:take_back", role="administrator", kwargs=_delegation, beyond="people.see"),
    RouteSample(code="people:demo_sign_in", method="POST", status=302, kwargs=lambda: {"username": "lc.tiepnhan"}),
    RouteSample(code="officials:list", role="administrator"),
    RouteSample(code="officials:new", role="administrator"),
    RouteSample(code="officials:import", role="administrator"),
    RouteSample(code="officials:import_confirm", role="administrator", method="POST", status=302),
    RouteSample(code="officials:person", role="administrator", kwargs=_official),
    RouteSample(code="officials:appoint", role="administrator", kwargs=_official),
    RouteSample(code="officials:end", role="administrator", kwargs=_appointment),
)
declare(
    RouteSample(code="account_login"),
    RouteSample(code="account_logout", role="citizen"),
    RouteSample(code="account_inactive"),
    RouteSample(code="account_signup"),
    RouteSample(code="account_reauthenticate", role="citizen"),
    RouteSample(code="account_change_password", role="citizen"),
    RouteSample(code="account_set_password", role="citizen", status=302),
    RouteSample(code="account_reset_password"),
    RouteSample(code="account_reset_password_done"),
    RouteSample(code="account_reset_password_from_key", kwargs=lambda: {"uidb36": "1", "key": "x-y"}, bearer=True),
    RouteSample(code="account_reset_password_from_key_done"),
    RouteSample(code="mfa_index", role="signer"),
    RouteSample(code="mfa_authenticate", status=302),
    RouteSample(code="mfa_reauthenticate", role="signer"),
    RouteSample(code="mfa_activate_totp", role="citizen"),
    RouteSample(code="mfa_deactivate_totp", role="signer"),
    RouteSample(code="mfa_view_recovery_codes", role="signer"),
    RouteSample(code="mfa_generate_recovery_codes", role="signer"),
    RouteSample(code="mfa_download_recovery_codes", role="signer"),
    RouteSample(code="mfa_list_webauthn", role="signer"),
    RouteSample(code="mfa_add_webauthn", role="signer"),
    RouteSample(code="mfa_reauthenticate_webauthn", role="signer", status=302),
    RouteSample(code="mfa_remove_webauthn", role="signer", kwargs=lambda: {"pk": 0}, status=404),
    RouteSample(code="mfa_edit_webauthn", role="signer", kwargs=lambda: {"pk": 0}, status=404),
    RouteSample(code="mfa_login_webauthn", method="POST", status=302),
    RouteSample(code="socialaccount_login_cancelled"),
    RouteSample(code="socialaccount_login_error", status=401),
    RouteSample(code="socialaccount_signup", status=302),
    RouteSample(code="socialaccount_connections", role="citizen"),
    RouteSample(code="openid_connect_login", kwargs=lambda: {"provider_id": "none"}, status=404),
    RouteSample(code="openid_connect_callback", kwargs=lambda: {"provider_id": "none"}, status=404),
    RouteSample(code="usersessions_list", role="citizen"),
)
