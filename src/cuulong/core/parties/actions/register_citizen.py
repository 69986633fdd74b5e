"""Write down a citizen."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.models import Assurance, Citizen
from cuulong.core.parties.rules import PartyError
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import Sex, check_citizen_number_matches, parse_citizen_number


@transaction.atomic
def register_citizen(
    *,
    full_name: str,
    cccd: str = "",
    birth_date: date | None = None,
    sex: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    commune: Agency | None = None,
    account: Account | None = None,
    assurance: Assurance = Assurance.DECLARED,
    acting: Acting,
) -> Citizen:
    """Register a person who is not known yet (đăng ký người dân); raises PartyError, IdentityError, Forbidden.

    The identity number must agree with the birth date and sex that are given; a sex not given is read from it.
    """
    _must_be_allowed(acting, account)
    number = parse_citizen_number(cccd) if cccd else None
    if number:
        check_citizen_number_matches(number, born=birth_date, sex=Sex(sex) if sex else None)
        if Citizen.objects.filter(cccd=number.digits).exists():
            raise PartyError(
                "cccd_known",
                gettext_noop(
                    "Số căn cước này đã có trong hệ thống. Đăng nhập bằng định danh điện tử, "
                    "hoặc mang căn cước đến quầy gần nhất để nhận lại."
                ),
            )
    citizen = Citizen(
        full_name=full_name,
        cccd=number.digits if number else None,
        birth_date=birth_date,
        sex=sex or (number.sex if number else ""),
        phone=phone,
        email=email,
        address=address,
        commune=commune,
        account=account,
        assurance=assurance,
    )
    citizen.save()
    record(acting, "parties.citizen.registered", citizen, assurance=assurance)
    return citizen


def _must_be_allowed(acting: Acting, account: Account | None) -> None:
    if acting.account is None or acting.account != account:
        acting.require("parties.register")
