"""The base of every row that others may point at: a bigint key inside, a UUIDv7 outside (đối tượng)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import connection, models

from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7


class Entity(models.Model):
    """A row with a public identity. `ref_kind` is the code of its `registry.Kind`."""

    ref_kind: ClassVar[str]

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_kind, self.uuid)

    def insert_by(self, statement: str, values: Mapping[str, Any], returned: Sequence[str]) -> None:
        """Write this new row by a statement of its own, which gives back the fields `returned` (ghi bằng một câu lệnh)."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            for name, value in zip(returned, cursor.fetchone(), strict=True):
                setattr(self, name, value)
        self._state.adding, self._state.db = False, connection.alias
