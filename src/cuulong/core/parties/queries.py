"""Reads over citizens and businesses (tra cứu người dân, doanh nghiệp)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from cuulong.core.parties.models import Business, Citizen, Representation
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.lib.identity import parse_citizen_number, parse_tax_code


def party_of(account: Account) -> Citizen | Business | None:
    """The citizen or business who signs in with this account (người dùng tài khoản)."""
    return Citizen.objects.filter(account=account).first() or Business.objects.filter(account=account).first()


def may_act_for(account: Account, day: date | None = None) -> list[Citizen | Business]:
    """Oneself first, then those one represents on `day` (những người được đại diện)."""
    own = party_of(account)
    if not isinstance(own, Citizen):
        return [own] if own else []
    lent = (
        Representation.objects.on(day or timezone.localdate())
        .filter(representative=own)
        .select_related("business", "citizen")
    )
    return [own, *sorted((r.represented for r in lent), key=lambda p: p.name_key)]


def citizen_by_number(text: str) -> Citizen | None:
    """The citizen with this identity number; raises IdentityError for one that cannot be (tìm theo số căn cước)."""
    return Citizen.objects.filter(cccd=parse_citizen_number(text).digits).first()


def business_by_code(text: str) -> Business | None:
    """The business with this tax code; raises IdentityError for one that cannot be (tìm theo mã số thuế)."""
    return Business.objects.filter(tax_code=str(parse_tax_code(text, accept_unusual=True))).first()


def citizens_visible_to(acting: Acting) -> QuerySet[Citizen]:
    """Oneself, or everyone for those who take in dossiers (người dân được xem); each reading must be recorded."""
    if acting.can("parties.see"):
        return Citizen.objects.all()
    return Citizen.objects.filter(account=acting.account) if acting.account else Citizen.objects.none()


def businesses_visible_to(acting: Acting) -> QuerySet[Business]:
    """One's own, those one represents, or all for those who take in dossiers (doanh nghiệp được xem)."""
    if acting.can("parties.see"):
        return Business.objects.all()
    if acting.account is None:
        return Business.objects.none()
    return Business.objects.filter(pk__in=[p.pk for p in may_act_for(acting.account) if isinstance(p, Business)])
