"""Which agency a code means today, and what becomes of packets for agencies that are no more (tìm nơi nhận)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cuulong.core.organisations.lineage import standing
from cuulong.core.organisations.models import Agency, AgencyProfile
from cuulong.lib.dates import short_date


@dataclass(frozen=True)
class Place:
    """Where a packet goes; `note` says why, when it is not where it was addressed to (nơi nhận)."""

    agency: Agency
    note: str = ""


def place_of(code: str, day: date) -> Place | None:
    """Our agency with this code, of either kind; a dissolved one's successor. None: nobody of ours bears it.

    A former code of an agency that still stands is its own.
    """
    if not code:
        return None
    bearing = AgencyProfile.objects.filter(Q(code=code) | Q(code_102=code)).select_related("agency")
    today = bearing.filter(valid__contains=day).first()
    if today is not None:
        return Place(today.agency)
    past = bearing.filter(valid__startswith__lte=day).order_by("-valid").first()
    if past is None:
        return None
    heirs = standing(past.agency, day)
    if not heirs:
        return None
    if heirs == [past.agency]:
        return Place(past.agency)
    ended = past.agency.valid.upper
    # The sentence is kept with the packet, so it is the law's language whoever caused it.
    note = (
        f"Gói tin gửi {past.name} (mã {code}), đã kết thúc hoạt động ngày {short_date(ended)};"
        f" chuyển tới {heirs[0].name} là cơ quan kế thừa."
    )
    if len(heirs) > 1:
        note += f" Cũng kế thừa: {', '.join(one.name for one in heirs[1:])}."
    return Place(heirs[0], note)


def code_of(agency: Agency, day: date) -> str:
    """The code it signs with: that of QĐ 20/2020, else that of QCVN 102:2016 (mã định danh)."""
    profile = agency.profile_on(day)
    return (profile.code or profile.code_102) if profile else ""
