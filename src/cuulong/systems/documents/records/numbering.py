"""Number and notation of an outgoing document (số, ký hiệu văn bản đi; NĐ 30/2020, Điều 15 và Phụ lục I)."""

from __future__ import annotations

from datetime import date

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.vietnamese import clean

from .kinds import ALL, LETTER
from .models import Document, Numbering

COMMITTEES = (AgencyKind.PROVINCE, AgencyKind.DISTRICT, AgencyKind.COMMUNE)
OUT_SERIES, IN_SERIES = "documents.out", "documents.in"


def numbering_on(agency: Agency, day: date) -> Numbering | None:
    """What the head of the body had decided on its numbers for that day."""
    return Numbering.objects.filter(agency=agency, valid__contains=day).first()


def abbreviation_of(agency: Agency, decided: Numbering | None) -> str:
    """The body in a notation: as decided, else UBND for a people's committee and initials for the others."""
    if decided is not None:
        return decided.abbreviation
    if agency.kind in COMMITTEES:
        return "UBND"
    return "".join(word[0] for word in clean(agency.name).replace("-", " ").split() if word[0].isalpha()).upper()[:20]


def series_of(kind: str, decided: Numbering | None) -> str:
    """The series a kind takes its number from: the common one, or its own. Undecided: one series for every kind."""
    if decided is None or not decided.shared or kind in decided.shared:
        return OUT_SERIES
    return f"{OUT_SERIES}.{kind}"


def notation_of(document: Document, decided: Numbering | None, *, unit: str = "", short: str = "") -> str:
    """ "QĐ-UBND"; a letter names body and drafting unit, "UBND-VX". `short` stands for kinds outside the list ("GP")."""
    body = abbreviation_of(document.agency, decided)
    kind = ALL.get(document.kind)
    first = short or (kind.short if kind else "")
    if document.kind == LETTER or not first:
        return f"{body}-{unit}" if unit else body
    return f"{first}-{body}"
