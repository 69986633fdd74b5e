"""Write down a business."""

from __future__ import annotations

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Business
from cuulong.core.parties.rules import PartyError
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import parse_tax_code


@transaction.atomic
def register_business(
    *,
    full_name: str,
    tax_code: str,
    accept_unusual: bool = False,
    phone: str = "",
    email: str = "",
    address: str = "",
    commune: Agency | None = None,
    account: Account | None = None,
    acting: Acting,
) -> Business:
    """Register a business that is not known yet (đăng ký doanh nghiệp).

    Raises PartyError, IdentityError, Forbidden; UnusualTaxCodeError unless `accept_unusual` says
    that somebody looked twice.
    """
    if acting.account is None or acting.account != account:
        acting.require("parties.register")
    code = str(parse_tax_code(tax_code, accept_unusual=accept_unusual))
    if Business.objects.filter(tax_code=code).exists():
        raise PartyError("tax_code_known", gettext_noop("Mã số thuế này đã có trong hệ thống."))
    business = Business(
        full_name=full_name, tax_code=code, phone=phone, email=email, address=address, commune=commune, account=account
    )
    business.save()
    record(acting, "parties.business.registered", business)
    return business
