"""Sessions in the database, as Django keeps them; read in every request (phiên làm việc)."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from cuulong.core.registry.kept import Given, Reading

LIVING = Reading(
    lambda: Session.objects.filter(session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField()))
)


class SessionStore(DatabaseStore):
    """Django's, whose reading is put together once (kho phiên)."""

    def _get_session_from_db(self) -> Any:
        found = LIVING.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
