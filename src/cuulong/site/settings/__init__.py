"""Settings of one installation; everything that differs between two comes from the environment (cấu hình)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from cuulong.design.assets import vendor_dirs

from . import environment as env
from .signin import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[4]
ENV = env.text("CUULONG_ENV", "demo")
PRODUCTION = ENV == "production"
DEBUG = False

PROVINCE = env.text("CUULONG_PROVINCE", "vinhlong")
PROVINCES_DIR = Path(env.text("CUULONG_PROVINCES_DIR", str(ROOT / "provinces")))
PROVINCE_DIR = PROVINCES_DIR / PROVINCE
DATA_DIR = Path(env.text("CUULONG_DATA_DIR", str(ROOT / "var" / "data")))
FILES_DIR = DATA_DIR / "files"
AUDIT_DIR = DATA_DIR / "audit"
CA_DIR = DATA_DIR / "ca"
OUTGOING_DIR = DATA_DIR / "outgoing"
NODE_MODULES = Path(env.text("CUULONG_NODE_MODULES", str(ROOT / "node_modules")))
BASE_URL = env.text("CUULONG_BASE_URL", "http://localhost:8000")

SECRET_KEY = env.text("CUULONG_SECRET_KEY")
AUDIT_KEY = env.text("CUULONG_AUDIT_KEY")
AUDIT_FORMER_KEYS = env.text("CUULONG_AUDIT_FORMER_KEYS").split()  # public keys in hex
PAYMENT_WEBHOOK_KEY = env.text("CUULONG_PAYMENT_WEBHOOK_KEY")
METRICS_TOKEN = env.text("CUULONG_METRICS_TOKEN")
REQUIRED_SECRETS = ("CUULONG_SECRET_KEY", "CUULONG_AUDIT_KEY", "CUULONG_PAYMENT_WEBHOOK_KEY", "DATABASE_URL")

ALLOWED_HOSTS = env.text("CUULONG_ALLOWED_HOSTS", "localhost,127.0.0.1,.localhost,testserver").split(",")
ALLOWED_HOSTS += [urlsplit(BASE_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "cuulong.site",
    # systems
    "cuulong.systems.payments",
    "cuulong.systems.services",
    # core, upper to lower
    "cuulong.core.indicators",
    "cuulong.core.search",
    "cuulong.core.worklist",
    "cuulong.core.workflow",
    "cuulong.core.eforms",
    "cuulong.core.exchange",
    "cuulong.core.api",
    "cuulong.core.signatures",
    "cuulong.core.registers",
    "cuulong.core.notifications",
    "cuulong.core.files",
    "cuulong.core.calendars",
    "cuulong.core.parties",
    "cuulong.core.people",
    "cuulong.core.organisations",
    "cuulong.core.outbox",
    "cuulong.core.audit",
    "cuulong.core.registry",
    "cuulong.design",
    # parts we stand on
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "cuulong.site.observability.middleware.request_id_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "cuulong.core.people.access.acting_middleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "cuulong.site.urls"
WSGI_APPLICATION = "cuulong.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "cuulong.design.context.frame",
                "cuulong.site.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "cuulong.design.forms.HouseRenderer"

DATABASES = {"default": env.database(env.text("DATABASE_URL", "postgresql://cuulong_app@127.0.0.1:5432/cuulong"))}
# The default cache is shared by all web workers: lock-outs and rate limits count there. What may differ for minutes is "local".
CACHES = {
    "default": {
        "BACKEND": "cuulong.site.cache.SharedCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
}
RATELIMIT_IP_META_KEY = "cuulong.site.addresses.address_of"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.switch("CUULONG_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]  # asked on this machine, behind the proxy
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *IDENTITY_ORIGINS],  # noqa: F405
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "cuulong" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = vendor_dirs(NODE_MODULES)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILES_MAX_BYTES = env.number("CUULONG_FILES_MAX_BYTES", 20 * 1024 * 1024)
# The recognition of scans; where the program is not there, scans are kept and not searched.
TESSERACT = env.text("CUULONG_TESSERACT", "tesseract")
CLAMD_ADDRESS = env.text("CUULONG_CLAMD_ADDRESS")
S3_ENDPOINT = env.text("CUULONG_S3_ENDPOINT")
S3_BUCKET = env.text("CUULONG_S3_BUCKET")
S3_ACCESS_KEY = env.text("CUULONG_S3_ACCESS_KEY")
S3_SECRET_KEY = env.text("CUULONG_S3_SECRET_KEY")

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("CUULONG_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = OUTGOING_DIR / "mail"
EMAIL_HOST = env.text("CUULONG_SMTP_HOST")
EMAIL_PORT = env.number("CUULONG_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("CUULONG_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("CUULONG_SMTP_PASSWORD")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("CUULONG_MAIL_FROM", f"khong-tra-loi@{PROVINCE}.example")

PROCRASTINATE_IMPORT_PATHS: list[str] = []
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = "cuulong.site.observability.logs.configure"
LOGGING = {"level": env.text("CUULONG_LOG_LEVEL", "INFO")}

# The account that fees are paid into, as VietQR names it; invented until an installation sets its own.
TREASURY_BANK_BIN = env.text("CUULONG_TREASURY_BANK_BIN", "999999")
TREASURY_BANK_NAME = env.text("CUULONG_TREASURY_BANK_NAME", "Ngân hàng trình diễn")
TREASURY_ACCOUNT = env.text("CUULONG_TREASURY_ACCOUNT", "0000000000")

# Databases of the state: where they answer (the simulator in demos), and the key that we show them.
EXCHANGE_URL = env.text("CUULONG_EXCHANGE_URL")
EXCHANGE_KEY = env.text("CUULONG_EXCHANGE_KEY")

# Signatures: whose certificates are trusted, who vouches for the time, where a token's driver lies.
# The national portal: where it takes messages, and the key that both sides sign them with.
PORTAL_URL = env.text("CUULONG_PORTAL_URL")
PORTAL_KEY = env.text("CUULONG_PORTAL_KEY")
TRUST_DIR = Path(env.text("CUULONG_TRUST_DIR", str(DATA_DIR / "trust")))
TSA_URL = env.text("CUULONG_TSA_URL")
PKCS11_MODULE = env.text("CUULONG_PKCS11_MODULE")

# Systems outside: tokens live for ten minutes, their own state decides at each request. Receivers of webhooks inside the
# province's own network are named here; everybody else must have a public address and TLS.
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 600
WEBHOOK_INNER_HOSTS = env.text("CUULONG_WEBHOOK_INNER_HOSTS").split()
