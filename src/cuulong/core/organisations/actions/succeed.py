"""Merge, split, move and abolish agencies, and pass on a part of their work."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange as Stored
from django.utils.text import slugify

from cuulong.core.organisations.actions.change_profile import change_profile
from cuulong.core.organisations.actions.keep_present import bring_up_to_date
from cuulong.core.organisations.actions.succession import note_succession
from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile, Membership, SuccessionKind
from cuulong.core.organisations.rules import ArrangementError, check_codes, check_living
from cuulong.core.registry.declarations import Acting
from cuulong.lib.dates import DateRange, short_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, fold

INNER = (AgencyKind.ROOM, AgencyKind.DIVISION)


@transaction.atomic
def merge(agency: Agency, into: Agency, *, on: date, acting: Acting, legal_act: str = "") -> None:
    """The agency ends on `on` and all its work passes to `into` (sáp nhập).

    Raises Forbidden, ArrangementError.
    """
    acting.require("organisations.manage")
    if agency == into:
        raise ArrangementError("into", gettext_noop("Chọn một đơn vị khác để nhận sáp nhập."))
    _must_live(into, on, "into")
    _end(agency, on)
    note_succession(SuccessionKind.MERGE, agency, into, on=on, legal_act=legal_act, acting=acting)


@transaction.atomic
def abolish(agency: Agency, *, on: date, acting: Acting, legal_act: str = "") -> None:
    """The agency ends on `on`; where its work went stands in transfers (giải thể).

    Raises Forbidden, ArrangementError.
    """
    acting.require("organisations.manage")
    _end(agency, on)
    note_succession(SuccessionKind.ABOLISH, agency, None, on=on, legal_act=legal_act, acting=acting)


@transaction.atomic
def split(
    agency: Agency,
    *,
    name: str,
    on: date,
    acting: Acting,
    short_name: str = "",
    unit_type: str = "",
    stat_code: str = "",
    code: str = "",
    legal_act: str = "",
) -> Agency:
    """A part of the agency becomes a new one that begins on `on`, under the same parent (chia, tách).

    Raises Forbidden, ArrangementError.
    """
    acting.require("organisations.manage")
    profile = _must_live(agency, on, "on")
    check_codes(code, "")
    taken = AgencyProfile.objects.filter(code=code, valid__overlap=Stored(on, None)).first() if code else None
    if taken:
        raise ArrangementError(
            "code", gettext_noop("Mã %(number)s đang là của %(name)s."), number=code, name=taken.name
        )
    name, short_name = clean(name), clean(short_name) or clean(name)
    new = Agency.objects.create(
        slug=_free_slug(agency, stat_code, short_name),
        kind=agency.kind,
        stat_code=stat_code,
        valid=Stored(on, None),
        name=name,
        short_name=short_name,
        code=code,
        parent=profile.parent,
    )
    AgencyProfile.objects.create(
        agency=new,
        name=name,
        short_name=short_name,
        unit_type=unit_type or profile.unit_type,
        level=profile.level,
        parent=profile.parent,
        code=code,
        valid=Stored(on, None),
        source=legal_act,
        by_hand=True,
    )
    note_succession(SuccessionKind.SPLIT, agency, new, on=on, legal_act=legal_act, acting=acting)
    bring_up_to_date([new.pk])
    return new


def move(agency: Agency, parent: Agency, *, on: date, acting: Acting, legal_act: str = "") -> bool:
    """From `on` the agency answers to `parent`; False when it did already (chuyển trực thuộc).

    Raises Forbidden, ArrangementError.
    """
    _must_live(parent, on, "parent")
    return change_profile(agency, {"parent": parent}, on=on, legal_act=legal_act, acting=acting)


@transaction.atomic
def transfer(agency: Agency, to: Agency, *, function: str, on: date, acting: Acting, legal_act: str = "") -> None:
    """A function or a part of the area passes from one agency to another on `on` (chuyển một phần chức năng).

    Raises Forbidden, ArrangementError.
    """
    acting.require("organisations.manage")
    if agency == to:
        raise ArrangementError("to", gettext_noop("Chọn một đơn vị khác để nhận chức năng."))
    _must_live(to, on, "to")
    kind = SuccessionKind.PARTIAL_TRANSFER
    note_succession(kind, agency, to, on=on, function=clean(function), legal_act=legal_act, acting=acting)


def _must_live(agency: Agency, on: date, field: str) -> AgencyProfile:
    profile = agency.profile_on(on)
    if profile is None:
        raise ArrangementError(
            field, gettext_noop("%(name)s không hoạt động vào ngày %(day)s."), name=agency.name, day=short_date(on)
        )
    return profile


def _end(agency: Agency, on: date) -> None:
    """Close an agency and its inner rooms; what else hangs below must have been moved before."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    below = AgencyProfile.objects.filter(parent=agency, valid__contains=on).select_related("agency")
    inner = [row.agency for row in below if row.agency.kind in INNER or row.agency.key]
    others = [row.short_name or row.name for row in below if row.agency not in inner]
    if others:
        raise ArrangementError(
            "on",
            gettext_noop("Còn %(count)d đơn vị trực thuộc (%(names)s). Chuyển hoặc sáp nhập các đơn vị đó trước."),
            count=len(others),
            names=", ".join(others[:3]) + (", …" if len(others) > 3 else ""),
        )
    for one in [agency, *inner]:
        check_living(DateRange(one.valid.lower, one.valid.upper), on, one.name)
        _close(one, on)
    bring_up_to_date([agency.pk, *(one.pk for one in inner)])


def _close(agency: Agency, on: date) -> None:
    AgencyProfile.objects.filter(agency=agency, valid__startswith__gte=on).delete()
    for row in AgencyProfile.objects.filter(agency=agency, valid__contains=on):
        row.valid, row.by_hand = Stored(row.valid.lower, on), True
        row.save(update_fields=["valid", "by_hand"])
    for seat in Membership.objects.filter(member=agency, valid__contains=on):
        if seat.valid.lower < on:
            seat.valid = Stored(seat.valid.lower, on)
            seat.save(update_fields=["valid"])
        else:
            seat.delete()
    agency.valid = Stored(agency.valid.lower, on)
    agency.save(update_fields=["valid"])


def _free_slug(agency: Agency, stat_code: str, short_name: str) -> str:
    wish = f"{agency.kind}-{stat_code}" if stat_code else slugify(fold(short_name))[:70]
    if stat_code and Agency.objects.filter(slug=wish).exists():
        raise ArrangementError("stat_code", gettext_noop("Mã đơn vị hành chính này đã có đơn vị mang."))
    slug, n = wish, 2
    while Agency.objects.filter(slug=slug).exists():
        slug, n = f"{wish}-{n}", n + 1
    return slug
