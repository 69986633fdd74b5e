"""Fifty clerks at once: no number of arrival twice, none missing (cấp số đến liên tục)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from cuulong.systems.documents.incoming.actions.register import register
from cuulong.systems.documents.models import Document, Incoming

from .arrivals import CLERK, came, who


@pytest.mark.django_db(transaction=True)
def test_fifty_clerks_register_without_a_gap_or_a_duplicate(province: None) -> None:
    documents = [came(number=f"{n}/A-B") for n in range(1, 51)]
    acting, at = who(CLERK), timezone.now()

    def enter(document: Document) -> None:
        try:
            register(document, acting=acting, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(enter, documents))
    taken = Incoming.objects.filter(entry__isnull=False).values_list("entry__n", flat=True)
    assert sorted(taken) == list(range(1, 51))
