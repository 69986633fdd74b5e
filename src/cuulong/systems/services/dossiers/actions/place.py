"""Say where people file from a day on (đặt nơi nộp trực tuyến)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop

from ..models import FilingPlace
from ..rules import Refused


@transaction.atomic
def set_place(
    *, here: bool, portal_url: str = "", basis: str, first: date, acting: Acting, at: datetime
) -> FilingPlace:
    """People file here, or on the portal, from `first` on; days that passed stay as they were (đặt nơi nộp).

    Raises Forbidden, Refused: a day that passed, no address of the portal.
    """
    acting.require("services.catalogue.control")
    if first < local_date(at):
        raise Refused("past", gettext_noop("Ngày áp dụng phải từ hôm nay trở đi."))
    if not here and not portal_url:
        raise Refused("no_portal", gettext_noop("Nhập địa chỉ cổng nơi người dân nộp hồ sơ."))
    FilingPlace.objects.select_for_update().filter(valid__startswith__gte=first).delete()
    for earlier in FilingPlace.objects.select_for_update().filter(valid__contains=first):
        earlier.valid = DateRange(earlier.valid.lower, first)
        earlier.save(update_fields=["valid"])
    made = FilingPlace.objects.create(
        here=here, portal_url="" if here else portal_url, basis=basis, valid=DateRange(first, None)
    )
    record(acting, "services.place.here" if here else "services.place.portal", made, day=first.isoformat(), basis=basis)
    return made
