"""Say what an agency is called and where it stands, from a day on or by way of correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange as Stored
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.actions.keep_present import bring_up_to_date
from cuulong.core.organisations.actions.succession import note_succession
from cuulong.core.organisations.models import Agency, AgencyProfile, SuccessionKind
from cuulong.core.organisations.rules import ArrangementError, check_codes, check_living
from cuulong.core.registry.declarations import Acting
from cuulong.lib.dates import DateRange, short_date
from cuulong.lib.errors import gettext_noop

FIELDS = ("name", "short_name", "unit_type", "level", "parent", "code", "code_102", "address", "phone", "email")


@transaction.atomic
def change_profile(
    agency: Agency,
    changes: Mapping[str, Any],
    *,
    acting: Acting,
    on: date | None = None,
    legal_act: str = "",
    exchange: bool = False,
) -> bool:
    """Change some fields of an agency's profile; False when they say nothing new (cập nhật thông tin cơ quan).

    Without `on` the present profile (or the last one) is corrected; with it a new profile begins on that day, and a new
    name or parent is written down as a succession. `exchange`: the caller has seen to it that codes stay unique.
    Raises Forbidden, ArrangementError.
    """
    acting.require("organisations.manage")
    Agency.objects.select_for_update().get(pk=agency.pk)
    profile = _profile(agency, on)
    new = {key: value for key, value in changes.items() if value != getattr(profile, key)}
    if not new:
        return False
    _check(agency, profile, new, exchange)
    before = {key: getattr(profile, key) for key in FIELDS}
    if on is not None and on != profile.valid.lower:
        profile = _cut(profile, on)
    for key, value in new.items():
        setattr(profile, key, value)
    profile.by_hand = True
    if legal_act:
        profile.source = legal_act
    profile.save()
    if "code" in new and before["code"]:
        _recode_rooms(agency, before["code"], profile)
    bring_up_to_date(subtree_of(agency))
    if on is not None:
        _note_what_changed(agency, before, new, on, legal_act, acting)
    shown = {key: [str(before[key] or ""), str(value or "")] for key, value in new.items()}
    record(acting, "organisations.agency.changed", agency, agency, name=profile.name, fields=sorted(new), changes=shown)
    return True


def subtree_of(agency: Agency) -> list[int]:
    """The agency and its inner rooms, whose codes hang on its own."""
    return [agency.pk, *AgencyProfile.objects.filter(parent=agency).values_list("agency_id", flat=True)]


def _profile(agency: Agency, on: date | None) -> AgencyProfile:
    rows = AgencyProfile.objects.select_related("parent").filter(agency=agency)
    if on is None:
        profile = rows.filter(valid__contains=timezone.localdate()).first() or rows.order_by("-valid").first()
    else:
        profile = rows.filter(valid__contains=on).first()
        if profile and rows.filter(valid__startswith__gt=on).exists():
            raise ArrangementError(
                "on",
                gettext_noop("%(name)s đã có thay đổi có hiệu lực sau ngày %(day)s. Nhập ngày sau thay đổi đó."),
                name=agency.name,
                day=short_date(on),
            )
    if profile is None:
        raise ArrangementError("on", gettext_noop("%(name)s không hoạt động vào ngày này."), name=agency.name)
    return profile


def _check(agency: Agency, profile: AgencyProfile, new: Mapping[str, Any], exchange: bool) -> None:
    check_codes(new.get("code", ""), new.get("code_102", ""))
    if not new.get("name", profile.name):
        raise ArrangementError("name", gettext_noop("Nhập tên cơ quan."))
    if new.get("parent") is not None and agency.pk in _ancestors(new["parent"]):
        raise ArrangementError("parent", gettext_noop("Một cơ quan không thể trực thuộc chính nó hoặc đơn vị dưới nó."))
    if new.get("code") and not exchange:
        clash = (
            AgencyProfile.objects.filter(code=new["code"], valid__overlap=profile.valid).exclude(agency=agency).first()
        )
        if clash:
            raise ArrangementError(
                "code", gettext_noop("Mã %(number)s đang là của %(name)s."), number=new["code"], name=clash.name
            )


def _ancestors(agency: Agency) -> set[int]:
    found: set[int] = set()
    one: Agency | None = agency
    while one is not None and one.pk not in found:
        found.add(one.pk)
        one = one.parent
    return found


def _cut(profile: AgencyProfile, on: date) -> AgencyProfile:
    """End the profile on that day; give the one that follows, not yet saved."""
    check_living(DateRange(profile.valid.lower, profile.valid.upper), on, profile.name)
    end = profile.valid.upper
    profile.valid = Stored(profile.valid.lower, on)
    profile.by_hand = True
    profile.save(update_fields=["valid", "by_hand"])
    kept = {key: getattr(profile, key) for key in FIELDS}
    return AgencyProfile(agency_id=profile.agency_id, valid=Stored(on, end), certain=True, **kept)


def _recode_rooms(agency: Agency, old: str, profile: AgencyProfile) -> None:
    rooms = AgencyProfile.objects.filter(parent=agency, code__startswith=f"{old}.", valid__overlap=profile.valid)
    for room in rooms:
        room.code = profile.code + room.code.removeprefix(old)
        room.by_hand = True
        room.save(update_fields=["code", "by_hand"])


def _note_what_changed(
    agency: Agency, before: Mapping[str, Any], new: Mapping[str, Any], on: date, legal_act: str, acting: Acting
) -> None:
    if "name" in new or "short_name" in new:
        old, renamed = (row.get("short_name") or row.get("name") for row in (before, {**before, **new}))
        note_succession(
            SuccessionKind.RENAME,
            agency,
            agency,
            on=on,
            function=f"{old} → {renamed}",
            legal_act=legal_act,
            acting=acting,
        )
    if "parent" in new:
        places = " → ".join(str(place or "–") for place in (before["parent"], new["parent"]))
        note_succession(
            SuccessionKind.MOVE, agency, agency, on=on, function=places[:200], legal_act=legal_act, acting=acting
        )
