"""Mending typing errors by the words the index knows; its cost does not grow with the rows (sửa lỗi gõ)."""

from __future__ import annotations

from django.db import connection, transaction

from .models import KnownWord
from .rules import AS_WRITTEN, NAME, SIDE_BY_SIDE, TITLE, Word

SEVERAL = 3  # a word of fewer entries is not offered: it might give away a single person's name
NEAR = 0.4  # trigram similarity, 0 to 1

NEAREST = """
    SELECT asked.word, (
        SELECT known.word FROM core_search_knownword known
        WHERE known.word %% asked.word AND similarity(known.word, asked.word) >= %s
        ORDER BY similarity(known.word, asked.word) DESC, known.entries DESC, known.word LIMIT 1
    ) FROM unnest(%s::varchar[]) asked (word)
"""
LEARN = """
    INSERT INTO core_search_knownword (word, entries)
    SELECT word, ndoc FROM ts_stat('SELECT words FROM core_search_entry', %s)
    WHERE ndoc >= %s AND left(word, 1) <> ALL (%s) AND length(word) BETWEEN 2 AND 60 AND word !~ '[0-9]'
"""


def mended(asked: list[Word]) -> list[Word]:
    """The words with those unknown to the index replaced by the nearest known one; one query."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [NEAR, [word.folded for word in asked]])
        nearest = dict(cursor.fetchall())
    return [
        word if nearest.get(word.folded) in (None, word.folded) else Word(str(nearest[word.folded])) for word in asked
    ]


@transaction.atomic
def learn_words() -> int:
    """Count the words of all names and titles anew; every night, and after a reindex. Answers how many are known."""
    KnownWord.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [f"{NAME}{TITLE}".lower(), SEVERAL, [AS_WRITTEN, SIDE_BY_SIDE]])
        return int(cursor.rowcount)
