"""The floor of ./bench pages: the same bytes from WhiteNoise, placed behind all other middleware (mức sàn của trang)."""

from __future__ import annotations

from django.conf import settings

WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"
settings.MIDDLEWARE = [*(one for one in settings.MIDDLEWARE if one != WHITENOISE), WHITENOISE]

from cuulong.site.wsgi import application  # noqa: E402, F401
