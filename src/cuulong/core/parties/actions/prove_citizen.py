"""Take the word of an identity provider for who somebody is."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.parties.actions.register_citizen import register_citizen
from cuulong.core.parties.claims import Identity
from cuulong.core.parties.models import Assurance, Citizen
from cuulong.core.parties.rules import must_take_over
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account


@transaction.atomic
def prove_citizen(identity: Identity, account: Account) -> Citizen:
    """Join the proven person and their account; an unknown one is registered (xác thực định danh).

    Name and birth date become those of the provider. A known citizen keeps the account they have.
    """
    acting = Acting.of(account)
    citizen = Citizen.objects.select_for_update().filter(cccd=identity.cccd.digits).first()
    if citizen is None:
        return register_citizen(
            full_name=identity.full_name,
            cccd=identity.cccd.digits,
            birth_date=identity.birth_date,
            email=identity.email,
            address=identity.address,
            account=account,
            assurance=Assurance.PROVEN,
            acting=acting,
        )
    citizen.account = citizen.account or account
    citizen.full_name = identity.full_name
    citizen.birth_date = identity.birth_date or citizen.birth_date
    citizen.assurance = Assurance.PROVEN
    citizen.save()
    record(acting, "parties.citizen.proven", citizen)
    return citizen


@transaction.atomic
def take_over(citizen: Citizen) -> Account | None:
    """The account of a citizen who has just proven who they are; whoever only declared to be them is put out.

    A password, second factors and open sessions that rest on a mere declaration end here.
    """
    account = citizen.account
    if account is None:
        return None
    if must_take_over(citizen.assurance, has_account=True):
        account.set_unusable_password()
        account.save(update_fields=["password"])
        Authenticator.objects.filter(user=account).delete()
        for session in UserSession.objects.filter(user=account):
            session.end()
        record(Acting.of(account), "parties.account.taken_over", citizen)
    return account
