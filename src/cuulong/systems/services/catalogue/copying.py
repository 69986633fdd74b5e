"""Many rows at once through the database's own bulk door (ghi hàng loạt)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a model's table; dictionaries and lists of lists are written as JSON by the caller.

    A tenth of the time of INSERT for a catalogue; database defaults fill what is not named.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def as_json(value: Any) -> str:
    """JSON text for a JSON column."""
    return json.dumps(value, ensure_ascii=False)
