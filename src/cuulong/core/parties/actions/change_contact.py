"""Change how a party is reached."""

from __future__ import annotations

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Business, Citizen
from cuulong.core.people.acting import Acting


@transaction.atomic
def change_contact(
    party: Citizen | Business, *, phone: str, email: str, address: str, commune: Agency | None, acting: Acting
) -> None:
    """Keep new ways to reach a citizen or business (sửa thông tin liên hệ); raises IdentityError, Forbidden."""
    if acting.account is None or acting.account != party.account:
        acting.require("parties.register")
    before = (party.phone, party.email, party.address, party.commune)
    party.phone, party.email, party.address, party.commune = phone, email, address, commune
    party.save()
    if before != (party.phone, party.email, party.address, party.commune):
        record(acting, "parties.contact.changed", party)
