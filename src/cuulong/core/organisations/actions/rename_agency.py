"""Give an agency another name."""

from __future__ import annotations

from datetime import date

from cuulong.core.organisations.actions.change_profile import change_profile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.declarations import Acting
from cuulong.lib.vietnamese import clean


def rename_agency(
    agency: Agency,
    *,
    name: str,
    on: date,
    acting: Acting,
    short_name: str = "",
    unit_type: str = "",
    legal_act: str = "",
) -> bool:
    """From `on` the agency bears this name; False when it did already (đổi tên cơ quan).

    Raises Forbidden, ArrangementError.
    """
    changes = {"name": clean(name), "short_name": clean(short_name) or clean(name)}
    if unit_type:
        changes["unit_type"] = unit_type
    return change_profile(agency, changes, on=on, legal_act=legal_act, acting=acting)
