"""The number of one document: which series, which notation, one clerk at a time (cấp số văn bản)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
from cuulong.core.registers.models import Entry
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import fold

from ..records.kinds import RESULT
from ..records.models import Document
from ..records.numbering import notation_of, numbering_on, series_of
from ..records.rules import Refused

# Results of procedures that are none of the 29 kinds go on in the series in which they have been numbered since before
# this system stood, so that no number of a year is borne twice.
RESULT_SERIES = "services.results"
CLAIM_SPACE = 5_370_030  # any number, different from other advisory locks of the house
MOST_TRIES = 50
SMALL_WORDS = {"va", "cua", "thuoc"}


@contextmanager
def claim(document: Document) -> Iterator[None]:
    """One clerk at a time numbers a document; whoever dies lets it go with the connection (giữ quyền cấp số).

    Signing happens outside any transaction, so no row lock can hold it. Raises Refused for the second one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [CLAIM_SPACE, document.pk])
        got = cursor.fetchone()[0]
    if not got:
        raise Refused("numbering", gettext_noop("Người khác đang cấp số văn bản này. Tải lại trang để xem số đã cấp."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [CLAIM_SPACE, document.pk])


def reserve(document: Document, day: date, *, short: str = "", acting: Acting) -> Entry:
    """The next number of that day's year, held until it is issued or voided; in a transaction of its own (giữ số).

    A number and notation that the body has already borne this year, in another series, is struck out with the reason.
    """
    decided = numbering_on(document.agency, day)
    notation = notation_of(document, decided, unit=unit_of(document.room), short=short)
    series = RESULT_SERIES if document.kind == RESULT.code else series_of(document.kind, decided)
    for _try in range(MOST_TRIES):
        entry = numbers.reserve(series, agency=document.agency, acting=acting, year=day.year, notation=notation[:40])
        if not _is_borne(entry):
            return entry
        numbers.void(entry, f"Số {entry.text} đã cấp trong dãy khác của năm {day.year}", acting=acting)
    raise Refused("no_number", gettext_noop("Chưa tìm được số còn trống. Mở dãy số từ một số lớn hơn rồi cấp lại."))


def _is_borne(entry: Entry) -> bool:
    same = Entry.objects.filter(n=entry.n, notation=entry.notation, series__agency_id=entry.series.agency_id)
    return same.filter(series__period=entry.series.period).exclude(pk=entry.pk).exclude(state="void").exists()


def unit_of(room: Agency | None) -> str:
    """The drafting room in a letter's notation, by the initials of what it is called: "KTHTĐT" (đơn vị soạn thảo)."""
    if room is None:
        return ""
    name = room.name.removeprefix("Phòng ")
    words = name.replace("-", " ").replace(",", " ").split()
    return "".join(word[0] for word in words if word[0].isalpha() and fold(word) not in SMALL_WORDS).upper()[:12]
