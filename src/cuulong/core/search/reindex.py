"""Building the index anew from the objects themselves (lập lại chỉ mục)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from cuulong.core.registry import Searchable, get

from .index import put_all
from .models import Entry
from .spelling import learn_words


def reindex(kinds: Iterable[str]) -> dict[str, int]:
    """Put every object of these kinds again, then drop rows whose object is gone; search goes on meanwhile.

    Answers how many of each kind. Raises registry.Undeclared.
    """
    counts = {}
    for code in kinds:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            began = cursor.fetchone()[0]
        counts[code] = put_all(get(Searchable, code).reindex())
        Entry.objects.filter(kind=code, indexed_at__lt=began).delete()
    learn_words()
    return counts
