"""The one index of everything that can be found, and the words it knows (chỉ mục tìm kiếm).

Retention class "search": a row lives as long as the object it points at; whoever erases that calls `index.remove`.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from cuulong.lib.facts import Ref


class Entry(models.Model):
    """One object that can be found (mục tìm kiếm).

    `scopes`: its kind, and "kind|scope" for each scope that may see it; a reader holds one or the other.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    uuid = models.UUIDField()
    keys = ArrayField(models.CharField(max_length=60, db_collation="C"), default=list)
    title = models.CharField(max_length=300)
    summary = models.CharField(max_length=300, blank=True)
    scopes = ArrayField(models.CharField(max_length=120, db_collation="C"))
    at = models.DateTimeField()
    words = SearchVectorField()
    indexed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["uuid", "kind"], name="search_one_entry")]
        indexes: ClassVar = [
            GinIndex(F("keys"), name="search_keys", fastupdate=False),
            # Both in one index, so that a narrow scope and a common word meet without visiting the rows.
            GinIndex(F("words"), F("scopes"), name="search_words", fastupdate=False),
            models.Index(fields=["at", "id"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.uuid)


class KnownWord(models.Model):
    """A word of names and titles, for mending typing errors (từ đã biết)."""

    word = models.CharField(primary_key=True, max_length=60, db_collation="C")
    entries = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_known_word")]

    def __str__(self) -> str:
        return self.word
