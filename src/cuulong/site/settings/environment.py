"""Reading the environment: every secret and switch comes from there (biến môi trường)."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def switch(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, Any]:
    """Django's settings of a `postgresql://user:password@host:port/name?options` address.

    A `host` among the options names the folder of a Unix socket. A server that is gone without a word is given up
    after `connect_timeout` seconds, so that whoever asks is told. Statements that repeat are prepared, which halves
    what the server spends on a filing; `prepared=off` is for a pooler that cannot keep them.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(parts.query))
    prepared = {"server_side_binding": True, "prepare_threshold": None if options.pop("prepared", "on") == "off" else 3}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": options.pop("port", None) or parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "10"} | prepared | options,
    }
