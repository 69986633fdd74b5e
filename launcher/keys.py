"""Secrets of one installation, made once and kept beside its data (khóa và mật khẩu)."""

from __future__ import annotations

import os
import secrets

from launcher.layout import DataFolder, read_json, write_json
from launcher.say import Refusal

DATABASE_ROLES = ("postgres", "owner", "app")
DJANGO_SECRETS = ("CUULONG_SECRET_KEY", "CUULONG_AUDIT_KEY", "CUULONG_PAYMENT_WEBHOOK_KEY", "CUULONG_METRICS_TOKEN")


def of(data: DataFolder) -> dict[str, str]:
    """The secrets of a data folder; those that are missing are made (32 random bytes each, in hex)."""
    path = data.path / "secrets.json"
    if path.exists() and not os.access(path, os.R_OK):
        raise Refusal(f"This user may not read {path}: the data folder belongs to somebody else.")
    known = read_json(path)
    missing = [name for name in (*DATABASE_ROLES, *DJANGO_SECRETS) if name not in known]
    if missing:
        known |= {name: secrets.token_hex(32) for name in missing}
        write_json(path, known)
    return known
