"""One act for one key: a client that asks again after a lost answer gets the same act (chống trùng)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.utils import timezone

from cuulong.lib.errors import gettext_noop

from .models import ApiClient, Once
from .rules import Reused

KEPT = timedelta(days=30)


@transaction.atomic
def once(client: ApiClient, key: str, asked: Any, act: Callable[[], UUID]) -> tuple[UUID, bool]:
    """Do `act` unless it was done under this key; (what it made, whether it was made now) (chống trùng).

    `asked`: what the act depends on. A second request waits for the first. Raises Reused for a key of another act.
    """
    fingerprint = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    row, fresh = Once.objects.get_or_create(client=client, key=key, defaults={"fingerprint": fingerprint})
    if row.fingerprint != fingerprint:
        raise Reused("key_reused", gettext_noop("Khóa chống trùng này đã dùng cho một yêu cầu khác."))
    if not fresh and row.subject is not None:
        return row.subject, False
    row.subject = act()
    row.save(update_fields=["subject"])
    return row.subject, True


def nightly() -> None:
    """Forget keys after a month and tokens after their end (dọn khóa cũ)."""
    now = timezone.now()
    Once.objects.filter(asked_at__lt=now - KEPT).delete()
    Token.objects.expired().delete()
