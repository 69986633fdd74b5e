"""Sign-in: passwords, passkeys, one-time codes, identity providers, lock-out (cấu hình đăng nhập).

Identity providers are named in CUULONG_OIDC_PROVIDERS ("vneid dvcqg"); each is described by CUULONG_OIDC_<NAME>_… :
SERVER (issuer address), CLIENT_ID, SECRET, NAME (on the button), SCOPE, UID_CLAIM, AUTH_PARAMS ("acr_values=LoA1") and
CLAIMS, which says what carries what: "cccd=SoDinhDanh full_name=HoVaTen". Its pages must be reachable from our form:
ORIGINS names further hosts it sends browsers through.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from . import environment as env

AUTH_USER_MODEL = "core_people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/account/home/"
LOGOUT_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "cuulong.core.people.views.errors.csrf_failure"

ACCOUNT_ADAPTER = "cuulong.core.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "20/m/ip,5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("CUULONG_TRUSTED_PROXIES", 0)
ACCOUNT_FORMS = {
    "login": "cuulong.core.people.signin_forms.LoginForm",
    "signup": "cuulong.core.parties.signup.CitizenSignupForm",
    "reauthenticate": "cuulong.core.people.signin_forms.ReauthenticateForm",
    "change_password": "cuulong.core.people.signin_forms.ChangePasswordForm",
    "set_password": "cuulong.core.people.signin_forms.SetPasswordForm",
    "reset_password": "cuulong.core.people.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "cuulong.core.people.signin_forms.ResetPasswordKeyForm",
}

MFA_ADAPTER = "cuulong.core.people.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.text("CUULONG_ENV", "demo") != "production"
MFA_FORMS = {
    "authenticate": "cuulong.core.people.signin_forms.AuthenticateForm",
    "reauthenticate": "cuulong.core.people.signin_forms.ReauthenticateByCodeForm",
    "activate_totp": "cuulong.core.people.signin_forms.ActivateTOTPForm",
    "add_webauthn": "cuulong.core.people.signin_forms.AddKeyForm",
    "edit_webauthn": "cuulong.core.people.signin_forms.EditKeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"


def _provider(name: str) -> dict[str, Any]:
    def of(key: str, default: str = "") -> str:
        return env.text(f"CUULONG_OIDC_{name.upper()}_{key}", default)

    def pairs(key: str) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in of(key).split())

    return {
        "provider_id": name,
        "name": of("NAME", name),
        "client_id": of("CLIENT_ID"),
        "secret": of("SECRET"),
        "settings": {
            "server_url": of("SERVER"),
            "oauth_pkce_enabled": True,
            "scope": of("SCOPE", "openid").split(),
            "uid_field": of("UID_CLAIM", "sub"),
            "claims": pairs("CLAIMS"),
            "auth_params": pairs("AUTH_PARAMS"),
        },
    }


def _origins(name: str) -> list[str]:
    server = urlsplit(env.text(f"CUULONG_OIDC_{name.upper()}_SERVER"))
    return [f"{server.scheme}://{server.netloc}", *env.text(f"CUULONG_OIDC_{name.upper()}_ORIGINS").split()]


PROVIDERS = env.text("CUULONG_OIDC_PROVIDERS").split()
IDENTITY_ORIGINS = [origin for name in PROVIDERS for origin in _origins(name)]
SOCIALACCOUNT_ADAPTER = "cuulong.core.parties.adapters.IdentityProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_provider(name) for name in PROVIDERS]}}
