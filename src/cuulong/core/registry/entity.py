"""The base of every row that others may point at: a bigint key inside, a UUIDv7 outside (đối tượng)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

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
