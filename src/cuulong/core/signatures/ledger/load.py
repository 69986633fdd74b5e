"""Certificates of years before this program, as labelled history of the demo province (chứng thư số các năm trước)."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import VIETNAM, parse_date
from cuulong.lib.province import Province

from ..models import StepKind
from .entering import enter
from .history import note_step


@transaction.atomic
def load_history(province: Province) -> None:
    """Lay the rows of `certificates.csv`; safe to repeat (nạp sổ chứng thư số)."""

    acting = Acting.system("signatures.load")
    agencies = {each.slug: each for each in Agency.objects.all()}
    for row in province.table("certificates"):
        first, end = (datetime.combine(parse_date(row[key]), time(), VIETNAM) for key in ("valid_from", "valid_to"))
        made, new = enter(
            account=None,
            agency=agencies[row["agency"]],
            serves=None,
            subject=row["subject"],
            issuer=row["issuer"],
            serial=row["serial"],
            first=first,
            end=end,
            token_serial=row["token_serial"],
            note=row["label"],
        )
        if new:
            note_step(StepKind.REGISTERED, acting=acting, certificate=made, note=row["label"], at=first)
