"""A ward that collects fees, and the people who handle its money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official
from cuulong.lib.facts import Ref
from cuulong.published.ports.payments import Line
from cuulong.systems.payments.actions.charge import request_charge
from cuulong.systems.payments.actions.receive import receive_transfer
from cuulong.systems.payments.models import Charge, Payment

BANK = Acting.system("bank")


@dataclass
class Treasury:
    """Agencies and people of the tests."""

    province: Agency
    ward: Agency
    centre: Agency
    cashier: Acting
    accountant: Acting
    chief: Acting


@pytest.fixture
def treasury(db: None) -> Treasury:
    province = make_agency("ubnd-tinh", name="UBND tỉnh Mẫu", kind="province")
    ward = make_agency("phuong-mau", name="UBND phường Mẫu", parent=province)
    centre = make_agency("phuong-mau--trung-tam", name="Trung tâm phường Mẫu", kind="centre", parent=ward)
    forget_tree()
    return Treasury(
        province,
        ward,
        centre,
        Acting.of(make_official("thu", centre, "fee_collector", full_name="Trần Thị Nháp")),
        Acting.of(make_official("ketoan", province, "accountant", full_name="Phan Thị Sổ")),
        Acting.of(make_official("ketoantruong", province, "chief_accountant", full_name="Vũ Văn Khóa")),
    )


Ask = Callable[..., Charge]
_numbers = count(1)


@pytest.fixture
def ask(treasury: Treasury) -> Ask:
    """A fee asked for, each for a dossier of its own."""
    return lambda amount=16_000, payer="Nguyễn Văn Thử", **more: ask_for(treasury, amount, payer, **more)


def ask_for(treasury: Treasury, amount: int, payer: str = "Nguyễn Văn Thử", *, refundable: bool = True) -> Charge:
    return request_charge(
        Ref("services.dossier", uuid4()),
        agency=treasury.ward.ref,
        payer=payer,
        code="at_filing",
        lines=[Line(code="ban-sao", title="Phí cấp bản sao", amount=amount, refundable=refundable)],
        counter=treasury.centre.ref,
    )


def transfer(
    amount: int, text: str, *, number: str = "", at: datetime | None = None, stated: bool = False, loose: bool = False
) -> Payment:
    """The bank tells of money; a message unless `stated`."""
    return receive_transfer(
        bank_transaction=number or f"FT{next(_numbers)}",
        amount=amount,
        text=text,
        received_at=at or timezone.now() - timedelta(minutes=1),
        acting=BANK,
        stated=stated,
        loose=loose,
    )
