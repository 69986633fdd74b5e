"""Certificates for the people and agencies of the demo province (chứng thư số trình diễn)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from asn1crypto import pem
from django.db import transaction

from cuulong.core.files.rules import PNG
from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account

from . import authority, drawings
from .certificates import register
from .models import Backend, Certificate

# Known to everyone who takes the tour; the authority itself is refused in production.
PIN = "2026-demo"


def ensure(accounts: Iterable[Account] = (), agencies: Iterable[Agency] = (), *, pin: str = PIN) -> list[Certificate]:
    """Give each account and agency a demo certificate with its picture, if it has none; safe to repeat.

    Makes the authority of this installation at the first call. Raises `authority.Refused` in production.
    """
    owners: dict[str, Account | Agency] = {f"account-{a.uuid}": a for a in accounts}
    owners |= {f"agency-{a.uuid}": a for a in agencies}
    ca = authority.create(authority.Subject(label, _name(owner)) for label, owner in owners.items())
    acting = Acting.system("demo_ca")
    return [_ensure_one(ca, label, owner, pin, acting) for label, owner in owners.items()]


@transaction.atomic
def _ensure_one(ca: authority.DemoCa, label: str, owner: Account | Agency, pin: str, acting: Acting) -> Certificate:
    locator = f"{label}.p12"
    path = authority.folder() / locator
    if not path.is_file():
        _write_private(path, ca.pkcs12(label, pin))
    if known := Certificate.objects.filter(locator=locator).first():
        return known
    is_account = isinstance(owner, Account)
    picture = drawings.signature(_name(owner)) if is_account else drawings.seal(_name(owner))
    image = store(picture, name="chu-ky.png" if is_account else "con-dau.png", acting=acting, allowed=frozenset({PNG}))
    return register(
        pem.armor("CERTIFICATE", ca.certificate(label).dump()),
        backend=Backend.PKCS12,
        locator=locator,
        acting=acting,
        account=owner if isinstance(owner, Account) else None,
        agency=owner if isinstance(owner, Agency) else None,
        image=image,
    )


def _name(owner: Account | Agency) -> str:
    return owner.full_name if isinstance(owner, Account) else owner.name


def _write_private(path: Path, data: bytes) -> None:
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    beside.replace(path)
